import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feature_rows import DAY, NOW, companies, features_of, renamed
from gnn.features import Group
from gnn.features.counting import distinct, largest, recent, total
from gnn.features.firms import Firms
from gnn.features.litigation import FEATURES
from graph.instant import BEGINNING
from graph.testing.facts import guarantee_rows, snapshot_of
from graph.vocabulary import SHARE_UNIT


def event(party, kind, days, amount=None, other=None):
    return {
        "party_id": party,
        "counterparty_id": other,
        "event_type": kind,
        "amount": amount,
        "valid_from": NOW - days * DAY,
    }


ROWS = {
    **guarantee_rows(("a", "b")),
    "party": [*companies("a", "b", "c"), {"party_id": "p", "party_type": "person"}],
    "risk_event": [
        event("a", "litigation", 10, 50_000, "b"),
        event("a", "litigation", 200),
        event("a", "enforcement", 91),  # on the edge, and out
        event("b", "overdue", 1_000, 900),
        event("c", "default", 2_000),
        event("c", "litigation", 30, 700, "a"),
        event("p", "litigation", 5),
    ],
    "ownership": [
        {"owner_id": "p", "asset_id": "a", "share": SHARE_UNIT // 4,
         "valid_from": NOW - 20 * DAY},
        {"owner_id": "b", "asset_id": "a", "share": SHARE_UNIT // 2,
         "valid_from": NOW - 150 * DAY},
        {"owner_id": "c", "asset_id": "a", "share": SHARE_UNIT // 4},  # undated
    ],
    "role": [
        {"person_id": "p", "company_id": "b", "role_type": "director",
         "valid_from": NOW - 300 * DAY},
        {"person_id": "p", "company_id": "b", "role_type": "legal_representative",
         "valid_from": NOW - 300 * DAY},
    ],
    "loan": [
        {"loan_id": "1", "borrower_id": "a", "five_class": "normal",
         "days_past_due": 0, "outstanding": 300},
        {"loan_id": "2", "borrower_id": "a", "five_class": "doubtful",
         "days_past_due": 120, "outstanding": 100},
        {"loan_id": "3", "borrower_id": "b", "outstanding": 100},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def found():
    return features_of(ROWS, Group.LITIGATION)


@pytest.mark.parametrize(
    ("firm", "name", "value"),
    [
        ("a", "event_litigation_91", 1),
        ("a", "event_litigation_365", 2),
        ("a", "event_enforcement_91", 0),
        ("a", "event_enforcement_365", 1),
        ("b", "event_overdue_365", 0),
        ("b", "event_overdue_1095", 1),
        ("c", "event_default_1095", 0),
        ("a", "event_amount_91", math.log1p(500)),
        ("a", "event_brought_91", 1),
        ("b", "event_brought_91", 1),
        ("a", "event_partner_91", 1),  # with b, whom it guarantees; not with c
        ("b", "event_partner_91", 1),
        ("c", "event_partner_91", 0),
        ("b", "event_partner_amount_91", math.log1p(500)),
        ("a", "new_owners_91", 1),
        ("a", "new_owners_182", 2),
        ("a", "new_owners_365", 2),
        ("a", "new_share_91", 0.25),
        ("a", "new_share_365", 0.75),
        ("b", "new_holdings_182", 1),
        ("b", "new_officers_365", 1),  # one person in two roles
        ("b", "new_officers_182", 0),
        ("b", "new_representative_365", 1),
        ("a", "worst_grade", 3),
        ("a", "days_past_due", 120),
        ("a", "late_loans", 1),
        ("a", "bad_share", 0.25),
    ],
)
def test_a_figure_worked_out_by_hand(found, firm, name, value):
    assert found[firm][name] == pytest.approx(value)


@pytest.mark.parametrize("firm", ["b", "c"])
@pytest.mark.parametrize(
    "name", ["worst_grade", "days_past_due", "late_loans", "bad_share"]
)
def test_a_loan_that_nobody_graded_says_nothing(found, firm, name):
    assert math.isnan(found[firm][name])


def test_only_companies_have_a_row(found):
    assert sorted(found) == ["a", "b", "c"]


def test_what_was_not_collected_is_not_none():
    rows = {**ROWS, "risk_event": [], "guarantor": [], "guarantee": []}
    found = features_of(rows, Group.LITIGATION)["a"]
    assert math.isnan(found["event_litigation_91"])
    assert math.isnan(found["event_partner_91"])
    assert found["new_owners_91"] == 1


def test_later_facts_change_nothing(found):
    later = {"valid_from": NOW + DAY}
    rows = {
        kind: [*some, *({**row, **later} for row in some)]
        for kind, some in ROWS.items()
        if kind in {"risk_event", "ownership", "role"}
    }
    assert str(features_of({**ROWS, **rows}, Group.LITIGATION)) == str(found)


def test_outcomes_of_cases_change_nothing(found):
    outcome = {"party_id": "a", "outcome": "confirmed", "valid_from": NOW - DAY}
    rows = {**ROWS, "case_outcome": [outcome]}
    assert str(features_of(rows, Group.LITIGATION)) == str(found)


def test_other_names_give_the_same_figures(found):
    names = {"a": "z", "b": "y", "c": "x"}
    again = features_of(renamed(ROWS, names), Group.LITIGATION)
    assert str({name: again[names[name]] for name in "abc"}) == str(
        {name: found[name] for name in "abc"}
    )


def test_every_feature_is_named_once_in_two_languages():
    for words in ("name", "en", "zh"):
        assert len({getattr(item, words) for item in FEATURES}) == len(FEATURES)


MENTIONS = st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 3)), max_size=12)


@settings(settings.get_profile("reduced"))
@given(MENTIONS)
def test_sums_are_those_of_a_loop(mentions):
    snapshot = snapshot_of(
        {"party": [*companies("a", "b", "c"), {"party_id": "d"}]}, NOW
    )
    firms = Firms(snapshot)
    parties, values = (
        np.array(side, np.int32)
        for side in (zip(*mentions, strict=True) if mentions else ((), ()))
    )
    by_firm = {
        party: [value for name, value in mentions if name == party]
        for party in firms.parties.tolist()
    }
    amounts = values.astype(np.float64)
    assert total(firms, parties).tolist() == [len(v) for v in by_firm.values()]
    assert total(firms, parties, amounts).tolist() == [sum(v) for v in by_firm.values()]
    assert distinct(firms, parties, values).tolist() == [
        len(set(v)) for v in by_firm.values()
    ]
    most = [max(v, default=math.nan) for v in by_firm.values()]
    assert str(largest(firms, parties, amounts).tolist()) == str(
        [float(value) for value in most]
    )


def test_a_day_that_is_not_known_is_not_recent():
    times = np.array([BEGINNING, NOW - DAY, NOW, NOW + 1])
    assert recent(times, NOW, 10**6).tolist() == [False, True, True, False]
