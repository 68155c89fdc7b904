"""One account that pays several, which all pay one other account."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from graph.kernels.cycles import COMPLETE, TOO_MANY, TOO_MUCH_WORK
from graph.kernels.evidence import (
    TOO_LARGE,
    Caps,
    conserves,
    is_wanted,
    no_hits,
    with_hit,
)
from graph.kernels.two_steps import steps_to, two_steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.kernels.rings import Edges, Rows
    from graph.kernels.two_steps import Grouped, SpreadLimits


class Counts(NamedTuple):
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
    counts: Counts,
    mark: int,
    budget: int,
) -> tuple[Int32s, int]:
    """Flows of the ways whose sums keep the ratio, ascending; empty: too few ways.

    And slots read, where it stops once the budget is. While the sums are out of ratio
    the way that is furthest out of it is left out, so that ways that keep it by
    themselves always stay.
    """
    members = np.empty(going.size, np.int32)
    size = 0
    for pair in range(going.size):
        account = edges.head[going[pair]]
        if counts.between[account] != mark:
            counts.between[account] = mark
            counts.received[account] = 0.0
            counts.passed[account] = 0.0
            members[size] = account
            size += 1
        if counts.flow[going[pair]] != mark:
            counts.flow[going[pair]] = mark
            counts.received[account] += edges.amount[going[pair]]
        if counts.flow[coming[pair]] != mark:
            counts.flow[coming[pair]] = mark
            counts.passed[account] += edges.amount[coming[pair]]
    ways = np.sort(members[:size])
    read = going.size
    while True:
        read += ways.size
        if ways.size < limits.ways or read > budget:
            return np.empty(0, np.int32), read
        received = 0.0
        passed = 0.0
        for account in ways:
            received += counts.received[account]
            passed += counts.passed[account]
        if conserves(received, passed, limits.keep, limits.gain):
            break
        short = passed / received < limits.keep
        worst = 0
        least = np.inf
        for place in range(ways.size):
            own = counts.passed[ways[place]]
            if short:
                room = own - limits.keep * counts.received[ways[place]]
            else:
                room = limits.gain * counts.received[ways[place]] - own
            if room < least:
                least = room
                worst = place
        counts.between[ways[worst]] = -1
        ways = np.concatenate((ways[:worst], ways[worst + 1 :]))
    flows = np.empty(2 * going.size, np.int32)
    count = 0
    for pair in range(going.size):
        if counts.between[edges.head[going[pair]]] == mark:
            flows[count] = going[pair]
            flows[count + 1] = coming[pair]
            count += 2
    return np.unique(flows[:count]), read


@njit(cache=True, nogil=True)
def scatter_gathers(  # noqa: PLR0912, PLR0915, PLR0917 # compiled: no call in its way
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
    reason = COMPLETE
    ways = np.zeros(n, np.int32)
    seen = np.zeros(n, np.int32)
    listed = np.full(edges.tail.size, -1, np.int64)
    counts = Counts(
        np.zeros(n), np.zeros(n), np.full(n, -1, np.int64),
        np.full(edges.tail.size, -1, np.int64),
    )  # fmt: skip
    mark = 0
    run = 0
    for source in range(n):
        if grouped.indptr[source + 1] - grouped.indptr[source] < limits.ways:
            continue
        targets, run, slots = two_steps(
            edges, out, first, grouped, source, limits, ways, seen, run,
            caps.work - read,
        )  # fmt: skip
        read += slots
        if read > caps.work:
            return flat, ends[: count + 1], read, reason | TOO_MUCH_WORK
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
                fresh = low == 0
                until = low
                while until < own.size and edges.time[leaving[until]] <= end:
                    if reach < edges.time[arriving[until]] <= end:
                        fresh = True
                    until += 1
                reach = end
                read += until - low
                if read > caps.work:
                    return flat, ends[: count + 1], read, reason | TOO_MUCH_WORK
                if not fresh:
                    continue
                mark += 1
                inside = edges.time[arriving[low:until]] <= end
                flows, slots = balanced(
                    edges, leaving[low:until][inside], arriving[low:until][inside],
                    limits, counts, mark, caps.work - read,
                )  # fmt: skip
                read += slots
                if read > caps.work:
                    return flat, ends[: count + 1], read, reason | TOO_MUCH_WORK
                new = False
                for flow in flows:
                    new = new or listed[flow] != count
                if not new or not is_wanted(edges, flows, caps.wanted):
                    continue
                if count == caps.hits:
                    return flat, ends[: count + 1], read, reason | TOO_MANY
                if ends[count] + flows.size > caps.evidence:
                    reason |= TOO_LARGE
                    continue
                flat, ends = with_hit(flat, ends, count, flows)
                count += 1
                listed[flows] = count
    return flat, ends[: count + 1], read, reason
