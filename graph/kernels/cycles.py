"""Elementary cycles of bounded length through given roots.

Every cycle is found exactly once: at the first of its nodes in the order of roots,
because a root is removed when it is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s

COMPLETE = 0
TOO_MANY = 1
TOO_MUCH_WORK = 2
REMOVED = -1
ROOM = 250_000


@njit(cache=True, nogil=True)
def near_root(  # noqa: PLR0917 # compiled: numba passes arguments by position
    back_indptr: Int64s,
    tails: Int32s,
    root: int,
    reach: int,
    distance: NDArray[np.int16],
    queue: Int32s,
) -> tuple[int, int]:
    """Write the hops to ``root``, up to ``reach``; nodes in ``queue``, slots read.

    The root itself is marked removed, so that no path passes it.
    """
    queue[0] = root
    distance[root] = REMOVED
    begin = 0
    end = 1
    read = 0
    for hops in range(1, reach + 1):
        level = end
        for place in range(begin, level):
            node = queue[place]
            read += back_indptr[node + 1] - back_indptr[node]
            for slot in range(back_indptr[node], back_indptr[node + 1]):
                tail = tails[slot]
                if distance[tail] == 0:
                    distance[tail] = hops
                    queue[end] = tail
                    end += 1
        begin = level
        if begin == end:
            break
    return end, read


@njit(cache=True, nogil=True)
def doubled(array: Any) -> Any:
    """The values, and as much room again."""
    return np.concatenate((array, np.empty_like(array)))


@njit(cache=True, nogil=True)
def write_cycle(flat: Int32s, used: int, path: Int32s, length: int) -> int:
    """Write a cycle to ``flat[used:]`` from its smallest node on; that node's place."""
    first = 0
    for place in range(1, length):
        if path[place] < path[first]:
            first = place
    for place in range(length):
        position = first + place
        if position >= length:
            position -= length
        flat[used + place] = path[position]
    return first


@njit(cache=True, nogil=True)
def bounded_cycles(  # noqa: PLR0912, PLR0915, PLR0917 # one loop, no call in its way
    indptr: Int64s,
    indices: Int32s,
    back_indptr: Int64s,
    tails: Int32s,
    roots: Int32s,
    min_length: int,
    max_length: int,
    limit: int,
    budget: int,
    distance: NDArray[np.int16],
) -> tuple[Int32s, Int64s, bool, int, int]:
    """Cycles through the roots, each read from its smallest node.

    A path of ``depth`` nodes goes on to a node only if the root can still be reached
    within ``max_length`` arcs; a node one hop from the root closes a cycle at once,
    without a look at its row. ``distance`` is zeros, shape (n,), and is used up.

    Returns the nodes end to end, the ends, whether cycles of equal length are already
    in lexicographic order, slots read, and why the search stopped. They are if the
    roots ascend and are the smallest of their cycles, since rows ascend too.
    """
    # Memory that is never written costs nothing; doubling what was does.
    flat = np.empty(max_length * (min(limit, ROOM) + 1), np.int32)
    ends = np.empty(min(limit, ROOM) + 1, np.int64)
    used = 0
    count = 0
    read = 0
    reason = COMPLETE
    in_order = True
    last_root = -1
    path = np.empty(max_length, np.int32)
    cursor = np.empty(max_length, np.int64)
    queue = np.empty(indptr.size, np.int32)
    for root in roots:
        if distance[root] == REMOVED:
            continue
        near, more = near_root(
            back_indptr, tails, root, max_length - 1, distance, queue
        )
        read += more
        path[0] = root
        slot = indptr[root]
        stop = indptr[root + 1]
        depth = 1
        while True:
            if slot == stop:
                depth -= 1
                if depth == 0:
                    break
                # Restore what was off limits while it was on the path.
                distance[path[depth]] = -distance[path[depth]] - 1
                slot = cursor[depth - 1]
                stop = indptr[path[depth - 1] + 1]
                continue
            head = indices[slot]
            slot += 1
            read += 1
            hops = distance[head]
            if hops <= 0 or depth + hops > max_length:
                continue
            path[depth] = head
            if hops == 1 and depth + 1 >= min_length:
                if count == limit:
                    reason = TOO_MANY
                    break
                if used + max_length > flat.size:
                    flat = doubled(flat)
                if count == ends.size:
                    ends = doubled(ends)
                first = write_cycle(flat, used, path, depth + 1)
                in_order = in_order and first == 0 and root >= last_root
                last_root = root
                used += depth + 1
                ends[count] = used
                count += 1
            if depth + 1 < max_length:
                distance[head] = -hops - 1
                cursor[depth - 1] = slot
                slot = indptr[head]
                stop = indptr[head + 1]
                depth += 1
            if read > budget:
                reason = TOO_MUCH_WORK
                break
        if reason != COMPLETE:
            break
        for place in range(1, near):
            distance[queue[place]] = 0
    return flat[:used], ends[:count], in_order, read, reason


@njit(cache=True, nogil=True)
def starts_by_length(counts: Int64s) -> Int64s:
    """Starts of so many cycles of each length, end to end, and the last one's end."""
    starts = np.zeros(counts.sum() + 1, np.int64)
    cycle = 0
    place = 0
    for length in range(counts.size):
        for _ in range(counts[length]):
            place += length
            cycle += 1
            starts[cycle] = place
    return starts


@njit(cache=True, nogil=True)
def grouped_by_length(
    flat: Int32s, ends: Int64s, max_length: int
) -> tuple[Int32s, Int64s]:
    """The cycles by length, otherwise in their order; the count of each length."""
    counts = np.zeros(max_length + 1, np.int64)
    start = 0
    for end in ends:
        counts[end - start] += 1
        start = end
    cursor = np.empty(max_length + 1, np.int64)
    place = 0
    for length in range(max_length + 1):
        cursor[length] = place
        place += length * counts[length]
    nodes = np.empty(place, np.int32)
    start = 0
    for end in ends:
        length = end - start
        for offset in range(length):
            nodes[cursor[length] + offset] = flat[start + offset]
        cursor[length] += length
        start = end
    return nodes, counts
