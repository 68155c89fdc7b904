"""What happened around a party, at any instant of any store."""

from __future__ import annotations

from datetime import date

import pytest

from graph.analysis import timeline_of_party
from graph.analysis.timeline import CurrencySum
from graph.errors import NotFoundError
from graph.instant import to_milliseconds
from graph.snapshot import Snapshot
from graph.testing.facts import guarantee_rows


def day(text):
    return to_milliseconds(date.fromisoformat(text))


def rows():
    """b receives from a, gives to c, is held by p, holds d, pays c and is paid by a."""
    found = guarantee_rows(("a", "b"), ("b", "c"), ("a", "c"), cap=100, currency="CNY")
    for promise, begun in zip(
        found["guarantor"], ("2025-01-10", "2025-03-01", "2025-04-01"), strict=True
    ):
        promise["valid_from"] = day(begun)
    found["party"] += [
        {"party_id": "p", "party_type": "person", "name": "p"},
        {"party_id": "d", "name": "d"},
    ]
    found["ownership"] = [
        {"owner_id": "p", "asset_id": "b", "valid_from": day("2025-01-31")},
        {"owner_id": "b", "asset_id": "d"},
        {"owner_id": "p", "asset_id": "d", "valid_from": day("2025-01-31")},
    ]
    accounts = {"1": "b", "2": "b", "3": "a", "4": "c"}
    found["account"] = [{"account_id": name} for name in accounts]
    found["account_holder"] = [
        {"holder_id": holder, "account_id": name} for name, holder in accounts.items()
    ]
    found["transfer"] = [
        {"payer_id": payer, "payee_id": payee, "currency": "CNY"}
        | {"amount": amount, "valid_from": day(on)}
        for payer, payee, amount, on in (
            ("1", "4", 500, "2025-04-01"),
            ("3", "2", 400, "2025-06-30"),
            ("1", "2", 300, "2025-04-30"),
            ("3", "4", 200, "2025-04-30"),
        )
    ]
    found["case_outcome"] = [
        {"party_id": party, "outcome": outcome, "case_no": "K"}
        | {"task": "money_ring", "valid_from": day(on)}
        for party, outcome, on in (
            ("b", "opened", "2025-06-01"),
            ("b", "confirmed", "2025-08-01"),
            ("p", "confirmed", "2025-08-01"),
        )
    ]
    return found


@pytest.fixture
def store(filled):
    return filled(rows())


def told(view, party="b", *, sees_personal=True):
    found = timeline_of_party(view, party, sees_personal=sees_personal)
    return found, {
        item.month: (
            item.guarantees.count,
            item.holdings,
            item.payments.count,
            [outcome.outcome for outcome in item.outcomes],
        )
        for item in found.months
    }


def test_what_a_party_gave_got_and_was_found_of_it(store):
    found, months = told(store.view(store.at(day("2025-12-31"))))
    assert months == {
        "2025-01": (1, 1, 0, []),
        "2025-03": (1, 0, 0, []),
        "2025-04": (0, 0, 1, []),
        "2025-06": (0, 0, 1, ["opened"]),
        "2025-08": (0, 0, 0, ["confirmed"]),
    }
    assert found.months[2].payments.sums == (CurrencySum("CNY", "5.00"),)
    assert (found.undated_guarantees, found.undated_holdings) == (0, 1)
    assert found.completeness.complete


def test_on_a_past_day_it_ends_there(store):
    _, months = told(store.view(store.at(day("2025-06-15"))))
    assert list(months) == ["2025-01", "2025-03", "2025-04", "2025-06"]
    assert months["2025-06"] == (0, 0, 0, ["opened"])


def test_a_snapshot_tells_the_same(store):
    at = store.at(day("2025-12-31"))
    _, months = told(Snapshot.build(store, at).view)
    assert months == told(store.view(at))[1]


def test_a_person_s_outcomes_need_the_scope(store):
    view = store.view(store.at(day("2025-12-31")))
    found, months = told(view, "p")
    assert (months["2025-08"][3], found.outcomes_hidden) == (["confirmed"], False)
    found, months = told(view, "p", sees_personal=False)
    assert ("2025-08" in months, found.outcomes_hidden) == (False, True)


def test_of_nobody_there_is_none(store):
    with pytest.raises(NotFoundError):
        timeline_of_party(store.view(), "nobody", sees_personal=True)


def test_a_party_without_dated_facts_has_no_months(filled):
    found, months = told(filled({"party": [{"party_id": "b"}]}).view())
    assert (months, found.outcomes_hidden) == ({}, False)


def test_payments_beyond_the_cap_are_said_to_be_cut(store, monkeypatch):
    monkeypatch.setattr("graph.analysis.timeline_facts.READ_CAP", 1)
    found, _ = told(store.view(store.at(day("2025-12-31"))))
    assert found.completeness.truncated_by == ("reads:transfer",)
    assert found.completeness.advice
