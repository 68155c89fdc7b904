"""Findings come back from stores as they were computed."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pytest

from graph.analysis.circle_findings import circle_tables
from graph.analysis.contagion import (
    SCORE_COLUMNS,
    ContagionParameters,
    default_probabilities,
)
from graph.analysis.findings import Findings
from graph.analysis.publish import write_findings
from graph.analysis.structure import find_circles
from graph.errors import NotFoundError, NotPublishedError
from graph.snapshot import Snapshot
from graph.testing.facts import guarantee_rows, memory_store, write

PARAMETERS = ContagionParameters(n_worlds=6_400)


def analysed(store):
    snapshot = Snapshot.build(store, store.at(0))
    scores = default_probabilities(snapshot, PARAMETERS)
    return snapshot, find_circles(snapshot), scores


@pytest.fixture
def rows():
    """A circle a b c, and a pair b d whose amount is known one way only."""
    known = guarantee_rows(
        ("a", "b"), ("b", "c"), ("c", "a"), ("b", "d"), cap=10_000, currency="CNY"
    )
    unknown = guarantee_rows(("d", "b"))
    return {name: known[name] + unknown[name] for name in known}


def test_findings_come_back(filled, rows):
    store = filled(rows)
    snapshot, found, scores = analysed(store)
    write_findings(store, snapshot, {"circles": found, "pd": scores})
    read = Findings.read(store, snapshot)
    for name in ("self_pd", "pd", "increment", "error", "self_quality"):
        assert np.array_equal(getattr(read, name), getattr(scores, name))
    expected = circle_tables(snapshot, found, scores)["circle"].to_pylist()
    assert [asdict(row) for row in read.circles] == expected
    ring, pair = found.circles[0], found.mutual_pairs[0]
    assert read.members == {
        ring.circle_id: ("a", "b", "c"),
        pair.circle_id: ("b", "d"),
    }
    assert set(read.receipts) == {"circles", "pd"}
    assert read.receipts["pd"] == scores.receipt.to_dict()


def test_rows_say_what_is_unknown_and_what_contagion_is_expected_to_call(rows):
    snapshot, found, scores = analysed(memory_store(rows))
    tables = circle_tables(snapshot, found, scores)
    table = {row["kind"]: row for row in tables["circle"].to_pylist()}
    increment = dict(
        zip(snapshot.ids("party").to_pylist(), scores.increment, strict=True)
    )
    ring, pair = table["strict"], table["mutual_pair"]
    assert ring["contagion_exposure"] == pytest.approx(
        100 * sum(increment[name] for name in "abc")
    )
    assert ring["max_pd"] == max(
        scores.pd[snapshot.number("party", name)] for name in "abc"
    )
    assert (ring["firms"], ring["guarantees"], ring["unknown_amounts"]) == (3, 3, 0)
    assert (pair["firms"], pair["guarantees"], pair["unknown_amounts"]) == (2, 2, 1)
    assert pair["contagion_exposure"] == pytest.approx(100 * increment["d"])
    exposures = tables["circle"]["contagion_exposure"].to_pylist()
    assert exposures == sorted(exposures, reverse=True)


def test_a_store_without_circles_has_empty_tables_with_columns(filled):
    store = filled(guarantee_rows(("a", "b")))
    snapshot, found, scores = analysed(store)
    write_findings(store, snapshot, {"circles": found, "pd": scores})
    read = Findings.read(store, snapshot)
    assert (read.circles, read.members, read.circles_of) == ([], {}, {})
    assert read.pd.size == 2


def test_an_empty_store_has_findings(filled):
    store = filled({})
    snapshot, found, scores = analysed(store)
    write_findings(store, snapshot, {"circles": found, "pd": scores})
    assert Findings.read(store, snapshot).pd.size == 0


def test_circles_are_found_by_id_and_by_member(rows):
    store = memory_store(rows)
    snapshot, found, scores = analysed(store)
    write_findings(store, snapshot, {"circles": found, "pd": scores})
    read = Findings.read(store, snapshot)
    ring = found.circles[0].circle_id
    assert read.circle(ring).firms == 3
    assert read.circles_of["a"] == [ring]
    assert read.circles_of["b"] == [row.circle_id for row in read.circles]
    with pytest.raises(NotFoundError) as caught:
        read.circle("C-000000000000")
    assert caught.value.what == "circle"


def test_findings_of_another_snapshot_are_not_read(rows):
    store = memory_store(rows)
    before = Snapshot.build(store, store.at(0))
    with pytest.raises(NotFoundError):
        Findings.read(store, before)
    write(store, guarantee_rows(("c", "e")))
    snapshot, found, scores = analysed(store)
    write_findings(store, snapshot, {"circles": found, "pd": scores})
    with pytest.raises(NotFoundError):
        Findings.read(store, before)
    assert Findings.read(store, snapshot).snapshot_id != before.manifest.snapshot_id


def test_findings_that_are_replaced_while_they_are_read_are_not_mixed(
    rows, monkeypatch
):
    store = memory_store(rows)
    snapshot, found, scores = analysed(store)
    write_findings(store, snapshot, {"circles": found, "pd": scores})
    read = store.findings

    def read_late(name, columns=()):
        if name == late:
            other_scores = replace(scores, receipt=other)
            write_findings(store, snapshot, {"circles": found, "pd": other_scores})
        return read(name, columns)

    other = replace(scores.receipt, parameters=asdict(ContagionParameters()))
    monkeypatch.setattr(store, "findings", read_late)
    late = "circle_member"
    with pytest.raises(NotFoundError):
        Findings.read(store, snapshot)
    late = "score"
    held = Findings.read(store, snapshot)
    with pytest.raises(NotPublishedError):
        held.pd  # noqa: B018 - it is read now


def test_a_column_is_read_when_it_is_asked_for_and_once(rows, monkeypatch):
    store = memory_store(rows)
    snapshot, found, scores = analysed(store)
    write_findings(store, snapshot, {"circles": found, "pd": scores})
    read, asked = store.findings, []

    def noted(name, columns=()):
        asked.append((name, columns))
        return read(name, columns)

    monkeypatch.setattr(store, "findings", noted)
    held = Findings.read(store, snapshot)
    assert asked == [("circle", ()), ("circle_member", ())]
    assert held.pd is held.pd
    assert asked[2:] == [("score", ("pd",))]
    held.read_whole()
    assert sorted(columns for _, columns in asked[2:]) == [
        (name,) for name in sorted(SCORE_COLUMNS)
    ]


def test_a_table_that_lacks_a_party_is_not_taken_for_whole(rows, monkeypatch):
    store = memory_store(rows)
    snapshot, found, scores = analysed(store)
    write_findings(store, snapshot, {"circles": found, "pd": scores})
    held, whole = Findings.read(store, snapshot), store.findings("score", ("pd",))
    monkeypatch.setattr(store, "findings", lambda *_: whole.slice(1))
    with pytest.raises(NotPublishedError):
        held.pd  # noqa: B018 - it is read now


def test_missing_tables_are_not_taken_for_empty_ones(rows, monkeypatch):
    store = memory_store(rows)
    snapshot, found, scores = analysed(store)
    write_findings(store, snapshot, {"circles": found, "pd": scores})
    monkeypatch.setattr(store, "findings", lambda _: None)
    with pytest.raises(NotFoundError):
        Findings.read(store, snapshot)


def test_the_store_says_what_the_findings_were_published_of(rows):
    store = memory_store(rows)
    snapshot, found, scores = analysed(store)
    results = {"circles": found, "pd": scores}
    write_findings(store, snapshot, results)
    published = store.publication()
    assert published.snapshot_id == snapshot.manifest.snapshot_id
    assert published.at == snapshot.manifest.at
    assert published.reporting_currency == snapshot.manifest.reporting_currency
    assert published.sequence == store.sequence()
    write_findings(store, snapshot, results, sequence=1)
    assert store.publication().sequence == 1
