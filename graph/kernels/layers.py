"""Layers of accounts that each have to do with several of the next layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.kernels.rings import Edges, Rows

_NEVER = np.int64(2**62)


class LayerLimits(NamedTuple):
    """How many layers, partners on each side, and time; in the unit of the times."""

    layers: int
    partners: int
    window: int


class Tally(NamedTuple):
    """Room to count in: by account, and the last mark of each pair."""

    paid: Int32s
    payers: Int32s
    latest: Int64s
    earliest: Int64s
    pair: Int64s


@njit(cache=True, nogil=True)
def crowded(rows: Rows, window: int, most: int) -> NDArray[np.bool_]:
    """Which flows have more than `most` of their row within a window of them.

    The window reaches both ways, inclusive; a flow counts itself.
    """
    found = np.zeros(rows.flow.size, np.bool_)
    for node in range(rows.indptr.size - 1):
        low = high = rows.indptr[node]
        for slot in range(rows.indptr[node], rows.indptr[node + 1]):
            while rows.time[slot] - rows.time[low] > window:
                low += 1
            while (
                high < rows.indptr[node + 1]
                and rows.time[high] - rows.time[slot] <= window
            ):
                high += 1
            found[rows.flow[slot]] = high - low > most
    return found


@njit(cache=True, nogil=True)
def core(  # noqa: PLR0917 # compiled: numba passes arguments by position
    edges: Edges,
    pair: Int32s,
    chosen: Int32s,
    limits: LayerLimits,
    tally: Tally,
    budget: int,
) -> tuple[NDArray[np.bool_], int]:
    """Which flows stay in which step between layers; and flows looked at.

    None stays where looking at more than the budget would be needed.

    A flow stays while its payer pays enough others of the next layer, its payee is
    paid by enough of this one, some flow that stays comes into its payer before it,
    and some leaves its payee after it. What is left is the largest such set.
    """
    steps = limits.layers - 1
    alive = np.ones((steps, chosen.size), np.bool_)
    read = 0
    changed = True
    while changed:
        changed = False
        for step in range(steps):
            for place in range(chosen.size):
                flow = chosen[place]
                tally.pair[pair[flow]] = -1
                for account in (edges.tail[flow], edges.head[flow]):
                    tally.paid[account] = 0
                    tally.payers[account] = 0
                    tally.latest[account] = _NEVER if step == steps - 1 else -_NEVER
                    tally.earliest[account] = -_NEVER if step == 0 else _NEVER
            for place in range(chosen.size):
                flow = chosen[place]
                payer, payee = edges.tail[flow], edges.head[flow]
                if alive[step, place] and tally.pair[pair[flow]] < 0:
                    tally.pair[pair[flow]] = 1
                    tally.paid[payer] += 1
                    tally.payers[payee] += 1
                if step + 1 < steps and alive[step + 1, place]:
                    tally.latest[payer] = max(tally.latest[payer], edges.time[flow])
                if step > 0 and alive[step - 1, place]:
                    tally.earliest[payee] = min(tally.earliest[payee], edges.time[flow])
            read += 3 * chosen.size
            for place in range(chosen.size):
                flow = chosen[place]
                payer, payee = edges.tail[flow], edges.head[flow]
                if alive[step, place] and not (
                    tally.paid[payer] >= limits.partners
                    and tally.payers[payee] >= limits.partners
                    and tally.earliest[payer] < edges.time[flow] < tally.latest[payee]
                ):
                    alive[step, place] = False
                    changed = True
            if read > budget:
                alive[:] = False
        if not alive.any():
            break
    return alive, read


@njit(cache=True, nogil=True)
def next_core(  # noqa: PLR0917 # compiled: numba passes arguments by position
    edges: Edges,
    pair: Int32s,
    flows: Int32s,
    low: int,
    limits: LayerLimits,
    tally: Tally,
    budget: int,
) -> tuple[Int32s, int, int, int]:
    """The next span of flows, from ``flows[low]`` on, in which something may be.

    A span begins with a flow; windows that begin in its first eighth lie inside.

    Returns
    -------
    tuple
        Flows of the span that stay, the moment before which those windows begin, where
        the next span begins, and flows looked at. No flows: none is left, or the
        budget is used up.
    """
    read = 0
    least = limits.partners * limits.partners
    stride = max(limits.window // 8, 1)
    high = low
    while low < flows.size and read <= budget:
        begin = edges.time[flows[low]]
        high = max(high, low)
        while (
            high < flows.size
            and edges.time[flows[high]] - begin < stride + limits.window
        ):
            high += 1
        following = low
        while following < high and edges.time[flows[following]] - begin < stride:
            following += 1
        if high - low >= least:
            chosen = flows[low:high]
            alive, seen = core(edges, pair, chosen, limits, tally, budget - read)
            read += seen
            if alive.any():
                stays = np.zeros(chosen.size, np.bool_)
                for step in range(alive.shape[0]):
                    stays |= alive[step]
                return chosen[stays], begin + stride, following, read
        low = following
    return flows[:0], 0, low, read
