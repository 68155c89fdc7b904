"""Every analysis with what a store holds of it."""

from __future__ import annotations

import pytest

from graph.analysis.analyses import findings_rows, list_analyses
from graph.analysis.contagion import ContagionParameters, default_probabilities
from graph.analysis.publish import write_findings
from graph.analysis.registry import ANALYSES
from graph.analysis.structure import find_circles
from graph.errors import NotFoundError
from graph.snapshot import Snapshot
from graph.testing.facts import guarantee_rows, memory_store

RING = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"))


def publish(store, seed=7):
    snapshot = Snapshot.build(store, store.at(0))
    parameters = ContagionParameters(n_worlds=64, seed=seed)
    results = {
        "circles": find_circles(snapshot),
        "pd": default_probabilities(snapshot, parameters),
    }
    write_findings(store, snapshot, results)
    return results


def test_all_analyses_are_listed_before_anything_is_published():
    listed = list_analyses(memory_store(RING)).items
    assert [item.name for item in listed] == list(ANALYSES)
    tables = {item.name: item.tables for item in listed}
    assert tables["circles"] == ("circle", "circle_member")
    assert tables["cycles"] == ()
    assert {(item.engine, item.snapshot_id, item.receipt) for item in listed} == {
        (None, None, None)
    }


def test_what_is_published_is_listed_and_read_with_its_receipt(filled):
    store = filled(RING)
    results = publish(store)
    listed = {item.name: item for item in list_analyses(store).items}
    assert listed["pd"].receipt == results["pd"].receipt
    assert listed["pd"].engine == "local"
    assert listed["pd"].snapshot_id == results["pd"].receipt.snapshot_id
    assert listed["cycles"].receipt is None
    found = findings_rows(store, "pd")
    assert (found.table, found.receipt) == ("score", results["pd"].receipt)
    pds = {row["pd"] for row in found.items}
    assert pds == set(results["pd"].pd.tolist())
    assert {row["party_id"] for row in found.items} == set("abcd")
    assert found.completeness.complete


def test_pages_of_a_table_follow_each_other():
    store = memory_store(RING)
    publish(store)
    whole = findings_rows(store, "circles", "circle_member")
    first = findings_rows(store, "circles", "circle_member", limit=2)
    second = findings_rows(store, "circles", "circle_member", 2, 2)
    assert first.items + second.items == whole.items
    assert (whole.total, first.total, len(whole.items)) == (3, 3, 3)
    assert first.completeness.truncated_by == ("limit",)
    assert second.completeness.complete
    assert findings_rows(store, "circles", "circle_member", 9).items == ()


@pytest.mark.parametrize(
    ("analysis", "table", "complaint"),
    [
        ("astrology", None, "no analysis is known as 'astrology'"),
        ("cycles", None, "no table of the analysis cycles is known as ''"),
        ("pd", "circle", "no table of the analysis pd is known as 'circle'"),
    ],
)
def test_what_no_analysis_publishes_is_not_found(analysis, table, complaint):
    store = memory_store(RING)
    publish(store)
    with pytest.raises(NotFoundError, match=complaint):
        findings_rows(store, analysis, table)


def test_findings_that_were_never_written_are_not_found():
    with pytest.raises(NotFoundError, match="no findings of the analysis is known"):
        findings_rows(memory_store(RING), "pd")


def test_rows_and_receipt_of_two_runs_are_not_mixed(monkeypatch):
    store = memory_store(RING)
    publish(store)
    read = store.findings

    def read_late(name):
        publish(store, seed=8)
        return read(name)

    monkeypatch.setattr(store, "findings", read_late)
    with pytest.raises(NotFoundError, match="findings"):
        findings_rows(store, "pd")
