"""One account that pays several, which all pay one other account."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from graph.kernels.cycles import COMPLETE, TOO_MANY, TOO_MUCH_WORK, doubled
from graph.kernels.evidence import Caps, conserves, no_hits, with_hit
from graph.kernels.rings import comes_before

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.kernels.rings import Edges, Rows


class SpreadLimits(NamedTuple):
    """What several ways must be; `window` is in the unit of the times, inclusive."""

    window: int
    ways: int
    keep: float
    gain: float


class Grouped(NamedTuple):
    """Flows by tail, those of one tail by head, those of one pair in order of time."""

    indptr: Int64s
    head: Int32s
    flow: Int32s


@njit(cache=True, nogil=True)
def two_steps(  # noqa: PLR0917 # compiled: numba passes arguments by position
    edges: Edges,
    out: Rows,
    first: Int32s,
    grouped: Grouped,
    source: int,
    limits: SpreadLimits,
    ways: Int32s,
    seen: Int32s,
    run: int,
) -> tuple[Int32s, int, int]:
    """Targets that enough ways lead to from a source; and the last run, slots read.

    A run is the flows of a pair. ``ways`` is 0 everywhere but at the targets
    afterwards, where it counts accounts between.
    """
    touched = np.empty(64, np.int32)
    size = 0
    read = 0
    before = -1
    for slot in range(grouped.indptr[source], grouped.indptr[source + 1]):
        between, flow = grouped.head[slot], grouped.flow[slot]
        if between != before:
            run += 1
            before = between
        if between == source or not edges.amount[flow] > 0.0:
            continue
        end = edges.time[flow] + limits.window
        for place in range(first[flow], out.indptr[between + 1]):
            if out.time[place] > end:
                break
            read += 1
            target = out.node[place]
            if target == source:
                continue
            if (
                seen[target] == run
                or target == between
                or not out.amount[place] > 0.0
                or not comes_before(edges, flow, out.flow[place])
            ):
                continue
            seen[target] = run
            if ways[target] == 0:
                if size == touched.size:
                    touched = doubled(touched)
                touched[size] = target
                size += 1
            ways[target] += 1
    kept = 0
    for place in range(size):
        target = touched[place]
        if ways[target] >= limits.ways:
            touched[kept] = target
            kept += 1
        else:
            ways[target] = 0
    return np.sort(touched[:kept]), run, read


@njit(cache=True, nogil=True)
def steps_to(  # noqa: PLR0917 # compiled: numba passes arguments by position
    edges: Edges,
    out: Rows,
    first: Int32s,
    grouped: Grouped,
    source: int,
    window: int,
    ways: Int32s,
) -> tuple[Int32s, Int32s, Int32s]:
    """Pairs of flows from a source over another account to targets, where `ways` is.

    The target, the first flow and the second flow of each.
    """
    target_of = np.empty(256, np.int32)
    going = np.empty(256, np.int32)
    coming = np.empty(256, np.int32)
    size = 0
    for slot in range(grouped.indptr[source], grouped.indptr[source + 1]):
        between, flow = grouped.head[slot], grouped.flow[slot]
        if between == source or not edges.amount[flow] > 0.0:
            continue
        end = edges.time[flow] + window
        for place in range(first[flow], out.indptr[between + 1]):
            if out.time[place] > end:
                break
            target = out.node[place]
            if target == source:
                continue
            if (
                ways[target] == 0
                or target == between
                or not out.amount[place] > 0.0
                or not comes_before(edges, flow, out.flow[place])
            ):
                continue
            if size == going.size:
                target_of = doubled(target_of)
                going = doubled(going)
                coming = doubled(coming)
            target_of[size] = target
            going[size] = flow
            coming[size] = out.flow[place]
            size += 1
    return target_of[:size], going[:size], coming[:size]


class Desk(NamedTuple):
    """Room to count in, of which each mark is used once; by account, and by flow."""

    received: NDArray[np.float64]
    passed: NDArray[np.float64]
    between: Int64s
    flow: Int64s


@njit(cache=True, nogil=True)
def balanced(  # noqa: PLR0912, PLR0917 # compiled: no call in its way
    edges: Edges,
    going: Int32s,
    coming: Int32s,
    limits: SpreadLimits,
    desk: Desk,
    mark: int,
) -> Int32s:
    """Flows of the ways whose sums keep the ratio, ascending; empty: too few ways.

    While the sums are out of ratio the way that is furthest out of it is left out, so
    that ways that keep it by themselves always stay.
    """
    members = np.empty(going.size, np.int32)
    size = 0
    for pair in range(going.size):
        account = edges.head[going[pair]]
        if desk.between[account] != mark:
            desk.between[account] = mark
            desk.received[account] = 0.0
            desk.passed[account] = 0.0
            members[size] = account
            size += 1
        if desk.flow[going[pair]] != mark:
            desk.flow[going[pair]] = mark
            desk.received[account] += edges.amount[going[pair]]
        if desk.flow[coming[pair]] != mark:
            desk.flow[coming[pair]] = mark
            desk.passed[account] += edges.amount[coming[pair]]
    ways = np.sort(members[:size])
    while True:
        if ways.size < limits.ways:
            return np.empty(0, np.int32)
        received = 0.0
        passed = 0.0
        for account in ways:
            received += desk.received[account]
            passed += desk.passed[account]
        if conserves(received, passed, limits.keep, limits.gain):
            break
        short = passed / received < limits.keep
        worst = 0
        least = np.inf
        for place in range(ways.size):
            own = desk.passed[ways[place]]
            if short:
                room = own - limits.keep * desk.received[ways[place]]
            else:
                room = limits.gain * desk.received[ways[place]] - own
            if room < least:
                least = room
                worst = place
        desk.between[ways[worst]] = -1
        ways = np.concatenate((ways[:worst], ways[worst + 1 :]))
    flows = np.empty(2 * going.size, np.int32)
    count = 0
    for pair in range(going.size):
        if desk.between[edges.head[going[pair]]] == mark:
            flows[count] = going[pair]
            flows[count + 1] = coming[pair]
            count += 2
    return np.unique(flows[:count])


@njit(cache=True, nogil=True)
def scatter_gathers(  # noqa: PLR0912, PLR0917 # compiled: no call in its way
    edges: Edges, out: Rows, first: Int32s, grouped: Grouped, limits: SpreadLimits,
    caps: Caps,
) -> tuple[Int32s, Int64s, int, int]:  # fmt: skip
    """All of them, source by source; `first` is that of `first_later`.

    For each source and target a window begins at each flow that leaves, unless the
    window before held all of it.
    """
    n = out.indptr.size - 1
    flat, ends = no_hits()
    count = 0
    read = 0
    ways = np.zeros(n, np.int32)
    seen = np.zeros(n, np.int32)
    listed = np.full(edges.tail.size, -1, np.int64)
    desk = Desk(
        np.zeros(n), np.zeros(n), np.full(n, -1, np.int64),
        np.full(edges.tail.size, -1, np.int64),
    )  # fmt: skip
    mark = 0
    run = 0
    for source in range(n):
        if grouped.indptr[source + 1] - grouped.indptr[source] < limits.ways:
            continue
        targets, run, slots = two_steps(
            edges, out, first, grouped, source, limits, ways, seen, run
        )
        read += slots
        if read > caps.work:
            return flat, ends[: count + 1], read, TOO_MUCH_WORK
        if not targets.size:
            continue
        target_of, going, coming = steps_to(
            edges, out, first, grouped, source, limits.window, ways
        )
        for target in targets:
            ways[target] = 0
        order = np.argsort(going, kind="mergesort")
        order = order[np.argsort(target_of[order], kind="mergesort")]
        read += order.size
        bounds = np.searchsorted(target_of[order], targets)
        for number in range(targets.size):
            stop = bounds[number + 1] if number + 1 < targets.size else order.size
            own = order[bounds[number] : stop]
            leaving, arriving = going[own], coming[own]
            reach = np.int64(-1)
            for low in range(own.size):
                if low and leaving[low] == leaving[low - 1]:
                    continue
                end = edges.time[leaving[low]] + limits.window
                inside = edges.time[arriving[low:]] <= end
                read += inside.size
                fresh = low == 0
                for place in range(low, own.size):
                    if reach < edges.time[arriving[place]] <= end:
                        fresh = True
                reach = end
                if not fresh:
                    continue
                mark += 1
                flows = balanced(
                    edges, leaving[low:][inside], arriving[low:][inside], limits, desk,
                    mark,
                )  # fmt: skip
                if read > caps.work or ends[count] + flows.size > caps.evidence:
                    return flat, ends[: count + 1], read, TOO_MUCH_WORK
                new = False
                for flow in flows:
                    new = new or listed[flow] != count
                if not new:
                    continue
                if count == caps.hits:
                    return flat, ends[: count + 1], read, TOO_MANY
                flat, ends = with_hit(flat, ends, count, flows)
                count += 1
                listed[flows] = count
    return flat, ends[: count + 1], read, COMPLETE
