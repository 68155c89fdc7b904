"""Every tie of a snapshot that evidence may show, each once, and those near a node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from gnn.evidence import MOST_PER_CONTACT, MOST_PER_PERSON
from gnn.features.around import REGISTERS, RELATIONS
from gnn.features.relation_graph import MOST_PARTNERS
from graph.kernels.csr import range_positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from gnn.features.firms import Firms

    Numbers = NDArray[np.int64]

NAMES = (*RELATIONS, *REGISTERS)
"""Of the kinds of ties, by the number that stands for each."""


@dataclass(frozen=True, slots=True, eq=False)
class TieTable:
    """Ties between nodes: the parties, then the contacts.

    Attributes
    ----------
    kind
        Shape (m,). Place in `NAMES`.
    pair
        Shape (m, 2). The ends as `gnn.features.around.LocalFirms.without` takes them.
    ends
        Shape (m, 2). The same as numbers of nodes.
    firm
        Shape (nodes,). Whether each is a firm.
    busy
        Shape (nodes,). Nodes with so many ties that they say nothing of each other.
    incident, start
        Ties at node ``v`` are ``incident[start[v]:start[v + 1]]``.
    """

    kind: NDArray[np.int8]
    pair: Numbers
    ends: Numbers
    firm: NDArray[np.bool_]
    busy: NDArray[np.bool_]
    incident: Numbers
    start: Numbers

    @classmethod
    def of(cls, firms: Firms) -> Self:
        """Those of a snapshot; payments are those of a year.

        Notes
        -----
        O(m log m).
        """
        parties = firms.row.size
        size = parties + firms.snapshot.manifest.counts["contact"]
        pairs, ends = [], []
        for name in NAMES:
            pair = _pairs(firms, name)
            other = (
                firms.parties[pair[:, 1]].astype(np.int64)
                if name in RELATIONS
                else pair[:, 1] + parties * (name == "contacts")
            )
            pairs.append(pair)
            ends.append(np.stack([firms.parties[pair[:, 0]], other], axis=1))
        kind = np.repeat(np.arange(len(NAMES), dtype=np.int8), [*map(len, pairs)])
        both = np.concatenate(ends).astype(np.int64)
        degree = np.bincount(both.ravel(), minlength=size)
        firm = np.zeros(size, np.bool_)
        firm[firms.parties] = True
        most = np.where(firm, MOST_PARTNERS, MOST_PER_PERSON)
        most[parties:] = MOST_PER_CONTACT
        return cls(
            kind=kind,
            pair=np.concatenate(pairs),
            ends=both,
            firm=firm,
            busy=degree > most,
            incident=np.argsort(both.ravel(), kind="stable") // 2,
            start=np.append(0, np.cumsum(degree)),
        )

    def __len__(self) -> int:
        return self.kind.size

    def at(self, nodes: Numbers) -> Numbers:
        """Ties that have a node of some at either end, ascending."""
        count = self.start[nodes + 1] - self.start[nodes]
        found: Numbers = self.incident[range_positions(self.start[nodes], count)]
        return np.unique(found)

    def among(self, nodes: Numbers) -> Numbers:
        """Ties both ends of which are of some nodes, ascending."""
        found = self.at(nodes)
        inside: Numbers = found[np.isin(self.ends[found], nodes).all(axis=1)]
        return inside

    def within_two(self, node: int) -> Numbers:
        """Nodes at most two steps from a firm, itself included, ascending.

        A step is a tie to a firm, or to a person or contact and on to its other firms;
        none leads on from a busy node.
        """
        near = edge = np.array([node], np.int64)
        for _ in range(2):
            reached = np.unique(self.ends[self.at(edge)])
            between = reached[~self.firm[reached] & ~self.busy[reached]]
            near = np.union1d(near, np.union1d(reached, self.ends[self.at(between)]))
            edge = near[self.firm[near] & ~self.busy[near]]
        return near

    def named(self, ties: Numbers) -> Mapping[str, Numbers]:
        """Pairs of ends of some ties by the name of their kind."""
        return {
            name: self.pair[ties[self.kind[ties] == place]]
            for place, name in enumerate(NAMES)
        }

    def drawn(
        self, near: Numbers, like: Numbers, random: np.random.Generator
    ) -> Numbers:
        """As many ties of each kind as some others, out of those near, each once.

        Parameters
        ----------
        near
            Ties to draw from. Of a kind with fewer all are taken.
        like
            The others.
        """
        found = [np.empty(0, np.int64)]
        for kind, count in enumerate(np.bincount(self.kind[like])):
            pool = near[self.kind[near] == kind]
            found.append(random.choice(pool, min(pool.size, count), replace=False))
        return np.concatenate(found)


def _pairs(firms: Firms, name: str) -> Numbers:
    """Pairs of ends of one name, each once, in order."""
    if name in RELATIONS:
        edges = getattr(firms, name).out.tocoo()
        pairs = np.stack([edges.row, edges.col], axis=1)
    else:
        ties = getattr(firms, name)
        pairs = np.stack([ties.firm, ties.other], axis=1)
    return np.unique(pairs.astype(np.int64).reshape(-1, 2), axis=0)
