"""Hostile and broken workbooks: each refused in one line, the other sheets go on."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile

import pytest

import sheet_files as files
from ingest.errors import FileFormatError, LimitError
from ingest.files.bundle import Limits
from ingest.files.sheets.cells import CellKind
from ingest.files.sheets.opening import open_sheets

ROWS = [["担保人", "金额"], ["甲", 1.0], ["乙", 2.0]]
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def refusal(path, **limits):
    """What is said of a workbook: as it is opened, or as its first sheet is read."""
    sheets = open_sheets(path, Limits(**limits))
    if sheets.unread:
        [error] = sheets.unread
        return error
    with pytest.raises(FileFormatError) as caught:
        for _ in sheets.found[0].grids(1, 9):
            pass
    return caught.value


def declared(xml):
    head, _, rest = xml.partition(b"?>") if xml.startswith(b"<?") else (b"", b"", xml)
    return (head + b"?>" if head else b"") + ENTITIES + rest


@pytest.mark.parametrize(
    ("part", "file"),
    [
        ("xl/workbook.xml", "book.xlsx"),
        ("xl/styles.xml", "book.xlsx"),
        ("xl/sharedStrings.xml", "book.xlsx"),
        ("xl/worksheets/sheet1.xml", "book.xlsx#名单"),
    ],
)
def test_a_document_type_is_refused(tmp_path, part, file):
    path = files.with_shared_texts(files.xlsx(tmp_path / "book.xlsx", ROWS))
    files.with_part(path, part, declared)
    assert str(refusal(path)) == (
        f"{file}: declares a document type in {part}; expected XML without entities"
    )


@pytest.mark.parametrize("part", ["content.xml"])
def test_a_document_type_of_ods_is_refused(tmp_path, part):
    path = files.with_part(files.ods(tmp_path / "book.ods", ROWS), part, declared)
    assert "declares a document type" in str(refusal(path))


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("write", [files.xlsx, files.ods])
def test_a_truncated_workbook_is_refused(tmp_path, write, cut):
    path = write(tmp_path / "book.xlsx", ROWS)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * cut)])
    assert "book.xlsx: damaged: " in str(refusal(path))


def test_an_encrypted_workbook_is_refused(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(files.compound("EncryptedPackage", bytes(9000)))
    assert str(refusal(path)) == (
        "book.xlsx: is encrypted; expected a workbook without a password"
    )


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"<html><table>", b"PK\3\4"])
def test_what_is_called_a_workbook_and_is_none_is_refused(tmp_path, content):
    path = tmp_path / "book.xls"
    path.write_bytes(content)
    assert refusal(path).file == "book.xls"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_zip_bomb_is_refused_before_it_is_held(tmp_path, part):
    def padded(xml):
        return xml.replace(b"</", b" " * 30_000_000 + b"</", 1)

    path = files.with_shared_texts(files.xlsx(tmp_path / "book.xlsx", ROWS))
    error = refusal(files.with_part(path, part, padded), ratio=20, record_bytes=1 << 30)
    assert isinstance(error, LimitError)
    assert "unpacks to far more than it holds" in str(error)


def test_a_part_counts_by_its_real_size(tmp_path):
    part = "xl/worksheets/sheet1.xml"
    path = files.xlsx(tmp_path / "book.xlsx", [["x" * 90_000]])
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(part).file_size
    true, told = struct.pack("<I", size), struct.pack("<I", 50)
    path.write_bytes(path.read_bytes().replace(true, told))
    [sheet] = open_sheets(path, Limits(file_bytes=size - 1)).found
    with pytest.raises(LimitError, match="too large"):
        sheet.head()


def far(book, sheet):
    sheet["XFD2"] = 1


def test_too_many_columns_are_named(tmp_path):
    path = files.xlsx(tmp_path / "book.xlsx", ROWS, change=far)
    error = refusal(path)
    assert isinstance(error, LimitError)
    assert str(error) == (
        "book.xlsx#名单: has cells up to column XFD; expected at most 500 columns"
    )


def test_sixteen_thousand_columns_can_be_allowed(tmp_path):
    path = files.xlsx(tmp_path / "book.xlsx", ROWS, change=far)
    [sheet] = open_sheets(path, Limits(columns=16_384)).found
    assert len(sheet.head()[1]) == 16_384
    [grid] = sheet.grids(1, 2)
    assert [(item.row, item.column) for item in grid.rejected] == [(2, "XFD")]


def test_a_long_text_of_a_workbook_is_refused(tmp_path):
    path = files.xlsx(tmp_path / "book.xlsx", [["x" * 30_000]])
    error = refusal(files.with_shared_texts(path), record_bytes=1000)
    assert isinstance(error, LimitError)
    assert "has a text of more than 1000 bytes" in str(error)


def test_a_long_cell_of_ods_is_refused(tmp_path):
    path = files.ods(tmp_path / "book.ods", [["x" * 30_000]])
    error = refusal(path, record_bytes=1000)
    assert isinstance(error, LimitError)
    assert "has a cell of more than 4000 bytes" in str(error)


def inline(xml):
    cell = b'<c r="A9" t="inlineStr"><is><t>%s</t></is></c>' % (b"x" * 3_000_000)
    return xml.replace(b"</sheetData>", b'<row r="9">' + cell + b"</row></sheetData>")


def test_a_long_cell_within_the_sheet_is_refused(tmp_path):
    path = files.with_sheet_xml(files.xlsx(tmp_path / "book.xlsx", ROWS), inline)
    error = refusal(path, record_bytes=500_000)
    assert "row 9 is longer than 2000000 bytes" in str(error)


def test_a_cell_far_below_costs_no_memory(tmp_path):
    def change(book, sheet):
        sheet["A90000"] = "最后"

    path = files.xlsx(tmp_path / "book.xlsx", ROWS, change=change)
    [sheet] = open_sheets(path, Limits(dense_cells=1000)).found
    assert files.texts_of(sheet, 3, 2) == {3: ("乙", "2"), 90_000: ("最后", None)}


@pytest.mark.parametrize("times", [b"1048576", b"99999999999", b"-1", b"x"])
@pytest.mark.parametrize("kind", [b"columns", b"rows"])
def test_repetitions_of_ods_are_counted_before_they_are_made(tmp_path, times, kind):
    element = b"cell" if kind == b"columns" else b"row"

    def repeated(xml):
        repeat = b'<table:table-%s table:number-%s-repeated="%s"' % (
            element,
            kind,
            times,
        )
        return xml.replace(b"<table:table-%s" % element, repeat)

    path = files.with_part(files.ods(tmp_path / "a.ods", ROWS), "content.xml", repeated)
    error = refusal(path, dense_cells=1_000_000)
    assert error.file == "a.ods"


def test_empty_cells_to_the_edges_of_ods_are_none(tmp_path):
    end = (
        b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        b'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    path = files.with_part(
        files.ods(tmp_path / "a.ods", ROWS),
        "content.xml",
        lambda xml: xml.replace(b"</table:table>", end),
    )
    [sheet] = open_sheets(path).found
    assert files.texts_of(sheet, 2) == {2: ("甲", "1"), 3: ("乙", "2")}


def second_sheet(book, sheet):
    hidden = book.create_sheet("隐藏")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "x"
    book.create_chartsheet("图")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</row>", b"<row>"),
        (b'r="A2"', b'r="AAAA2"'),
        (b'r="A2"', b'r="A0"'),
        (b"<sheetData>", b"<sheetData><!---->" + b'<row r="x"/>'),
    ],
)
def test_a_broken_sheet_leaves_the_others(tmp_path, old, new):
    path = files.xlsx(tmp_path / "book.xlsx", ROWS, change=second_sheet)
    files.with_sheet_xml(path, lambda xml: xml.replace(old, new))
    broken, hidden = open_sheets(path).found
    with pytest.raises(FileFormatError, match=r"book\.xlsx"):
        broken.head()
    assert (hidden.name, hidden.hidden) == ("隐藏", True)
    assert files.texts_of(hidden) == {1: ("x",)}


def test_days_and_sheets_of_xls(tmp_path):
    rows = {"名单": [*ROWS, ["丙", dt.date(2023, 5, 1)]], "二": [["x"]]}
    first, second = open_sheets(files.xls(tmp_path / "a.xls", rows)).found
    assert files.texts_of(first, 2)[4] == ("丙", "2023-05-01")
    assert files.kinds_of(first)[4] == [CellKind.TEXT, CellKind.DAY]
    assert (second.file, first.sees_faults) == ("a.xls#二", False)
    [late, _] = open_sheets(files.xls(tmp_path / "b.xls", rows, from_1904=True)).found
    assert files.texts_of(late, 2)[4] == ("丙", "2027-05-02")


def test_an_archive_with_a_top_folder_holds_sheets(tmp_path):
    book = files.xlsx(tmp_path / "book.xlsx", ROWS)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(book, "top/book.xlsx")
        archive.writestr("top/list.csv", "a,b\n1,2\n")
        archive.writestr("top/._list.csv", "x")
        archive.writestr("top/letter.docx", "x")
        archive.writestr("__MACOSX/top/._book.xlsx", "x")
    sheets = open_sheets(tmp_path / "all.zip")
    assert [sheet.file for sheet in sheets.found] == ["book.xlsx#名单", "list.csv"]
    assert [error.file for error in sheets.unread] == ["letter.docx"]
    assert len(sheets.passed_over) == 2
    assert files.texts_of(sheets.found[0], 2) == {2: ("甲", "1"), 3: ("乙", "2")}
