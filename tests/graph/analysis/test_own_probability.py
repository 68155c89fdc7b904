"""What courts and ledgers say, as own probability: row by row, by age and release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.passthrough import SelfPdQuality
from graph.analysis.contagion import (
    ContagionParameters,
    default_probabilities,
    network_inputs,
)
from graph.analysis.credit_events import (
    CREDIT_EVENTS,
    EVENT_DAYS,
    EVENT_PD,
    PAST_DUE,
)
from graph.analysis.explain import explain_score
from graph.analysis.own_probability import DAY, own_probabilities
from graph.snapshot import Snapshot
from graph.testing.strategies import at_most
from graph.vocabulary import KINDS

NOW = 20_000 * DAY
PARAMETERS = ContagionParameters(n_worlds=640)
EVENT_TYPES = KINDS["risk_event"].property_by_name["event_type"].choices
GRADES = KINDS["loan"].property_by_name["five_class"].choices


def event(kind, days=1, party="a", **more):
    happened = NOW - days * DAY
    return {"party_id": party, "event_type": kind, "valid_from": happened, **more}


def loan(borrower="a", **more):
    return {"loan_id": f"loan-{more}", "borrower_id": borrower, **more}


def own(built, events=(), loans=(), parameters=PARAMETERS, **facts):
    """Own probability of firm a, and what it rests on."""
    rows = {
        "party": [{"party_id": "a", "name": "A"}],
        "risk_event": list(events),
        "loan": list(loans),
        **facts,
    }
    snapshot = built(rows, as_of=NOW)
    found, quality = own_probabilities(snapshot, parameters)
    number = snapshot.number("party", "a")
    return float(found[number]), SelfPdQuality(quality[number]).name


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("bankruptcy", 1.0),
        ("default", 1.0),
        ("dishonest_debtor", 0.9),
        ("consumption_limit", 0.3),
        ("enforcement", 0.25),
        ("equity_freeze", 0.2),
        ("overdue", 0.15),
        ("abnormal_operation", 0.05),
        ("litigation", 0.04),
    ],
)
def test_an_open_event_is_the_least_probability(built, kind, expected):
    assert own(built, [event(kind)]) == (expected, "EVENT")
    assert own(built, [event(kind, status="Open")]) == (expected, "EVENT")


def test_a_rating_change_says_nothing_without_its_grade(built):
    assert own(built, [event("rating_change")]) == (0.02, "SETTING")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        *((0, 0.02), (1, 0.04), (29, 0.04), (30, 0.15), (59, 0.15), (60, 0.3)),
        *((89, 0.3), (90, 1.0), (91, 1.0), (5_000, 1.0), (None, 0.02)),
    ],
)
def test_days_past_due_rise_in_steps(built, days, expected):
    found, quality = own(built, loans=[loan(days_past_due=days)])
    assert found == expected
    assert quality == ("SETTING" if expected == 0.02 else "EVENT")


@pytest.mark.parametrize(
    ("grade", "expected"),
    list(zip(GRADES, (0.02, 0.1, 1.0, 1.0, 1.0), strict=True)),
)
def test_the_last_three_grades_are_default(built, grade, expected):
    assert own(built, loans=[loan(five_class=grade)])[0] == expected


def test_every_code_has_a_row_or_is_known_to_need_none():
    codes = {*EVENT_TYPES, *GRADES, *(name for _, name in PAST_DUE)}
    assert codes - set(EVENT_PD) == {"rating_change", "normal"}
    assert len(EVENT_PD) == len(CREDIT_EVENTS)
    listed = [row.probability for row in CREDIT_EVENTS]
    assert listed == sorted(listed, reverse=True)
    assert all(row.source for row in CREDIT_EVENTS)


def test_the_table_of_the_documents_is_that_of_the_code():
    page = Path(__file__).parents[3] / "docs/explanation/contagion.md"
    text = page.read_text(encoding="utf-8")
    for row in CREDIT_EVENTS:
        lasts = "until closed" if row.days is None else f"{row.days:,} days"
        if row.code in GRADES or row.code.startswith("past_due"):
            lasts = "while stated"
        assert f"| `{row.code}` | {row.probability:.0%} | {lasts} |" in text


@pytest.mark.parametrize(("kind", "days"), list(EVENT_DAYS.items()))
def test_an_event_counts_to_its_last_day(built, kind, days):
    assert own(built, [event(kind, days)]) == (EVENT_PD[kind], "EVENT")
    assert own(built, [event(kind, days + 1)]) == (0.02, "SETTING")


def test_an_open_bankruptcy_never_ages(built):
    assert own(built, [event("bankruptcy", 9_000)]) == (1.0, "EVENT")


def test_an_event_of_unknown_day_does_not_age(built):
    undated = {"party_id": "a", "event_type": "enforcement"}
    assert own(built, [undated]) == (0.25, "EVENT")


@pytest.mark.parametrize(
    "status", ["closed", " Released ", "已结案", "撤诉", "DISMISSED"]
)
def test_a_case_that_is_over_stops_counting(built, status):
    assert own(built, [event("bankruptcy", status=status)]) == (0.02, "SETTING")


@pytest.mark.parametrize(
    "status", ["终结本次执行", "全部未履行", "not released", "open", "", "审理中"]
)
def test_what_only_sounds_like_an_end_counts(built, status):
    assert own(built, [event("enforcement", status=status)]) == (0.25, "EVENT")


def test_a_loan_paid_off_says_nothing_and_one_of_unknown_balance_does(built):
    late = {"days_past_due": 120, "currency": "CNY"}
    assert own(built, loans=[loan(outstanding=0, **late)]) == (0.02, "SETTING")
    assert own(built, loans=[loan(outstanding=None, **late)]) == (1.0, "EVENT")


def test_a_loan_without_borrower_touches_nobody(built):
    assert own(built, loans=[loan(None, days_past_due=120)]) == (0.02, "SETTING")


def test_the_worst_of_all_counts(built):
    events = [event("litigation"), event("enforcement"), event("abnormal_operation")]
    loans = [loan(five_class="special_mention"), loan(days_past_due=10)]
    assert own(built, events, loans) == (0.25, "EVENT")


@pytest.mark.parametrize(
    ("self_pd", "expected"),
    [(0.001, (0.25, "EVENT")), (0.25, (0.25, "EXPLICIT")), (0.4, (0.4, "EXPLICIT"))],
)
def test_rating_and_event_combine_by_the_maximum(built, self_pd, expected):
    rated = [{"party_id": "a", "self_pd": self_pd}]
    assert own(built, [event("enforcement")], rating=rated) == expected
    graded = [{"party_id": "a", "grade": "AAA"}]
    assert own(built, [event("enforcement")], rating=graded) == (0.25, "EVENT")


def test_without_events_ratings_alone_decide(built):
    off = replace(PARAMETERS, events=False)
    rated = [{"party_id": "a", "self_pd": 0.03}]
    events, loans = [event("bankruptcy")], [loan(days_past_due=400)]
    assert own(built, events, loans, off, rating=rated) == (0.03, "EXPLICIT")
    assert own(built, events, loans, off) == (0.02, "SETTING")
    bare = replace(PARAMETERS, event_pd={})
    assert own(built, events, loans, bare) == (0.02, "SETTING")


def test_the_table_is_a_parameter(built):
    softer = replace(PARAMETERS, event_pd={"bankruptcy": 0.5}, event_days={})
    assert own(built, [event("bankruptcy"), event("default")], (), softer)[0] == 0.5


@pytest.mark.parametrize(
    ("table", "words"),
    [({"bankrupcy": 1.0}, "bankrupcy"), ({"default": 1.5}, r"\[default\] is 1.5")],
)
def test_a_wrong_table_is_refused(built, table, words):
    with pytest.raises(ValueError, match=words):
        own(built, parameters=replace(PARAMETERS, event_pd=table))


def test_a_receipt_without_a_word_on_events_left_them_out():
    old = {"parameters": {"n_worlds": 64, "seed": 3}}
    assert ContagionParameters.of_receipt(old) == ContagionParameters(
        n_worlds=64, seed=3, events=False
    )


def test_a_firm_in_default_passes_it_on(built, network):
    """b guarantees a, which is bankrupt: b fails with the pass-through of 0.5."""
    rows = network("ba", b=0.0)
    rows["risk_event"] = [event("bankruptcy")]
    snapshot = built(rows, as_of=NOW)
    parameters = ContagionParameters(n_worlds=64_000)
    found = default_probabilities(snapshot, parameters)
    a, b = (snapshot.number("party", name) for name in "ab")
    assert (found.pd[a], found.increment[a]) == (1.0, 0.0)
    assert found.pd[b] == pytest.approx(0.5, abs=0.01)
    explained = explain_score(
        snapshot, network_inputs(snapshot, parameters), parameters, "b"
    )
    assert explained.exact_pd == pytest.approx(0.5)
    assert [(share.party_id) for share in explained.by_seed] == ["a"]


def test_memory_and_sqlite_agree(filled):
    rows = {
        "party": [{"party_id": name, "name": name} for name in "abc"],
        "risk_event": [
            event("dishonest_debtor"),
            event("enforcement", 900, "b"),
            event("litigation", 3, "b", status="open"),
        ],
        "loan": [loan("c", five_class="doubtful"), loan("b", days_past_due=31)],
    }
    store = filled(rows)
    snapshot = Snapshot.build(store, store.at(NOW))
    found, _ = own_probabilities(snapshot, PARAMETERS)
    named = dict(zip(snapshot.ids("party").to_pylist(), found.tolist(), strict=True))
    assert named == {"a": 0.9, "b": 0.15, "c": 1.0}


EVENTS = st.lists(
    st.builds(
        event,
        st.sampled_from(EVENT_TYPES),
        st.integers(0, 1_500),
        st.sampled_from("abcd"),
        status=st.sampled_from([None, "open", "closed"]),
    ),
    max_size=6,
)


@at_most(25)  # each builds snapshots
@given(events=EVENTS, more=EVENTS)
def test_a_further_event_never_lowers_a_probability(built, network, events, more):
    rows = network("ab bc ca cd", a=0.1, c=0.05)
    for row in rows["guarantee"]:
        row |= {"cap": 10_000, "currency": "CNY"}
    rows["financials"] = [
        {"party_id": name, "currency": "CNY", "total_assets": 90_000}
        | {"total_liabilities": 40_000}
        for name in "abc"
    ]
    few, many = (
        built(rows | {"risk_event": some}, as_of=NOW)
        for some in (events, events + more)
    )
    before, after = (default_probabilities(one, PARAMETERS) for one in (few, many))
    assert (after.self_pd >= before.self_pd).all()
    assert (after.pd >= before.pd - 1e-12).all()


@at_most(25)  # each builds snapshots
@given(events=EVENTS)
def test_the_vectorised_floor_is_that_of_a_plain_walk(built, events):
    parties = [{"party_id": name, "name": name} for name in "abcd"]
    snapshot = built({"party": parties, "risk_event": events}, as_of=NOW)
    found, _ = own_probabilities(snapshot, PARAMETERS)
    expected = dict.fromkeys("abcd", PARAMETERS.default_self_pd)
    for row in events:
        code, age = row["event_type"], (NOW - row["valid_from"]) // DAY
        open_still = row["status"] != "closed"
        if open_still and age <= EVENT_DAYS.get(code, np.inf):
            party = row["party_id"]
            expected[party] = max(expected[party], EVENT_PD.get(code, 0.0))
    names = snapshot.ids("party").to_pylist()
    assert dict(zip(names, found.tolist(), strict=True)) == expected
