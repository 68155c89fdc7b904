"""Every path that is not read is named, and what can be read is."""

from __future__ import annotations

import os
import zipfile

import pytest

from graph.vocabulary import KINDS
from ingest.errors import IngestError
from ingest.files.bundle import Limits
from ingest.loading.load import load

PARTIES = "party_id,party_type,name\nc:a,company,甲\nc:b,company,乙\n"
CONTRACTS = "guarantee_id,debtor_id\nc:g,c:b\n"
PROMISES = "guarantor_id,guarantee_id\nc:a,c:g\n"
PEOPLE = "personId|personName|createTime\n1|Ada|2020-01-01 00:00:00\n"
FIRMS = "companyId|companyName|createTime\n1|Alpha|2020-01-01 00:00:00\n"


@pytest.fixture
def folder(tmp_path):
    """Writes files by their path and gives their folder."""
    top = tmp_path / "delivery"

    def write(files):
        for name, content in files.items():
            path = top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(
                content if isinstance(content, bytes) else content.encode()
            )
        return top

    return write


def named(report):
    return {item.file: item.error for item in report.files if item.error}


@pytest.mark.shared_data
def test_the_published_fault_of_an_unread_file_is_told(shared_data, store):
    report = load(shared_data / "faults" / "unread-file-in-folder", store)
    assert report.exit_code == 3
    assert {item.file for item in report.files if item.read} == {
        "guarantee.CSV",
        "party.csv",
    }
    assert "guarantee_guarantor.txt" in named(report)


@pytest.mark.parametrize("name", ["party.CSV", "party.Csv", "party.csv.GZ"])
def test_suffixes_are_read_in_any_case(store, folder, name):
    import gzip

    data = PARTIES.encode()
    top = folder({name: gzip.compress(data) if name.endswith("GZ") else data})
    report = load(top, store)
    assert (report.exit_code, report.total("added")) == (0, 2)


def test_files_beside_the_facts_are_passed_over_by_name(store, folder):
    beside = ["README", "readme.md", "LICENSE.txt", "dictionary.csv", "truth.json"]
    hidden = [".DS_Store", "__MACOSX/._party.csv", ".git/config"]
    top = folder({"party.csv": PARTIES} | dict.fromkeys([*beside, *hidden], "x"))
    report = load(top, store)
    assert (report.exit_code, report.total("added")) == (0, 2)
    assert set(report.passed_over) == {*beside, ".DS_Store", "__MACOSX", ".git"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("guarantee.txt", "has no suffix that is read; expected .csv or .csv.gz"),
        ("guarantee.csv.bak", "has no suffix that is read"),
        ("more.zip", "has no suffix that is read"),
        ("guarante.csv", "has a file of this name; expected such as guarantee.csv"),
        ("Company.csv", "has a file of this name"),
        ("more/guarantee.csv", "lies in a folder of its own"),
    ],
)
def test_what_is_not_read_is_named_and_the_rest_loads(store, folder, name, reason):
    report = load(folder({"party.csv": PARTIES, name: CONTRACTS}), store)
    assert (report.exit_code, report.total("added")) == (3, 2)
    [(file, error)] = named(report).items()
    assert file == name
    assert reason in error
    assert file not in error


