"""The question before each signature: single calls from Python, in process."""

from __future__ import annotations

from statistics import median
from time import perf_counter_ns, process_time
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.cycle_closing import ClosingIndex, ClosingScratch
from graph.analysis.check import Checker
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, write
from tests.benchmarks.harness import Row
from tests.benchmarks.network_facts import NetworkFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.stores.base import Store
    from tests.benchmarks.harness import Workplace

TOPIC = "closing"
CALLS = 20_000
CORE_CALLS = 3_000
COMMITS = 200
TURNS = 3
CHANGED = 1_000


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
    yield from _changed(place)


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


def _changed(place: Workplace) -> Iterator[Row]:
    """The network as a snapshot, after commits of contracts between random firms."""
    network = place.large
    random = np.random.default_rng(place.seed)
    signed = random.integers(0, network.n, (CHANGED, 2)).tolist()
    with open_store(f"sqlite:///{place.folder / 'closing.db'}") as store:
        _sign(store, [[0, 1]])  # there is no instant before the first commit
        facts = NetworkFacts(network, store.at())
        snapshot = Snapshot.build(facts, facts.at(), directory=place.folder / "closing")
        assert snapshot.pairs.guarantor.size == network.rows.m, "other pairs are made"
        checker = Checker.of(snapshot)
        checker.warm_up()
        same = [checker] * TURNS
        spent = np.empty(COMMITS)
        for commit, ends in enumerate(signed[:COMMITS]):
            _sign(store, [ends])
            same, turns = zip(*(_advanced(each, store) for each in same), strict=True)
            spent[commit] = median(turns)
        checker = same[0]
        for percent in (50, 99):
            yield Row(
                TOPIC,
                f"overlay after one commit, p{percent}, {network.title}",
                float(np.percentile(spent, percent)) * 1e3,
                "ms",
                bar="overlay-commit" if percent == 99 else "",
                note=f"{COMMITS} commits of a contract between random firms, "
                f"each taken up in {TURNS} turns of which the median counts",
            )
        _sign(store, signed[COMMITS:])
        start = process_time()
        checker = checker.advanced(store)
        rest = process_time() - start
    asked = random.integers(0, network.n, (CALLS, 2)).tolist()
    pairs = [(f"party:{a}", f"party:{b}") for a, b in asked if a != b]
    waited = np.empty(len(pairs))
    for number, ends in enumerate(pairs):
        begin = perf_counter_ns()
        checker.check(*ends)
        waited[number] = perf_counter_ns() - begin
    for percent in (50, 99):
        yield Row(
            TOPIC,
            f"check with {CHANGED:,} changed pairs, p{percent}, {network.title}",
            float(np.percentile(waited, percent)) / 1e6,
            "ms",
            bar="check-1000-changed" if percent == 99 else "",
            note=f"{CHANGED - COMMITS} of them at once, taken up in {rest:.2f} s",
        )


def _advanced(checker: Checker, store: Store) -> tuple[Checker, float]:
    """The check after the commits since, and CPU seconds."""
    start = process_time()
    after = checker.advanced(store)
    return after, process_time() - start


def _sign(store: Store, ends: list[list[int]]) -> None:
    """Commit a contract for each guarantor and debtor."""
    firms = [(f"party:{guarantor}", f"party:{debtor}") for guarantor, debtor in ends]
    write(store, guarantee_rows(*firms, cap=1))
