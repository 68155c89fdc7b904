"""Connected components of the guarantee graph, and the arcs inside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.components import inner_rows, strong_labels, weak_labels
from graph.kernels.csr import Csr, Int32s, Int64s, read_only
from graph.kernels.small_cycles import MOST_NODES

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# Up to this many firms a row is a word, and roots taken by number give cycles already
# in order.
SMALL_COMPONENT = MOST_NODES


def weakly_connected_components(tail: ArrayLike, head: ArrayLike, n: int) -> Int32s:
    """Component of each node when directions are ignored.

    Parameters
    ----------
    tail, head
        Shape (m,). Node numbers in [0, n).
    n
        Number of nodes.

    Returns
    -------
    Int32s
        Shape (n,). Labels 0, 1, ... in order of each component's smallest node.

    Notes
    -----
    O((n + m) log n) worst case by union-find, near O(n + m) in practice.

    Examples
    --------
    >>> weakly_connected_components([2], [0], 4).tolist()
    [0, 1, 0, 2]
    """
    tails = np.ascontiguousarray(tail, dtype=np.int32)
    heads = np.ascontiguousarray(head, dtype=np.int32)
    labels: Int32s = weak_labels(read_only(tails), read_only(heads), n)[0]
    return labels


def strongly_connected_components(rows: Csr) -> Int32s:
    """Component of each node under mutual reachability.

    The labels are a topological order of the condensation: an edge from guarantor g to
    debtor b in another component has ``label[b] < label[g]``, so distress, which
    travels from b to g, only reaches higher labels.

    Parameters
    ----------
    rows
        Edges guarantor -> debtor.

    Returns
    -------
    Int32s
        Shape (n,). Labels 0, 1, ...; which topological order depends on the numbering.

    Notes
    -----
    O(n + m) time, O(n) memory.

    References
    ----------
    R. Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on
    Computing 1, 1972.

    Examples
    --------
    >>> strongly_connected_components(Csr.build([0, 1, 2], [1, 0, 0], 3)).tolist()
    [0, 0, 1]
    """
    labels: Int32s = strong_labels(rows.indptr, rows.indices)[0]
    return labels


def component_sizes(labels: Int32s) -> Int64s:
    """Members of each component, shape (number of components,).

    Examples
    --------
    >>> component_sizes(np.array([0, 0, 1], np.int32)).tolist()
    [2, 1]
    """
    return np.bincount(labels).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class InnerGraph:
    """The distinct arcs that join two members of one strong component.

    Self-loops are left out and parallel edges count as one arc. Every cycle of two or
    more firms lies in here.

    Attributes
    ----------
    forward
        Arcs guarantor -> debtor; ``edge`` is the arc's number, equal to its slot.
    backward
        The same arcs by debtor; ``edge`` is the arc's number.
    arc_of_edge
        Shape (m,). Arc of each original edge, -1 for an edge without one.
    roots
        The nodes with an arc, in the order in which a search for cycles takes them:
        large components first, from the best connected firm down, then the others by
        number.
    root_rank
        Shape (n,). Place of each node in ``roots``, -1 for a node without an arc.
    n_large
        How many of the roots are in large components.
    """

    forward: Csr
    backward: Csr
    arc_of_edge: Int32s
    roots: Int32s
    root_rank: Int32s
    n_large: int

    @classmethod
    def build(cls, rows: Csr, labels: Int32s | None = None) -> InnerGraph:
        """Take the arcs inside components; ``labels`` saves finding them again.

        Parameters
        ----------
        rows
            Edges guarantor -> debtor.
        labels
            Shape (n,). Strong component of each node.

        Notes
        -----
        O(n + m) time and memory.

        Examples
        --------
        >>> rows = Csr.build([0, 1, 0, 0, 1], [1, 0, 1, 0, 2], 3)
        >>> InnerGraph.build(rows).arc_of_edge.tolist()
        [0, 1, 0, -1, -1]
        """
        if labels is None:
            labels = strongly_connected_components(rows)
        indptr, indices, arc_of_slot = inner_rows(
            rows.indptr, rows.indices, read_only(labels)
        )
        forward = Csr(indptr, indices, np.arange(indices.size, dtype=np.int32))
        backward = forward.reverse()
        arc_of_edge = np.empty(rows.m, dtype=np.int32)
        arc_of_edge[rows.edge] = arc_of_slot
        degree = np.diff(indptr) + np.diff(backward.indptr)
        nodes = np.flatnonzero(degree).astype(np.int32)
        large = np.bincount(labels)[labels[nodes]] > SMALL_COMPONENT
        hubs = nodes[large]
        hubs = hubs[np.argsort(-degree[hubs], kind="stable")]
        roots = np.concatenate((hubs, nodes[~large]))
        root_rank = np.full(rows.n, -1, dtype=np.int32)
        root_rank[roots] = np.arange(roots.size, dtype=np.int32)
        return cls(forward, backward, arc_of_edge, roots, root_rank, hubs.size)
