"""The FinBench layout: small files of our own, and the published scale factor 0.01."""

from __future__ import annotations

import pytest

from graph.errors import NotFoundError
from graph.identifier import id_fault
from graph.instant import parse_instant
from graph.stores import open_store
from graph.vocabulary import KINDS, NODE_KINDS
from ingest.errors import MissingOptionError
from ingest.loading.load import load

PUBLISHED = "finbench_sf0.01"
CLOSED_ACCOUNT = "finbench-account:213639507323388069"

EXACT = {
    "party.company": 400,
    "party.person": 800,
    "guarantee": 717,
    "guarantee.company-company": 248,
    "guarantee.person-person": 377 + 73 + 19,
    "ownership.company-company": 860,
    "ownership.person-company": 1_650,
    "loan": 1_376 + 221,
    "contact.device": 1_000,
    "account": 2_055 + 207 + 117 - 116,
    "account_holder": 2_055 + 207 + 117 - 116,
    "transfer.transfer": 8_132 + 6_658 + 835 + 812,
    "transfer.withdraw": 9_182 + 8_930,
    "deposit": 2_758 + 2_134,
    "repayment": 2_747 + 2_041,
    "sign_in": 2_489 + 1_542,
}


@pytest.fixture(scope="module")
def published(shared_data):
    with open_store("memory://") as store:
        yield store, load(shared_data / PUBLISHED, store, currency="CNY")


@pytest.mark.shared_data
def test_the_published_data_give_exactly_these_counts(published):
    store, report = published
    assert (report.format, report.source, report.exit_code) == (
        "finbench",
        "finbench",
        0,
    )
    assert store.view().counts() == EXACT


@pytest.mark.shared_data
def test_five_holdings_in_oneself_load_with_a_warning(published):
    _, report = published
    counts = [
        item.warnings["self-holding"].count
        for item in report.files
        if "self-holding" in item.warnings
    ]
    assert sum(counts) == 5


@pytest.mark.shared_data
def test_the_currency_is_recorded_as_an_assumption(published):
    store, report = published
    assert report.assumptions == ["amounts without a currency are in CNY"]
    loans = store.view().select(KINDS["loan"])
    assert set(loans["currency"].to_pylist()) == {"CNY"}
    assert loans["borrower_id"].null_count == 0
    assert loans["organization"].null_count == 0


@pytest.mark.shared_data
def test_a_deleted_account_is_there_until_its_deletion(published):
    store, _ = published
    with pytest.raises(NotFoundError):
        store.view().node(KINDS["account"], CLOSED_ACCOUNT)
    before = store.at(as_of=1_669_855_342_280)
    account = store.view(before).node(KINDS["account"], CLOSED_ACCOUNT)
    assert account.valid_to == 1_669_855_342_281
    holders = store.view(before).select(
        KINDS["account_holder"], by="account", ids=[CLOSED_ACCOUNT]
    )
    assert holders["valid_to"].to_pylist() == [1_669_855_342_281]


@pytest.mark.shared_data
def test_colliding_numbers_of_people_and_companies_stay_apart(published):
    store, _ = published
    parties = store.view().select(KINDS["party"])["party_id"].to_pylist()
    numbers = [name.partition(":")[2] for name in parties]
    assert len(set(parties)) == 1_200
    assert len(set(numbers)) == 1_185


@pytest.mark.shared_data
def test_each_published_id_keeps_to_the_rule(published):
    store, _ = published
    ids = [
        node_id
        for name in NODE_KINDS
        for node_id in store.node_ids(name)["node_id"].to_pylist()
    ]
    assert len(ids) > 6_000
    assert {name: fault for name in ids if (fault := id_fault(name))} == {}


@pytest.mark.shared_data
@pytest.mark.parametrize("url", ["memory://", "sqlite:///{}/facts.db"])
def test_loading_the_published_data_again_changes_nothing(shared_data, tmp_path, url):
    with open_store(url.format(tmp_path)) as store:
        load(shared_data / PUBLISHED, store, currency="CNY")
        assert store.view().counts() == EXACT
        sequence = store.sequence()
        again = load(shared_data / PUBLISHED, store, currency="CNY")
        assert again.total("unchanged") + again.total("joined") == again.total("read")
        assert store.sequence() == sequence


FILES = {
    "snapshot/Person.csv": "personId|personName|isBlocked|createTime|gender|birthday|"
    "country|city\n1|Ada|false|2020-01-01 18:13:47.1|female|1991-12-21 00:00:00|X|Y\n",
    "snapshot/Company.csv": "companyId|companyName|isBlocked|createTime\n"
    "1|Alpha|false|2020-01-01 00:00:00\n2|Beta|true|2020-01-01 00:00:00.25\n",
    "snapshot/CompanyGuaranteeCompany.csv": "fromId|toId|createTime|relation\n"
    "1|2|2020-09-12 01:25:53.715|business associate\n",
    "snapshot/CompanyInvestCompany.csv": "investorId|companyId|ratio|createTime\n"
    "1|2|0.32606821811373277|2020-04-26 11:25:20.256\n",
    "snapshot/Account.csv": "accountId|createTime|isBlocked|accountType|lastLoginTime\n"
    "7|2020-01-01 00:00:00|false|debit card|2021-02-03 04:05:06\n",
    "snapshot/Loan.csv": "loanId|loanAmount|balance|createTime|loanUsage|interestRate\n"
    "5|60668354.0|1.5|2020-03-18 16:42:57.719|vacations|0.064\n",
    "snapshot/PersonApplyLoan.csv": "personId|loanId|createTime|org\n"
    "1|5|2020-03-18 16:42:57.719|Avant\n1|6|2020-03-18 16:42:57.719|Avant\n"
    "1|5|2020-03-19 16:42:57.719|Avant\n",
    "incremental/AddPersonWrite1.csv": "createTime|dependencyTime|personId|personName|"
    "isBlocked|gender|birthday\n1669778874263|0|9|Eve|false|female|597196800000\n",
    "incremental/DeleteAccountWrite17.csv": "deleteTime|dependentDate|accountId\n"
    "1669855342281|0|7\n1669855342281|0|8\n",
    "incremental/UpdateAccountWrite18.csv": "createTime|dependencyTime|accountId\n"
    "1669855342281|0|7\n",
    "incremental/AddAccountTransferAccountWrite12.csv": "createTime|dependencyTime|"
    "fromId|toId|amount|orderNum\n1669691111991|0|7|7|8633273.44|303\n",
}


