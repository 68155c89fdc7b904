from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gnn.dataset import (
    Days,
    month_ends_before,
    require_both,
    without_schemes,
)
from gnn.errors import LabelError
from gnn.labels import (
    Planted,
    PlantedScheme,
    clusters,
    confirmed_between,
    found_labels,
    planted_confirmed,
    planted_labels,
)
from graph.instant import parse_as_of, parse_instant
from graph.testing.facts import memory_store

IDS = ["caught", "found", "begun-later", "ring", "open", "cleared", "clean", "both"]


def outcome(party: str, what: str, day: str, **more: Any) -> dict[str, Any]:
    return {
        "party_id": party,
        "task": "guarantee_fraud",
        "case_no": f"case of {party}",
        "outcome": what,
        "valid_from": parse_instant(day),
        **more,
    }


def began(day: str) -> dict[str, Any]:
    return {"began_on": parse_instant(day)}


@pytest.fixture(scope="module")
def store() -> Any:
    return memory_store(
        {
            "party": [{"party_id": party} for party in IDS],
            "case_outcome": [
                outcome("caught", "confirmed", "2024-12-01", **began("2024-01-01")),
                outcome("found", "opened", "2025-03-01"),
                outcome(
                    "found",
                    "confirmed",
                    "2025-06-01",
                    scheme_ref="scheme 1",
                    **began("2024-06-01"),
                ),
                outcome("both", "confirmed", "2025-07-01", scheme_ref="scheme 1"),
                outcome(
                    "begun-later", "confirmed", "2025-06-01", **began("2025-02-01")
                ),
                outcome(
                    "ring",
                    "confirmed",
                    "2025-06-01",
                    task="money_ring",
                    **began("2024-06-01"),
                ),
                outcome("open", "opened", "2025-06-01"),
                outcome("cleared", "opened", "2025-02-01"),
                outcome("cleared", "dismissed", "2025-06-01"),
            ],
        }
    )


def views(store: Any, then: str, later: str) -> tuple[Any, Any]:
    return tuple(store.view(store.at(parse_as_of(day))) for day in (then, later))


def names(flags: Any) -> set[str]:
    return {name for name, flag in zip(IDS, flags, strict=True) if flag}


def test_labels_are_what_was_found_later_of_what_was_under_way(store: Any) -> None:
    labels = found_labels(*views(store, "2025-01-01", "2025-12-31"), IDS)
    assert names(labels.positive) == {"found", "both"}
    assert names(labels.left_out) == {"caught"}
    assert names(labels.masked) == {"begun-later", "ring", "open"}
    assert names(labels.judged) == {"found", "both", "cleared", "clean"}
    assert labels.scheme[1] == labels.scheme[-1] >= 0


def test_what_is_found_after_the_day_of_training_is_not_known(store: Any) -> None:
    labels = found_labels(*views(store, "2025-01-01", "2025-05-31"), IDS)
    assert names(labels.positive) == set()
    assert names(labels.masked) == {"found", "cleared"}


def test_whoever_is_under_a_case_by_the_instant_is_not_scored(store: Any) -> None:
    labels = found_labels(*views(store, "2025-04-01", "2025-12-31"), IDS)
    assert names(labels.left_out) == {"caught", "found", "cleared"}


def test_labels_of_the_past_are_refused(store: Any) -> None:
    with pytest.raises(LabelError, match=r"2025-01-01.*expected a later day"):
        found_labels(*views(store, "2025-02-01", "2025-01-01"), IDS)


def test_a_planted_firm_counts_from_its_own_part(store: Any) -> None:
    joined = {"clean": parse_instant("2024-06-01"), "both": parse_instant("2025-06-01")}
    scheme = PlantedScheme(
        scheme_id="s",
        pattern="guarantee_circle",
        task="guarantee_fraud",
        joined=joined,
        discovered=0,
        confirmed=0,
    )
    ring = PlantedScheme(
        scheme_id="r",
        pattern="circular_payments",
        task="money_ring",
        joined={"ring": 0},
        discovered=0,
        confirmed=0,
    )
    planted = Planted((scheme, ring), (("open", "cleared"),))
    then, _ = views(store, "2025-01-01", "2025-12-31")
    labels = planted_labels(then, planted, IDS)
    assert names(labels.positive) == {"clean"}
    assert names(labels.masked) == {"ring"}
    assert labels.types == ("guarantee_circle", "circular_payments")
    drawn = clusters(labels, planted, IDS)
    assert drawn[4] == drawn[5]
    assert len(set(drawn.tolist())) == len(IDS) - 1


def test_a_scheme_of_the_second_moment_is_masked_in_the_first(store: Any) -> None:
    first = found_labels(*views(store, "2025-01-01", "2025-12-31"), IDS)
    second = found_labels(*views(store, "2025-06-15", "2025-12-31"), IDS)
    assert names(second.positive) == {"both"}
    kept = without_schemes(first, second)
    assert names(kept.positive) == set()
    assert names(kept.masked) == names(first.masked) | {"found", "both"}
    with pytest.raises(LabelError, match="train snapshot of 2025-01-01: 0 firms"):
        require_both(kept, "train", "2025-01-01")


def test_confirmations_of_a_span_are_those_of_frauds(store: Any) -> None:
    later = store.view(store.at(parse_as_of("2025-12-31")))
    span = (parse_as_of("2025-05-31"), parse_as_of("2025-06-30"))
    assert names(confirmed_between(later, *span, IDS)) == {"found", "begun-later"}


def test_planted_confirmations_of_a_span_are_those_of_frauds() -> None:
    schemes = [
        PlantedScheme(
            scheme_id=party,
            pattern="guarantee_circle",
            task=task,
            joined={party: 0},
            discovered=0,
            confirmed=confirmed,
        )
        for party, task, confirmed in (
            ("found", "guarantee_fraud", 20),
            ("both", "guarantee_fraud", 10),
            ("open", "related_party_fraud", 21),
            ("ring", "money_ring", 15),
        )
    ]
    found = planted_confirmed(Planted(tuple(schemes)), 10, 20, IDS)
    assert names(found) == {"found"}


def test_days_are_months_before_the_day() -> None:
    days = Days.before(date(2026, 8, 31))
    assert (days.train, days.validate) == (date(2025, 8, 31), date(2026, 2, 28))
    ends = month_ends_before(date(2026, 9, 30), 12)
    assert (ends[0], ends[-1]) == (date(2025, 9, 30), date(2026, 8, 31))
    with pytest.raises(LabelError, match="0001-06-01: nothing is known of 12 months"):
        Days.before(date(1, 6, 1))
