"""Pairs of flows that lead from one account over others to the same third one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from graph.kernels.cycles import doubled
from graph.kernels.rings import comes_before

if TYPE_CHECKING:
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
def two_steps(  # noqa: PLR0912, PLR0917 # compiled: no call in its way
    edges: Edges,
    out: Rows,
    first: Int32s,
    grouped: Grouped,
    source: int,
    limits: SpreadLimits,
    ways: Int32s,
    seen: Int32s,
    run: int,
    budget: int,
) -> tuple[Int32s, int, int]:
    """Targets that enough ways lead to from a source; and the last run, slots read.

    A run is the flows of a pair. ``ways`` is 0 everywhere but at the targets
    afterwards, where it counts accounts between. Once the budget is read it stops.
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
        read += 1
        if read > budget:
            break
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