def test_links_that_lead_nowhere_and_what_is_no_file_are_named(store, folder):
    top = folder({"party.csv": PARTIES})
    (top / "guarantee.csv").symlink_to(top / "gone.csv")
    (top / "loan.csv").symlink_to(top / "loan.csv")
    (top / "again").symlink_to(top)
    os.mkfifo(top / "rating.csv")
    report = load(top, store)
    assert (report.exit_code, report.total("added")) == (3, 2)
    assert set(named(report)) == {"guarantee.csv", "loan.csv", "again", "rating.csv"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_files_and_folders_that_may_not_be_opened_are_named(store, folder):
    top = folder({"party.csv": PARTIES, "loan.csv": "loan_id\nc:l\n", "x/y.csv": "a"})
    (top / "loan.csv").chmod(0)
    (top / "x").chmod(0)
    report = load(top, store)
    (top / "x").chmod(0o700)
    assert (report.exit_code, report.total("added")) == (3, 2)
    assert set(named(report)) == {"loan.csv", "x"}


def test_a_file_that_cannot_be_read_is_named(store, folder, monkeypatch):
    top = folder({"party.csv": PARTIES, "loan.csv": "loan_id\nc:l\n"})

    def opened(path, *arguments, **options):
        if path.name == "loan.csv":
            raise PermissionError(13, "Permission denied")
        return plain(path, *arguments, **options)

    plain = type(top).open
    monkeypatch.setattr(type(top), "open", opened)
    report = load(top, store)
    assert (report.exit_code, report.total("added")) == (3, 2)
    assert named(report)["loan.csv"].startswith("cannot be read: Permission denied")


def test_two_files_of_one_kind_are_both_read(store, folder):
    top = folder(
        {
            "party.csv": PARTIES,
            "guarantee.csv": CONTRACTS,
            "guarantor.csv": PROMISES,
            "guarantee_guarantor.csv": PROMISES.replace("c:a", "c:b"),
        }
    )
    report = load(top, store)
    assert {item.file for item in report.files} >= {
        "guarantor.csv",
        "guarantee_guarantor.csv",
    }
    assert report.total("read") == 5


def test_members_of_one_name_are_named_and_the_rest_loads(store, tmp_path):
    path = tmp_path / "delivery.ZIP"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("top/party.csv", PARTIES)
        archive.writestr("top/guarantee.csv", CONTRACTS)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("top/guarantee.csv", CONTRACTS)
        archive.writestr("__MACOSX/top/._party.csv", "x")
        archive.writestr("top/notes.txt", "x")
    report = load(path, store)
    assert (report.exit_code, report.total("added")) == (3, 2)
    assert set(named(report)) == {"guarantee.csv", "notes.txt"}
    assert "2 times" in named(report)["guarantee.csv"]


def test_a_name_in_no_encoding_is_named_too(store, folder):
    top = folder({"party.csv": PARTIES})
    (top / os.fsdecode(b"\xff.csv")).touch()
    report = load(top, store)
    assert set(named(report)) == {"\\xff.csv"}


def test_a_folder_without_a_file_is_an_error(store, folder):
    top = folder({"README": "x"})
    with pytest.raises(IngestError, match="holds no file to load"):
        load(top, store, format="native")


def test_too_many_files_of_any_name_are_refused(store, folder):
    top = folder({f"{number}.txt": "x" for number in range(4)})
    with pytest.raises(IngestError, match="too many files"):
        load(top, store, format="native", limits=Limits(members=3))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Comapny.csv", "expected such as Company.csv"),
        ("other/Company.csv", "is one of several files of the table Company.csv"),
        ("guarantee.csv", "has a file of this name; expected such as PersonGuarantee"),
        ("Loan.txt", "has no suffix that is read"),
    ],
)
def test_finbench_names_what_it_does_not_read(store, folder, name, reason):
    files = {"snapshot/Person.csv": PEOPLE, "snapshot/Company.csv": FIRMS, name: "x\n"}
    report = load(folder(files), store, format="finbench", currency="CNY")
    assert report.exit_code == 3
    assert reason in named(report)[name]
    assert report.file("snapshot/Person.csv", "party").added == 1


def test_finbench_reads_suffixes_in_any_case(store, folder):
    top = folder({"Person.CSV": PEOPLE, "Company.CSV": FIRMS})
    report = load(top, store, currency="CNY")
    assert (report.format, report.exit_code, report.total("added")) == (
        "finbench",
        0,
        2,
    )


def test_a_column_that_finbench_does_not_read_is_told(store, folder):
    top = folder(
        {
            "Person.csv": PEOPLE,
            "Company.csv": "companyId|createTime|companyName|naem\n"
            "1|2020-01-01 00:00:00|Alpha|x\n",
        }
    )
    report = load(top, store, currency="CNY")
    warned = report.file("Company.csv", "party").warnings["column not read"]
    assert (report.exit_code, warned.examples) == (0, ["naem"])


def test_rows_that_miss_a_refused_file_say_so_once(store, folder, tmp_path):
    promises = PROMISES + "c:b,c:g\n" * 50
    top = folder(
        {
            "party.csv": PARTIES.replace("party_type", "type"),
            "guarantee.csv": CONTRACTS,
            "guarantee_guarantor.csv": promises,
        }
    )
    rejects = tmp_path / "rejects.csv"
    report = load(top, store, rejects_path=rejects)
    [contract, promise] = report.rejected
    assert contract.reason.endswith("this load (party.csv was not read)")
    assert (contract.file, contract.column) == ("guarantee.csv", "debtor_id")
    assert promise.file == "guarantee_guarantor.csv"
    assert report.file("guarantee_guarantor.csv", "guarantor").rejected == 2
    assert "(party.csv was not read)" in rejects.read_text()
    assert KINDS["party"].name in report.files[0].kind


@pytest.mark.parametrize(
    ("broken", "kept"),
    [("PersonApplyLoan.csv", "Loan.csv"), ("DeleteAccountWrite17.csv", "Account.csv")],
)
def test_a_file_whose_partner_cannot_be_read_is_read(store, folder, broken, kept):
    top = folder(
        {
            "Person.csv": PEOPLE,
            "Company.csv": FIRMS,
            "Loan.csv": "loanId|loanAmount|createTime\n5|10.5|2020-01-01 00:00:00\n",
            "Account.csv": "accountId|createTime\n7|2020-01-01 00:00:00\n",
            broken: "x\n1\n",
        }
    )
    report = load(top, store, currency="CNY")
    assert set(named(report)) == {broken}
    [found] = [item for item in report.files if item.file == kept]
    assert (found.read, found.added) == (1, 1)


def test_a_member_without_a_name_is_refused(store, tmp_path):
    path = tmp_path / "delivery.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("party.csv", PARTIES)
        archive.writestr(zipfile.ZipInfo("."), "x")
    with pytest.raises(IngestError, match="paths inside the archive"):
        load(path, store)
