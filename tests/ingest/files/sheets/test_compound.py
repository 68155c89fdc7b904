"""A stream comes out of a compound file as it went in."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sheet_files as files
from ingest.errors import FileFormatError
from ingest.files.bundle import Limits
from ingest.files.sheets.compound import CompoundFile, compound_file
from ingest.files.sheets.opening import open_sheets
from ingest.files.sheets.xls import checked_xls


@pytest.mark.parametrize("size", [0, 4096, 70_000, 4096 * 1021, 4096 * 1023, 9_000_000])
def test_a_stream_of_any_length_is_kept(size):
    stream = bytes(range(256)) * (size // 256 + 1)
    found = CompoundFile(compound_file("Workbook", stream)).stream("book", "workbook")
    assert found is not None
    assert found.rstrip(b"\0") == stream.rstrip(b"\0")


@given(st.binary(max_size=20_000))
def test_a_container_of_small_sectors_is_read(stream):
    found = CompoundFile(files.compound("Book", stream)).stream("Workbook", "Book")
    assert found == stream.ljust(4096, b"\0")


def test_a_workbook_of_many_sectors_is_read(tmp_path):
    rows = [[f"公司{row}", row * 1.5, dt.date(2023, 5, 1)] for row in range(800)]
    [sheet] = open_sheets(files.xls(tmp_path / "a.xls", {"a": rows})).found
    texts = files.texts_of(sheet)
    assert len(texts) == 800
    assert texts[800] == ("公司799", "1198.5", "2023-05-01")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        # a row, as little-endian numbers behind the head of its record
        (b"\x03\x02\x0e\x00\x01\x00", b"\x03\x02\x0e\x00\xff\x00", "behind row 256"),
        (b"\x22\x00\x02\x00", b"\x2f\x00\x02\x00", "is encrypted"),
        (
            b"\x03\x02\x0e\x00",
            b"\x00\x02\x0e\x00\0\0\0\0\xff\xff\xff\xff",
            "says that it has 4294967295 rows",
        ),
    ],
)
def test_records_that_lead_the_library_astray_are_refused(tmp_path, old, new, words):
    rows = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    data = files.xls(tmp_path / "a.xls", {"a": rows}).read_bytes()
    place = data.rindex(old) if words.startswith("says") else data.index(old)
    data = data[:place] + new + data[place + len(new) :]
    with pytest.raises(FileFormatError, match=words):
        checked_xls("a.xls", data, Limits())


def test_texts_go_on_from_record_to_record(tmp_path):
    wide = "担保人".encode("utf-16-le")
    shared = [
        b"\x02\0\0\0\x02\0\0\0" + b"\x05\0\x09\x01\0" + wide[:4],
        b"\x01" + wide[4:] + "甲".encode("utf-16-le"),
        b"\x00" + b"a" + b"\0\0\0\0" + b"\x02\0\x00" + b"bc",
    ]
    path = files.xls(tmp_path / "a.xls", {"a": [[0, 1], [1, 1]]}, shared=shared)
    [sheet] = open_sheets(path).found
    assert files.texts_of(sheet) == {1: ("担保人甲a", "bc"), 2: ("bc", "bc")}
    checked_xls("a.xls", path.read_bytes(), Limits(part_bytes=11))
    with pytest.raises(FileFormatError, match="cells with 11 characters of text"):
        checked_xls("a.xls", path.read_bytes(), Limits(part_bytes=10))
