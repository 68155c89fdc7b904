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
def strong_labels(indptr: Int64s, indices: Int32s) -> tuple[Int32s, int]:
    """Component of each node; an edge between components goes to the lower label.

    Tarjan's search in Pearce's form ("A space-efficient algorithm for finding strongly
    connected components", 2016), with the recursion kept in ``path``.
    """
    n = indptr.size - 1
    done = np.int32(2**31 - 1)
    low = np.zeros(n, np.int32)
    label = np.empty(n, np.int32)
    cursor = indptr[:-1].copy()
    path = np.empty(n, np.int32)
    entered = np.empty(n, np.int32)
    stack = np.empty(n, np.int32)
    waiting = 0
    clock = 0
    count = 0
    for root in range(n):
        if low[root] != 0:
            continue
        clock += 1
        low[root] = clock
        path[0] = root
        entered[0] = clock
        depth = 1
        while depth > 0:
            node = path[depth - 1]
            if cursor[node] < indptr[node + 1]:
                other = indices[cursor[node]]
                cursor[node] += 1
                if low[other] == 0:
                    clock += 1
                    low[other] = clock
                    path[depth] = other
                    entered[depth] = clock
                    depth += 1
                elif low[other] < low[node]:
                    low[node] = low[other]
                continue
            depth -= 1
            reached = low[node]
            if reached < entered[depth]:
                stack[waiting] = node
                waiting += 1
                low[path[depth - 1]] = min(low[path[depth - 1]], reached)
                continue
            low[node] = done
            label[node] = count
            while waiting > 0 and low[stack[waiting - 1]] >= reached:
                waiting -= 1
                low[stack[waiting]] = done
                label[stack[waiting]] = count
            count += 1
    return label, count


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
