"""Generated guarantee networks, numbered at random and as a snapshot numbers them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.kernels.csr import Csr
from graph.snapshot.builder.numbering import number_parties
from ingest.synthetic.network import GuaranteeNetwork, guarantee_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ends = tuple[NDArray[np.int32], NDArray[np.int32]]


@dataclass(frozen=True)
class Network:
    """A drawn network; firms are numbered at random in it.

    A snapshot numbers parties in topological order of the condensation, ties by
    party_id. The ids of these firms are their random numbers.
    """

    drawn: GuaranteeNetwork

    @property
    def n(self) -> int:
        """Number of firms."""
        return self.drawn.component.size

    @property
    def title(self) -> str:
        """Firms and guarantees in thousands."""
        return f"{self.n // 1000:,}k/{self.drawn.tail.size // 1000:,}k"

    @cached_property
    def numbering(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Random number and component of each of the snapshot's numbers."""
        return number_parties(*self.random_ends, self.n)

    @cached_property
    def random_ends(self) -> Ends:
        """Guarantors and debtors by random number."""
        return self.drawn.tail.astype(np.int32), self.drawn.head.astype(np.int32)

    @cached_property
    def ends(self) -> Ends:
        """Guarantors and debtors by the snapshot's number."""
        number = np.argsort(self.numbering[0]).astype(np.int32)
        return number[self.drawn.tail], number[self.drawn.head]

    @cached_property
    def rows(self) -> Csr:
        """Guarantor -> debtor by the snapshot's number."""
        return Csr.build(*self.ends, self.n)

    @cached_property
    def core(self) -> NDArray[np.bool_]:
        """Firms of the core by the snapshot's number."""
        inside: NDArray[np.bool_] = self.drawn.component == 0
        return inside[self.numbering[0]]


def draw(n: int, seed: int, **shape: float) -> Network:
    """Draw a network; see `guarantee_network`."""
    return Network(guarantee_network(n, seed, **shape))


def to_networkx(ends: Ends, n: int) -> Any:
    """The same graph for networkx, nodes added in order."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(zip(ends[0].tolist(), ends[1].tolist(), strict=True))
    return graph
