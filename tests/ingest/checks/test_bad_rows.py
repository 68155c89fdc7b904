"""Each fault of a row has its own words; the other rows load."""

from __future__ import annotations

import csv

import pytest

from graph.vocabulary import KINDS
from ingest.loading.load import load

PARTY = "party_id,party_type,name"
PARTIES = f"{PARTY}\nc:a,company,甲\nc:b,company,乙\nc:o,state_organ,局\n"
CONTRACTS = "guarantee_id,debtor_id\nc:g,c:b\n"


def only_fault(report):
    assert report.exit_code == 3
    [fault] = report.rejected
    return fault.row, fault.column, fault.value, fault.reason


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("established_on", "2023-02-30", "is a date that does not exist"),
        ("established_on", "30.02.2023", "is no date"),
        ("registered_capital", "-5", "is negative"),
        ("registered_capital", "NaN", "is no amount"),
        ("registered_capital", "1.005", "has more decimals than CNY, which has 2"),
        ("currency", "RMB", "is no currency"),
        ("listed", "maybe", "is neither true nor false"),
        ("party_type", "firm", "is no known code"),
        ("name", "x" * 10_001, "has 10001 characters"),
        ("name", "a\0b", "holds a NUL character"),
        ("name", "", "is empty"),
        ("party_id", "", "is empty"),
        ("party_id", "c:p ", "holds U+0020 (SPACE), which no id has"),
        ("uscc", "91350100M000100Y44", "has a wrong check character (3 would fit)"),
        ("uscc", "9135", "has 4 characters instead of 18"),
        ("uscc", "O1350100M000100Y44", "has a character that credit codes do not use"),
        ("lei", "5493001KJTIIGC8Y1R13", "has wrong check digits (12 would fit)"),
        ("lei", "5493001kjtiigc8y1r12", "has a character that is no digit or capital"),
        (
            "party_id",
            "uscc:91350100M000100Y44",
            "has a wrong check character (3 would fit)",
        ),
        ("valid_from", "yesterday", "is no date or instant"),
        ("valid_from", "2023-01-01T25:00:00Z", "is an instant that does not exist"),
        ("valid_to", "1999-12-31", "ends it before it begins"),
        ("collected_at", "2023-13-01", "is a date that does not exist"),
        ("collected_at", "9998-01-01", "is in the future"),
    ],
)
def test_a_cell_that_cannot_be_is_named(store, bundle, column, value, reason):
    cells = {
        "party_id": "c:p",
        "party_type": "company",
        "name": "甲",
        "registered_capital": "1",
        "currency": "CNY",
        "valid_from": "2000-01-01",
    } | {column: value}
    header = f"{','.join(cells)}\n"
    folder = bundle(party=header + ",".join(cells.values()) + "\n")
    report = load(folder, store)
    assert report.rejected[0].column == column
    assert report.rejected[0].value == value
    assert report.rejected[0].reason.startswith(reason)
    assert (report.total("rejected"), report.total("added")) == (1, 0)


@pytest.mark.parametrize(
    ("share", "reason"),
    [
        ("0", "is not above 0"),
        ("-0.1", "is not above 0"),
        ("1.0001", "is above 1 (a fraction is meant, not a percentage)"),
        ("25", "is above 1 (a fraction is meant, not a percentage)"),
        ("25%", "is no number"),
        ("1e-12", "is too small to be kept"),
        ("inf", "is no number"),
        ("1e999", "is not finite"),
    ],
)
def test_a_share_lies_above_0_and_at_most_at_1(store, bundle, share, reason):
    folder = bundle(
        party=PARTIES,
        ownership=f"owner_id,asset_id,share\nc:a,c:b,{share}\nc:b,c:a,1\n",
    )
    report = load(folder, store)
    assert only_fault(report) == (2, "share", share, reason)
    assert report.total("added") == 4


@pytest.mark.parametrize(
    ("rate", "reason"),
    [("NaN", "is no number"), ("1e999", "is not finite"), ("0x1F", "is no number")],
)
def test_numbers_are_finite_decimals(store, bundle, rate, reason):
    folder = bundle(loan=f"loan_id,effective_rate\nc:l,{rate}\n")
    assert only_fault(load(folder, store)) == (2, "effective_rate", rate, reason)


def test_bounds_and_whole_numbers_are_kept(store, bundle):
    folder = bundle(
        loan="loan_id,days_past_due,origination_pd\nc:k,-1,0\nc:l,1.5,1\nc:m,0,1.5\nc:n,+7,1\n"
    )
    report = load(folder, store)
    assert [fault.reason for fault in report.rejected] == [
        "is below 0",
        "is no whole number",
        "is above 1",
    ]
    assert report.total("added") == 1


def test_an_event_needs_its_moment(store, bundle):
    folder = bundle(
        party=PARTIES, risk_event="party_id,event_type,occurred_at\nc:a,overdue,\n"
    )
    assert only_fault(load(folder, store))[1::2] == ("occurred_at", "is empty")


def test_every_fault_of_a_row_is_told(store, bundle):
    folder = bundle(party=f"{PARTY},listed,currency\n,firm,,perhaps,XXX\n")
    report = load(folder, store)
    assert {fault.column for fault in report.rejected} == {
        "party_id",
        "party_type",
        "name",
        "listed",
        "currency",
    }
    assert report.total("rejected") == 1


