"""A file that is wrong as a whole is not loaded at all; the others are."""

from __future__ import annotations

import pytest

from ingest.files.bundle import Limits
from ingest.loading.load import load

PARTY = "party_id,party_type,name"
PARTIES = f"{PARTY}\nc:a,company,甲\nc:b,company,乙\n"


def refused(report, file="party.csv"):
    assert report.exit_code == 3
    [found] = [item for item in report.files if item.file == file]
    assert (found.read, found.added, found.rejected) == (0, 0, 0)
    return found.error


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (PARTIES.replace(",", ";"), "separated by a semicolon (';'); expected a comma"),
        (PARTIES.replace(",", "\t"), "separated by a tab ('\\t'); expected a comma"),
        (PARTIES.replace(",", "|"), "separated by a bar ('|'); expected a comma"),
        ('"party_id";"name"\n"a";"b"\n', "separated by a semicolon"),
        (f"{PARTY},shares\n", "has unknown columns: 'shares'; expected '"),
        (
            f"{PARTY},lsited\n",
            "has unknown columns: 'lsited'; expected 'listed' for 'lsited'",
        ),
        ("party_id,name\nc:a,b\n", "lacks the columns: 'party_type'"),
        (f"{PARTY},name\n", "names a column twice: 'name'"),
        ("", "is empty"),
        ("\n" + PARTIES, "has an empty first row"),
        (
            f'{PARTY}\na,company,"甲\nb,company,乙\n',
            "row 2 has a quote that never closes",
        ),
        (f'{PARTY}\na,company,"甲"x\n', "row 2 has a quote inside a field"),
        (
            f'{PARTY}\na,company,甲\nb,company,6" 管\n',
            "row 3 has a quote inside a field",
        ),
        (f"{PARTY}\ra,company,甲\r", "row 1 has a carriage return without a line feed"),
        (PARTIES.encode("utf-16") + b"\n", "byte 108 (0x0a) is not UTF-16"),
        (
            PARTIES.encode() + b"c:c,company,\xff\n",
            "byte 69 (0xff, in line 4) is not UTF-8, as the rest of the",
        ),
        (
            f"{PARTY}\nc:a,company,Müller\n".encode("latin-1"),
            "byte 38 (0xfc, in line 2) is not UTF-8",
        ),
        (
            f"{PARTY}\nc:a,company,é\n".encode("latin-1"),
            "byte 37 (0xe9, in line 2) is not UTF-8",
        ),
    ],
)
def test_the_reason_is_said_and_the_other_files_load(store, bundle, content, words):
    folder = bundle(party=content, contact="contact_id,contact_type\nc:x,phone\n")
    report = load(folder, store)
    assert words in refused(report)
    assert report.total("added") == 1


def test_a_fault_late_in_a_file_leaves_nothing_of_it(store, bundle, monkeypatch):
    monkeypatch.setattr("ingest.files.delimited.BLOCK_BYTES", 64)
    rows = "".join(f"c:p{number},company,甲\n" for number in range(500))
    content = f"{PARTY}\n{rows}".encode() + b"c:z,company,\xff\n"
    report = load(bundle(party=content), store, limits=Limits(record_bytes=34))
    offset = len(content) - 2
    assert f"byte {offset} (0xff, in line 502) is not UTF-8" in refused(report)
    assert store.sequence() == 0


def test_blocks_join_without_a_seam(store, bundle, monkeypatch):
    monkeypatch.setattr("ingest.files.delimited.BLOCK_BYTES", 64)
    rows = [f'c:p{number},company,"甲 ""{number}""\n乙"' for number in range(200)]
    rows[150] = "c:p150,firm,甲"
    folder = bundle(party=f"{PARTY}\r\n" + "\r\n".join(rows))
    report = load(folder, store, limits=Limits(record_bytes=40))
    assert (report.total("added"), report.total("rejected")) == (199, 1)
    assert report.rejected[0].row == 152


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf8_is_read_with_and_without_mark(store, bundle, mark):
    assert load(bundle(party=mark + PARTIES.encode()), store).total("added") == 2


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_utf16_is_read_with_its_mark(store, bundle, mark):
    data = f"\ufeff{PARTIES}".encode(mark)
    assert load(bundle(party=data), store).total("added") == 2


def test_0x80_is_the_euro_sign_of_code_page_936(store, bundle):
    content = f"{PARTY}\nc:a,company,甲".encode("gb18030") + b"\x80\n"
    assert load(bundle(party=content), store).exit_code == 0
    assert [hit.name for hit in store.view().search("甲€")] == ["甲€"]


def test_a_foreign_character_is_named_where_it_begins(store, bundle):
    start = f"{PARTY}\nc:b,company,北京华夏担保公司\nc:a,company,".encode("gb18030")
    report = load(bundle(party=start + "担,\n".encode()), store)
    assert f"byte {len(start)} (0xe6, in line 3) is not GB18030" in refused(report)


def test_gb18030_is_read(store, bundle):
    report = load(bundle(party=PARTIES.encode("gb18030")), store)
    assert report.exit_code == 0
    hits = store.view().search("甲")
    assert [hit.name for hit in hits] == ["甲"]


def test_an_unknown_file_is_named_with_its_nearest_names(store, bundle):
    report = load(bundle(party=PARTIES, guarante="guarantee_id\n"), store)
    assert "such as guarantee.csv" in refused(report, "guarante.csv")
    assert report.total("added") == 2


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(file_bytes=20), "too large; expected at most 20 bytes"),
        (Limits(record_bytes=15), "row 1 is longer than 15 bytes"),
        (Limits(columns=2), "has 3 columns; expected at most 2"),
    ],
)
def test_limits_protect_this_machine(store, bundle, limits, words):
    assert words in refused(load(bundle(party=PARTIES), store, limits=limits))


def test_a_quote_that_swallows_much_is_named_by_its_row(store, bundle, monkeypatch):
    monkeypatch.setattr("ingest.files.delimited.BLOCK_BYTES", 64)
    rows = "".join(f"c:p{number},company,甲\n" for number in range(80))
    content = f'{PARTY}\nz,company,"甲\n{rows}'
    report = load(bundle(party=content), store, limits=Limits(record_bytes=100))
    assert "row 2 is longer than 100 bytes" in refused(report)
