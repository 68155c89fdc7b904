"""One account that several pay before it pays several others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from graph.kernels.cycles import COMPLETE, TOO_MANY, TOO_MUCH_WORK
from graph.kernels.evidence import (
    TOO_LARGE,
    Caps,
    conserves,
    no_hits,
    some_wanted,
    with_hit,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.kernels.rings import Rows


class HubLimits(NamedTuple):
    """What a hub must do; `window` is in the unit of the times, inclusive.

    `most` are the transfers of the account in the window, both ways.
    """

    window: int
    others: int
    most: int
    keep: float
    gain: float


class Choice(NamedTuple):
    """Slots of one hit: gathers ``[low, high]``, scatters ``[first, last]``."""

    low: int
    high: int
    first: int
    last: int


@njit(cache=True, nogil=True)
def distinct(nodes: Int32s, low: int, stop: int, seen: Int64s, mark: int) -> int:
    """How many different nodes ``nodes[low:stop]`` are; `mark` is used once."""
    count = 0
    for place in range(low, stop):
        if seen[nodes[place]] != mark:
            seen[nodes[place]] = mark
            count += 1
    return count


@njit(cache=True, nogil=True)
def best_choice(  # noqa: PLR0917 # compiled: numba passes arguments by position
    out: Rows,
    into: Rows,
    paid: NDArray[np.float64],
    low: int,
    gathers: int,
    scatters: tuple[int, int],
    limits: HubLimits,
    seen: Int64s,
    mark: int,
) -> tuple[Choice, int]:
    """The largest hit whose first gather is `low`, and the last mark used.

    Gathers are slots before `gathers`, scatters slots in the range of that name.
    ``paid`` adds up the scatters of the account.
    """
    best = Choice(low, -1, 0, -1)
    received = 0.0
    sources = 0
    first = scatters[0]
    own_mark = mark + 1
    mark += 1
    for high in range(low, gathers):
        received += into.amount[high]
        if seen[into.node[high]] != own_mark:
            seen[into.node[high]] = own_mark
            sources += 1
        while first < scatters[1] and out.time[first] <= into.time[high]:
            first += 1
        if sources < limits.others:
            continue
        base = paid[first - scatters[0]]
        last = first - 1
        while (
            last + 1 < scatters[1]
            and (paid[last + 2 - scatters[0]] - base) / received <= limits.gain
        ):
            last += 1
        size = high - low + last - first
        passed = paid[last + 1 - scatters[0]] - base
        if size <= best.high - best.low + best.last - best.first:
            continue
        if not conserves(received, passed, limits.keep, limits.gain):
            continue
        mark += 1
        others = distinct(out.node, first, last + 1, seen, mark)
        mark += 1
        sources = distinct(into.node, low, high + 1, seen, mark)
        own_mark = mark
        if others >= limits.others:
            best = Choice(low, high, first, last)
    return best, mark


@njit(cache=True, nogil=True)
def gather_scatters(  # noqa: PLR0912, PLR0915 # one loop, no call in its way
    out: Rows, into: Rows, limits: HubLimits, caps: Caps
) -> tuple[Int32s, Int64s, int, int]:
    """The largest hit from each first gather on, unless an earlier one holds it.

    Rows hold transfers of known amounts above 0 to other accounts only.
    """
    n = out.indptr.size - 1
    flat, ends = no_hits()
    count = 0
    read = 0
    reason = COMPLETE
    mark = 0
    seen = np.zeros(n, np.int64)
    for hub in range(n):
        stop, out_stop = into.indptr[hub + 1], out.indptr[hub + 1]
        gathers, first = into.indptr[hub], out.indptr[hub]
        if min(stop - gathers, out_stop - first) < limits.others:
            continue
        last = first
        kept = np.empty((0, 4), np.int64)
        for low in range(into.indptr[hub], stop):
            begin = into.time[low]
            end = begin + limits.window
            while gathers < stop and into.time[gathers] <= end:
                gathers += 1
            while first < out_stop and out.time[first] <= begin:
                first += 1
            last = max(first, last)
            while last < out_stop and out.time[last] <= end:
                last += 1
            read += 1
            busy = gathers - low + last - first
            if busy > limits.most or min(gathers - low, last - first) < limits.others:
                continue
            read += (gathers - low) * (last - first) + kept.shape[0]
            if read > caps.work:
                return flat, ends[: count + 1], read, reason | TOO_MUCH_WORK
            paid = np.zeros(last - first + 1)
            for place in range(last - first):
                paid[place + 1] = paid[place] + out.amount[first + place]
            choice, mark = best_choice(
                out, into, paid, low, gathers, (first, last), limits, seen, mark
            )
            if choice.high < 0:
                continue
            gathered = slice(low, choice.high + 1)
            scattered = slice(choice.first, choice.last + 1)
            if caps.wanted.size and not (
                caps.wanted[hub]
                or some_wanted(into.node[gathered], caps.wanted)
                or some_wanted(out.node[scattered], caps.wanted)
            ):
                continue
            held = False
            for other in kept:
                held = held or (
                    choice.high <= other[1]
                    and choice.first >= other[2]
                    and choice.last <= other[3]
                )
            if held:
                continue
            flows = np.concatenate((into.flow[gathered], out.flow[scattered]))
            if count == caps.hits:
                return flat, ends[: count + 1], read, reason | TOO_MANY
            if ends[count] + flows.size > caps.evidence:
                reason |= TOO_LARGE
                continue
            row = np.array([[low, choice.high, choice.first, choice.last]])
            kept = np.concatenate((kept[-limits.most :], row))
            flat, ends = with_hit(flat, ends, count, flows)
            count += 1
        if read > caps.work:
            return flat, ends[: count + 1], read, reason | TOO_MUCH_WORK
    return flat, ends[: count + 1], read, reason
