"""Small files of every format that holds tables, from the same rows of values."""

from __future__ import annotations

import csv
import datetime as dt
import io
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
