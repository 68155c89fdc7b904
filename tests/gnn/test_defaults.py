from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gnn.defaults import (
    EdgeRows,
    defaulted_before,
    edge_rows,
    first_default,
    in_circles,
    risky,
)
from gnn.features import Group, build_features
from gnn.features.firms import Firms
from graph.instant import parse_as_of, parse_instant
from graph.snapshot import Snapshot
from graph.testing.facts import guarantee_rows, memory_store

THEN, LATER = parse_as_of("2025-01-01"), parse_as_of("2026-06-30")
IDS = ["a", "b", "c", "d"]


def failed(party: str, day: str, kind: str = "default") -> dict[str, Any]:
    return {"party_id": party, "event_type": kind, "valid_from": parse_instant(day)}


@pytest.fixture(scope="module")
def store() -> Any:
    ring = [("a", "b"), ("b", "c"), ("c", "a"), ("a", "d")]
    return memory_store(
        {
            **guarantee_rows(*ring, cap=100.0),
            "party": [{"party_id": party, "party_type": "company"} for party in "abcd"],
            "risk_event": [
                failed("d", "2024-06-01"),
                failed("b", "2025-03-01"),
                failed("b", "2025-02-01"),
                failed("a", "2025-05-01"),
                failed("c", "2025-02-01", "litigation"),
            ],
        }
    )


def test_the_first_default_after_an_instant_counts(store: Any) -> None:
    later = store.view(store.at(LATER))
    found = first_default(later, THEN, IDS)
    expected = [parse_instant("2025-05-01"), parse_instant("2025-02-01")]
    np.testing.assert_array_equal(found, [*expected, np.inf, np.inf])
    then = store.view(store.at(THEN))
    assert defaulted_before(then, IDS).tolist() == [False, False, False, True]


def test_rows_of_guarantees_hold_both_ends(store: Any) -> None:
    snapshot = Snapshot.build(store, store.at(THEN))
    features = build_features(Firms(snapshot), [Group.OWN])
    edges = edge_rows(snapshot, features)
    d = features.values.shape[1]
    assert edges.values.shape == (4, 2 * d + 2)
    np.testing.assert_array_equal(edges.values[:, :d], features.values[edges.guarantor])
    names = snapshot.ids("party").take(features.parties).to_pylist()
    circle = in_circles(snapshot, features.parties)
    assert {name for name, flag in zip(names, circle, strict=True) if flag} == set(
        "abc"
    )


def test_a_guarantee_is_risky_if_the_debtor_fails_first() -> None:
    pairs = EdgeRows(
        np.array([0, 1, 0, 2], np.int32),
        np.array([1, 0, 2, 0], np.int32),
        np.zeros((4, 2), np.float32),
    )
    when = np.array([20.0, 10.0, np.inf])
    assert risky(pairs, when, 30).tolist() == [True, False, False, False]
    assert risky(pairs, when, 15).tolist() == [False] * 4
