"""Paths of transfers by which money that was lent comes back."""

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


class ReturnLimits(NamedTuple):
    """What a way back must be; times inclusive, in their unit."""

    window: int
    gap: int
    hops: int
    keep: float
    gain: float


class Targets(NamedTuple):
    """Accounts where money of start ``s`` may end: ``indptr[s]`` to the next.

    `own` marks those of whoever was paid first.
    """

    indptr: Int64s
    account: Int32s
    own: NDArray[np.bool_]


@njit(cache=True, nogil=True)
def ways_back(  # noqa: PLR0912, PLR0915, PLR0917 # compiled: no call in its way
    edges: Edges, out: Rows, starts: Int32s, targets: Targets, limits: ReturnLimits,
    caps: Caps,
) -> tuple[Int32s, Int64s, int, int]:  # fmt: skip
    """Every path from a start to one of its targets, start by start.

    A path ends where it first meets a target; a payment between accounts of whoever
    was paid first is none, and no path goes on over it. The first flow of each is the
    start.
    """
    n = out.indptr.size - 1
    flat, ends = no_hits()
    count = 0
    read = 0
    reason = COMPLETE
    kind = np.zeros(n, np.int8)
    on_path = np.zeros(n, np.bool_)
    path = np.empty(limits.hops + 1, np.int32)
    slots = np.empty(limits.hops + 1, np.int64)
    for number in range(starts.size):
        start = starts[number]
        goals = range(targets.indptr[number], targets.indptr[number + 1])
        for place in goals:
            kind[targets.account[place]] = 2 if targets.own[place] else 1
        end = edges.time[start] + limits.window
        home = edges.head[start]
        path[0] = start
        on_path[home] = True
        slots[0] = out.indptr[home] + np.searchsorted(
            out.time[out.indptr[home] : out.indptr[home + 1]], edges.time[start]
        )
        depth = 0
        while depth >= 0:
            flow = path[depth]
            node = edges.head[flow]
            slot = slots[depth]
            until = min(end, edges.time[flow] + limits.gap)
            if slot == out.indptr[node + 1] or out.time[slot] > until:
                on_path[node] = False
                depth -= 1
                continue
            slots[depth] = slot + 1
            read += 1
            if read > caps.work:
                return flat, ends[: count + 1], read, reason | TOO_MUCH_WORK
            after = out.flow[slot]
            other = out.node[slot]
            if (
                other == node
                or not comes_before(edges, flow, after)
                or not conserves(
                    edges.amount[flow], edges.amount[after], limits.keep, limits.gain
                )
            ):
                continue
            if kind[other]:
                if kind[other] == 2 and depth == 0:
                    continue
                way = np.append(path[: depth + 1], np.int32(after))
                if not is_wanted(edges, way, caps.wanted):
                    continue
                if count == caps.hits:
                    return flat, ends[: count + 1], read, reason | TOO_MANY
                if ends[count] + way.size > caps.evidence:
                    reason |= TOO_LARGE
                    continue
                flat, ends = with_hit(flat, ends, count, way)
                count += 1
            elif depth + 1 < limits.hops and not on_path[other]:
                depth += 1
                path[depth] = after
                on_path[other] = True
                first = out.indptr[other]
                slots[depth] = first + np.searchsorted(
                    out.time[first : out.indptr[other + 1]], edges.time[after]
                )
        for place in goals:
            kind[targets.account[place]] = 0
    return flat, ends[: count + 1], read, reason
