"""XLSX: what its library tells, and what only its XML does."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from ingest.files.bundle import Limits
from ingest.files.sheets.cells import Cell, CellKind
from ingest.files.sheets.opening import open_sheets
from sheet_files import kinds_of, texts_of, with_part, with_sheet_xml, xlsx

MIDNIGHT = dt.datetime.fromisoformat("2023-05-01")
MORNING = dt.datetime.fromisoformat("2023-05-01T08:30")
ROWS = [
    ["担保明细表", None, None],
    [],
    ["担保人", "金额", "起始日"],
    ["甲", 12.0, MIDNIGHT],
    ["乙", 0.1 + 0.2, MORNING],
    ["丙", 9.13501000001234567e17, None],
]


def only(path, **limits):
    sheets = open_sheets(path, Limits(**limits))
    assert not sheets.unread
    [sheet] = sheets.found
    return sheet


def test_typed_cells_become_texts(tmp_path):
    sheet = only(xlsx(tmp_path / "book.xlsx", ROWS))
    assert (sheet.file, sheet.name, sheet.hidden) == ("book.xlsx#名单", "名单", False)
    assert sheet.sees_faults
    assert texts_of(sheet, first=4, width=3) == {
        4: ("甲", "12", "2023-05-01"),
        5: ("乙", "0.3", "2023-05-01 08:30:00"),
        6: ("丙", "913501000001234560", None),
    }


def test_the_head_is_ragged_and_begins_at_row_1(tmp_path):
    head = only(xlsx(tmp_path / "book.xlsx", ROWS)).head(4)
    assert [len(row) for row in head] == [1, 0, 3, 3]
    assert head[3][1] == Cell("12", CellKind.NUMBER)


def spoilt(book, sheet):
    sheet["B4"].number_format = "0.00%"
    sheet["B5"] = "=B4/0"
    sheet["C5"] = "#REF!"
    sheet["C5"].data_type = "e"
    sheet["C6"] = 45047
    sheet["C6"].number_format = "General"
    sheet.merge_cells("A7:A8")
    sheet["A7"] = "丁"
    sheet["C8"] = True


@pytest.mark.parametrize("dense_cells", [10_000_000, 0])
def test_what_only_the_xml_tells_is_seen(tmp_path, dense_cells):
    path = xlsx(tmp_path / "book.xlsx", ROWS, change=spoilt)
    sheet = only(path, dense_cells=dense_cells)
    texts, kinds = texts_of(sheet, 4, 3), kinds_of(sheet, 4, 3)
    assert (texts[4][1], kinds[4][1]) == ("12", CellKind.PERCENT)
    assert (texts[5][1], kinds[5][1]) == ("=B4/0", CellKind.UNSTORED)
    assert (texts[5][2], kinds[5][2]) == ("#REF!", CellKind.ERROR)
    assert texts[7] == ("丁", None, None)
    assert texts[8] == (None, None, "TRUE")
    assert sheet.head()[4][1] == Cell("=B4/0", CellKind.UNSTORED)
    assert sheet.head(2) == sheet.head()[:2]
    assert texts_of(sheet, 4, 3) == texts


@pytest.mark.parametrize("dense_cells", [10_000_000, 0])
@pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904])
@pytest.mark.parametrize("format_id", [b"164", b"31"])
def test_days_of_both_epochs_and_of_eastern_formats(
    tmp_path, dense_cells, epoch, format_id
):
    def change(book, sheet):
        book.epoch = epoch

    rows = [[dt.date(2023, 5, 1)], [dt.date(2023, 5, 2)]]
    path = xlsx(tmp_path / "book.xlsx", rows, change=change)
    with_part(
        path,
        "xl/styles.xml",
        lambda xml: xml.replace(
            b'<xf numFmtId="164"', b'<xf numFmtId="%s"' % format_id
        ),
    )
    sheet = only(path, dense_cells=dense_cells)
    assert texts_of(sheet) == {1: ("2023-05-01",), 2: ("2023-05-02",)}
    assert kinds_of(sheet) == {1: [CellKind.DAY], 2: [CellKind.DAY]}


SMALL = [["担保人", "金额"], ["甲", 1.0], ["乙", 2.0]]


def prefixed(xml):
    for name in (b"worksheet", b"sheetData", b"row", b"c", b"v", b"f", b"is", b"t"):
        for begin in (b"<", b"</"):
            for end in (b" ", b">", b"/"):
                xml = xml.replace(begin + name + end, begin + b"x:" + name + end)
    return xml.replace(b"xmlns=", b"xmlns:x=")


UNCOMMON = {
    "comment": lambda xml: xml.replace(b"<sheetData>", b"<sheetData><!-- <c r= -->"),
    "quotes": lambda xml: xml.replace(b'"', b"'"),
    "prefix": prefixed,
    "order": lambda xml: xml.replace(b' t="e"', b"").replace(b'"C2"', b'"C2" t="e"'),
    "spaces": lambda xml: xml.replace(b"<c ", b"<c\n ").replace(b"<row ", b"<row\t"),
}


def marked(book, sheet):
    sheet["B2"].number_format = "0.0%"
    sheet["C2"] = "#REF!"
    sheet["C2"].data_type = "e"
    sheet["C3"] = "=A1&IF(A1<1,2,3)"


@pytest.mark.parametrize("name", list(UNCOMMON))
def test_xml_that_is_written_otherwise_says_the_same(tmp_path, name):
    path = xlsx(tmp_path / "book.xlsx", SMALL, change=marked)
    [plain] = open_sheets(path).found
    texts, kinds = texts_of(plain), kinds_of(plain)
    assert texts[3][2] == "=A1&IF(A1<1,2,3)"
    assert (
        kinds[2:]
        if isinstance(kinds, list)
        else kinds[2]
        == [
            CellKind.TEXT,
            CellKind.PERCENT,
            CellKind.ERROR,
        ]
    )
    with_sheet_xml(path, UNCOMMON[name])
    [other] = open_sheets(path).found
    assert (texts_of(other), kinds_of(other)) == (texts, kinds)
