"""Possible worlds, 64 to a word: who fails alone, and whom that takes along."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from graph.kernels.hashing import (
    ALL_LANES,
    COMMON_FACTOR,
    NO_LANES,
    OWN_FAILURE,
    PASS_THROUGH,
    bernoulli_lanes,
    pair_key,
    popcount,
    seed_key,
    stream_of,
    uniform,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SQRT_HALF = math.sqrt(0.5)


class Block(NamedTuple):
    """A run of words of all nodes.

    Attributes
    ----------
    states
        uint64, (n, width). Bit l of ``states[v, w]``: node v has failed in world
        ``64 * (first_word + w) + l``.
    first_word
        Number of the first word.
    seed
        Seed of all draws.
    """

    states: NDArray[np.uint64]
    first_word: int
    seed: np.uint64


class Losses(NamedTuple):
    """Edges in loss direction, with what the draws need.

    Attributes
    ----------
    indptr, indices
        int64 (n + 1,) and int32 (m,). Row b lists the guarantors hit when b fails.
    p_edge
        float64, (m,), in [0, 1].
    component
        int32, (n,). Not decreasing; edges lead to equal or higher labels.
    node_key
        uint64, (n,).
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    p_edge: NDArray[np.float64]
    component: NDArray[np.int32]
    node_key: NDArray[np.uint64]


@njit(cache=True, nogil=True)
def draw_own_failures(
    block: Block, p_self: NDArray[np.float64], node_key: NDArray[np.uint64]
) -> None:
    """Fill the block with the failures that need no other firm; factor absent."""
    states = block.states
    base = seed_key(block.seed, OWN_FAILURE)
    for v in range(states.shape[0]):
        stream = stream_of(base, node_key[v])
        for w in range(states.shape[1]):
            states[v, w] = bernoulli_lanes(
                p_self[v], stream, np.uint64(block.first_word + w), ALL_LANES
            )


@njit(cache=True, nogil=True)
def draw_own_failures_given_factor(
    block: Block,
    distance: NDArray[np.float64],
    shift: NDArray[np.float64],
    node_key: NDArray[np.uint64],
) -> None:
    """Fill the block with own failures: p = Phi(distance[node] - shift[word]).

    `shift` holds all words of the run.
    """
    states = block.states
    base = seed_key(block.seed, OWN_FAILURE)
    for v in range(states.shape[0]):
        stream = stream_of(base, node_key[v])
        for w in range(states.shape[1]):
            z = distance[v] - shift[block.first_word + w]
            p = 0.5 * math.erfc(-z * _SQRT_HALF)
            states[v, w] = bernoulli_lanes(
                p, stream, np.uint64(block.first_word + w), ALL_LANES
            )


@njit(cache=True, nogil=True)
def factor_positions(n_words: int, seed: np.uint64) -> NDArray[np.float64]:
    """One number in each of `n_words` equal strata of (0, 1), at random inside it."""
    stream = stream_of(seed_key(seed, COMMON_FACTOR), NO_LANES)
    positions = np.empty(n_words)
    for word in range(n_words):
        positions[word] = (word + uniform(stream, np.uint64(word))) / n_words
    return positions


@njit(cache=True, nogil=True)
def _push(
    debtor: NDArray[np.uint64],
    guarantor: NDArray[np.uint64],
    probability: float,
    stream: np.uint64,
    first_word: int,
) -> bool:
    """Pass failures to a guarantor; only lanes that may change anything are drawn."""
    changed = False
    for w in range(debtor.shape[0]):
        asked = debtor[w] & ~guarantor[w]
        if asked != NO_LANES:
            live = bernoulli_lanes(
                probability, stream, np.uint64(first_word + w), asked
            )
            if live != NO_LANES:
                guarantor[w] |= live
                changed = True
    return changed


@njit(cache=True, nogil=True)
def _settle_component(
    block: Block, losses: Losses, start: int, stop: int, base: np.uint64
) -> None:
    """Spread failures inside nodes start..stop-1 until nothing changes.

    A first-in first-out work-list of nodes with failures not yet passed on; each
    (edge, world) is asked at most once because `passed` keeps what was.
    """
    states, key = block.states, losses.node_key
    size = stop - start
    width = states.shape[1]
    passed = np.zeros((size, width), dtype=np.uint64)
    fresh = np.empty(width, dtype=np.uint64)
    queue = np.arange(start, stop)
    queued = np.ones(size, dtype=np.bool_)
    head = 0
    waiting = size
    while waiting > 0:
        b = queue[head]
        head = head + 1 if head + 1 < size else 0
        waiting -= 1
        queued[b - start] = False
        for w in range(width):
            fresh[w] = states[b, w] & ~passed[b - start, w]
            passed[b - start, w] = states[b, w]
        for edge in range(losses.indptr[b], losses.indptr[b + 1]):
            g, p = losses.indices[edge], losses.p_edge[edge]
            if g >= stop or p <= 0.0:
                continue
            stream = stream_of(base, pair_key(key[g], key[b]))
            changed = _push(fresh, states[g], p, stream, block.first_word)
            if changed and not queued[g - start]:
                queued[g - start] = True
                tail = head + waiting
                queue[tail if tail < size else tail - size] = g
                waiting += 1


@njit(cache=True, nogil=True)
def propagate_failures(block: Block, losses: Losses) -> None:
    """Turn own failures into all failures, one component after the other, in place."""
    states, key, component = block.states, losses.node_key, losses.component
    base = seed_key(block.seed, PASS_THROUGH)
    n = states.shape[0]
    start = 0
    while start < n:
        stop = start + 1
        while stop < n and component[stop] == component[start]:
            stop += 1
        if stop - start > 1:
            _settle_component(block, losses, start, stop, base)
        for b in range(start, stop):
            for edge in range(losses.indptr[b], losses.indptr[b + 1]):
                g, p = losses.indices[edge], losses.p_edge[edge]
                if g >= stop and p > 0.0:
                    stream = stream_of(base, pair_key(key[g], key[b]))
                    _push(states[b], states[g], p, stream, block.first_word)
        start = stop


@njit(cache=True, nogil=True)
def add_counts(states: NDArray[np.uint64], counts: NDArray[np.int64]) -> None:
    """Add to `counts` (n,) the number of worlds of the block in which a node failed."""
    for v in range(states.shape[0]):
        total = np.int64(0)
        for w in range(states.shape[1]):
            total += popcount(states[v, w])
        counts[v] += total


@njit(cache=True, nogil=True)
def counts_by_word(states: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Failures of each node in each word, (n, width), 0 to 64."""
    counts = np.empty(states.shape, dtype=np.uint8)
    for v in range(states.shape[0]):
        for w in range(states.shape[1]):
            counts[v, w] = popcount(states[v, w])
    return counts


@njit(cache=True, nogil=True)
def add_squared_differences(
    states: NDArray[np.uint64],
    own: NDArray[np.uint8],
    previous: NDArray[np.int64],
    squares: NDArray[np.int64],
) -> None:
    """Add squared differences of neighbouring words' contagion-only counts.

    `own` is `counts_by_word` before spreading; `previous` (n,) is the last word's
    count of the block before, or -1, and is left at this block's last.
    """
    for v in range(states.shape[0]):
        last = previous[v]
        for w in range(states.shape[1]):
            count = popcount(states[v, w]) - np.int64(own[v, w])
            if last >= 0:
                squares[v] += (count - last) * (count - last)
            last = count
        previous[v] = last
