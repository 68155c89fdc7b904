"""Temporal cycles of a multigraph: money that comes back to where it started.

Every ring is found exactly once, at its root, the earliest of its flows. Roots are
taken in order of time, so that a search that stops early is complete up to a moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from graph.kernels.cycles import COMPLETE, TOO_MANY, TOO_MUCH_WORK, doubled
from graph.kernels.prefetch import prefetch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s

ROOM = 50_000
AHEAD = 8
"""Roots before which a root's row is asked for, as measured: a third less time."""
FIRST, APART = 16, 4
"""Slots of it that are asked for, and how many of them are in one cache line."""
_SLACK = 1e-9
"""Relative; a cheap comparison lets through what the exact one then decides."""


class Edges(NamedTuple):
    """Flows in order of time, shape (m,) each.

    `rank` says which of two flows is earlier where their order is free; `batch` and
    `step` say which came first of two of one moment (see `graph.snapshot.Flows`).
    """

    tail: Int32s
    head: Int32s
    time: Int64s
    amount: NDArray[np.float64]
    batch: Int32s
    step: Int32s
    rank: Int32s


class Rows(NamedTuple):
    """Flows by one of their ends, in order of time, with what a search reads of each.

    `node` is the other end. Row ``u`` is ``indptr[u]:indptr[u + 1]``.
    """

    indptr: Int64s
    flow: Int32s
    node: Int32s
    time: Int64s
    amount: NDArray[np.float64]


class Bounds(NamedTuple):
    """What a ring must be. `gap` and `window` are in the unit of the times."""

    min_length: int
    max_length: int
    gap: int
    window: int
    keep: float
    gain: float
    conserving: bool
    any_order: bool
    limit: int
    budget: int


@njit(cache=True, nogil=True)
def first_later(edges: Edges, indptr: Int64s) -> Int32s:
    """For each flow the first slot of its head's row that holds a later one.

    `indptr` is that of the rows by tail.
    """
    cursor = indptr[:-1].copy()
    found = np.empty(edges.tail.size, np.int32)
    for flow in range(edges.tail.size):
        cursor[edges.tail[flow]] += 1
        found[flow] = cursor[edges.head[flow]]
    return found


@njit(cache=True, nogil=True)
def advanced(rows: Rows, node: int, begin: int, cursor: Int64s) -> int:
    """First slot of a row that is not before a moment.

    ``cursor[node]`` moves there, since no later question is about an earlier moment.
    """
    slot: int = cursor[node]
    stop = rows.indptr[node + 1]
    while slot < stop and rows.time[slot] < begin:
        slot += 1
    cursor[node] = slot
    return slot


@njit(cache=True, nogil=True)
def mark_ways_home(  # noqa: PLR0917 # compiled: numba passes arguments by position
    rows: Rows,
    home: int,
    begin: int,
    end: int,
    root: int,
    cursor: Int64s,
    marked: Int32s,
    last: Int64s,
) -> int:
    """Note for each node with a flow home in [begin, end] when its last one goes.

    Slots read.
    """
    slot = start = advanced(rows, home, begin, cursor)
    stop = rows.indptr[home + 1]
    while slot < stop and rows.time[slot] <= end:
        marked[rows.node[slot]] = root
        last[rows.node[slot]] = rows.time[slot]
        slot += 1
    return slot - start


@njit(cache=True, nogil=True)
def comes_before(edges: Edges, flow: int, other: int) -> bool:
    """Whether a flow came before another one (see `graph.snapshot.Flows`)."""
    if edges.time[flow] != edges.time[other]:
        earlier: bool = edges.time[flow] < edges.time[other]
        return earlier
    if edges.batch[flow] < 0 or edges.batch[flow] != edges.batch[other]:
        return False
    lower: bool = edges.step[flow] < edges.step[other]
    return lower


