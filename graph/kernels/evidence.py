"""Hits of patterns as they are collected: their flows end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from graph.kernels.csr import read_only

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.kernels.rings import Edges

ROOM = 1_024
TOO_LARGE = 4
"""Hits were left out for their size; may come with another reason for a cut."""
EVERY_NODE = read_only(np.zeros(0, np.bool_))


class Caps(NamedTuple):
    """Most hits, flows of hits in all, and flows looked at, and which hits are wanted.

    At the most hits, and when so much was looked at, a search stops. A hit for whose
    flows there is no room is left out, and the search goes on. `wanted` marks nodes,
    shape (n,), of which a hit must have one; empty: any hit will do. Others count for
    nothing.
    """

    hits: int
    evidence: int
    work: int
    wanted: NDArray[np.bool_] = EVERY_NODE


@njit(cache=True, nogil=True)
def some_wanted(nodes: Int32s, wanted: NDArray[np.bool_]) -> bool:
    """Whether one of these nodes is wanted."""
    if not wanted.size:
        return True
    return bool(wanted[nodes].any())


@njit(cache=True, nogil=True)
def is_wanted(edges: Edges, flows: Int32s, wanted: NDArray[np.bool_]) -> bool:
    """Whether one of the ends of these flows is wanted."""
    tails, heads = edges.tail[flows], edges.head[flows]
    return some_wanted(tails, wanted) or some_wanted(heads, wanted)


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
