"""Damaged deliveries: no reader fails or loses a row or a file without a word.

Rows read and refused, and files named, are what is there. What is there is counted by
Python's own `csv`, which shares nothing with the readers.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
import tempfile
import zipfile
from pathlib import Path

import pytest

from graph.errors import GraphError
from graph.stores import open_store
from ingest.loading.load import load

NATIVE = {
    "party.csv": 'party_id,party_type,name\nc:甲/1,company,"甲 ""A"""\nc:b,bank,乙\n'
    '\nc:c,company,"丙\n丁"\n',
    "guarantee.csv": "guarantee_id,debtor_id,cap,currency,covered_loan_ids\r\n"
    "k:1,c:b,10.50,CNY,l:1;l:2\r\nk:2,c:c,,,\r\n,,,,\r\n",
    "guarantee_guarantor.csv": "guarantor_id,guarantee_id,share\nc:甲/1,k:1,0.5\n"
    "c:b,k:2,\n",
    "risk_event.csv": "party_id,event_type,occurred_at\nc:b,overdue,2024-01-01\n",
    "case_outcome.csv": "party_id,task,case_no,outcome,began_on,occurred_at\n"
    "c:b,money_ring,K,opened,,2024-01-01\n"
    "c:b,money_ring,K,confirmed,2023-01-01,2024-02-01\n",
    "README": "A delivery.\n",
}
CHINESE = {name: text.encode("gb18030") for name, text in NATIVE.items()}
FINBENCH = {
    "Person.csv": "personId|personName|isBlocked|createTime|birthday\n"
    "1|Ada|false|2020-01-01 18:13:47.1|1991-12-21 00:00:00\n",
    "Company.csv": "companyId|companyName|createTime\n"
    "1|Alpha|1577836800000\n2|Beta|2020-01-01 00:00:00.25\n",
    "CompanyGuaranteeCompany.csv": "fromId|toId|createTime|relation\n"
    "1|2|2020-09-12 01:25:53.715|business associate\n",
    "Account.csv": "accountId|createTime|accountType\n7|2020-01-01 00:00:00|debit\n",
    "DeleteAccountWrite17.csv": "deleteTime|accountId\n1669855342281|7\n",
    "Loan.csv": "loanId|loanAmount|balance|createTime\n5|10.5|3|2020-01-01 00:00:00\n",
    "PersonApplyLoan.csv": "personId|loanId|createTime|org\n"
    "1|5|2020-01-01 00:00:00|B\n",
    "UpdatePersonWrite19.csv": "createTime|personId\n1669855342281|1\n",
}
PIECES = [b"", b'"', b",", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b";"]
PIECES += ["\u200b".encode(), "\u3000".encode(), "担".encode("gb18030"), b"|", b"\t"]
PIECES += [
    b"=1",
    b"'",
    b"-",
    b"1e999",
    b"9999-12-31",
    b"c:",
    b"\x1b[2J",
    b"k:1",
    b"c:b",
]
PIECES += [b"x" * 600]
RENAMED = [".CSV", ".txt", ".csv.gz", "", ".csv~", "s.csv", "/x.csv", ".Csv.GZ"]


def plain(files: dict[str, str | bytes]) -> dict[str, bytes]:
    return {
        name: data.encode() if isinstance(data, str) else data
        for name, data in files.items()
    }


def damaged(chance: random.Random, data: bytes) -> bytes:
    """The bytes with up to six of them cut, put in, doubled or turned over."""
    for _ in range(chance.randint(1, 6)):
        place = chance.randint(0, len(data))
        end = min(len(data), place + chance.choice([0, 0, 1, 1, 2, 5, 40]))
        piece = chance.choice(PIECES) if chance.random() < 0.7 else data[place:end] * 2
        if chance.random() < 0.2:
            piece = chance.randbytes(chance.randint(1, 4))
        data = data[:place] + piece + data[end:]
    return data


