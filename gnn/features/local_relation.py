"""One relation among some firms, as it is in the whole snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.features.matrices import row_of
from gnn.features.relation_graph import Members, RelationGraph
from gnn.features.relations import Edges
from graph.kernels.csr import range_positions, stable_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s

    Rows = NDArray[np.integer]


class RelationIndex:
    """Where the edges, partners and components of a firm are looked up.

    Parameters
    ----------
    graph
        Of all firms.
    """

    def __init__(self, graph: RelationGraph) -> None:
        self.graph = graph
        self._start, self._edge = stable_order(graph.edges.tail, graph.n)
        self._circles = Members.of(graph.strong)
        self._networks = Members.of(graph.weak)

    def partners(self, row: int) -> Rows:
        """Partners of a firm."""
        return row_of(self.graph.both, row)

    def ball(self, row: int) -> Rows:
        """Firms within two steps that are looked through."""
        near = row_of(self.graph.near, row)
        return np.concatenate([near, *(row_of(self.graph.near, one) for one in near)])

    def heads(self, rows: Rows) -> Rows:
        """Firms to which something leads from some firms."""
        return np.concatenate([row_of(self.graph.out, row) for row in rows])

    def circle(self, row: int) -> Rows:
        """Firms of a firm's strong component."""
        return self._circles.with_row(row)

    def network(self, row: int) -> Rows:
        """Firms of a firm's weak component."""
        return self._networks.with_row(row)

    def within(self, rows: Rows, local: Int32s) -> Edges:
        """Edges between some firms, in the order of all, ends by place among `rows`.

        Parameters
        ----------
        local
            Shape (n,). Place of each firm, -1 for the others.
        """
        first = self._start[rows]
        edge = self._edge[range_positions(first, self._start[rows + 1] - first)]
        edges = self.graph.edges
        edge = np.sort(edge[local[edges.head[edge]] >= 0])
        return Edges(
            local[edges.tail[edge]],
            local[edges.head[edge]],
            edges.days[edge],
            edges.amount[edge],
        )


class LocalRelation(RelationGraph):
    """A relation among some firms; components and hubs are those of the snapshot.

    Parameters
    ----------
    rows, local
        The firms, ascending, and their places among them.
    alone
        Place of a firm that nothing leads to or from any more. What is then told of
        the components of others is as before.
    """

    def __init__(
        self, index: RelationIndex, rows: Rows, local: Int32s, alone: int | None
    ) -> None:
        edges, whole = index.within(rows, local), index.graph
        if alone is not None:
            edges = edges.where((edges.tail != alone) & (edges.head != alone))
        super().__init__(edges, rows.size)
        self.calm = whole.calm[rows]
        for name in ("weak", "strong"):
            label = getattr(whole, name)[rows]
            size = getattr(whole, f"{name}_sizes")[rows]
            if alone is not None:
                label[alone], size[alone] = whole.n, 1.0  # a label that nobody has
            label = np.unique(label, return_inverse=True)[1]
            setattr(self, name, label.astype(np.int32))
            setattr(self, f"{name}_sizes", size)
