"""Bidirectional search for a path from debtor to guarantor, over rows with changes.

Rows changed since the snapshot are looked up first, in a small open-addressing table of
``(node, begin, end)`` over their own items; an empty table is one vacant place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from graph.kernels.csr import Int32s, Int64s

VACANT = -1
FORWARD = 0
BACKWARD = 1


@njit(cache=True, nogil=True)
def changed_row(table: Int32s, node: int) -> int:
    """Place of a node's changed row in the table, -1 if its row did not change."""
    mask = table.shape[0] - 1
    place = node & mask
    while table[place, 0] != VACANT:
        if table[place, 0] == node:
            return int(place)
        place = (place + 1) & mask
    return -1


@njit(cache=True, nogil=True)
def vacant_table(tails: Int32s, others: Int32s) -> Int32s:
    """Table, at most half full, that holds each named node without its row."""
    size = 1
    while size < 2 * (tails.size + others.size) + 1:
        size *= 2
    table = np.full((size, 3), VACANT, np.int32)
    for named in (tails, others):
        for node in named:
            place = node & (size - 1)
            while table[place, 0] != VACANT and table[place, 0] != node:
                place = (place + 1) & (size - 1)
            table[place, 0] = node
    return table


@njit(cache=True, nogil=True)
def kept_row(  # noqa: PLR0917 # compiled: numba passes arguments by position
    indptr: Int64s,
    indices: Int32s,
    closed_tail: Int32s,
    closed_head: Int32s,
    node: int,
    items: Int32s,
    used: int,
) -> int:
    """Copy a row without its closed pairs to ``items[used:]``; the new end."""
    if node >= indptr.size - 1:
        return used
    gone = np.searchsorted(closed_tail, node)
    end = np.searchsorted(closed_tail, node, side="right")
    for slot in range(indptr[node], indptr[node + 1]):
        while gone < end and closed_head[gone] < indices[slot]:
            gone += 1
        if gone == end or closed_head[gone] != indices[slot]:
            items[used] = indices[slot]
            used += 1
    return used


@njit(cache=True, nogil=True)
def changed_rows(  # noqa: PLR0917 # compiled: numba passes arguments by position
    indptr: Int64s,
    indices: Int32s,
    added_tail: Int32s,
    added_head: Int32s,
    closed_tail: Int32s,
    closed_head: Int32s,
) -> tuple[Int32s, Int32s]:
    """Table and items of the rows that additions and closings touch.

    ``added_*`` and ``closed_*`` are pairs in ascending order of tail, then head. A pair
    that is both closed and added is present.
    """
    table = vacant_table(added_tail, closed_tail)
    room = added_tail.size
    for node in table[:, 0]:
        if 0 <= node < indptr.size - 1:
            room += indptr[node + 1] - indptr[node]
    items = np.empty(room, np.int32)
    used = 0
    for place in range(table.shape[0]):
        node = table[place, 0]
        if node == VACANT:
            continue
        table[place, 1] = used
        used = kept_row(indptr, indices, closed_tail, closed_head, node, items, used)
        more = np.searchsorted(added_tail, node)
        while more < added_tail.size and added_tail[more] == node:
            items[used] = added_head[more]
            used += 1
            more += 1
        table[place, 2] = used
    return table, items[:used].copy()


@njit(cache=True, nogil=True)
def expand_level(  # noqa: PLR0917 # compiled: numba passes arguments by position
    indptr: Int64s,
    indices: Int32s,
    table: Int32s,
    items: Int32s,
    ranks: Int32s,
    marks: Int32s,
    queue: Int32s,
    side: int,
    begin: int,
    end: int,
    stamp: int,
    low: int,
    high: int,
    barred_from: int,
    barred_to: int,
) -> tuple[int, int, int]:
    """Mark the neighbours of one level; new end of queue, meeting node, slots read."""
    own = 2 * side
    other = 2 - own
    read = 0
    for place in range(begin, end):
        node = queue[side, place]
        changed = changed_row(table, node)
        row = indices
        first = 0
        last = 0
        if changed >= 0:
            row = items
            first = table[changed, 1]
            last = table[changed, 2]
        elif node < indptr.size - 1:
            first = indptr[node]
            last = indptr[node + 1]
        read += last - first
        for slot in range(first, last):
            reached = row[slot]
            if ranks[reached] < low or ranks[reached] > high:
                continue
            if marks[reached, own] == stamp:
                continue
            if node == barred_from and reached == barred_to:
                continue
            marks[reached, own] = stamp
            marks[reached, own + 1] = node
            if marks[reached, other] == stamp:
                return end, reached, read
            queue[side, end] = reached
            end += 1
    return end, -1, read


@njit(cache=True, nogil=True)
def traced_path(
    marks: Int32s, path: Int32s, start: int, meeting: int, goal: int
) -> int:
    """Write the nodes from start over the meeting node to goal; how many they are."""
    length = 1
    node = meeting
    while node != start:
        node = marks[node, 1]
        length += 1
    node = meeting
    for place in range(length - 1, -1, -1):
        path[place] = node
        node = marks[node, 1]
    node = meeting
    while node != goal:
        node = marks[node, 3]
        path[length] = node
        length += 1
    return length


@njit(cache=True, nogil=True)
def closing_path(  # noqa: PLR0917 # compiled: numba passes arguments by position
    indptr: Int64s,
    indices: Int32s,
    back_indptr: Int64s,
    tails: Int32s,
    table: Int32s,
    items: Int32s,
    back_table: Int32s,
    back_items: Int32s,
    ranks: Int32s,
    marks: Int32s,
    queue: Int32s,
    stamp: int,
    start: int,
    goal: int,
    skip_direct: bool,  # noqa: FBT001 # compiled: numba passes arguments by position
    budget: int,
) -> tuple[int, int, bool]:
    """Shortest path start -> goal, into ``queue[0]``: nodes, slots read, out of budget.

    The first meeting is a shortest path: before each level the two marked sets are
    disjoint, so no path is shorter than the two depths plus one, and the meeting is
    exactly that long. No edge climbs in rank, so neither does a path.
    """
    low = ranks[goal]
    high = ranks[start]
    if high < low:
        return 0, 0, False
    queue[0, 0] = start
    queue[1, 0] = goal
    if start == goal:
        return 1, 0, False
    marks[start, 0] = stamp
    marks[goal, 2] = stamp
    barred_from = start if skip_direct else -1
    barred_to = goal if skip_direct else -1
    begin = 0
    end = 1
    back_begin = 0
    back_end = 1
    read = 0
    while begin < end and back_begin < back_end:
        if read > budget:
            return 0, read, True
        if end - begin <= back_end - back_begin:
            level = end
            end, meeting, more = expand_level(
                indptr, indices, table, items, ranks, marks, queue, FORWARD,
                begin, end, stamp, low, high, barred_from, barred_to,
            )  # fmt: skip
            begin = level
        else:
            level = back_end
            back_end, meeting, more = expand_level(
                back_indptr, tails, back_table, back_items, ranks, marks, queue,
                BACKWARD, back_begin, back_end, stamp, low, high,
                barred_to, barred_from,
            )  # fmt: skip
            back_begin = level
        read += more
        if meeting >= 0:
            return traced_path(marks, queue[0], start, meeting, goal), read, False
    return 0, read, False
