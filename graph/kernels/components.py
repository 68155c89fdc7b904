"""Weakly and strongly connected components, and the arcs inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from graph.kernels.csr import Int32s, Int64s


@njit(cache=True, nogil=True)
def weak_labels(tail: Int32s, head: Int32s, n: int) -> tuple[Int32s, int]:
    """Component of each node, numbered by smallest member; union-find, path halving."""
    parent = np.arange(n).astype(np.int32)
    for position in range(tail.size):
        a = tail[position]
        b = head[position]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a < b:
            parent[b] = a
        else:
            parent[a] = b
    label = np.empty(n, np.int32)
    count = 0
    for node in range(n):
        # A root is the smallest member, so its label exists before it is asked for.
        parent[node] = parent[parent[node]]
        if parent[node] == node:
            label[node] = count
            count += 1
        else:
            label[node] = label[parent[node]]
    return label, count


@njit(cache=True, nogil=True)
def strong_labels(  # noqa: PLR0915 # one loop, no call in its way
    indptr: Int64s, indices: Int32s
) -> tuple[Int32s, int]:
    """Component of each node; an edge between components goes to the lower label.

    Tarjan's search with the recursion kept by depth, and only one value a node, since
    each look at another node is a cache miss: 0 before its visit, its visit's number
    while it waits, ``-1 - label`` when its component is known.
    """
    n = indptr.size - 1
    state = np.zeros(n, np.int32)
    waiting = np.empty(n, np.int32)
    path = np.empty(n, np.int32)
    slots = np.empty(n, np.int64)
    stops = np.empty(n, np.int64)
    visits = np.empty(n, np.int64)
    lows = np.empty(n, np.int64)
    held = 0
    clock = 0
    count = 0
    for root in range(n):
        if state[root] != 0:
            continue
        node = root
        depth = 0
        while True:
            clock += 1
            state[node] = clock
            visits[depth] = clock
            path[depth] = node
            slot = indptr[node]
            stop = indptr[node + 1]
            low = clock
            entered = False
            while not entered:
                if slot < stop:
                    other = indices[slot]
                    slot += 1
                    seen = state[other]
                    if seen == 0:
                        slots[depth] = slot
                        stops[depth] = stop
                        lows[depth] = low
                        depth += 1
                        node = other
                        entered = True
                    elif 0 < seen < low:
                        low = seen
                    continue
                node = path[depth]
                visit = visits[depth]
                if low < visit:
                    waiting[held] = node
                    held += 1
                else:
                    count += 1
                    state[node] = -count
                    while held > 0 and state[waiting[held - 1]] > visit:
                        held -= 1
                        state[waiting[held]] = -count
                depth -= 1
                if depth < 0:
                    break
                slot = slots[depth]
                stop = stops[depth]
                low = min(low, lows[depth])
            if depth < 0:
                break
    return np.int32(-1) - state, count


@njit(cache=True, nogil=True)
def inner_rows(
    indptr: Int64s, indices: Int32s, label: Int32s
) -> tuple[Int64s, Int32s, Int32s]:
    """Distinct arcs inside components, and the arc number of each slot (-1: none).

    Self-loops have no arc; parallel edges share one.
    """
    n = indptr.size - 1
    starts = np.zeros(n + 1, np.int64)
    arcs = np.empty(indices.size, np.int32)
    arc_of_slot = np.full(indices.size, -1, np.int32)
    count = 0
    for row in range(n):
        previous = -1
        for slot in range(indptr[row], indptr[row + 1]):
            column = indices[slot]
            if column == row or label[column] != label[row]:
                continue
            if column != previous:
                arcs[count] = column
                count += 1
                previous = column
            arc_of_slot[slot] = count - 1
        starts[row + 1] = count
    return starts, arcs[:count].copy(), arc_of_slot
