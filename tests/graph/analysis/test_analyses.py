"""Every analysis with what a store holds of it."""

from __future__ import annotations

import pytest

from graph.analysis.analyses import findings_rows, list_analyses
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.registry import ANALYSES
from graph.errors import NotFoundError
from graph.testing.facts import guarantee_rows, memory_store, write

RING = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"))


class Case:
    """A store with a circle, published; commits are counted as they are made."""

    def __init__(self, store, folder):
        self.store, self._folder = store, folder
        self.publish()

    def publish(self, seed=7):
        parameters = ContagionParameters(n_worlds=64, seed=seed)
        at = self.store.at(0)
        publish(self.store, self._folder, at=at, parameters=parameters)
        self.published = open_published(
            self.store, self._folder, sequence=self.store.sequence
        )

    def rows(self, *arguments, **page):
        return findings_rows(self.published, self.store, *arguments, **page)

    def listed(self):
        return list_analyses(self.published, self.store).items


@pytest.fixture
def case(tmp_path):
    return Case(memory_store(RING), tmp_path)


def test_all_analyses_are_listed_with_or_without_tables(case):
    listed = case.listed()
    assert [item.name for item in listed] == list(ANALYSES)
    items = {item.name: item for item in listed}
    assert items["circles"].tables == ("circle", "circle_member")
    cycles = items["cycles"]
    assert cycles.tables == ()
    assert (cycles.engine, cycles.snapshot_id, cycles.receipt) == (None, None, None)


def test_what_is_published_is_listed_and_read_with_its_receipt(filled, tmp_path):
    case = Case(filled(RING), tmp_path)
    listed = {item.name: item for item in case.listed()}
    published = case.published
    assert listed["pd"].receipt == published.written_receipt("pd")
    assert listed["pd"].engine == "local"
    assert listed["pd"].snapshot_id == published.snapshot_id
    found = case.rows("pd")
    assert (found.table, found.receipt) == ("score", published.written_receipt("pd"))
    assert {row["pd"] for row in found.items} == set(published.findings.pd.tolist())
    assert {row["party_id"] for row in found.items} == set("abcd")
    assert found.completeness.complete


def test_receipts_say_how_far_the_store_has_moved_on(case):
    commits = case.store.sequence()
    write(case.store, guarantee_rows(("c", "e")))
    behind = case.store.sequence() - commits
    receipts = [item.receipt for item in case.listed() if item.receipt is not None]
    receipts.append(case.rows("circles").receipt)
    assert {item.run["commits_behind"] for item in receipts} == {behind}
    assert behind > 0


def test_pages_of_a_table_follow_each_other(case):
    whole = case.rows("circles", "circle_member")
    first = case.rows("circles", "circle_member", limit=2)
    second = case.rows("circles", "circle_member", offset=2, limit=2)
    assert first.items + second.items == whole.items
    assert (whole.total, first.total, len(whole.items)) == (3, 3, 3)
    assert first.completeness.truncated_by == ("limit",)
    assert second.completeness.complete
    assert case.rows("circles", "circle_member", offset=9).items == ()


@pytest.mark.parametrize(
    ("analysis", "table", "complaint"),
    [
        ("astrology", None, "no analysis is known as 'astrology'"),
        ("cycles", None, "no table of the analysis cycles is known as ''"),
        ("pd", "circle", "no table of the analysis pd is known as 'circle'"),
    ],
)
def test_what_no_analysis_publishes_is_not_found(case, analysis, table, complaint):
    with pytest.raises(NotFoundError, match=complaint):
        case.rows(analysis, table)


def test_findings_that_a_store_does_not_hold_are_not_found(case):
    case.store = memory_store(RING)
    assert {item.receipt for item in case.listed()} == {None}
    with pytest.raises(NotFoundError, match="no findings of the analysis is known"):
        case.rows("pd")


def test_rows_and_receipt_of_two_runs_are_not_mixed(case, monkeypatch):
    read = case.store.findings

    def read_late(name):
        monkeypatch.undo()
        case.publish(seed=8)
        return read(name)

    monkeypatch.setattr(case.store, "findings", read_late)
    with pytest.raises(NotFoundError, match="findings"):
        case.rows("pd")


def test_a_table_is_read_once_until_another_run_wrote_it(case, monkeypatch):
    asked, read = [], case.store.findings

    def counted(name):
        asked.append(name)
        return read(name)

    monkeypatch.setattr(case.store, "findings", counted)
    former = case.published
    first = case.rows("pd", limit=1)
    again = case.rows("pd", limit=1)
    assert (asked, again.items) == (["score"], first.items)
    with monkeypatch.context() as patch:
        patch.setattr(case.store, "findings", read)
        case.publish(seed=8)
    later = findings_rows(former, case.store, "pd", limit=1)
    assert asked == ["score"] * 2
    assert later.receipt.parameters["seed"] == 8
