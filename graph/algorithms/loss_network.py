"""The guarantee network read in loss direction, with its probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import range_positions, stable_order

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class LossNetwork:
    """CSR from debtors to guarantors with default probabilities, validated when made.

    Guarantees point from guarantor to debtor and distress travels from debtor to
    guarantor, so row b of the CSR lists the **guarantors** hit when b fails. Nodes
    are numbered in topological order of the condensation; parallel edges are merged.

    Attributes
    ----------
    indptr
        int64, (n + 1,), row starts.
    indices
        int32, (m,), guarantors hit.
    p_edge
        float64, (m,), probability in [0, 1] that the guarantor fails because of this
        debtor's failure alone.
    p_self
        float64, (n,), probability in [0, 1] that a firm fails without any other.
    component
        int32, (n,), label of the strongly connected component, not decreasing with
        the node number; edges lead to equal or higher labels.
    node_key
        uint64, (n,), from `graph.kernels.hashing.party_keys`.

    Raises
    ------
    ValueError
        A shape, range or the order of components is not as described.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    p_edge: NDArray[np.float64]
    p_self: NDArray[np.float64]
    component: NDArray[np.int32]
    node_key: NDArray[np.uint64]

    def __post_init__(self) -> None:
        n, m = self.n_nodes, self.n_edges
        for name, length in (
            ("p_self", n),
            ("component", n),
            ("node_key", n),
            ("p_edge", m),
        ):
            shape = getattr(self, name).shape
            if shape != (length,):
                raise ValueError(f"{name} has shape {shape}, expected ({length},)")
        for name in ("p_self", "p_edge"):
            values = getattr(self, name)
            # written so that NaN is refused too
            if values.size and not (values.min() >= 0.0 and values.max() <= 1.0):
                raise ValueError(f"{name} has values outside [0, 1]")
        if np.any(np.diff(self.component) < 0) or np.any(
            self.component[self.debtors] > self.component[self.indices]
        ):
            raise ValueError("nodes are not in topological order of their components")

    @property
    def n_nodes(self) -> int:
        """Number of firms."""
        return len(self.indptr) - 1

    @property
    def n_edges(self) -> int:
        """Number of (guarantor, debtor) pairs."""
        return len(self.indices)

    # cached properties keep their value in __dict__: hence no slots here
    @cached_property
    def debtors(self) -> NDArray[np.int32]:
        """The failing end of each edge, (m,)."""
        nodes = np.arange(self.n_nodes, dtype=np.int32)
        return np.repeat(nodes, np.diff(self.indptr))

    @cached_property
    def incoming(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Edges by the firm they hit: row starts (n + 1,) and edge numbers (m,)."""
        starts, order = stable_order(self.indices, self.n_nodes)
        return starts, order

    @cached_property
    def exposed(self) -> NDArray[np.bool_]:
        """Firms that a debtor may bring down and that may stand alone, (n,)."""
        hit = np.zeros(self.n_nodes, dtype=np.bool_)
        hit[self.indices[self.p_edge > 0.0]] = True
        return hit & (self.p_self < 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class AncestorNetwork:
    """The part of a network whose failures can reach one firm.

    Attributes
    ----------
    network
        The part, in the same order of nodes; impossible edges are left out.
    members
        int64, node numbers in the whole network, increasing.
    node
        The firm's number inside the part.
    edges
        int64, edge numbers in the whole network of the part's edges.
    truncated
        True if farther ancestors were left out to keep to the limit.
    """

    network: LossNetwork
    members: NDArray[np.int64]
    node: int
    edges: NDArray[np.int64]
    truncated: bool


def ancestor_network(
    network: LossNetwork, node: int, *, limit: int | None = None
) -> AncestorNetwork:
    """The firms whose failure can reach `node`, nearest first, and their edges.

    Draws are keyed by firms, so the part has the same worlds as the whole. If the
    limit cuts a hop in two, the firms of that hop with the smallest keys are kept.

    Parameters
    ----------
    network
        The whole network.
    node
        Number of the firm asked about.
    limit
        Most firms kept, the firm itself included; None keeps all.

    Returns
    -------
    AncestorNetwork
        Renumbered, order preserved.

    Notes
    -----
    O(edges among the ancestors), after one O(n + m) reversal kept on the network.
    """
    starts, order = network.incoming
    debtors = network.debtors
    inside = np.zeros(network.n_nodes, dtype=np.bool_)
    inside[node] = True
    frontier = np.array([node], dtype=np.int64)
    found, truncated = 1, False
    while frontier.size:
        edges = order[_slots(starts, frontier)]
        failing = debtors[edges[network.p_edge[edges] > 0.0]]
        frontier = np.unique(failing[~inside[failing]]).astype(np.int64)
        if limit is not None and found + frontier.size > limit:
            truncated = True
            nearest = np.argsort(network.node_key[frontier], kind="stable")
            frontier = frontier[nearest[: limit - found]]
            inside[frontier] = True
            break
        inside[frontier] = True
        found += frontier.size
    members = np.flatnonzero(inside)
    return _restrict(network, node, members, inside, truncated=truncated)


def _slots(starts: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions of all entries of some rows, one row after the other."""
    return range_positions(starts[rows], starts[rows + 1] - starts[rows])


def _restrict(
    network: LossNetwork,
    node: int,
    members: NDArray[np.int64],
    inside: NDArray[np.bool_],
    *,
    truncated: bool,
) -> AncestorNetwork:
    """The sub-network of `members`, without impossible edges."""
    edges = _slots(network.indptr, members)
    edges = edges[inside[network.indices[edges]] & (network.p_edge[edges] > 0.0)]
    rows = np.searchsorted(members, network.debtors[edges])
    counts = np.bincount(rows, minlength=members.size)
    part = LossNetwork(
        indptr=np.concatenate(([0], np.cumsum(counts))),
        indices=np.searchsorted(members, network.indices[edges]).astype(np.int32),
        p_edge=network.p_edge[edges],
        p_self=network.p_self[members],
        component=network.component[members],
        node_key=network.node_key[members],
    )
    return AncestorNetwork(
        network=part,
        members=members,
        node=int(np.searchsorted(members, node)),
        edges=edges,
        truncated=truncated,
    )