def test_a_reference_to_nobody_is_refused(store, bundle):
    folder = bundle(
        party=PARTIES, ownership="owner_id,asset_id\nc:a,c:b\nc:a,c:ghost\n"
    )
    assert only_fault(load(folder, store)) == (
        3,
        "asset_id",
        "c:ghost",
        "is the id of no party in the store or this load",
    )


def test_a_reference_may_lead_into_the_store(store, bundle, tmp_path):
    load(bundle(party=PARTIES), store)
    (tmp_path / "ownership.csv").write_text("owner_id,asset_id\nc:a,c:b\n")
    assert load(tmp_path / "ownership.csv", store).exit_code == 0


def test_promises_of_a_rejected_contract_are_rejected_with_the_reason(store, bundle):
    folder = bundle(
        party=PARTIES,
        guarantee="guarantee_id,debtor_id,cap,currency\nc:g,c:b,-1,CNY\nc:h,c:ghost,,\n",
        guarantee_guarantor="guarantor_id,guarantee_id\nc:a,c:g\nc:a,c:h\n",
    )
    report = load(folder, store)
    assert report.total("rejected") == 4
    assert {fault.column for fault in report.rejected[2:]} == {"guarantee_id"}
    for fault in report.rejected[2:]:
        assert fault.reason.startswith("is the id of no guarantee in the store")
        assert fault.reason.endswith("(its own row in guarantee.csv was rejected)")


def test_the_same_record_said_differently_is_rejected_wherever_it_stands(store, bundle):
    folder = bundle(party=f"{PARTY}\nc:a,company,甲\nc:b,company,乙\nc:a,company,丙\n")
    report = load(folder, store)
    assert {(fault.row, fault.column) for fault in report.rejected} == {
        (2, "record_id"),
        (4, "record_id"),
    }
    assert "party.csv row 2, party.csv row 4" in report.rejected[0].reason
    assert report.total("added") == 1


def test_the_same_record_said_alike_counts_once(store, bundle):
    folder = bundle(party=f"{PARTY}\nc:a,company,甲\nc:a,company,甲\n")
    report = load(folder, store)
    assert (report.exit_code, report.total("added")) == (0, 1)
    assert report.total("unchanged") == 1


@pytest.mark.parametrize("stored", [False, True])
def test_nobody_guarantees_his_own_debt(store, bundle, stored):
    if stored:
        load(bundle(party=PARTIES, guarantee=CONTRACTS), store)
    folder = bundle(
        party=PARTIES,
        guarantee=CONTRACTS if not stored else "guarantee_id,debtor_id\n",
        guarantee_guarantor="guarantor_id,guarantee_id\nc:b,c:g\nc:a,c:g\n",
    )
    row, column, value, reason = only_fault(load(folder, store))
    assert (row, column, value) == (2, "guarantor_id", "c:b")
    assert reason == "is the debtor of the contract itself"
    assert len(store.view().select(KINDS["guarantor"])) == 1


@pytest.mark.parametrize("stored", [False, True])
def test_a_state_organ_guarantees_nothing(store, bundle, stored):
    if stored:
        load(bundle(party=PARTIES, guarantee=CONTRACTS), store)
    folder = bundle(
        party=f"{PARTY}\n" if stored else PARTIES,
        guarantee=CONTRACTS,
        guarantee_guarantor="guarantor_id,guarantee_id\nc:o,c:g\nc:a,c:g\n",
    )
    row, column, value, reason = only_fault(load(folder, store))
    assert (row, column, value) == (2, "guarantor_id", "c:o")
    assert "Civil Code art. 683" in reason


def test_rows_with_too_many_or_too_few_fields_are_named(store, bundle):
    folder = bundle(
        party=f'{PARTY}\nc:a,company\nc:b,company,"乙\n丙"\n\nc:c,company,丁,x\n'
    )
    report = load(folder, store)
    assert [(fault.row, fault.reason) for fault in report.rejected] == [
        (2, "has 2 fields"),
        (5, "has 4 fields"),
    ]
    assert store.view().select(KINDS["party"])["name"].to_pylist() == ["乙\n丙"]


def test_rejected_rows_are_collected_in_a_file_without_formulas(
    store, bundle, tmp_path
):
    folder = bundle(party=f"{PARTY}\nc:a,=cmd(),甲\nc:b,company,乙\n")
    path = tmp_path / "rejects.csv"
    load(folder, store, rejects_path=path)
    with path.open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["value"] == "'=cmd()"
    assert (row["file"], row["row"], row["column"]) == ("party.csv", "2", "party_type")
    assert row["expected"].startswith("one of company, person")
    load(bundle(party=PARTIES), store, rejects_path=path)
    assert not path.exists()


def test_a_fault_reads_as_a_sentence(store, bundle):
    folder = bundle(party=f"{PARTY}\nc:a,firm,甲\n")
    assert str(load(folder, store).rejected[0]) == (
        "party.csv, row 2, column party_type: 'firm' is no known code; expected one of "
        "company, person, guarantee_company, bank, state_organ, fund"
    )