@pytest.fixture
def small(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / "bench" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "bench"


def facts(store, name, as_of="2022-01-01"):
    return (
        store.view(store.at(as_of=parse_instant(as_of)))
        .select(KINDS[name], limit=9)
        .to_pylist()
    )


def test_the_layout_is_recognised_and_needs_a_currency(small, store):
    with pytest.raises(MissingOptionError, match="finbench state no currency; give"):
        load(small, store)


def test_times_of_both_spellings_become_instants(small, store):
    load(small, store, currency="CNY")
    ada, eve = (
        store.view().node(KINDS["party"], f"finbench-person:{number}")
        for number in (1, 9)
    )
    assert ada.valid_from == parse_instant("2020-01-01T18:13:47.100Z")
    assert ada.properties["born_on"] == parse_instant("1991-12-21")
    assert eve.valid_from == 1_669_778_874_263
    assert eve.properties["born_on"] == 597_196_800_000


def test_a_guarantee_is_a_contract_of_one_guarantor(small, store):
    load(small, store, currency="CNY")
    [contract], [promise] = facts(store, "guarantee"), facts(store, "guarantor")
    assert contract["guarantee_id"] == "finbench-guarantee:company:1:2"
    assert contract["debtor_id"] == "finbench-company:2"
    assert contract["relation"] == "business associate"
    assert contract["cap"] is None
    assert promise["guarantor_id"] == "finbench-company:1"
    assert promise["guarantee_id"] == contract["guarantee_id"]
    assert promise["valid_from"] == parse_instant("2020-09-12T01:25:53.715Z")


def test_shares_loans_and_the_other_spelling_are_read(small, store):
    load(small, store, currency="CNY")
    assert facts(store, "ownership")[0]["share"] == 32_606_822
    [loan] = facts(store, "loan")
    assert (loan["principal"], loan["outstanding"]) == (6_066_835_400, 150)
    assert (loan["borrower_id"], loan["organization"]) == ("finbench-person:1", "Avant")
    [account] = facts(store, "account")
    assert account["account_type"] == "debit card"
    assert account["last_login_at"] == parse_instant("2021-02-03T04:05:06Z")
    assert facts(store, "transfer", "2023-01-01")[0]["order_no"] == "303"


def test_what_leads_nowhere_is_refused_with_its_place(small, store):
    report = load(small, store, currency="CNY")
    applies = "applies for an unknown loan or one that has an applicant"
    assert report.exit_code == 3
    assert {(fault.file, fault.row, fault.reason) for fault in report.rejected} == {
        ("snapshot/PersonApplyLoan.csv", 3, applies),
        ("snapshot/PersonApplyLoan.csv", 4, applies),
        ("incremental/DeleteAccountWrite17.csv", 3, "deletes an unknown account"),
        (
            "incremental/UpdateAccountWrite18.csv",
            2,
            "is an update, which this reader does not apply",
        ),
    }


def test_a_file_without_its_columns_is_refused_alone(small, store):
    (small / "snapshot" / "Loan.csv").write_text("id|amount\n1|2\n")
    report = load(small, store, currency="CNY")
    [error] = [item.error for item in report.files if item.error]
    assert error.startswith("lacks the columns: 'createTime', 'loanId'")
    assert "party.person" in store.view().counts()


def test_faults_are_named_as_the_file_names_its_columns(small, store):
    path = small / "snapshot" / "CompanyInvestCompany.csv"
    path.write_text(
        "investorId|companyId|ratio|createTime\n1|2|7|2020-13-01 00:00:00\n"
    )
    report = load(small, store, currency="CNY")
    faults = [fault for fault in report.rejected if "Invest" in fault.file]
    assert {(fault.column, fault.value) for fault in faults} == {
        ("ratio", "7"),
        ("createTime", "2020-13-01 00:00:00"),
    }


def test_the_snapshot_alone_can_be_loaded(small, store):
    report = load(small / "snapshot", store, currency="CNY")
    assert store.view().counts()["account"] == 1
    assert [item.error for item in report.files if item.error] == []


def test_a_guarantee_for_oneself_is_refused_with_its_contract(small, store):
    file = small / "snapshot/CompanyGuaranteeCompany.csv"
    with file.open("a", encoding="utf-8") as rows:
        rows.write("2|2|2020-09-12 01:25:53.715|friend\n")
    report = load(small, store, currency="CNY")
    [own] = [item for item in report.rejected if item.file.endswith(file.name)]
    assert (own.row, own.column, own.value) == (3, "toId", "2")
    assert own.reason == "is the guarantor itself"
    assert [row["debtor_id"] for row in facts(store, "guarantee")] == [
        "finbench-company:2"
    ]
    assert [row["guarantor_id"] for row in facts(store, "guarantor")] == [
        "finbench-company:1"
    ]
    assert not any(item.warnings for item in report.files)