@njit(cache=True, nogil=True)
def rings_through(  # noqa: PLR0912, PLR0915, PLR0917 # one loop, no call in its way
    edges: Edges,
    later: Int32s,
    out: Rows,
    beyond: Int32s,
    into: Rows,
    roots: Int32s,
    bounds: Bounds,
) -> tuple[Int32s, Int64s, int, int, int]:
    """Rings through the roots, each from its root on.

    A path with room for one more flow only goes on to nodes that have a late enough
    flow back to the root's tail; which have is found out when it is first asked.

    Parameters
    ----------
    later
        As `first_later` gives it.
    out, into
        Rows by tail and by head.
    beyond
        `later` of the flow in each slot of `out`.
    roots
        Flows, ascending.

    Returns
    -------
    tuple
        The flows end to end, the ends, slots read, how many roots were done, and why
        the search stopped.
    """
    n = out.indptr.size - 1
    times, amounts, nodes = out.time, out.amount, out.node
    conserving, any_order = bounds.conserving, bounds.any_order
    room = min(bounds.limit, ROOM) + 1
    flat = np.empty(bounds.max_length * room, np.int32)
    ends = np.empty(room, np.int64)
    used = 0
    count = 0
    read = 0
    path = np.empty(bounds.max_length, np.int32)
    payees = np.empty(bounds.max_length, np.int32)
    moments = np.empty(bounds.max_length, np.int64)
    passed = np.empty(bounds.max_length, np.float64)
    slots = np.empty(bounds.max_length, np.int64)
    on_path = np.zeros(n, np.bool_)
    leaving = out.indptr[:-1].copy()
    arriving = into.indptr[:-1].copy()
    marked = np.full(n, -1, np.int32)
    last = np.empty(n, np.int64)
    for done in range(roots.size):
        root = roots[done]
        coming = later[roots[min(done + AHEAD, roots.size - 1)]]
        for place in range(coming, min(coming + FIRST, times.size), APART):
            prefetch(times, place)
        home = edges.tail[root]
        if edges.head[root] == home or (conserving and not edges.amount[root] > 0.0):
            continue
        begin = edges.time[root]
        end = begin + bounds.window
        ways_known = False
        depth = 0
        node = edges.head[root]
        moment, amount = begin, edges.amount[root]
        onward = later[root]
        after = root
        while True:
            if after >= 0:  # one flow further
                path[depth], payees[depth] = after, node
                moments[depth], passed[depth] = moment, amount
                on_path[node] = True
                slot = advanced(out, node, begin, leaving) if any_order else onward
                depth += 1
            else:  # one flow back
                depth -= 1
                on_path[payees[depth]] = False
                if depth == 0:
                    break
                slot = slots[depth - 1]
                node = payees[depth - 1]
                moment, amount = moments[depth - 1], passed[depth - 1]
            flow = path[depth - 1]
            start, stop = slot, out.indptr[node + 1]
            until = end if any_order else min(end, moment + bounds.gap)
            least = bounds.keep * amount * (1.0 - _SLACK)
            most = bounds.gain * amount * (1.0 + _SLACK)
            after = -1
            while slot < stop and times[slot] <= until:
                place = slot
                slot += 1
                if conserving and not least <= amounts[place] <= most:
                    continue
                node = nodes[place]
                if on_path[node]:
                    continue
                following = out.flow[place]
                if any_order:
                    if edges.rank[following] <= edges.rank[root]:
                        continue
                elif times[place] == moment and not comes_before(
                    edges, flow, following
                ):
                    continue
                if conserving and not (
                    amounts[place] > 0.0
                    and bounds.keep <= amounts[place] / amount <= bounds.gain
                ):
                    continue
                if node == home:
                    if depth + 1 < bounds.min_length:
                        continue
                    if count == bounds.limit:
                        return flat[:used], ends[:count], read, done, TOO_MANY
                    if used + bounds.max_length > flat.size:
                        flat = doubled(flat)
                    if count == ends.size:
                        ends = doubled(ends)
                    flat[used : used + depth] = path[:depth]
                    flat[used + depth] = following
                    used += depth + 1
                    ends[count] = used
                    count += 1
                    continue
                if depth + 1 >= bounds.max_length:
                    continue
                if depth + 2 == bounds.max_length:
                    if not ways_known:
                        ways_known = True
                        read += mark_ways_home(
                            into, home, begin, end, root, arriving, marked, last
                        )
                    if marked[node] != root:
                        continue
                    if not any_order and last[node] < times[place]:
                        continue
                slots[depth - 1] = slot
                moment, amount = times[place], amounts[place]
                onward = beyond[place]
                after = following
                break
            read += slot - start + 1
            if read > bounds.budget:
                return flat[:used], ends[:count], read, done, TOO_MUCH_WORK
    return flat[:used], ends[:count], read, roots.size, COMPLETE
