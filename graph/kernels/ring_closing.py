"""Money rings that one flow closes: search from it backwards through time.

The flows lie in two layers, those of a snapshot and those written since, and are told
apart by number: flow ``f`` of the snapshot is ``f``, flow ``k`` of the other layer is
``m + k`` where ``m`` flows are the snapshot's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from graph.kernels.cycles import COMPLETE, TOO_MANY, TOO_MUCH_WORK, doubled
from graph.money import SAME_AMOUNT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.kernels.rings import Bounds

_ROOM = 64


class Layer(NamedTuple):
    """Flows by number, and those that arrive at each node in order of time.

    Those of row ``r`` are ``flow[indptr[r]:indptr[r + 1]]``; the rest has shape (m,).
    `amount` is in major units.
    """

    indptr: Int64s
    flow: Int32s
    tail: Int32s
    time: Int64s
    amount: NDArray[np.float64]
    kind: NDArray[np.uint8]
    batch: Int32s
    step: Int32s


class Ties(NamedTuple):
    """Flows of the snapshot beside which a written one has its moment.

    `flow` ascends; `batch` and `step` count as those of the written layer do.
    """

    flow: Int32s
    batch: Int32s
    step: Int32s


class Asked(NamedTuple):
    """The flow that is asked about; `amount` is in minor units, `unit` of them one."""

    payer: int
    payee: int
    time: int
    amount: float
    kinds: int
    unit: float


@njit(cache=True, nogil=True)
def in_minor(amount: float, unit: float) -> float:
    """An amount in minor units, as `graph.algorithms.money_graph.whole` has it."""
    value = amount * unit
    nearest = np.rint(value)
    return nearest if abs(value - nearest) <= SAME_AMOUNT * nearest else value


@njit(cache=True, nogil=True)
def first_from(flow: Int32s, time: Int64s, slot: int, stop: int, moment: int) -> int:
    """First of the slots in [slot, stop) that is not before a moment; else `stop`."""
    while slot < stop:
        middle = (slot + stop) // 2
        if time[flow[middle]] < moment:
            slot = middle + 1
        else:
            stop = middle
    return slot


@njit(cache=True, nogil=True)
def place_in(values: Int32s, wanted: int) -> int:
    """Place of a value among ascending ones, -1 where it is absent."""
    place = int(np.searchsorted(values, wanted))
    if place < values.size and values[place] == wanted:
        return place
    return -1


@njit(cache=True, nogil=True)
def flows_at(
    indptr: Int64s, flow: Int32s, time: Int64s, nodes: Int32s, moments: Int64s
) -> Int32s:
    """Flows of each of the rows `nodes` at the moment beside it, one after the other.

    Rows behind the last one are empty.
    """
    found = np.empty(_ROOM, np.int32)
    used = 0
    for place in range(nodes.size):
        node = nodes[place]
        if node >= indptr.size - 1:
            continue
        stop = indptr[node + 1]
        slot = first_from(flow, time, indptr[node], stop, moments[place])
        while slot < stop and time[flow[slot]] == moments[place]:
            if used == found.size:
                found = doubled(found)
            found[used] = flow[slot]
            used += 1
            slot += 1
    return found[:used]


@njit(cache=True, nogil=True)
def sequence_of(moved: Layer, ties: Ties, flow: int, m: int) -> tuple[int, int]:
    """Batch and step of a flow beside written ones, -1 where nothing orders it."""
    if flow >= m:
        return moved.batch[flow - m], moved.step[flow - m]
    place = place_in(ties.flow, flow)
    if place < 0:
        return -1, -1
    return ties.batch[place], ties.step[place]


@njit(cache=True, nogil=True)
def came_first(base: Layer, moved: Layer, ties: Ties, one: int, other: int) -> bool:
    """Whether one flow came before another one of its moment."""
    m = base.time.size
    if one < m and other < m:
        batch, step = base.batch[one], base.step[one]
        same, later = base.batch[other], base.step[other]
    else:
        batch, step = sequence_of(moved, ties, one, m)
        same, later = sequence_of(moved, ties, other, m)
    first: bool = batch >= 0 and batch == same and step < later
    return first


@njit(cache=True, nogil=True)
def rings_closed(  # noqa: PLR0912, PLR0915, PLR0917 # one loop, as its sister has it
    base: Layer,
    moved: Layer,
    named: Int32s,
    gone: Int32s,
    ties: Ties,
    asked: Asked,
    first: Int32s,
    bounds: Bounds,
) -> tuple[Int32s, Int64s, int, int]:
    """Rings of which a flow is the latest, each from its earliest flow on, without it.

    Parameters
    ----------
    moved
        Written flows; row ``r`` holds those that arrive at node ``named[r]``.
    named, gone
        Ascending. `gone` are flows of the snapshot that do not count.
    first
        Flows of the same moment that came before the flow asked about, ascending.
    bounds
        `any_order` does not apply.

    Returns
    -------
    tuple
        The flows end to end, the ends, slots read, and why the search stopped.
    """
    m = base.time.size
    flat = np.empty(bounds.max_length * _ROOM, np.int32)
    ends = np.empty(_ROOM, np.int64)
    used = 0
    count = 0
    read = 0
    path = np.empty(bounds.max_length, np.int32)
    nodes = np.empty(bounds.max_length, np.int32)
    times = np.empty(bounds.max_length, np.int64)
    amounts = np.empty(bounds.max_length, np.float64)
    slots = np.zeros((bounds.max_length, 2), np.int64)
    stops = np.zeros((bounds.max_length, 2), np.int64)
    earliest = asked.time - bounds.window
    path[0], nodes[0] = -1, asked.payer
    times[0], amounts[0] = asked.time, asked.amount
    depth = 0
    further = asked.payer != asked.payee and not (
        bounds.conserving and not asked.amount > 0.0
    )
    while depth >= 0:
        if further:  # one flow further back: which ones arrive where it leaves
            node = nodes[depth]
            begin = max(earliest, times[depth] - bounds.gap)
            for layer in range(2):
                rows = base if layer == 0 else moved
                row = node if layer == 0 else place_in(named, node)
                slots[depth, layer] = stops[depth, layer] = 0
                if row < 0 or row >= rows.indptr.size - 1:
                    continue
                slot, stop = rows.indptr[row], rows.indptr[row + 1]
                slot = first_from(rows.flow, rows.time, slot, stop, begin)
                slots[depth, layer] = slot
                stops[depth, layer] = first_from(
                    rows.flow, rows.time, slot, stop, times[depth] + 1
                )
                read += stops[depth, layer] - slot + 1
            if read > bounds.budget:
                return flat[:used], ends[:count], read, TOO_MUCH_WORK
        further = False
        layer = 0 if slots[depth, 0] < stops[depth, 0] else 1
        if slots[depth, layer] >= stops[depth, layer]:
            depth -= 1
            continue
        rows = base if layer == 0 else moved
        place = rows.flow[slots[depth, layer]]
        slots[depth, layer] += 1
        flow = place if layer == 0 else m + place
        if not asked.kinds >> rows.kind[place] & 1:
            continue
        if rows.time[place] == times[depth]:
            if depth == 0:
                if place_in(first, flow) < 0:
                    continue
            elif not came_first(base, moved, ties, flow, path[depth]):
                continue
        amount = in_minor(rows.amount[place], asked.unit)
        if bounds.conserving and not (
            amount > 0.0 and bounds.keep <= amounts[depth] / amount <= bounds.gain
        ):
            continue
        tail = rows.tail[place]
        if (nodes[: depth + 1] == tail).any() or (
            layer == 0 and place_in(gone, flow) >= 0
        ):
            continue
        if tail == asked.payee:
            if depth + 2 < bounds.min_length:
                continue
            if count == bounds.limit:
                return flat[:used], ends[:count], read, TOO_MANY
            if used + bounds.max_length > flat.size:
                flat = doubled(flat)
            if count == ends.size:
                ends = doubled(ends)
            flat[used] = flow
            for back in range(depth):
                flat[used + 1 + back] = path[depth - back]
            used += depth + 1
            ends[count] = used
            count += 1
        elif depth + 2 < bounds.max_length:
            depth += 1
            path[depth], nodes[depth] = flow, tail
            times[depth], amounts[depth] = rows.time[place], amount
            further = True
    return flat[:used], ends[:count], read, COMPLETE
