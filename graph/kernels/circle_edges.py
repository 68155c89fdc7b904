"""Reciprocal arcs, and strong bridges by dominator trees.

All kernels read the inner graph: distinct arcs inside strong components, no self-loops.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s


@njit(cache=True, nogil=True)
def reciprocal_arcs(
    indptr: Int64s, indices: Int32s, back_indptr: Int64s, tails: Int32s, arcs: Int32s
) -> Int32s:
    """Number of each arc's reverse arc, -1 where there is none; merges sorted rows."""
    found = np.full(indices.size, -1, np.int32)
    for node in range(indptr.size - 1):
        other = back_indptr[node]
        end = back_indptr[node + 1]
        for arc in range(indptr[node], indptr[node + 1]):
            while other < end and tails[other] < indices[arc]:
                other += 1
            if other < end and tails[other] == indices[arc]:
                found[arc] = arcs[other]
    return found


@njit(cache=True, nogil=True)
def search_forest(indptr: Int64s, indices: Int32s) -> tuple[Int32s, Int32s, Int32s]:
    """Depth-first forest: preorder of each node (-1: isolated), its inverse, parents.

    Parents are preorder numbers, -1 at a root. In the inner graph a tree spans exactly
    one strong component.
    """
    n = indptr.size - 1
    preorder = np.full(n, -1, np.int32)
    vertex = np.empty(n, np.int32)
    parent = np.empty(n, np.int32)
    cursor = indptr[:-1].copy()
    path = np.empty(n, np.int32)
    count = 0
    for root in range(n):
        if preorder[root] >= 0 or indptr[root] == indptr[root + 1]:
            continue
        preorder[root] = count
        vertex[count] = root
        parent[count] = -1
        count += 1
        path[0] = root
        depth = 1
        while depth > 0:
            node = path[depth - 1]
            if cursor[node] == indptr[node + 1]:
                depth -= 1
                continue
            other = indices[cursor[node]]
            cursor[node] += 1
            if preorder[other] < 0:
                preorder[other] = count
                vertex[count] = other
                parent[count] = preorder[node]
                count += 1
                path[depth] = other
                depth += 1
    return preorder, vertex[:count].copy(), parent[:count].copy()


@njit(cache=True, nogil=True)
def least_semidominator(
    node: int, ancestor: Int32s, best: Int32s, semi: Int32s, climb: Int32s
) -> int:
    """Node of least semidominator on the linked path above ``node``; shortens it."""
    if ancestor[node] < 0:
        return node
    depth = 0
    top = node
    while ancestor[ancestor[top]] >= 0:
        climb[depth] = top
        depth += 1
        top = ancestor[top]
    while depth > 0:
        depth -= 1
        low = climb[depth]
        above = ancestor[low]
        if semi[best[above]] < semi[best[low]]:
            best[low] = best[above]
        ancestor[low] = ancestor[above]
    return int(best[node])


@njit(cache=True, nogil=True)
def immediate_dominators(
    preorder: Int32s,
    vertex: Int32s,
    parent: Int32s,
    back_indptr: Int64s,
    tails: Int32s,
) -> Int32s:
    """Immediate dominator of each preorder number (-1 at a root), as such a number.

    Lengauer and Tarjan, "A fast algorithm for finding dominators in a flowgraph",
    TOPLAS 1979, simple version: O(m log n).
    """
    count = vertex.size
    semi = np.arange(count).astype(np.int32)
    best = np.arange(count).astype(np.int32)
    ancestor = np.full(count, -1, np.int32)
    dominator = np.full(count, -1, np.int32)
    waiting = np.full(count, -1, np.int32)
    following = np.full(count, -1, np.int32)
    climb = np.empty(count, np.int32)
    for node in range(count - 1, -1, -1):
        above = parent[node]
        if above < 0:
            continue
        at = vertex[node]
        for slot in range(back_indptr[at], back_indptr[at + 1]):
            low = least_semidominator(
                preorder[tails[slot]], ancestor, best, semi, climb
            )
            semi[node] = min(semi[node], semi[low])
        following[node] = waiting[semi[node]]
        waiting[semi[node]] = node
        ancestor[node] = above
        held = waiting[above]
        waiting[above] = -1
        while held >= 0:
            low = least_semidominator(held, ancestor, best, semi, climb)
            dominator[held] = low if semi[low] < semi[held] else above
            held = following[held]
    for node in range(count):
        if parent[node] >= 0 and dominator[node] != semi[node]:
            dominator[node] = dominator[dominator[node]]
    return dominator


@njit(cache=True, nogil=True)
def flow_bridges(
    indptr: Int64s, indices: Int32s, back_indptr: Int64s, tails: Int32s, arcs: Int32s
) -> NDArray[np.bool_]:
    """Arcs that every path from their component's root to their head must use.

    That is the only arc into a node from outside the node's dominator subtree: another
    such arc would be reached without passing the node.
    """
    preorder, vertex, parent = search_forest(indptr, indices)
    dominator = immediate_dominators(preorder, vertex, parent, back_indptr, tails)
    count = vertex.size
    size = np.ones(count, np.int32)
    for node in range(count - 1, -1, -1):
        if dominator[node] >= 0:
            size[dominator[node]] += size[node]
    first = np.empty(count, np.int32)
    free = np.empty(count, np.int32)
    place = 0
    for node in range(count):
        above = dominator[node]
        if above < 0:
            first[node] = place
            place += size[node]
        else:
            first[node] = free[above]
            free[above] += size[node]
        free[node] = first[node] + 1
    bridge = np.zeros(indices.size, np.bool_)
    for node in range(count):
        if dominator[node] < 0:
            continue
        at = vertex[node]
        entries = 0
        only = -1
        for slot in range(back_indptr[at], back_indptr[at + 1]):
            tail = first[preorder[tails[slot]]]
            if tail < first[node] or tail >= first[node] + size[node]:
                entries += 1
                only = arcs[slot]
        if entries == 1:
            bridge[only] = True
    return bridge
