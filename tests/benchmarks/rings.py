"""Money rings among five million transfers, beside the same search in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.algorithms.rings import RingBounds, money_rings
from tests.benchmarks.harness import Row, cpu_seconds, in_turns
from tests.benchmarks.money import DAY, PlainSearch, draw
from tests.benchmarks.one_transfer import one_new_transfer
from tests.benchmarks.snapml_peer import beside_snapml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.algorithms.money_graph import MoneyGraph
    from graph.algorithms.rings import Rings
    from tests.benchmarks.harness import Workplace

TOPIC = "rings"
TRANSFERS, ACCOUNTS, PLANTED = 5_000_000, 100_000, 2_000
SAMPLE = 100_000
FORTNIGHT = 14 * DAY
WORK = 3_000_000_000
"""Transfers looked at in a search that is cut."""


def measure(place: Workplace) -> Iterator[Row]:
    """With conservation of amounts, beside Python, and without."""
    money = draw(TRANSFERS, ACCOUNTS, PLANTED, place.seed)
    graph, order = money.rows_by_time()
    rows = cpu_seconds(money.rows_by_time)
    for what, gap, bar in (
        ("≤ 6 hops, 14 days, keep 0.9", 14 * DAY, "rings-14-days"),
        ("≤ 6 hops, gap 5 days, window 14", 5 * DAY, "rings-gap-5"),
    ):
        bounds = RingBounds(3, 6, gap, FORTNIGHT, 0.9, 1.0)
        found, spent = _timed(graph, bounds)
        listed = {tuple(order[list(ring)].tolist()) for ring in found}
        met = sum(ring in listed for ring in money.planted)
        assert met == PLANTED, f"{PLANTED - met} planted rings are missed"
        note = (
            f"rows by time {rows:.2f} s + search {spent:.2f} s; {met:,} of {PLANTED:,} "
            f"planted by identity, {len(found) - met:,} others"
        )
        yield Row(TOPIC, what, rows + spent, "s", bar=bar, note=note)
    yield _beside_python(graph)
    yield from beside_snapml(TOPIC, place)
    yield from one_new_transfer(TOPIC, money, place.seed)
    for length, bar in ((3, "rings-free-3"), (4, "rings-free-4")):
        found, spent = _timed(graph, _free(length))
        assert not found.truncated_by
        note = f"complete, {len(found):,} rings, {found.explored:.3g} looked at"
        yield Row(
            TOPIC, f"≤ {length} hops, any amounts", spent, "s", bar=bar, note=note
        )
    found, spent = _timed(graph, _free(5), max_work=WORK)
    day = "all" if found.complete_before is None else found.complete_before // DAY
    note = f"complete up to day {day} of 180, {len(found):,} rings"
    yield Row(TOPIC, "≤ 5 hops, any amounts, budgeted", spent, "s", note=note)


def _free(length: int) -> RingBounds:
    return RingBounds(3, length, FORTNIGHT, FORTNIGHT, conserving=False)


def _timed(
    graph: MoneyGraph, bounds: RingBounds, max_work: int = 10**12
) -> tuple[Rings, float]:
    found: list[Rings] = []

    def search() -> None:
        found[:] = [
            money_rings(graph, bounds, max_rings=100_000_000, max_work=max_work)
        ]

    spent = cpu_seconds(search)
    return found[0], spent


def _beside_python(graph: MoneyGraph) -> Row:
    """The same roots in both, with equal rings."""
    plain = PlainSearch.of(graph)
    bounds = RingBounds(3, 6, FORTNIGHT, FORTNIGHT, 0.9, 1.0)
    middle = len(graph) // 2
    begin, end = (int(graph.edges.time[at]) for at in (middle, middle + SAMPLE))
    sample = range(middle, middle + SAMPLE)
    rings: list[set[tuple[int, ...]]] = [set(), set()]

    def ours() -> None:
        rings[0] = set(money_rings(graph, bounds, begin=begin, end=end))

    def theirs() -> None:
        rings[1] = set(plain.rings(sample, bounds))

    spent = in_turns(3, ours=ours, theirs=theirs)
    assert rings[0] == rings[1], "Python finds other rings"
    return Row(
        TOPIC,
        f"{SAMPLE:,} first transfers of them",
        spent["ours"] * 1e3,
        "ms",
        "Python",
        spent["theirs"] * 1e3,
        "rings-python",
        f"{len(rings[0])} rings, equal sets",
    )
