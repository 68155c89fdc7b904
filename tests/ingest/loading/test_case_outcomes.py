"""Outcomes of cases: what loads, what is refused, and in which words."""

from __future__ import annotations

import pytest

from graph.instant import END, At
from graph.vocabulary import KINDS
from ingest.export import export_facts
from ingest.loading.load import load
from ingest.loading.retract import retract_records

PARTY = "party_id,party_type,name\nc:a,company,甲\nc:b,company,乙\n"
HEAD = "party_id,task,case_no,outcome,began_on,record_id,occurred_at\n"
OPENED = "c:a,guarantee_fraud,K-1,opened,,o,2025-03-01\n"
CONFIRMED = "c:a,guarantee_fraud,K-1,confirmed,2024-11-05,d,2025-06-01\n"
CASE = KINDS["case_outcome"]


def outcomes(store):
    table = store.view(At(END, store.last_instant())).select(CASE)
    return sorted(
        zip(
            *(table[name].to_pylist() for name in ("record_id", "outcome")), strict=True
        )
    )


def test_each_outcome_is_an_event_on_its_own_day(store, bundle):
    report = load(bundle(party=PARTY, case_outcome=HEAD + OPENED + CONFIRMED), store)
    assert (report.exit_code, report.total("added")) == (0, 4)
    assert outcomes(store) == [("d", "confirmed"), ("o", "opened")]
    april = store.view(store.at(At.parse("2025-04-01", "2025-04-01").as_of))
    assert april.select(CASE)["outcome"].to_pylist() == ["opened"]
    assert april.counts()["case_outcome.opened"] == 1


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        (
            "c:x,money_ring,K-2,opened,,x,2025-03-01",
            "party_id",
            "c:x",
            "is the id of no party in the store or this load",
        ),
        (
            "c:a,tax_fraud,K-2,opened,,x,2025-03-01",
            "task",
            "tax_fraud",
            "is no known code",
        ),
        (
            "c:a,money_ring,K-2,suspected,,x,2025-03-01",
            "outcome",
            "suspected",
            "is no known code",
        ),
        ("c:a,money_ring,,opened,,x,2025-03-01", "case_no", "", "is empty"),
        (
            "c:a,money_ring,K-2,opened,,x,2999-01-01",
            "occurred_at",
            "2999-01-01",
            "is in the future",
        ),
        (
            "c:a,guarantee_fraud,K-1,dismissed,,x,2025-02-28",
            "occurred_at",
            "2025-02-28",
            "is before the case was opened on 2025-03-01 (case_outcome.csv row 2)",
        ),
        (
            "c:a,money_ring,K-2,opened,2025-02-01,x,2025-03-01",
            "began_on",
            "2025-02-01",
            "is stated of an outcome that is opened",
        ),
        (
            "c:a,money_ring,K-2,confirmed,2025-03-02,x,2025-03-01",
            "began_on",
            "2025-03-02",
            "is after the outcome of 2025-03-01",
        ),
    ],
)
def test_what_cannot_be_is_named_and_the_rest_loads(
    store, bundle, row, column, value, reason
):
    report = load(bundle(party=PARTY, case_outcome=f"{HEAD}{OPENED}{row}\n"), store)
    [fault] = report.rejected
    assert (fault.file, fault.row) == ("case_outcome.csv", 3)
    assert (fault.column, fault.value, fault.reason) == (column, value, reason)
    assert report.exit_code == 3
    assert outcomes(store) == [("o", "opened")]


def test_two_contrary_outcomes_of_one_case_on_one_day_are_both_refused(store, bundle):
    contrary = "c:a,guarantee_fraud,K-1,dismissed,,e,2025-06-01T09:30:00Z\n"
    other = "c:b,guarantee_fraud,K-1,dismissed,,f,2025-06-01\n"
    rows = HEAD + OPENED + CONFIRMED + contrary + other
    report = load(bundle(party=PARTY, case_outcome=rows), store)
    assert [
        (item.row, item.column, item.value, item.reason) for item in report.rejected
    ] == [
        (
            3,
            "outcome",
            "confirmed",
            "is said of the same case and day as dismissed (case_outcome.csv row 4)",
        ),
        (
            4,
            "outcome",
            "dismissed",
            "is said of the same case and day as confirmed (case_outcome.csv row 3)",
        ),
    ]
    assert outcomes(store) == [("f", "dismissed"), ("o", "opened")]


def test_what_the_store_knows_of_a_case_counts(store, bundle):
    load(bundle(party=PARTY, case_outcome=HEAD + OPENED + CONFIRMED), store)
    rows = (
        "c:a,guarantee_fraud,K-1,dismissed,,e,2025-06-01\n"
        "c:a,guarantee_fraud,K-1,dismissed,,f,2025-01-01\n"
        "c:a,guarantee_fraud,K-9,dismissed,,g,2025-01-01\n"
    )
    report = load(bundle(case_outcome=HEAD + rows), store)
    assert [item.reason for item in report.rejected] == [
        "is said of the same case and day as confirmed (in the store)",
        "is before the case was opened on 2025-03-01 (in the store)",
    ]
    assert report.total("added") == 1


def test_an_outcome_is_decided_on_the_day_of_its_opening_or_without_one(store, bundle):
    rows = (
        "c:a,money_ring,K-1,opened,,a,2025-03-01T15:00:00Z\n"
        "c:a,money_ring,K-1,dismissed,,b,2025-03-01\n"
        "c:b,money_ring,K-1,confirmed,,c,2025-03-01\n"
    )
    report = load(bundle(party=PARTY, case_outcome=HEAD + rows), store)
    assert (report.exit_code, len(outcomes(store))) == (0, 3)


def test_it_is_corrected_and_retracted_like_any_fact(store, bundle):
    first = bundle(party=PARTY, case_outcome=HEAD + OPENED + CONFIRMED)
    load(first, store, source="desk")
    before = store.at()
    fixed = CONFIRMED.replace("confirmed,2024-11-05", "dismissed,")
    report = load(bundle(case_outcome=HEAD + fixed), store, source="desk")
    assert (report.exit_code, report.total("corrected")) == (0, 1)
    assert outcomes(store) == [("d", "dismissed"), ("o", "opened")]
    assert store.view(before).counts()["case_outcome.confirmed"] == 1
    assert retract_records(store, CASE, "desk", ["d"]) == 1
    assert outcomes(store) == [("o", "opened")]
    assert len(store.history(CASE, "desk", "d")) == 2


def test_outcomes_without_an_id_are_named_by_their_case(store, bundle, tmp_path):
    head = "party_id,task,case_no,outcome,scheme_ref,occurred_at\n"
    rows = "c:a,money_ring,K-1,opened,S-1,2025-03-01\n"
    load(bundle(party=PARTY, case_outcome=head + rows), store, source="desk")
    [(name, _)] = outcomes(store)
    assert name == "c:a>money_ring>K-1>opened@1740787200000"
    export_facts(store, tmp_path / "out", store.at())
    again = load(tmp_path / "out", store)
    assert again.total("unchanged") == again.total("read") == 3
