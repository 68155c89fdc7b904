"""Default probabilities with contagion, by sampling possible worlds.

In a world each firm fails alone with its own probability, each guarantee passes
distress on with its probability, and a firm has failed if a firm that failed alone
reaches it over such guarantees (Cheng et al., "Efficient top-k vulnerable nodes in
uncertain graphs", TKDE 35(2), 2023).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.world_blocks import (
    LANES,
    WorldsSample,
    draw_alone,
    increment_variance,
    propagate_failures,
)
from graph.kernels import hashing, worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.algorithms.loss_network import LossNetwork
    from graph.progress import StageProgress


@dataclass(frozen=True, slots=True)
class WorldsResult:
    """Default probabilities of all firms; arrays are float64 or int64 of shape (n,).

    Attributes
    ----------
    pd
        Probability of failing at all: ``p_self + increment``, at most 1. The own part
        is known and not estimated, which leaves less variance than counting failures.
    se
        Standard error of `pd` and `increment`; 0 also where contagion was merely
        never seen, which `stated_error` mends.
    increment
        Share of worlds in which a firm fails, but not by itself.
    own_worlds, contagion_worlds
        Worlds in which a firm fails by itself, and only through others.
    n_worlds
        Worlds drawn, a multiple of 64.
    watched
        int64, (k,), nodes whose states were kept.
    failed, failed_alone
        uint64, (k, n_worlds / 64), bit l of word w is world 64 w + l.
    """

    pd: NDArray[np.float64]
    se: NDArray[np.float64]
    increment: NDArray[np.float64]
    own_worlds: NDArray[np.int64]
    contagion_worlds: NDArray[np.int64]
    n_worlds: int
    watched: NDArray[np.int64]
    failed: NDArray[np.uint64]
    failed_alone: NDArray[np.uint64]


@hashing.modular()
def sample_worlds(
    network: LossNetwork,
    sample: WorldsSample | None = None,
    *,
    watch: NDArray[np.int64] | None = None,
    block_words: int = 32,
    progress: StageProgress | None = None,
) -> WorldsResult:
    """Default probability of every firm, contagion included, with its error.

    The worlds depend on the sample and on the firms' keys only: not on numbering,
    block size or unrelated firms. Raising a probability or adding a guarantee can
    only add failures to each world, so differences between two networks under one
    sample are paired.

    Parameters
    ----------
    network
        In loss direction.
    sample
        Number of worlds, seed, common factor; the defaults if absent.
    watch
        Nodes whose states are kept in the result.
    block_words
        Words handled at a time; memory is ``8 n block_words`` bytes.
    progress
        Called after each block with the worlds done and the worlds in all.

    Returns
    -------
    WorldsResult
        In node order.

    Raises
    ------
    ValueError
        A parameter is out of range.

    Notes
    -----
    O(worlds * (n + failing edges) / 64) expected time outside large components.
    Without a common factor worlds are independent and the error is binomial. With
    one, M takes one value per word, one in each of as many equal strata, and the
    error comes from the squared differences of neighbouring words.
    """
    sample = sample or WorldsSample()
    if block_words < 1:
        raise ValueError(f"block_words is {block_words}, expected at least 1")
    watched = np.empty(0, dtype=np.int64) if watch is None else watch
    tally = _Tally.empty(network.n_nodes, watched, sample)
    states = np.empty((network.n_nodes, 0), dtype=np.uint64)
    for first in range(0, sample.n_words, block_words):
        width = min(block_words, sample.n_words - first)
        if states.shape[1] != width:
            states = np.empty((network.n_nodes, width), dtype=np.uint64)
        draw_alone(states, first, network, sample)
        tally.add_alone(states, first)
        propagate_failures(states, first, network, sample)
        tally.add_failed(states, first)
        if progress is not None:
            progress((first + width) * LANES, sample.n_words * LANES)
    return tally.result(network.p_self)


@dataclass(slots=True)
class _Tally:
    """Counts over the blocks seen so far."""

    sample: WorldsSample
    own: NDArray[np.int64]
    all: NDArray[np.int64]
    watched: NDArray[np.int64]
    failed: NDArray[np.uint64]
    failed_alone: NDArray[np.uint64]
    # only with a common factor: for the error by word
    own_by_word: NDArray[np.uint8]
    last: NDArray[np.int64]
    squares: NDArray[np.int64]

    @classmethod
    def empty(cls, n: int, watched: NDArray[np.int64], sample: WorldsSample) -> _Tally:
        by_word = n if sample.rho > 0.0 else 0
        kept = (len(watched), sample.n_words)
        return cls(
            sample=sample,
            own=np.zeros(n, dtype=np.int64),
            all=np.zeros(n, dtype=np.int64),
            watched=watched,
            failed=np.zeros(kept, dtype=np.uint64),
            failed_alone=np.zeros(kept, dtype=np.uint64),
            own_by_word=np.zeros((by_word, 0), dtype=np.uint8),
            last=np.full(by_word, -1, dtype=np.int64),
            squares=np.zeros(by_word, dtype=np.int64),
        )

    def add_alone(self, states: NDArray[np.uint64], first: int) -> None:
        worlds.add_counts(states, self.own)
        self.failed_alone[:, first : first + states.shape[1]] = states[self.watched]
        if self.sample.rho > 0.0:
            self.own_by_word = worlds.counts_by_word(states)

    def add_failed(self, states: NDArray[np.uint64], first: int) -> None:
        worlds.add_counts(states, self.all)
        self.failed[:, first : first + states.shape[1]] = states[self.watched]
        if self.sample.rho > 0.0:
            worlds.add_squared_differences(
                states, self.own_by_word, self.last, self.squares
            )

    def result(self, p_self: NDArray[np.float64]) -> WorldsResult:
        n_worlds = self.sample.n_words * LANES
        hit = self.all - self.own
        increment = hit / n_worlds
        return WorldsResult(
            pd=np.minimum(p_self + increment, 1.0),
            se=np.sqrt(increment_variance(hit, self.squares, self.sample)),
            increment=increment,
            own_worlds=self.own,
            contagion_worlds=hit,
            n_worlds=n_worlds,
            watched=self.watched,
            failed=self.failed,
            failed_alone=self.failed_alone,
        )