def damaged_folder(chance: random.Random, files: dict[str, bytes]) -> dict[str, bytes]:
    """The files, one or two of them damaged, now and then one renamed or doubled."""
    files = dict(files)
    for name in chance.sample(sorted(files), 2):
        files[name] = damaged(chance, files[name])
    if chance.random() < 0.2:
        name = chance.choice([name for name in sorted(files) if "." in name])
        data = files[name] if chance.random() < 0.5 else files.pop(name)
        files[name.removesuffix(".csv") + chance.choice(RENAMED)] = data
    return files


def rows_there(data: bytes, delimiter: str) -> int:
    """Rows of a file that is whole, by the standard library."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        # what is read and not GB18030 is the euro sign of code page 936
        text = data.decode("utf-16") if wide else data.decode("gb18030", "replace")
    quoting = csv.QUOTE_MINIMAL if delimiter == "," else csv.QUOTE_NONE
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting
    )
    header = next(rows)
    return sum(bool(row) and (len(row) != len(header) or any(row)) for row in rows)


def check(path: Path, files: dict[str, bytes], delimiter: str, **options: str) -> None:
    """Load a path and find each of its files and rows in the report."""
    csv.field_size_limit(1 << 24)
    with open_store("memory://") as store:
        try:
            report = load(path, store, **options)
        except GraphError:
            assert store.sequence() == 0
            return
        errors = {item.file for item in report.files if item.error}
        told = {item.file for item in report.files} | set(report.passed_over)
        assert told == set(files)
        outcomes = ("added", "corrected", "unchanged", "stale", "joined", "rejected")
        for item in report.files:
            assert item.read == sum(getattr(item, name) for name in outcomes)
        for name in {item.file for item in report.files} - errors:
            data = files[name]
            if name.lower().endswith(".gz"):
                data = gzip.decompress(data)
            # a row may make facts of two kinds; its faults are told of the first
            read = max(item.read for item in report.files if item.file == name)
            assert read == rows_there(data, delimiter), name
        refused = errors or report.total("rejected")
        assert report.exit_code == (3 if refused else 0)
        str(report.to_dict())


def folder_case(seed: int, files: dict[str, bytes], delimiter: str, **options: str):
    mutated = damaged_folder(random.Random(seed), files)
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top, "delivery")
        for name, data in mutated.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_dir():
                path.write_bytes(data)
        there = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        check(folder, there, delimiter, **options)


def archive_case(seed: int) -> None:
    chance = random.Random(seed)
    packed = io.BytesIO()
    method = chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in plain(NATIVE).items():
            archive.writestr(f"top/{name}", data)
    with tempfile.TemporaryDirectory() as top:
        path = Path(top, "delivery.zip")
        path.write_bytes(damaged(chance, packed.getvalue()))
        with open_store("memory://") as store:
            try:
                report = load(path, store, format="native")
            except GraphError:
                assert store.sequence() == 0
                return
            with zipfile.ZipFile(path) as archive:
                names = [item.filename for item in archive.infolist()]
                n_members = sum(not name.endswith("/") for name in names)
            told = {item.file for item in report.files} | set(report.passed_over)
            assert len(told) == n_members


CASES = {
    "native": lambda seed: folder_case(seed, plain(NATIVE), ",", format="native"),
    "chinese": lambda seed: folder_case(seed, plain(CHINESE), ",", format="native"),
    "finbench": lambda seed: folder_case(
        seed, plain(FINBENCH), "|", format="finbench", currency="CNY"
    ),
    "archive": archive_case,
}


@pytest.mark.integration
@pytest.mark.parametrize("name", CASES)
def test_a_damaged_delivery_is_told_to_the_last_row(name: str) -> None:
    for seed in range(100):
        CASES[name](seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_ten_thousand_damaged_deliveries_are_told_to_the_last_row(name: str) -> None:
    for seed in range(10_000):
        CASES[name](seed)
