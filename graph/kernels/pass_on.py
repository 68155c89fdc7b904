"""Accounts that pass on what they were paid."""

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
from graph.kernels.rings import comes_before

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.kernels.rings import Edges, Rows


class PassLimits(NamedTuple):
    """What is a pass and how many there must be; times inclusive, in their unit.

    `parts` are the most payments of a pass, `most` those of an account in a window.
    """

    window: int
    gap: int
    passes: int
    parts: int
    most: int
    keep: float
    gain: float


@njit(cache=True, nogil=True)
def parts_of(
    edges: Edges, out: Rows, flow: int, limits: PassLimits, used: NDArray[np.bool_]
) -> tuple[Int32s, int]:
    """Payments that pass a flow on: the earliest run of those that may, the longest.

    And payments looked at.

    A payment may if it comes later, within the gap, to neither end of the flow, is no
    part of another pass, and is not more than came in.
    """
    account, amount = edges.head[flow], edges.amount[flow]
    begin = edges.time[flow]
    low, stop = out.indptr[account], out.indptr[account + 1]
    low += np.searchsorted(out.time[low:stop], begin)
    able = np.empty(min(stop - low, limits.most) + 1, np.int32)
    size = 0
    read = 1
    for slot in range(low, stop):
        read += 1
        if out.time[slot] - begin > limits.gap:
            break
        if size > limits.most:
            return able[:0], read
        other = out.flow[slot]
        if (
            not used[other]
            and out.node[slot] != edges.tail[flow]
            and out.node[slot] != account
            and 0.0 < out.amount[slot] <= amount * limits.gain
            and comes_before(edges, flow, other)
        ):
            able[size] = other
            size += 1
    for first in range(size):
        passed = 0.0
        end = first
        for place in range(first, min(size, first + limits.parts)):
            read += 1
            passed += edges.amount[able[place]]
            if conserves(amount, passed, limits.keep, limits.gain):
                end = place + 1
        if end > first:
            return able[first:end], read
    return able[:0], read


@njit(cache=True, nogil=True)
def passes_on(  # noqa: PLR0912, PLR0915, PLR0917 # compiled: no call in its way
    edges: Edges,
    out: Rows,
    into: Rows,
    starts: NDArray[np.bool_],
    limits: PassLimits,
    caps: Caps,
) -> tuple[Int32s, Int64s, int, int]:
    """Windows that hold enough passes of one account, account by account.

    `starts` says which flows may be passed on.
    """
    flat, ends = no_hits()
    count = 0
    read = 0
    reason = COMPLETE
    used = np.zeros(edges.tail.size, np.bool_)
    for account in range(out.indptr.size - 1):
        if out.indptr[account] == out.indptr[account + 1]:
            continue
        passed, bounds = no_hits()
        passes = 0
        for slot in range(into.indptr[account], into.indptr[account + 1]):
            flow = into.flow[slot]
            if not starts[flow]:
                continue
            parts, looked_at = parts_of(edges, out, flow, limits, used)
            read += looked_at
            if read > caps.work:
                return flat, ends[: count + 1], read, reason | TOO_MUCH_WORK
            if parts.size:
                used[parts] = True
                passed, bounds = with_hit(
                    passed, bounds, passes, np.append(np.int32(flow), parts)
                )
                passes += 1
        reach = np.int64(-1)
        for low in range(passes):
            end = edges.time[passed[bounds[low]]] + limits.window
            fresh = False
            whole = 0
            size = 0
            stop = low
            while stop < passes and edges.time[passed[bounds[stop]]] <= end:
                last = edges.time[passed[bounds[stop + 1] - 1]]
                if last <= end:
                    whole += 1
                    size += bounds[stop + 1] - bounds[stop]
                    fresh = fresh or low == 0 or last > reach
                stop += 1
            reach = end
            read += stop - low
            if read > caps.work:
                return flat, ends[: count + 1], read, reason | TOO_MUCH_WORK
            if not fresh or whole < limits.passes or size > limits.most:
                continue
            flows = np.empty(size, np.int32)
            filled = 0
            for place in range(low, stop):
                if edges.time[passed[bounds[place + 1] - 1]] <= end:
                    for part in range(bounds[place], bounds[place + 1]):
                        flows[filled] = passed[part]
                        filled += 1
            if not is_wanted(edges, flows, caps.wanted):
                continue
            if count == caps.hits:
                return flat, ends[: count + 1], read, reason | TOO_MANY
            if ends[count] + size > caps.evidence:
                reason |= TOO_LARGE
                continue
            flat, ends = with_hit(flat, ends, count, np.sort(flows))
            count += 1
    return flat, ends[: count + 1], read, reason
