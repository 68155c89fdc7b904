"""Tables for spreadsheets: read back by other programs they say what was written."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from graph.errors import GraphTooLargeError
from graph.interchange import tables
from graph.interchange.cells import escaped, legal
from graph.interchange.tables import Column, Head, write_csv, write_xlsx
from graph.testing.strategies import at_most

HEAD = Head("担保明细", "2026-01-01", "9f2c", {"scope": "=circle"})
COLUMNS = (Column("party"), Column("cap", "CNY"), Column("=share", "fraction of 1"))
ABOVE = [
    ["担保明细"],
    ["as of", "2026-01-01"],
    ["snapshot", "9f2c"],
    ["units", "cap: CNY; =share: fraction of 1"],
]
SHANGHAI = timezone(timedelta(hours=8))
VALUES = [
    ("=1+1", "'=1+1"),
    ("#REF!", "#REF!"),
    ('a,"b"\r\nc', 'a,"b"\r\nc'),
    (Decimal("-1205.30"), "-1205.30"),
    (Decimal("1E+3"), "1000"),
    (0.25, "0.25"),
    (float("nan"), ""),
    (None, ""),
    (True, "true"),
    (12, "12"),
    (date(2026, 1, 2), "2026-01-02"),
    (datetime(2026, 1, 2, 8, tzinfo=SHANGHAI), "2026-01-02 00:00:00"),
]


def csv_lines(rows, columns=COLUMNS):
    stream = io.BytesIO()
    assert write_csv(stream, HEAD, columns, rows) == len(rows)
    return list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), "")))


def sheet_of(rows, columns=COLUMNS):
    stream = io.BytesIO()
    assert write_xlsx(stream, HEAD, columns, rows) == len(rows)
    return stream


def test_a_table_says_its_day_its_snapshot_and_its_units():
    lines = csv_lines([("甲", 1, 0.5)])
    assert lines == [
        *ABOVE,
        ["scope", "'=circle"],
        [],
        ["party", "cap", "'=share"],
        ["甲", "1", "0.5"],
    ]


def test_a_csv_is_known_for_utf_8_and_its_lines_end_as_they_should():
    stream = io.BytesIO()
    write_csv(stream, HEAD, COLUMNS, [])
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    assert stream.getvalue().count(b"\n") == stream.getvalue().count(b"\r\n") == 7


@pytest.mark.parametrize(("value", "text"), VALUES, ids=repr)
def test_a_value_is_written_by_its_type(value, text):
    [*_, line] = csv_lines([(value,)], COLUMNS[:1])
    assert line == [text]


def test_a_workbook_has_typed_cells_and_no_formula():
    rows = [(value,) for value, _ in VALUES]
    stream = sheet_of(rows, COLUMNS[:1])
    found = [
        row[0].value for row in openpyxl.load_workbook(stream)["data"].iter_rows()
    ][-len(rows) :]
    assert found == [
        "=1+1",
        "#REF!",
        'a,"b"\nc',
        -1205.3,
        1000,
        0.25,
        None,
        None,
        True,
        12,
        datetime(2026, 1, 2, tzinfo=UTC).replace(tzinfo=None),
        datetime(2026, 1, 2, tzinfo=UTC).replace(tzinfo=None),
    ]
    with ZipFile(stream) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
        assert 'quotePrefix="1"' in parts.read("xl/styles.xml").decode()
    assert "<f>" not in xml
    assert 't="e"' not in xml


def test_what_a_cell_cannot_hold_is_text():
    long = "x" * 40_000
    rows = [(2**60, Decimal("1234567890123456.78"), date(1583, 5, 1)), ("\x01", long)]
    stream = sheet_of(rows)
    stream.seek(0)
    sheet = CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0)
    first, second = sheet.to_python()[-2:]
    assert first == [str(2**60), "1234567890123456.78", "1583-05-01"]
    assert second[0] == "\\u0001"
    assert len(second[1]) == 32_767
    assert second[1].endswith("x...")


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch):
    monkeypatch.setattr(tables, "SHEET_ROWS", 9)
    with pytest.raises(
        GraphTooLargeError, match="rows of a sheet: 4 exceeds the limit of 3"
    ):
        sheet_of([(1,)] * 4, COLUMNS[:1])


@at_most(40)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_any_text_comes_back_and_none_begins_a_formula(texts):
    [*_, line] = csv_lines([texts])
    assert line == [escaped(text) for text in texts]
    assert not any(cell.startswith(tuple("=+-@\t\r＝")) for cell in line)
    *_, found = openpyxl.load_workbook(sheet_of([["|", *texts]]))["data"].values
    shown = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    assert [cell or "" for cell in found[1 : 1 + len(texts)]] == [
        legal(text) for text in shown
    ][: len(found) - 1]
