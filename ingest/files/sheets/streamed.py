"""Rows of a large XLSX sheet by openpyxl, which holds one row at a time."""

from __future__ import annotations

import warnings
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.files.sheets.package import Package
    from ingest.files.sheets.xlsx import Extent


def streamed_rows(
    package: Package, sheet: str, extent: Extent
) -> Iterator[list[object]]:
    """Rows of values from the first one on, equal to those of python-calamine.

    What openpyxl raises of a damaged workbook is left to the caller.
    """
    from openpyxl import load_workbook

    for part in package.parts:  # the library trusts the sizes an archive declares
        if "worksheets/" not in part:
            for _ in package.pieces(part):
                pass
    with warnings.catch_warnings():  # of what it leaves out, such as validations
        warnings.simplefilter("ignore")
        with closing(package.source.open()) as stream:
            book = load_workbook(
                stream, read_only=True, data_only=True, keep_links=False
            )
            rows = book[sheet].iter_rows(
                max_row=extent.rows, max_col=extent.columns, values_only=True
            )
            for row in rows:
                yield [_as_read_whole(value) for value in row]


def _as_read_whole(value: object) -> object:
    """The value with whole numbers as floats, as python-calamine gives them."""
    return float(value) if type(value) is int else value
