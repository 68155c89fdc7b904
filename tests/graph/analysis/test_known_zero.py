"""A known zero passes nothing on and closes nothing; an unknown amount is no zero."""

from __future__ import annotations

import pytest

from graph.algorithms.passthrough import PassThroughQuality
from graph.analysis.circle_findings import circle_tables
from graph.analysis.contagion import (
    ContagionParameters,
    default_probabilities,
    network_inputs,
)
from graph.analysis.contract import contract_record
from graph.analysis.structure import find_circles
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.testing.facts import guarantee_rows
from ingest.loading.load import load

PARAMETERS = ContagionParameters(n_worlds=6_400)
LONG_AGO = -864_000_000
"""Ten days before the snapshots."""
NOTHING_LEFT = [
    {"cap": 0},
    {"cap": 100, "paid": 100},
    {"cap": 100, "paid": 250},
    {"covered_loan_ids": "repaid"},
    {"covered_loan_ids": "ended"},
    {"covered_loan_ids": "ended", "cap": None},
    {"covered_loan_ids": "ended;repaid"},
    {"cap_kind": "maximum", "creditor_id": "bank", "maturity": LONG_AGO},
]
LOANS = [
    {"loan_id": "repaid", "outstanding": 0},
    {"loan_id": "ended", "outstanding": 50, "valid_to": LONG_AGO},
    {"loan_id": "stands", "outstanding": 50},
    {"loan_id": "line", "borrower_id": "c", "lender_id": "bank", "valid_to": LONG_AGO},
]


def ring(**terms):
    """Three firms in a ring; `terms` are those of b's guarantee for c."""
    rows = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), cap=100, currency="CNY")
    rows["party"].append({"party_id": "bank", "name": "bank"})
    rows["loan"] = LOANS
    rows["guarantee"][1].update(terms)
    return rows


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
def test_it_closes_no_circle_and_is_still_shown(built, terms):
    (circle,) = find_circles(built(ring())).circles
    assert circle.member_ids == ("a", "b", "c")
    snapshot = built(ring(**terms))
    assert find_circles(snapshot).circles == ()
    shown = contract_record(snapshot.view, "b>c", sees_personal=False)
    assert shown.force == "no_effect"
    assert shown.force_reason.en == "nothing is left to call"


def test_an_agreed_share_of_zero_closes_no_circle(built):
    rows = ring(covered_loan_ids="stands")
    rows["guarantor"][1]["share"] = 0
    assert find_circles(built(rows)).circles == ()


@pytest.mark.parametrize("terms", [{"cap": None, "paid": 100}, {"cap": None}])
def test_an_unknown_amount_is_no_zero(built, terms):
    assert len(find_circles(built(ring(**terms))).circles) == 1


def test_the_undrawn_rest_keeps_the_circle_and_passes_nothing_on(built):
    terms = {"cap_kind": "maximum", "creditor_id": "bank", "maturity": 10**12}
    snapshot = built(ring(**terms))
    (circle,) = find_circles(snapshot).circles
    assert circle.effective_amount == 2  # of the two others
    inputs = network_inputs(snapshot, PARAMETERS)
    nothing = inputs.network.p_edge == 0
    assert nothing.sum() == 1
    assert inputs.pass_quality[nothing].tolist() == [PassThroughQuality.NO_CALL]
    shown = contract_record(snapshot.view, "b>c", sees_personal=False)
    assert shown.force == "in_force"


def test_a_circle_without_any_amount_says_so(built):
    rows = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"))
    snapshot = built(rows)
    found = find_circles(snapshot)
    scores = default_probabilities(snapshot, PARAMETERS)
    (row,) = circle_tables(snapshot, found, scores)["circle"].to_pylist()
    unknown = ("contagion_exposure", "effective_amount", "loans")
    assert [row[name] for name in unknown] == [None, None, None]
    assert (row["unknown_amounts"], row["unknown_loans"]) == (3, 3)
    rows["guarantee"][0] |= {"cap": 100, "currency": "CNY"}
    snapshot = built(rows)
    scores = default_probabilities(snapshot, PARAMETERS)
    tables = circle_tables(snapshot, find_circles(snapshot), scores)
    (row,) = tables["circle"].to_pylist()
    assert row["effective_amount"] == 1
    assert row["contagion_exposure"] > 0
    assert row["loans"] is None
