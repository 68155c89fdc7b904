"""One relation among some firms, as it is in the whole snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.csgraph import connected_components

from gnn.features.matrices import holds
from gnn.features.relation_graph import RelationGraph, sizes
from gnn.features.relations import Edges

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from graph.kernels.csr import Int32s

LARGEST = 100
"""Firms of a component that is looked at whole; a larger one stays what it is."""


class LocalRelation(RelationGraph):
    """A relation among some firms around one; hubs are those of the snapshot.

    Parameters
    ----------
    edges
        Among the firms, by their places.
    rows
        Shape (k,). The firms in `whole`; those of the components of the one are among
        them where these have at most `LARGEST` firms.
    centre
        Place of the one.

    Attributes
    ----------
    alone
        Whether the one has no edge.
    """

    def __init__(
        self, whole: RelationGraph, edges: Edges, rows: NDArray[np.integer], centre: int
    ) -> None:
        super().__init__(edges, rows.size)
        self.whole, self.rows, self.centre = whole, rows, centre
        self.alone = not ((edges.tail == centre) | (edges.head == centre)).any()
        self.calm = whole.calm[rows]
        for way in ("weak", "strong"):
            label: Int32s = getattr(whole, way)[rows]
            members = getattr(whole, f"{way}_sizes")[rows]
            seen = (label == label[centre]) & (members <= LARGEST)
            seen[centre] |= self.alone
            found = connected_components(self.out, connection=way)[1]
            label = np.where(seen, found, self.n + label)
            label = np.unique(label, return_inverse=True)[1].astype(np.int32)
            setattr(self, way, label)
            setattr(self, f"{way}_sizes", np.where(seen, sizes(found), members))

    @classmethod
    def among(
        cls, whole: RelationGraph, place: Int32s, rows: NDArray[np.integer], centre: int
    ) -> LocalRelation:
        """The relation among some firms, from that of all.

        Parameters
        ----------
        place
            Shape (n,). Place of each firm among `rows`, -1 for the others.
        """
        edges = whole.edges
        edges = edges.where((place[edges.tail] >= 0) & (place[edges.head] >= 0))
        local = Edges(place[edges.tail], place[edges.head], edges.days, edges.amount)
        return cls(whole, local, rows, centre)

    def without(self, pairs: csr_array) -> LocalRelation:
        """The same when nothing leads from one to the other of some pairs.

        Parameters
        ----------
        pairs
            Shape (k, k), 1 at each of them.
        """
        gone = holds(pairs, self.edges.tail, self.edges.head)
        return type(self)(self.whole, self.edges.where(~gone), self.rows, self.centre)
