from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.labels import Planted, PlantedScheme
from gnn.lead_time import lead_times
from graph.instant import parse_instant

if TYPE_CHECKING:
    import pytest

IDS = ("early", "late", "never", "caught")


class Days:
    """A past whose snapshots are their days."""

    def __init__(self) -> None:
        self.kept: set[date] = set()

    def snapshot_of(self, day: date) -> Any:
        self.kept.add(day)
        return day

    def forget(self, day: date) -> None:
        self.kept.remove(day)


def scheme(party: str, discovered: str) -> PlantedScheme:
    return PlantedScheme(
        scheme_id=party,
        pattern="guarantee_circle",
        task="guarantee_fraud",
        joined={party: 0, "nobody": 0},
        discovered=parse_instant(discovered),
        confirmed=0,
    )


def test_lead_times_run_from_the_first_listing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gnn.lead_time.LISTED", 1)

    def scored(day: Any) -> tuple[tuple[str, ...], Any]:
        first = 0 if day < date(2026, 3, 1) else 1
        return IDS, np.eye(len(IDS))[first]

    past: Any = Days()
    planted = Planted(
        (
            scheme("early", "2026-10-01"),
            scheme("late", "2026-03-01"),
            scheme("never", "2026-12-01"),
            scheme("caught", "2025-01-01"),
        )
    )
    found = lead_times(past, date(2026, 9, 30), scored, planted)
    assert not past.kept
    assert found["never"] is None
    assert "caught" not in found
    assert (found["early"], found["late"]) == (365, -31)
