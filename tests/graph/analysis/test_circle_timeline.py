"""How a circle came about, from facts of a few months."""

from __future__ import annotations

from datetime import date

import pytest

from graph.analysis import open_published, timeline_of_circle
from graph.analysis.contagion import ContagionParameters
from graph.analysis.links import READ_CAP
from graph.analysis.publish import publish
from graph.analysis.timeline import CurrencySum
from graph.errors import NotFoundError
from graph.instant import to_milliseconds
from graph.testing.facts import guarantee_rows, memory_store

FEW = ContagionParameters(n_worlds=64)


def day(text):
    return to_milliseconds(date.fromisoformat(text))


def rows():
    """a > b > c > a, closed in May; p and q hold shares, and z stands beside."""
    found = guarantee_rows(
        ("a", "b"), ("b", "c"), ("c", "a"), ("a", "c"), ("z", "a"), cap=100
    )
    begun = dict(
        zip(
            ("a>b", "b>c", "c>a", "a>c", "z>a"),
            ("2025-01-10", "2025-03-01", "2025-05-20", "2025-05-31", "2025-02-02"),
            strict=True,
        )
    )
    for contract in found["guarantee"]:
        contract["currency"] = "CNY"
    found["guarantee"][3]["cap"] = None
    for promise in found["guarantor"]:
        promise["valid_from"] = day(begun[promise["guarantee_id"]])
    found["party"] += [
        {"party_id": "p", "party_type": "person", "name": "p"},
        {"party_id": "q", "name": "q"},
    ]
    found["ownership"] = [
        {"owner_id": "p", "asset_id": "a", "valid_from": day("2025-01-31")},
        {"owner_id": "q", "asset_id": "b"},
        {"owner_id": "a", "asset_id": "z", "valid_from": day("2025-01-31")},
    ]
    found["account"] = [{"account_id": f"of {name}"} for name in "abcpqz"]
    found["account_holder"] = [
        {"holder_id": name, "account_id": f"of {name}"} for name in "abcpqz"
    ]
    found["transfer"] = [
        {"payer_id": f"of {payer}", "payee_id": f"of {payee}", "currency": "CNY"}
        | {"amount": amount, "valid_from": day(on)}
        for payer, payee, amount, on in (
            ("a", "q", 500, "2025-04-01"),
            ("q", "c", 400, "2025-04-30"),
            ("c", "c", 300, "2025-04-30"),
            ("c", "z", 200, "2025-04-30"),
            ("z", "a", 100, "2025-04-30"),
        )
    ]
    found["case_outcome"] = [
        {"party_id": party, "outcome": outcome, "case_no": "K"}
        | {"task": "money_ring", "valid_from": day(on)}
        for party, outcome, on in (
            ("q", "opened", "2025-06-01"),
            ("q", "confirmed", "2025-08-01"),
            ("p", "dismissed", "2025-08-01"),
            ("z", "confirmed", "2025-08-01"),
        )
    ]
    return found


def published(folder, facts, as_of="2025-12-31"):
    store = memory_store(facts)
    publish(store, folder, at=store.at(day(as_of)), parameters=FEW)
    return open_published(store, folder)


def timeline(shown, *, sees_personal=True):
    circle = max(shown.findings.circles, key=lambda item: item.firms)
    return timeline_of_circle(shown, circle.circle_id, sees_personal=sees_personal)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    return published(tmp_path_factory.mktemp("shown"), rows())


@pytest.fixture(scope="module")
def found(shown):
    return timeline(shown)


def test_contracts_among_members_count_in_the_month_in_which_they_began(found):
    said = {item.month: item.guarantees for item in found.months}
    counts = {month: tally.count for month, tally in said.items() if tally.count}
    assert counts == {"2025-01": 1, "2025-03": 1, "2025-05": 2}
    assert said["2025-05"].sums == (CurrencySum("CNY", "1.00"),)
    assert said["2025-05"].unknown_amounts == 1


def test_it_closed_on_the_day_on_which_all_members_were_tied_together(found):
    assert found.closed_on == "2025-05-20"


def test_shares_in_members_count_and_their_owners_payments_do(found):
    assert {item.month: item.holdings for item in found.months if item.holdings} == {
        "2025-01": 1
    }
    assert (found.owners, found.undated_holdings, found.undated_guarantees) == (2, 1, 0)
    [april] = [item for item in found.months if item.payments.count]
    assert (april.month, april.payments.count) == ("2025-04", 2)
    assert april.payments.sums == (CurrencySum("CNY", "9.00"),)


def outcomes(found):
    return [
        (item.party.party_id, item.outcome, item.day)
        for month in found.months
        for item in month.outcomes
    ]


def test_outcomes_stand_on_their_day(found):
    assert outcomes(found) == [
        ("q", "opened", "2025-06-01"),
        ("p", "dismissed", "2025-08-01"),
        ("q", "confirmed", "2025-08-01"),
    ]
    assert not found.outcomes_hidden


def test_those_of_persons_are_told_to_whom_may_see_them(shown):
    found = timeline(shown, sees_personal=False)
    assert {party for party, *_ in outcomes(found)} == {"q"}
    assert found.outcomes_hidden


def test_what_had_not_happened_by_the_day_is_not_there(tmp_path):
    found = timeline(published(tmp_path, rows(), "2025-05-25"))
    assert [item.month for item in found.months] == [
        "2025-01",
        "2025-03",
        "2025-04",
        "2025-05",
    ]
    assert (found.closed_on, outcomes(found)) == ("2025-05-20", [])


def test_a_promise_without_a_date_begins_with_its_contract(tmp_path):
    facts = rows()
    del facts["guarantor"][2]["valid_from"], facts["guarantor"][0]["valid_from"]
    facts["guarantee"][2]["signed_on"] = day("2025-05-05")
    found = timeline(published(tmp_path, facts))
    assert (found.closed_on, found.undated_guarantees) == ("2025-05-05", 1)


def test_a_circle_of_unknown_dates_closed_nobody_knows_when(tmp_path):
    found = timeline(
        published(tmp_path, guarantee_rows(("a", "b"), ("b", "c"), ("c", "a")))
    )
    assert (found.closed_on, found.months, found.undated_guarantees) == (None, (), 3)


def test_an_unknown_circle_is_none(shown):
    with pytest.raises(NotFoundError):
        timeline_of_circle(shown, "C-000000000000", sees_personal=True)


def test_payments_beyond_the_cap_are_said_to_be_cut(tmp_path, monkeypatch):
    assert READ_CAP > 1
    monkeypatch.setattr("graph.analysis.timeline_facts.READ_CAP", 1)
    found = timeline(published(tmp_path, rows()))
    assert found.completeness.truncated_by == ("reads:transfer",)
    assert found.completeness.advice
