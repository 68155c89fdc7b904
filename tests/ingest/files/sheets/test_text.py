"""Delimited text of strangers: delimiters, encodings, rows of any length."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import FileFormatError, OptionError
from ingest.files.bundle import Limits, Member
from ingest.files.sheets.cells import CellKind, cell
from ingest.files.sheets.opening import open_sheets
from ingest.files.sheets.text import TextSheet
from sheet_files import kinds_of, texts_of

TABLE = "担保明细表\n\n担保人,金额\n甲,1\n乙\n丙,3,,\n丁,4,,x\n"


def sheet_of(data, encoding=None):
    member = Member("list.csv", len(data), lambda: io.BytesIO(data), Limits())
    return TextSheet(member, encoding)


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("gb18030", None),
        ("utf-16", None),
        ("utf-16-be", "utf-16-be"),
        ("gbk", "cp936"),
        ("big5", "big5"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encoding_and_delimiter_are_found_out(codec, encoding, delimiter):
    text = "擔保人,金額\n甲,1\n".replace(",", delimiter)
    sheet = sheet_of(text.encode(codec), encoding)
    assert texts_of(sheet) == {1: ("擔保人", "金額"), 2: ("甲", "1")}


def test_titles_stand_above_and_rows_may_be_ragged():
    sheet = sheet_of(TABLE.encode())
    assert [len(row) for row in sheet.head()] == [1, 0, 2, 2, 1, 2, 4]
    [grid] = sheet.grids(4, 2)
    assert texts_of(sheet, 4, 2) == {4: ("甲", "1"), 5: ("乙", None), 6: ("丙", "3")}
    [rejected] = grid.rejected
    assert str(rejected) == (
        "list.csv, row 7, column D: 'x' stands behind the last column; "
        "expected nothing behind column B"
    )


def test_errors_of_spreadsheets_are_seen_in_text():
    sheet = sheet_of(b"a,b\n#REF!,1\n")
    assert kinds_of(sheet)[2] == [CellKind.ERROR, CellKind.TEXT]


def test_utf16_without_a_mark_is_told_from_text():
    with pytest.raises(FileFormatError, match=r"NUL characters.*--encoding utf-16-le"):
        sheet_of("a,甲\n".encode("utf-16-le")).head()


def test_a_stated_encoding_that_does_not_fit_is_named_by_its_byte():
    with pytest.raises(FileFormatError, match=r"byte 2 \(0xff\) is not big5"):
        sheet_of(b"a,\xff\n", "big5").head()


@pytest.mark.parametrize("name", ["klingon", "base64", "idna"])
def test_an_unknown_encoding_is_refused(tmp_path, name):
    path = tmp_path / "list.csv"
    path.write_text("a\n")
    with pytest.raises(OptionError, match=f"--encoding '{name}' is no known encoding"):
        open_sheets(path, encoding=name)


CELLS = st.text(
    st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=8
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=12))
def test_rows_are_those_of_the_csv_module(rows):
    rows = [["x", "y", "z"], *rows, ["x", "y", "z"]]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter="\t").writerows(rows)
    data = stream.getvalue().encode("utf-16")
    expected = {
        number: tuple(
            cell(text).text or None for text in [*row, *[""] * (5 - len(row))]
        )
        for number, row in enumerate(rows, start=1)
        if any(cell(text).text for text in row)
    }
    assert texts_of(sheet_of(data), 1, 5) == expected
