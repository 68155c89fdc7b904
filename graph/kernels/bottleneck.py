"""The strongest cycles: those whose weakest arc is as strong as possible.

Arcs are numbered by rank, strongest first, and added one by one. All cycles whose
weakest arc is ``e`` appear exactly when ``e`` is added, so that the search may stop at
the wanted count without looking at any weaker arc.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from graph.kernels.cycles import COMPLETE, ROOM, TOO_MUCH_WORK, doubled, write_cycle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s


@njit(cache=True, nogil=True)
def near_tail(  # noqa: PLR0917 # compiled: numba passes arguments by position
    back_indptr: Int64s,
    back_arcs: Int32s,
    tail: Int32s,
    arc: int,
    reach: int,
    distance: NDArray[np.int16],
    queue: Int32s,
) -> tuple[int, int]:
    """Write 1 + hops to the arc's tail over stronger arcs; nodes reached, slots read.

    Rows hold arc numbers in ascending order, so each is read up to ``arc`` only.
    """
    queue[0] = tail[arc]
    distance[tail[arc]] = 1
    begin = 0
    end = 1
    read = 0
    for hops in range(1, reach + 1):
        level = end
        for place in range(begin, level):
            node = queue[place]
            for slot in range(back_indptr[node], back_indptr[node + 1]):
                read += 1
                if back_arcs[slot] >= arc:
                    break
                other = tail[back_arcs[slot]]
                if distance[other] == 0:
                    distance[other] = 1 + hops
                    queue[end] = other
                    end += 1
        begin = level
        if begin == end:
            break
    return end, read


@njit(cache=True, nogil=True)
def strongest_cycles(  # noqa: PLR0915, PLR0917 # one loop, no call in its way
    tail: Int32s,
    head: Int32s,
    indptr: Int64s,
    arcs: Int32s,
    back_indptr: Int64s,
    back_arcs: Int32s,
    min_length: int,
    max_length: int,
    wanted: int,
    budget: int,
    distance: NDArray[np.int16],
) -> tuple[Int32s, Int64s, Int32s, int, int]:
    """First ``wanted`` cycles by weakest arc, then length, then arc ranks in order.

    ``arcs`` and ``back_arcs`` list each node's arcs out and in by ascending rank;
    ``distance`` is zeros, shape (n,). Returns the nodes end to end, ends, the weakest
    arc of each cycle, slots read, and why it stopped.
    """
    flat = np.empty(max_length * (min(wanted, ROOM) + 1), np.int32)
    ends = np.empty(wanted, np.int64)
    weakest = np.empty(wanted, np.int32)
    used = 0
    count = 0
    read = 0
    path = np.empty(max_length, np.int32)
    cursor = np.empty(max_length, np.int64)
    queue = np.empty(indptr.size, np.int32)
    for arc in range(tail.size):
        start = head[arc]
        if count == wanted or read > budget:
            break
        if arcs[indptr[start]] >= arc:
            continue
        near, more = near_tail(
            back_indptr, back_arcs, tail, arc, max_length - 1, distance, queue
        )
        read += more
        shortest = max(min_length, int(distance[start]))
        if distance[start] == 0:
            shortest = max_length + 1
        for length in range(shortest, max_length + 1):
            # One length at a time, so that shorter cycles come first.
            path[0] = start
            cursor[0] = indptr[start]
            depth = 1
            while depth > 0 and count < wanted and read <= budget:
                node = path[depth - 1]
                slot = cursor[depth - 1]
                closes = depth == length - 1
                if closes or slot == indptr[node + 1] or arcs[slot] >= arc:
                    if closes:
                        path[depth] = tail[arc]
                        if used + length > flat.size:
                            flat = doubled(flat)
                        write_cycle(flat, used, path, length)
                        used += length
                        ends[count] = used
                        weakest[count] = arc
                        count += 1
                    depth -= 1
                    if depth > 0:
                        distance[node] = -distance[node]
                    continue
                cursor[depth - 1] += 1
                read += 1
                other = head[arcs[slot]]
                # At the last place only a node next to the tail fits: it closes.
                if (
                    other != start
                    and distance[other] > 1
                    and depth + distance[other] <= length
                ):
                    distance[other] = -distance[other]
                    path[depth] = other
                    cursor[depth] = indptr[other]
                    depth += 1
        for place in range(near):
            distance[queue[place]] = 0
    reason = TOO_MUCH_WORK if read > budget and count < wanted else COMPLETE
    return flat[:used], ends[:count], weakest[:count], read, reason
