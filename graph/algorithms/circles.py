"""Circle edges, strict circles and mutual pairs of the guarantee graph.

An edge u -> v is a *circle edge* iff v reaches u without using the pair's own reverse
edge v -> u. A *strict circle* is one connected component of circle edges; it has three
or more firms, because each circle edge lies on an elementary cycle of at least three
firms whose edges are all circle edges. A strong component is only its container: in
A <-> B <-> C all three reach each other and no edge is a circle edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.circle_edges import flow_bridges, reciprocal_arcs
from graph.kernels.components import weak_labels
from graph.kernels.csr import Int32s, Int64s, read_only, stable_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.algorithms.components import InnerGraph


def strong_bridges(inner: InnerGraph) -> NDArray[np.bool_]:
    """Arcs whose removal breaks their strong component, shape (arcs,).

    For any root s of a component, an arc is a strong bridge iff it is a bridge of the
    flowgraph from s or of the reversed one: if its removal breaks the component, then
    some firm is no longer reached from s, or no longer reaches s.

    Notes
    -----
    O(m log n) time, O(n + m) memory; linear in practice.

    References
    ----------
    G. Italiano, L. Laura, F. Santaroni, "Finding strong bridges and strong articulation
    points in linear time", Theoretical Computer Science 447, 2012, theorem 3.
    """
    forward, backward = inner.forward, inner.backward
    ahead: NDArray[np.bool_] = flow_bridges(
        forward.indptr,
        forward.indices,
        backward.indptr,
        backward.indices,
        backward.edge,
    )
    behind: NDArray[np.bool_] = flow_bridges(
        backward.indptr,
        backward.indices,
        forward.indptr,
        forward.indices,
        forward.edge,
    )
    return ahead | behind


def _reciprocal(inner: InnerGraph) -> Int32s:
    """Reverse arc of each arc, -1 where there is none."""
    forward, backward = inner.forward, inner.backward
    found: Int32s = reciprocal_arcs(
        forward.indptr,
        forward.indices,
        backward.indptr,
        backward.indices,
        backward.edge,
    )
    return found


def circle_arc_mask(inner: InnerGraph) -> NDArray[np.bool_]:
    """Which arcs of the inner graph are circle edges, shape (arcs,).

    An arc inside a strong component is one unless it is reciprocal and its reverse is a
    strong bridge.

    Notes
    -----
    O(m log n) time, O(n + m) memory.

    Examples
    --------
    >>> from graph.algorithms.components import InnerGraph
    >>> from graph.kernels.csr import Csr
    >>> rows = Csr.build([0, 1, 1, 2, 3], [1, 0, 2, 3, 1], 4)
    >>> inner = InnerGraph.build(rows)
    >>> inner.forward.tails().tolist(), inner.forward.indices.tolist()
    ([0, 1, 1, 2, 3], [1, 0, 2, 3, 1])
    >>> circle_arc_mask(inner).tolist()
    [False, False, True, True, True]
    """
    reverse = _reciprocal(inner)
    return (reverse < 0) | ~strong_bridges(inner)[reverse]


def mutual_pairs(inner: InnerGraph) -> Int32s:
    """Pairs of firms that guarantee each other, shape (pairs, 2), ascending, u < v.

    Examples
    --------
    >>> from graph.algorithms.components import InnerGraph
    >>> from graph.kernels.csr import Csr
    >>> mutual_pairs(InnerGraph.build(Csr.build([1, 0], [0, 1], 2))).tolist()
    [[0, 1]]
    """
    tails, heads = inner.forward.tails(), inner.forward.indices
    chosen = (_reciprocal(inner) >= 0) & (tails < heads)
    return np.stack((tails[chosen], heads[chosen]), axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class StrictCircles:
    """The strict circles of a graph, in order of their smallest member.

    Attributes
    ----------
    starts, members
        Circle ``c`` is ``members[starts[c]:starts[c + 1]]``, ascending.
    """

    starts: Int64s
    members: Int32s

    def __len__(self) -> int:
        return self.starts.size - 1

    def circle(self, number: int) -> Int32s:
        """Members of one circle, ascending."""
        return self.members[self.starts[number] : self.starts[number + 1]]


def strict_circles(inner: InnerGraph) -> StrictCircles:
    """Connected components of circle edges.

    Parameters
    ----------
    inner
        Inner graph of the edges guarantor -> debtor.

    Notes
    -----
    O(m log n) time, O(n + m) memory.

    Examples
    --------
    >>> from graph.algorithms.components import InnerGraph
    >>> from graph.kernels.csr import Csr
    >>> rows = Csr.build([0, 1, 1, 2, 3], [1, 0, 2, 3, 1], 4)
    >>> circles = strict_circles(InnerGraph.build(rows))
    >>> len(circles), circles.circle(0).tolist()
    (1, [1, 2, 3])
    """
    n = inner.forward.n
    arcs = circle_arc_mask(inner)
    tails, heads = inner.forward.tails()[arcs], inner.forward.indices[arcs]
    labels, _ = weak_labels(read_only(tails), read_only(heads), n)
    touched = np.zeros(n, dtype=np.bool_)
    touched[tails] = True  # a strong component: each member is a tail of some arc
    nodes = np.flatnonzero(touched).astype(np.int32)
    kept, circle = np.unique(labels[nodes], return_inverse=True)
    starts, order = stable_order(circle.astype(np.int32), kept.size)
    return StrictCircles(starts, nodes[order])
