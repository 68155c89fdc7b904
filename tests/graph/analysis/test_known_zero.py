"""A guarantee with nothing left to call passes no distress and closes no circle."""

from __future__ import annotations

import pytest

from graph.analysis.contagion import ContagionParameters, default_probabilities
from graph.analysis.structure import find_circles
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.testing.facts import guarantee_rows
from ingest.loading.load import load

PARAMETERS = ContagionParameters(n_worlds=6_400)
NOTHING_LEFT = [{"cap": 0}, {"cap": 100, "paid": 100}, {"cap": 100, "paid": 250}]


def test_the_published_case_has_its_outcome(shared_data):
    with open_store("memory://") as store:
        load(shared_data / "faults" / "zero-remaining", store, source="faults")
        snapshot = Snapshot.build(store, store.at())
    scores = default_probabilities(snapshot, PARAMETERS)
    ids = snapshot.ids("party").to_pylist()
    increments = dict(zip(ids, scores.increment.tolist(), strict=True))
    assert increments["c:G0"] > 0
    assert increments["c:G1"] == increments["c:G2"] == 0


@pytest.mark.parametrize("terms", NOTHING_LEFT)
def test_it_closes_no_circle(built, terms):
    rows = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), cap=100, currency="CNY")
    (circle,) = find_circles(built(rows)).circles
    assert circle.member_ids == ("a", "b", "c")
    rows["guarantee"][1].update(terms)
    assert find_circles(built(rows)).circles == ()


def test_an_unknown_amount_is_no_zero(built):
    rows = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"))
    rows["guarantee"][1]["paid"] = 100
    assert len(find_circles(built(rows)).circles) == 1
