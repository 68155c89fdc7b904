"""Windows of one account in which it has to do with many others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from graph.kernels.cycles import COMPLETE, TOO_MANY, TOO_MUCH_WORK
from graph.kernels.evidence import TOO_LARGE, Caps, no_hits, with_hit

if TYPE_CHECKING:
    from graph.kernels.csr import Int32s, Int64s
    from graph.kernels.rings import Rows


class FanLimits(NamedTuple):
    """What a window must hold; `window` is in the unit of the times, inclusive."""

    window: int
    others: int
    flows: int
    total: float


@njit(cache=True, nogil=True)
def fan_windows(
    rows: Rows, key: Int32s, limits: FanLimits, caps: Caps
) -> tuple[Int32s, Int64s, int, int]:
    """Windows that no wider one of the same account holds, account by account.

    Parameters
    ----------
    key
        Whom each node counts for, in [0, nodes): flows to several nodes of one key are
        with one other.

    Returns
    -------
    tuple
        The flows end to end, the bounds of each hit in them, flows looked at, and why
        the search stopped.
    """
    flat, ends = no_hits()
    count = 0
    read = 0
    reason = COMPLETE
    every = not caps.wanted.size
    held = np.zeros(key.size, np.int32)
    for center in range(rows.indptr.size - 1):
        first = rows.indptr[center]
        stop = rows.indptr[center + 1]
        high = first
        if stop - first < max(limits.flows, limits.others):
            continue
        others = 0
        total = 0.0
        wanted = 0
        for low in range(first, stop):
            grown = False
            while high < stop and rows.time[high] - rows.time[low] <= limits.window:
                other = key[rows.node[high]]
                others += held[other] == 0
                held[other] += 1
                wanted += not every and caps.wanted[rows.node[high]]
                if rows.amount[high] > 0.0:  # an unknown amount adds nothing
                    total += rows.amount[high]
                high += 1
                grown = True
            read += 1
            if read > caps.work:
                return flat, ends[: count + 1], read, reason | TOO_MUCH_WORK
            if (
                grown
                and (every or wanted or caps.wanted[center])
                and others >= limits.others
                and high - low >= limits.flows
                and total >= limits.total
            ):
                if count == caps.hits:
                    return flat, ends[: count + 1], read, reason | TOO_MANY
                if ends[count] + high - low > caps.evidence:
                    reason |= TOO_LARGE
                else:
                    read += high - low
                    flat, ends = with_hit(flat, ends, count, rows.flow[low:high])
                    count += 1
            other = key[rows.node[low]]
            held[other] -= 1
            wanted -= not every and caps.wanted[rows.node[low]]
            others -= held[other] == 0
            if rows.amount[low] > 0.0:
                total -= rows.amount[low]
    return flat, ends[: count + 1], read, reason
