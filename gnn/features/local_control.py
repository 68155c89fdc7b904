"""Who stands behind some firms, with ties of one of them taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gnn.features.matrices import kept, pattern
from gnn.features.shared_control import MOST_WITHIN_TWO, SharedControl
from graph.kernels.csr import range_positions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Nodes = NDArray[np.integer]

KINDS = ("owner", "officer", "contact", "family")
"""Ties up, by the names that `SharedControl` has for them."""


class Leaf(NamedTuple):
    """A node whose ties of some kinds are taken away."""

    node: int
    kinds: Collection[str]


class TiesUp:
    """Ties up of all nodes, and who is answered to by too many firms.

    Notes
    -----
    The cost of the pairs that share control once more.
    """

    def __init__(self, control: SharedControl) -> None:
        self.control = control
        self._ties: Mapping[str, csr_array] = {
            kind: getattr(control, kind) for kind in KINDS
        }
        self._crowded: dict[str, NDArray[np.bool_]] = {}
        for kind in control.kinds:
            reached = control.answering(kind)
            load = np.bincount(reached.indices, minlength=reached.shape[1])
            self._crowded[kind] = load > MOST_WITHIN_TWO

    def among(self, firms: Nodes, leaf: Leaf | None) -> LocalControl:
        """The ties up from some firms, over two steps, on nodes of their own numbers.

        Parameters
        ----------
        firms
            Party numbers of the firms.
        leaf
            A firm some of whose ties are taken away, or none.
        """
        first = {kind: self._above(kind, firms, leaf) for kind in KINDS}
        middle = np.unique(np.concatenate([above for _, above in first.values()]))
        middle = np.setdiff1d(middle, firms)
        second = {kind: self._above(kind, middle, leaf) for kind in KINDS}
        ends = [
            end for step in (first, second) for pair in step.values() for end in pair
        ]
        nodes = np.unique(np.concatenate([firms, *ends]))
        shape = (nodes.size, nodes.size)
        ties = {}
        for kind in KINDS:
            tail, head = (
                np.searchsorted(nodes, np.concatenate([one, other]))
                for one, other in zip(first[kind], second[kind], strict=True)
            )
            ties[kind] = pattern(tail, head, shape)
        return LocalControl(
            **ties,
            firms=np.searchsorted(nodes, firms).astype(np.int32),
            crowded={kind: found[nodes] for kind, found in self._crowded.items()},
        )

    def _above(self, kind: str, nodes: Nodes, leaf: Leaf | None) -> tuple[Nodes, Nodes]:
        """Ties of a kind up from some nodes."""
        ties = self._ties[kind]
        start = ties.indptr[nodes].astype(np.int64)
        count = ties.indptr[nodes + 1] - start
        tail = np.repeat(nodes, count)
        head = ties.indices[range_positions(start, count)]
        if leaf is None or kind not in leaf.kinds:
            return tail, head
        stays = (tail != leaf.node) & (head != leaf.node)
        return tail[stays], head[stays]


@dataclass(frozen=True, eq=False)
class LocalControl(SharedControl):
    """Which of some firms answer to one hand.

    Attributes
    ----------
    crowded
        Shape (n_nodes,) by kind of tie. Nodes that too many firms of the snapshot
        answer to, whatever was taken away.
    """

    crowded: Mapping[str, NDArray[np.bool_]]

    def _telling(self, kind: str, mine: csr_array) -> csr_array:
        return kept(mine, ~self.crowded[kind][mine.indices])
