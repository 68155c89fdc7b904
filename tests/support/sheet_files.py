"""Small files of every format that holds tables, from the same rows of values."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl

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
        for cell in sheet[letter]:
            cell.number_format = code
    if change is not None:
        change(book, sheet)
    book.save(path)
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
