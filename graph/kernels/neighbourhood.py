"""Level-wise search for neighbourhoods, and the arcs among chosen nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from graph.kernels.csr import Int32s, Int64s

REACHED_CAP = 1
PASSED_HUB = 2


@njit(cache=True, nogil=True)
def next_level(  # noqa: PLR0917 # compiled: numba passes arguments by position
    indptr: Int64s,
    indices: Int32s,
    place_of: Int32s,
    found: Int32s,
    begin: int,
    level_end: int,
    end: int,
    hub_degree: int,
) -> tuple[int, int]:
    """Add unseen neighbours of ``found[begin:level_end]``; new end, what was left out.

    ``place_of`` is 1 + a found node's place in ``found`` and 0 for other nodes;
    ``found`` is as long as the cap. A node of more than ``hub_degree`` entries is not
    expanded.
    """
    left_out = 0
    for place in range(begin, level_end):
        node = found[place]
        if indptr[node + 1] - indptr[node] > hub_degree:
            left_out |= PASSED_HUB
            continue
        for slot in range(indptr[node], indptr[node + 1]):
            other = indices[slot]
            if place_of[other] != 0:
                continue
            if end == found.size:
                return end, left_out | REACHED_CAP
            found[end] = other
            end += 1
            place_of[other] = end
    return end, left_out


@njit(cache=True, nogil=True)
def arcs_among(
    indptr: Int64s, indices: Int32s, place_of: Int32s, found: Int32s
) -> tuple[Int32s, Int32s]:
    """Arcs between found nodes, as places in ``found``; parallel ones as often."""
    room = 0
    for node in found:
        room += indptr[node + 1] - indptr[node]
    tail = np.empty(room, np.int32)
    head = np.empty(room, np.int32)
    count = 0
    for place in range(found.size):
        node = found[place]
        for slot in range(indptr[node], indptr[node + 1]):
            other = place_of[indices[slot]]
            if other != 0:
                tail[count] = place
                head[count] = other - 1
                count += 1
    return tail[:count], head[:count]
