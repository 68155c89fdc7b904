"""Schemes begin, hide, are found late, and end."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import mean

import pytest

from ingest.synthetic import generate

pytestmark = pytest.mark.integration

DAY = "2026-09-30"


def days_between(first, last):
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """An economy with some dozen schemes."""
    folder = tmp_path_factory.mktemp("schemes")
    return folder / "made", generate(folder / "made", companies=6_000, seed=5)


@pytest.fixture(scope="module")
def told(large, rows_of):
    """Outcomes of the cases of the economy, without those of the demo case."""
    rows = rows_of(large[0], "case_outcome")
    return [row for row in rows if row["source"] != "demo-case"]


def test_schemes_start_over_four_and_a_half_years_and_are_found_late(large):
    _, truth = large
    assert len(truth.schemes) == 48
    ages = [days_between(item["started_on"], DAY) for item in truth.schemes]
    delays = [
        days_between(item["started_on"], item["discovered_on"])
        for item in truth.schemes
    ]
    assert 0 < min(ages) < 365
    assert 3 * 365 < max(ages) < 4.6 * 365
    assert min(delays) >= 90
    assert 8 * 30 < mean(delays) < 17 * 30
    hidden = [item for item in truth.schemes if item["discovered_on"] > DAY]
    assert 0.1 < len(hidden) / len(truth.schemes) < 0.45


def test_schemes_have_three_to_twelve_firms_and_each_only_its_own(large):
    _, truth = large
    sizes = [len(item["members"]) for item in truth.schemes]
    assert set(sizes) <= set(range(3, 13))
    members = [party for item in truth.schemes for party in item["members"]]
    assert len(members) == len(set(members))
    tasks = Counter(item["task"] for item in truth.schemes)
    assert 0.5 < tasks["guarantee_fraud"] / len(truth.schemes) < 0.85
    assert set(tasks) == {"guarantee_fraud", "money_ring", "related_party_fraud"}


def test_what_was_found_by_the_day_is_told_and_nothing_else(large, told):
    _, truth = large
    confirmed = {row["party_id"] for row in told if row["outcome"] == "confirmed"}
    for item in truth.schemes:
        found = confirmed.intersection(item["members"])
        if item["confirmed_on"] > DAY:
            assert not found
        elif days_between(item["confirmed_on"], DAY) > 200:
            assert found == set(item["members"])
    assert all(row["occurred_at"][:10] <= DAY for row in told)


def test_a_fifth_of_the_members_is_found_months_after_the_others(told):
    days = defaultdict(list)
    for row in told:
        if row["outcome"] == "confirmed":
            days[row["scheme_ref"]].append(row["occurred_at"][:10])
    late = [
        days_between(min(found), day) > 25 for found in days.values() for day in found
    ]
    assert 0.08 < mean(late) < 0.35


def test_each_case_opens_before_it_is_settled(told):
    cases = defaultdict(dict)
    for row in told:
        cases[row["party_id"], row["case_no"]][row["outcome"]] = row
    for case in cases.values():
        settled = case.get("confirmed") or case.get("dismissed")
        if settled and "opened" in case:
            assert case["opened"]["occurred_at"] < settled["occurred_at"]
        if "confirmed" in case:
            row = case["confirmed"]
            assert row["began_on"] < row["occurred_at"][:10]
            assert row["scheme_ref"]
        else:
            assert not any(row["began_on"] for row in case.values())


def test_firms_are_accused_wrongly_and_schemes_let_go(large):
    _, truth = large
    guilty = {party for item in truth.schemes for party in item["members"]}
    wrong = [item for item in truth.accusations if item["scheme"] is None]
    let_go = [item for item in truth.accusations if item["scheme"]]
    assert len(wrong) == 9
    assert let_go
    assert not guilty.intersection(item["party_id"] for item in wrong)
    for item in truth.accusations:
        assert 60 <= days_between(item["opened_on"], item["dismissed_on"]) <= 274


def test_payments_of_a_ring_stop_when_it_is_confirmed(large, rows_of):
    folder, truth = large
    confirmed = {item["id"]: item["confirmed_on"] for item in truth.schemes}
    started = {item["id"]: item["started_on"] for item in truth.schemes}
    when = {row["record_id"]: row["occurred_at"] for row in rows_of(folder, "transfer")}
    rings = [item for item in truth.transfer_rings if "scheme" in item]
    assert rings
    for ring in rings:
        last = date.fromisoformat(confirmed[ring["scheme"]]) + timedelta(50)
        for name in ring["transfers"]:
            assert started[ring["scheme"]] <= when[name][:10] <= last.isoformat()


def test_guarantees_of_a_confirmed_scheme_run_to_maturity(large, rows_of):
    folder, truth = large
    scheme = {party: item for item in truth.schemes for party in item["members"]}
    contract = {row["guarantee_id"]: row for row in rows_of(folder, "guarantee")}
    after, ended, before, every = 0, 0, 0, 0
    for row in rows_of(folder, "guarantee_guarantor"):
        signed = contract[row["guarantee_id"]]
        item = scheme.get(row["guarantor_id"])
        if item is None or item is not scheme.get(signed["debtor_id"]):
            continue
        before += days_between(item["started_on"], signed["valid_from"]) < -181
        every += 1
        if item["confirmed_on"] < DAY:
            after += signed["valid_to"] >= item["confirmed_on"]
            ended += 1
    assert ended
    assert after > 0.4 * ended
    assert before < 0.02 * every, "few had to do with each other before"
