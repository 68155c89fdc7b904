"""Small files of every format that holds tables, from the same rows of values."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import struct
import zipfile
from html import escape
from typing import TYPE_CHECKING

import openpyxl
import orjson
import pyarrow as pa
from pyarrow import parquet as pq

from ingest.files.sheets.cells import cell

if TYPE_CHECKING:
    from pathlib import Path

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CONTENT = "xl/worksheets/sheet1.xml"


def xlsx(path: Path, rows, *, title="名单", change=None, **formats) -> Path:
    """A workbook of one sheet; `formats` are number formats by column letter."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for letter, code in formats.items():
        for styled in sheet[letter]:
            styled.number_format = code
    if change is not None:
        change(book, sheet)
    book.save(path)
    return path


def ods(path: Path, rows, *, title="名单") -> Path:
    """A sheet of OpenDocument, each cell by its type."""
    body = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"
        for row in rows
    )
    content = _ODS.format(title=escape(title), body=body)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return path


_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
    'manifest:1.0"/>'
)
_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
    'office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="{title}">{body}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def _ods_cell(value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        kind, attribute = "boolean", f'office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, float):
        kind, attribute = "float", f'office:value="{value!r}"'
    elif isinstance(value, dt.datetime):
        kind, attribute = "date", f'office:date-value="{value.isoformat()}"'
    else:
        kind, attribute = "string", ""
    return (
        f'<table:table-cell office:value-type="{kind}" {attribute}>'
        f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
    )


def parquet(path: Path, rows) -> Path:
    """The rows behind the first as typed columns, which that one names."""
    names, *rows = rows
    columns = [pa.array(column) for column in zip(*rows, strict=True)]
    pq.write_table(pa.table(columns, names=names), path)
    return path


def arrow(path: Path, rows) -> Path:
    """The same as an Arrow file."""
    names, *rows = rows
    columns = [pa.array(column) for column in zip(*rows, strict=True)]
    table = pa.table(columns, names=names)
    with pa.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)
    return path


def json_lines(path: Path, rows) -> Path:
    """The same as objects, whose days are texts."""
    names, *rows = rows
    path.write_bytes(
        b"".join(
            orjson.dumps(dict(zip(names, map(_as_json, row), strict=True))) + b"\n"
            for row in rows
        )
    )
    return path


def _as_json(value):
    return cell(value).text if isinstance(value, dt.datetime) else value


def delimited(path: Path, rows, codec="utf-8", delimiter=",") -> Path:
    """The same as text, each cell by the rules of `ingest.files.sheets.cells`."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([cell(value).text for value in row] for row in rows)
    path.write_bytes(stream.getvalue().encode(codec))
    return path


def with_part(path: Path, part: str, replaced) -> Path:
    """The archive with one part's bytes replaced by a function of them."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = replaced(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def with_shared_texts(path: Path) -> Path:
    """The workbook as Excel writes it: the texts of its first sheet in one part."""
    texts: list[bytes] = []

    def shared(match: re.Match[bytes]) -> bytes:
        texts.append(b"<si>" + match[2] + b"</si>")
        return b'<c%s t="s"><v>%d</v></c>' % (match[1], len(texts) - 1)

    pattern = rb'<c([^>]*) t="inlineStr"><is>(.*?)</is></c>'
    with_sheet_xml(path, lambda xml: re.sub(pattern, shared, xml, flags=re.DOTALL))
    part = b'<sst xmlns="%s">%s</sst>' % (_MAIN, b"".join(texts))
    with_part(path, "xl/_rels/workbook.xml.rels", _related)
    with_part(path, "[Content_Types].xml", _typed)
    return with_part(path, "xl/sharedStrings.xml", lambda _: part)


def _related(xml: bytes) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = (
        f'<Relationship Id="t" Type="{kind}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    return xml.replace(b"</Relationships>", link.encode() + b"</Relationships>")


def _typed(xml: bytes) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}+xml"/>'
    return xml.replace(b"</Types>", part.encode() + b"</Types>")


def with_sheet_xml(path: Path, replaced) -> Path:
    """The workbook with the XML of its first sheet replaced."""
    return with_part(path, _CONTENT, replaced)


def texts_of(sheet, first=1, width=None):
    """The rows of a sheet as texts by their number, empty cells as None."""
    if width is None:
        width = max(map(len, sheet.head(10_000)), default=0)
    return {
        int(number): row
        for grid in sheet.grids(first, width)
        for number, row in zip(
            grid.rows,
            zip(*(column.to_pylist() for column in grid.columns), strict=True),
            strict=True,
        )
    }


def kinds_of(sheet, first=1, width=None):
    """The kinds of a sheet's cells by row number."""
    if width is None:
        width = max(map(len, sheet.head(10_000)), default=0)
    return {
        int(number): [int(kind) for kind in row]
        for grid in sheet.grids(first, width)
        for number, row in zip(grid.rows, grid.kinds, strict=True)
    }


def xls(path: Path, sheets, *, from_1904=False, shared=()) -> Path:
    """A BIFF8 workbook: rows by the names of its sheets; days are floats' format 14.

    A whole number as a value is the place of a text in the table whose pieces, a record
    each, are `shared`.
    """
    begin = _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    begin += _record(0x22, struct.pack("<H", from_1904))
    begin += b"".join(
        _record(0xE0, struct.pack("<HH16x", 0, number)) for number in (0, 14)
    )
    begin += b"".join(
        _record(0x3C if place else 0xFC, piece) for place, piece in enumerate(shared)
    )
    bodies = [_biff_sheet(rows) for rows in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    place = len(begin) + sum(12 + len(name) for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        bound = struct.pack("<IBBBB", place, 0, 0, len(name) // 2, 1) + name
        begin += _record(0x85, bound)
        place += len(body)
    path.write_bytes(compound("Workbook", begin + _record(0x0A) + b"".join(bodies)))
    return path


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _biff_sheet(rows) -> bytes:
    body = _record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            style = isinstance(value, dt.date)
            at = struct.pack("<HHH", row, column, style)
            if style:
                value = float((value - dt.date(1899, 12, 30)).days)  # noqa: PLW2901
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                label = at + struct.pack("<HB", len(value), 1) + text
                body += _record(0x204, label)
            elif isinstance(value, int):
                body += _record(0xFD, at + struct.pack("<I", value))
            elif value is not None:
                body += _record(0x203, at + struct.pack("<d", value))
    return body + _record(0x0A)


def compound(name: str, stream: bytes) -> bytes:
    """A compound file of one stream."""
    stream = stream.ljust(4096, b"\0")  # a shorter one would be in the small sectors
    sectors = -(-len(stream) // 512)
    chain = [-3, -2, *range(3, sectors + 2), -2]
    table = struct.pack("<128i", *chain, *[-1] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIiIIiIiI", 0, 1, 1, 0, 4096, -2, 0, -2, 0)
    header += struct.pack("<109i", 0, *[-1] * 108)

    def entry(title, kind, child, start, size):
        text = f"{title}\0".encode("utf-16-le")
        links = struct.pack("<HBBiii36x", len(text), kind, 1, -1, -1, child)
        return text.ljust(64, b"\0") + links + struct.pack("<iQ", start, size)

    entries = entry("Root Entry", 5, 1, -2, 0) + entry(name, 2, -1, 2, len(stream))
    return header + table + entries.ljust(512, b"\0") + stream.ljust(sectors * 512)
