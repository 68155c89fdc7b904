"""Limits of patterns: amounts and currencies, filters, caps and times."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.analysis.pattern_parameters import PatternParameters, questions_of
from graph.analysis.pattern_truth import compare_hits
from graph.analysis.patterns import find_patterns
from graph.errors import MissingRateError, NotFoundError
from graph.instant import BEGINNING
from meeting_payments import AS_OF, FAN_IN, STRUCTURED, asked, rows_of


def test_limits_in_yuan_are_converted_to_the_reporting_currency(built):
    rows = rows_of([*STRUCTURED, ("x", "y", 4, 50_000)])
    rate = {"base_currency": "CNY", "quote_currency": "USD", "rate": 0.1404}
    snapshot = built({**rows, "exchange_rate": [rate]}, AS_OF, "USD")
    parameters = asked("structuring")
    (hit,) = (found := find_patterns(snapshot, parameters)).hits
    assert [fact.record_id for fact in hit.evidence] == ["00", "01", "02"]
    (told,) = compare_hits(snapshot, found, parameters, {"transfer_rings": []}).patterns
    assert told.invalid == ()


def test_without_a_rate_a_pattern_is_refused_and_among_others_named(built):
    rows = rows_of(STRUCTURED)
    for row in rows["transfer"]:
        row["currency"] = "USD"
    snapshot = built(rows, AS_OF, "USD")
    with pytest.raises(MissingRateError):
        find_patterns(snapshot, asked("structuring"))
    both = PatternParameters(questions=questions_of(["fan_in", "structuring"]))
    cover = find_patterns(snapshot, both).completeness
    assert cover.truncated_by == ("rate:structuring",)


def test_amounts_are_compared_in_the_reporting_currency(built):
    rows = rows_of(STRUCTURED)
    for row in rows["transfer"]:
        row |= {"currency": "USD", "amount": 700_000}
    rate = {"base_currency": "USD", "quote_currency": "CNY", "rate": 7.0}
    (hit,) = find_patterns(
        built({**rows, "exchange_rate": [rate]}, AS_OF), asked("structuring")
    ).hits
    assert hit.amount == 147_000
    with pytest.raises(MissingRateError):
        find_patterns(built(rows, AS_OF), asked("structuring"))


def test_payments_that_enter_without_a_known_amount_are_counted(built):
    rows = rows_of(FAN_IN)
    rows["transfer"][0]["amount"] = rows["transfer"][0]["currency"] = None
    (hit,) = find_patterns(built(rows, AS_OF), asked("fan_in")).hits
    assert (hit.amount, hit.unknown_amounts) == (3_000, 1)


def test_the_reporting_limit_is_met_exactly(built):
    for amount, hits in ((50_000, 0), (49_999.99, 1), (40_000, 1), (39_999.99, 0)):
        transfers = [("x", "y", day, amount) for day in (1, 2, 3)]
        rows = rows_of(transfers)
        for row in rows["transfer"]:
            row["amount"] = round(row["amount"])
        found = find_patterns(built(rows, AS_OF), asked("structuring"))
        assert len(found.hits) == hits


def test_hits_may_be_asked_for_by_account_party_and_days(built):
    rows = rows_of([*FAN_IN, ("u", "v", 1, 1)])
    rows["party"] = [{"party_id": "P"}, {"party_id": "Q"}]
    rows["account_holder"] = [
        {"holder_id": "P", "account_id": "a"},
        {"holder_id": "Q", "account_id": "u"},
    ]
    snapshot = built(rows, AS_OF)

    def count(**wanted):
        return len(find_patterns(snapshot, replace(asked("fan_in"), **wanted)).hits)

    assert (count(account="x"), count(account="b"), count(account="u")) == (1, 1, 0)
    assert (count(party="P"), count(party="Q")) == (1, 0)
    assert count(party="P", account="x") == 0
    assert (count(since="1970-01-03"), count(since="1970-01-04")) == (1, 0)
    assert (count(until="1970-01-10"), count(until="1970-01-03")) == (1, 0)
    with pytest.raises(NotFoundError):
        count(account="nobody")


def test_only_hits_with_the_wanted_account_count_towards_the_caps(built):
    everybody = [
        (f"{name}{hub}", f"{hub}", 2, 1_000) for hub in range(5) for name in "abcd"
    ]
    snapshot = built(rows_of(everybody), AS_OF)
    caps = {"max_hits": 1, "max_evidence": 4}
    wanted = replace(asked("fan_in"), account="4", **caps)
    (hit,) = find_patterns(snapshot, wanted).hits
    assert "4" in hit.account_ids
    assert find_patterns(snapshot, wanted).completeness.complete
    assert not find_patterns(
        snapshot, replace(wanted, account=None)
    ).completeness.complete


def test_a_hit_without_room_ends_no_search(built):
    busy = [(f"p{place}", "A", 2, 1_000) for place in range(9)]
    snapshot = built(rows_of([*busy, *FAN_IN]), AS_OF)
    found = find_patterns(snapshot, replace(asked("fan_in"), max_evidence=8))
    assert [hit.transfers for hit in found.hits] == [4]
    assert found.completeness.truncated_by == ("evidence:fan_in",)


def test_transfers_without_a_time_are_in_no_window(built):
    rows = rows_of(FAN_IN)
    for row in rows["transfer"]:
        row["valid_from"] = BEGINNING
    assert not find_patterns(built(rows, AS_OF), asked("fan_in")).hits


def test_a_cut_search_says_by_what(built):
    rows = rows_of([*FAN_IN, *[(name, "y", 2, 1) for name in "abcd"]])
    found = find_patterns(built(rows, AS_OF), replace(asked("fan_in"), max_hits=1))
    assert len(found.hits) == 1
    assert found.completeness.truncated_by == ("records:fan_in",)
    assert found.completeness.advice
