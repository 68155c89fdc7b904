# ruff: noqa: D102 - the names of tests are sentences
"""The same content collected later: a note of its own beside the version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import AppendReport
from graph.snapshot import Snapshot
from graph.testing.facts import batch, guarantee_rows, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

PARTY = KINDS["party"]


def firm(name: str, collected_at: int, **columns: str) -> dict[str, object]:
    """The firm a, described."""
    return {"party_id": "a", "name": name, "collected_at": collected_at, **columns}


def collected(store: Store, **axes: int) -> list[int]:
    """When the descriptions of parties were collected, as visible there."""
    found: list[int] = (
        store.view(store.at(**axes)).select(PARTY)["collected_at"].to_pylist()
    )
    return found


class ConfirmationContract:
    """Confirmations."""

    def test_it_is_counted_and_takes_a_sequence(self, store: Store) -> None:
        store.append(batch(PARTY, [firm("A", 1)]))
        again = batch(PARTY, [firm("A", 5)])
        assert store.append(again) == AppendReport(confirmed=1, sequence=2)
        assert collected(store) == [5]
        assert store.check() == []

    def test_repeating_it_adds_none(self, store: Store) -> None:
        for row in (firm("A", 1), firm("A", 5)):
            store.append(batch(PARTY, [row]))
        for moment in (5, 3, 1):
            again = batch(PARTY, [firm("A", moment)])
            assert store.append(again) == AppendReport(unchanged=1, sequence=2)
        assert collected(store) == [5]

    def test_what_was_known_earlier_does_not_change(self, store: Store) -> None:
        store.append(batch(PARTY, [firm("A", 1)]))
        first = store.last_instant()
        store.append(batch(PARTY, [firm("A", 5)]))
        second = store.last_instant()
        store.append(batch(PARTY, [firm("A", 9)]))
        assert collected(store, known_at=first) == [1]
        assert collected(store, known_at=second) == [5]
        assert collected(store) == [9]
        assert store.history(PARTY, "test", "a")["collected_at"].to_pylist() == [9]

    def test_an_older_file_with_other_content_is_stale_then(self, store: Store) -> None:
        for row in (firm("A", 1), firm("A", 5)):
            store.append(batch(PARTY, [row]))
        assert store.append(batch(PARTY, [firm("old", 3)])).stale == 1
        assert store.view().node(PARTY, "a").properties["name"] == "A"
        assert store.append(batch(PARTY, [firm("new", 5)])).corrected == 1
        assert collected(store) == [5]

    def test_a_corrected_or_retracted_version_takes_it_along(
        self, store: Store
    ) -> None:
        for row in (firm("A", 1), firm("A", 5), firm("B", 6)):
            store.append(batch(PARTY, [row]))
        assert collected(store) == [6]
        store.retract(PARTY, "test", ["a"])
        assert store.append(batch(PARTY, [firm("A", 2)])).added == 1
        assert collected(store) == [2]
        assert store.check() == []

    def test_one_batch_confirms_corrects_and_adds(self, store: Store) -> None:
        rows = [{"party_id": key, "name": key, "collected_at": 1} for key in "ab"]
        store.append(batch(PARTY, rows))
        later = [
            {"party_id": "a", "name": "a", "collected_at": 2},
            {"party_id": "b", "name": "B", "collected_at": 2},
            {"party_id": "c", "name": "c", "collected_at": 2},
        ]
        report = store.append(batch(PARTY, later))
        assert report == AppendReport(1, 1, 0, 0, 1, sequence=2)
        assert store.check() == []

    def test_facts_of_every_form_are_confirmed(self, store: Store) -> None:
        rows = guarantee_rows(("a", "b"), cap=5)
        rows["rating"] = [{"party_id": "a", "grade": "AA"}]
        write(store, rows)
        for name in ("guarantee", "guarantor", "rating"):
            later = [row | {"collected_at": 7} for row in rows[name]]
            assert store.append(batch(KINDS[name], later)).confirmed == 1
            table = store.view().select(KINDS[name])
            assert table["collected_at"].to_pylist() == [7]

    def test_snapshots_keep_their_ids(self, store: Store) -> None:
        rows = guarantee_rows(("a", "b"), cap=5, currency="CNY")
        write(store, rows)
        before = store.at(as_of=100)
        earlier = Snapshot.build(store, before).manifest.snapshot_id
        for name, found in rows.items():
            later = [row | {"collected_at": 7} for row in found]
            store.append(batch(KINDS[name], later))
        for at in (before, store.at(as_of=100)):
            assert Snapshot.build(store, at).manifest.snapshot_id == earlier

    def test_changes_tell_it_where_it_may_decide(self, store: Store) -> None:
        write(store, {"party": [firm("A", 1), {"party_id": "b", "name": "b"}]})
        store.append(batch(PARTY, [firm("list", 2, source="list")]))
        before = store.last_instant()
        later = [firm("A", 5), {"party_id": "b", "name": "b", "collected_at": 5}]
        assert store.append(batch(PARTY, later)).confirmed == 2
        assert store.changes(PARTY, before)["name"].to_pylist() == ["A"]
        assert store.changes(PARTY, store.last_instant()).num_rows == 0
