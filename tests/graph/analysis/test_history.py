from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from graph.analysis.history import History
from graph.instant import parse_instant
from graph.testing.facts import memory_store

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND = date(2025, 1, 31), date(2025, 2, 1)


def test_a_day_is_built_once_and_found_again(tmp_path: Path) -> None:
    facts = {
        "party": [{"party_id": "a"}],
        "rating": [{"party_id": "a", "valid_from": parse_instant("2025-02-01")}],
    }
    store = memory_store(facts)
    history = History(store, tmp_path)
    first = history.snapshot_of(FIRST).manifest
    second = history.snapshot_of(SECOND).manifest
    assert (first.counts["rating"], second.counts["rating"]) == (0, 1)
    again = History(store, tmp_path).snapshot_of(FIRST).manifest
    assert again.origin["built_at"] == first.origin["built_at"]
    assert history.of_source(store, SECOND).manifest.snapshot_id == second.snapshot_id
    history.forget(FIRST)
    rebuilt = history.snapshot_of(FIRST).manifest
    assert rebuilt.snapshot_id == first.snapshot_id
    assert rebuilt.origin["built_at"] > first.origin["built_at"]
