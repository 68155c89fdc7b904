"""Backward breadth-first search for a failure's first causes in each world.

The asked firm is removed from the block (its row of states is zero), since a shortest
way to it never passes through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from graph.kernels.hashing import (
    NO_LANES,
    PASS_THROUGH,
    bernoulli_lanes,
    pair_key,
    seed_key,
    stream_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.worlds import Block, Losses


class Incoming(NamedTuple):
    """Edges by the firm they hit.

    Attributes
    ----------
    starts, edges
        int64 (n + 1,) and int32 (m,). Row g holds the numbers of the edges to g.
    debtors
        int32, (m,). The failing end of each edge.
    """

    starts: NDArray[np.int64]
    edges: NDArray[np.int32]
    debtors: NDArray[np.int32]


class Case(NamedTuple):
    """A block in which the failures of one firm are to be explained.

    Attributes
    ----------
    block
        All failures, the firm removed.
    losses, incoming
        All edges, those of the firm included.
    node
        The firm's number.
    alone
        uint64, (n, width). Own failures.
    hit
        uint64, (width,). Lanes in which the firm fails, but not by itself.
    """

    block: Block
    losses: Losses
    incoming: Incoming
    node: int
    alone: NDArray[np.uint64]
    hit: NDArray[np.uint64]


class _Search(NamedTuple):
    """Scratch of a breadth-first search; `distance` is -1 where it has not been."""

    distance: NDArray[np.int32]
    next_hop: NDArray[np.int32]
    queue: NDArray[np.int32]


@njit(cache=True, nogil=True)
def incoming_hits(
    block: Block, losses: Losses, incoming: Incoming, node: int
) -> NDArray[np.uint64]:
    """Lanes in which each edge to `node` brings distress, (in-degree, width)."""
    base = seed_key(block.seed, PASS_THROUGH)
    first, last = incoming.starts[node], incoming.starts[node + 1]
    width = block.states.shape[1]
    hits = np.zeros((last - first, width), dtype=np.uint64)
    for slot in range(first, last):
        edge = incoming.edges[slot]
        b = incoming.debtors[edge]
        stream = stream_of(base, pair_key(losses.node_key[node], losses.node_key[b]))
        for w in range(width):
            word = np.uint64(block.first_word + w)
            hits[slot - first, w] = bernoulli_lanes(
                losses.p_edge[edge], stream, word, block.states[b, w]
            )
    return hits


@njit(cache=True, nogil=True)
def _reach(
    case: Case, search: _Search, u: int, place: tuple[int, np.uint64], filled: int
) -> int:
    """Add the failed firms one live edge before `u` to the queue; its new length.

    A firm reached from several firms of one distance keeps, as its next hop, the one
    with the smallest key.
    """
    w, lane = place
    key, distance, next_hop = case.losses.node_key, search.distance, search.next_hop
    base = seed_key(case.block.seed, PASS_THROUGH)
    word = np.uint64(case.block.first_word + w)
    for slot in range(case.incoming.starts[u], case.incoming.starts[u + 1]):
        edge = case.incoming.edges[slot]
        b = case.incoming.debtors[edge]
        if case.block.states[b, w] & lane == NO_LANES:
            continue
        is_new = distance[b] < 0
        if not is_new and (distance[b] <= distance[u] or key[next_hop[b]] <= key[u]):
            continue
        stream = stream_of(base, pair_key(key[u], key[b]))
        p = case.losses.p_edge[edge]
        if bernoulli_lanes(p, stream, word, lane) == NO_LANES:
            continue
        next_hop[b] = u
        if is_new:
            distance[b] = distance[u] + 1
            search.queue[filled] = b
            filled += 1
    return filled


@njit(cache=True, nogil=True)
def _nearest_causes(
    case: Case, search: _Search, place: tuple[int, np.uint64]
) -> tuple[int, int]:
    """Search backwards from the firm; (causes, length of the queue).

    The causes are moved to the end of the queue.
    """
    w, lane = place
    search.distance[case.node] = 0
    search.queue[0] = case.node
    start, filled = 0, 1
    while start < filled:
        level_end = filled
        for i in range(start, level_end):
            filled = _reach(case, search, search.queue[i], place, filled)
        start = level_end
        kept = filled
        for i in range(filled - 1, start - 1, -1):
            b = search.queue[i]
            if case.alone[b, w] & lane != NO_LANES:
                kept -= 1
                search.queue[i], search.queue[kept] = search.queue[kept], b
        if kept < filled:
            return filled - kept, filled
    return 0, filled


@njit(cache=True, nogil=True)
def _with_room(values: NDArray[np.int32], used: int, needed: int) -> NDArray[np.int32]:
    """The array, doubled until `needed` more entries fit."""
    size = values.size
    while size < used + needed:
        size *= 2
    if size == values.size:
        return values
    larger = np.empty(size, dtype=np.int32)
    larger[:used] = values[:used]
    return larger


@njit(cache=True, nogil=True)
def trace_first_causes(case: Case) -> NDArray[np.int32]:
    """Canonical paths from the nearest self-failed firms, over all lanes hit.

    Returns
    -------
    numpy.ndarray
        int32 records, one after the other: number of causes k of that world (the
        path's share is 1 / k), length of the path in nodes, then its nodes from the
        cause to the firm.
    """
    n = case.block.states.shape[0]
    search = _Search(
        np.full(n, -1, dtype=np.int32),
        np.empty(n, dtype=np.int32),
        np.empty(n, dtype=np.int32),
    )
    records = np.empty(1024, dtype=np.int32)
    used = 0
    for w in range(case.hit.size):
        for bit in range(64):
            lane = np.uint64(1) << np.uint64(bit)
            if case.hit[w] & lane == NO_LANES:
                continue
            causes, reached = _nearest_causes(case, search, (w, lane))
            for i in range(reached - causes, reached):
                hop = search.queue[i]
                length = search.distance[hop] + 1
                records = _with_room(records, used, length + 2)
                records[used] = causes
                records[used + 1] = length
                for position in range(length):
                    records[used + 2 + position] = hop
                    if hop != case.node:
                        hop = search.next_hop[hop]
                used += length + 2
            for i in range(reached):
                search.distance[search.queue[i]] = -1
    return records[:used]
