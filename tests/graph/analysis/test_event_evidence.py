"""What is said against a party: order, words, and that nothing is left out."""

from __future__ import annotations

import numpy as np
import pytest

from graph.analysis.contagion import ContagionParameters, network_inputs
from graph.analysis.event_evidence import evidence_of, in_words
from graph.analysis.explain import explain_score

DAY = 86_400_000
NOW = 20_000 * DAY  # 2024-10-04
PARAMETERS = ContagionParameters(n_worlds=64)


def event(kind, days, amount=None, currency="CNY", **more):
    minor = None if amount is None else amount * 100
    return {
        "party_id": "a",
        "event_type": kind,
        "valid_from": NOW - days * DAY,
        "amount": minor,
        "currency": currency,
        **more,
    }


def words(snapshot, party="a"):
    numbers = snapshot.numbers("party", [party])
    return [in_words(item) for item in evidence_of(snapshot, numbers, PARAMETERS)]


@pytest.fixture
def troubled(network):
    rows = network("ab", a=0.01)
    rows["risk_event"] = [
        event("overdue", 3),
        event("litigation", 1, 900_000_000),
        event("enforcement", 40, 38_200_000),
        event("enforcement", 2),
        event("enforcement", 10, 5_000),
        event("bankruptcy", 5, status="closed"),
        event("litigation", 2_000),
        {**event("dishonest_debtor", 1), "party_id": "b"},
    ]
    rows["loan"] = [
        {
            "loan_id": "l",
            "borrower_id": "a",
            "days_past_due": 101,
            "five_class": "substandard",
            "outstanding": 320_000_000,
            "currency": "CNY",
        }
    ]
    return rows


def test_the_worst_comes_first_then_the_largest_amount(built, troubled):
    assert [item.en for item in words(built(troubled, as_of=NOW))] == [
        "loan 101 days past due, substandard, ¥3.2m",
        "enforcement, 2024-08-25, ¥38.2m",
        "enforcement, 2024-09-24, ¥5k",
        "enforcement, 2024-10-02",
        "overdue, 2024-10-01",
        "litigation, 2024-10-03, ¥900m",
    ]


def test_both_languages_say_day_and_amount(built, troubled):
    loan, enforced, *_ = words(built(troubled, as_of=NOW))
    assert loan.zh == "贷款逾期 101 天，五级分类为次级，320 万元"
    assert enforced.zh == "被执行，2024-08-25，3,820 万元"


def test_amounts_of_other_currencies_are_compared_at_their_rate(built, network):
    rows = network("ab")
    rows["risk_event"] = [
        event("enforcement", 1, 10_000_000, "JPY") | {"amount": 10_000_000},
        event("enforcement", 1, 900_000),
        event("enforcement", 1, 900, "XOF"),  # without a rate: the last
    ]
    rows["exchange_rate"] = [
        {"base_currency": "JPY", "quote_currency": "CNY", "rate": 0.05}
    ]
    found = [item.en for item in words(built(rows, as_of=NOW))]
    assert [text.rsplit(", ", 1)[1] for text in found] == [
        "¥900k",
        "JPY 10m",
        "XOF 90k",
    ]


def test_a_party_of_whom_nothing_is_said_has_no_evidence(built, network):
    snapshot = built(network("ab"))
    assert words(snapshot) == []
    nobody = np.array([-1], np.int32)
    assert evidence_of(snapshot, nobody, PARAMETERS) == ()


def test_a_score_names_its_event_and_lists_all(built, troubled):
    snapshot = built(troubled, as_of=NOW)
    inputs = network_inputs(snapshot, PARAMETERS)
    found = explain_score(snapshot, inputs, PARAMETERS, "a")
    assert found.self_pd == 1.0
    assert found.self_reason.en == "loan 101 days past due, substandard, ¥3.2m"
    own, loan, enforced, *others = (reason.text.en for reason in found.reasons)
    assert own == "On its own it fails with 100.00% in 12 months."
    assert loan.startswith("Loan 101 days past due, substandard, ¥3.2m: at least 100%")
    assert enforced == "Enforcement, 2024-08-25, ¥38.2m: at least 25% in 12 months."
    assert sum("at least" in text for text in others) == 4


def test_a_score_without_events_does_not_name_them(built, troubled):
    snapshot = built(troubled, as_of=NOW)
    without = ContagionParameters(n_worlds=64, events=False)
    found = explain_score(snapshot, network_inputs(snapshot, without), without, "a")
    assert found.self_pd == 0.01
    assert not any("at least" in reason.text.en for reason in found.reasons)


def test_a_guarantor_in_default_is_not_said_to_guarantee_nobody(built, troubled):
    troubled["guarantee"][0] |= {"cap": 10_000, "currency": "CNY"}
    troubled["financials"] = [
        {"party_id": "a", "currency": "CNY", "total_assets": 9_000_000}
        | {"total_liabilities": 4_000_000}
    ]
    snapshot = built(troubled, as_of=NOW)
    found = explain_score(
        snapshot, network_inputs(snapshot, PARAMETERS), PARAMETERS, "a"
    )
    assert found.by_debtor == ()
    assert found.reasons[-1].text.en == (
        "It is in default already: what it guarantees adds nothing."
    )


def test_guarantees_that_pass_nothing_on_are_not_none(built, network):
    snapshot = built(network("ab", a=0.1))
    deaf = ContagionParameters(n_worlds=64, default_pass_through=0.0)
    found = explain_score(snapshot, network_inputs(snapshot, deaf), deaf, "a")
    assert found.reasons[-1].text.en == "What it guarantees passes nothing on."
