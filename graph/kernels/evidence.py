"""Hits of patterns as they are collected: their flows end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from graph.kernels.csr import Int32s, Int64s

ROOM = 1_024


class Caps(NamedTuple):
    """Most hits, flows of hits in all, and flows looked at, before a search stops."""

    hits: int
    evidence: int
    work: int


@njit(cache=True, nogil=True)
def no_hits() -> tuple[Int32s, Int64s]:
    """Room for hits: flows end to end, and the ends; the first end is their number."""
    ends = np.zeros(ROOM, np.int64)
    return np.empty(8 * ROOM, np.int32), ends


@njit(cache=True, nogil=True)
def with_hit(
    flat: Int32s, ends: Int64s, count: int, flows: Int32s
) -> tuple[Int32s, Int64s]:
    """The hits with one more, `flows`; ``ends[count]`` is where those before it end."""
    start = ends[count]
    stop = start + flows.size
    if stop > flat.size:
        larger = np.empty(max(2 * flat.size, stop), np.int32)
        larger[:start] = flat[:start]
        flat = larger
    if count + 2 > ends.size:
        longer = np.zeros(2 * ends.size, np.int64)
        longer[: count + 1] = ends[: count + 1]
        ends = longer
    flat[start:stop] = flows
    ends[count + 1] = stop
    return flat, ends


@njit(cache=True, nogil=True)
def conserves(received: float, passed: float, keep: float, gain: float) -> bool:
    """Whether what was passed on is between two shares of what was received."""
    if not (received > 0.0 and passed > 0.0):
        return False
    share: float = passed / received
    return keep <= share <= gain
