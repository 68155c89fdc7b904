"""The question before each signature: single calls from Python, in process."""

from __future__ import annotations

from time import perf_counter_ns
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.cycle_closing import ClosingIndex, ClosingScratch
from tests.benchmarks.harness import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tests.benchmarks.harness import Workplace

TOPIC = "closing"
CALLS = 20_000
CORE_CALLS = 3_000


def measure(place: Workplace) -> Iterator[Row]:
    """Random pairs of firms, and pairs inside the core, on the large network."""
    network = place.large
    index = ClosingIndex.build(network.rows, labels=network.numbering[1])
    random = np.random.default_rng(place.seed)
    everybody = random.integers(0, network.n, (CALLS, 2))
    core = random.choice(np.flatnonzero(network.core), (CORE_CALLS, 2))
    for who, pairs, bar in (
        ("random pairs", everybody, "closing-p50"),
        ("both in the core", core, ""),
    ):
        spent, closing = _asked(index, pairs)
        for percent in (50, 95, 99):
            yield Row(
                TOPIC,
                f"p{percent}, {who}, {network.title}",
                float(np.percentile(spent, percent)),
                "us",
                bar=bar if percent == 50 else "",
                note=f"{closing:.0%} close a circle",
            )


def _asked(
    index: ClosingIndex, pairs: NDArray[np.int64]
) -> tuple[NDArray[np.float64], float]:
    """Microseconds of each call, and the share that closes a circle.

    Wall clock: reading the processor's clock would cost as much as a call, and a call
    that another program interrupts is far above the median.
    """
    scratch = ClosingScratch()
    asked = pairs[pairs[:, 0] != pairs[:, 1]].tolist()
    spent = np.empty(len(asked))
    closing = 0
    for guarantor, debtor in asked[:1_000]:
        index.find(guarantor, debtor, scratch)
    for place, (guarantor, debtor) in enumerate(asked):
        start = perf_counter_ns()
        found = index.find(guarantor, debtor, scratch)
        spent[place] = perf_counter_ns() - start
        closing += found.closes
    return spent / 1e3, closing / len(asked)
