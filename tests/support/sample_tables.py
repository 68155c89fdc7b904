"""The rows of ready mappings' samples, written in every form that is read."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from ingest.mapping.files import samples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Rows = list[list[str]]


def sample_sheets(name: str) -> dict[str, Rows]:
    """Rows of the sample of a ready mapping by sheet, as its CSV files have them."""
    sample = samples()[name]
    files = sorted(sample.iterdir(), key=str) if sample.is_dir() else [sample]
    return {
        file.name.removesuffix(".csv"): list(
            csv.reader(io.StringIO(file.read_text("utf-8")))
        )
        for file in files
    }


def sample_rows(name: str) -> Rows:
    """Rows of a sample that is one table."""
    [rows] = sample_sheets(name).values()
    return rows


def as_csv(rows: Rows, path: Path, encoding: str = "utf-8", mark: str = ",") -> Path:
    """The rows as delimited text."""
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def as_xlsx(rows: Rows, path: Path) -> Path:
    """The rows as texts of a workbook."""
    return as_workbook({"担保明细": rows}, path)


def as_workbook(sheets: dict[str, Rows], path: Path) -> Path:
    """Rows by sheet as texts of a workbook."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append([cell or None for cell in row])
    book.save(path)
    return path


def as_columns(rows: Rows) -> dict[str, list[str | None]]:
    """The rows below the heads, by head."""
    at = next(place for place, row in enumerate(rows) if len(row) > 1)
    heads, *data = rows[at:]
    return {
        head: [(row[place] if place < len(row) else "") or None for row in data]
        for place, head in enumerate(heads)
    }


def as_parquet(rows: Rows, path: Path) -> Path:
    """The rows as columns of text."""
    pq.write_table(as_arrow(rows), path)
    return path


def _schema(rows: Rows) -> pa.Schema:
    return pa.schema([(head, pa.string()) for head in as_columns(rows)])


def as_json_lines(rows: Rows, path: Path) -> Path:
    """The rows as objects, one a line."""
    table: list[dict[str, Any]] = as_arrow(rows).to_pylist()
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in table))
    return path


class Streamed:
    """A frame of no known library: nothing but the Arrow interface."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def as_arrow(rows: Rows) -> pa.Table:
    """The rows as columns of text."""
    return pa.table(as_columns(rows), _schema(rows))


IDS = ["a:1", "a:2", "a:3"]


def parties(**columns: object) -> pd.DataFrame:
    """Three companies as a frame of the kind party, with other columns."""
    told = {"party_id": IDS, "party_type": ["company"] * 3, "name": list("ABC")}
    return pd.DataFrame(told | columns)


FRAMES: dict[str, Callable[[Rows], object]] = {
    "pandas": lambda rows: pd.DataFrame(as_columns(rows)),
    "Arrow table": as_arrow,
    "Arrow interface": lambda rows: Streamed(as_arrow(rows)),
}
"""Rows as frames of each kind."""

FORMS: dict[str, tuple[str, Callable[[Rows, Path], Path]]] = {
    "CSV": ("list.csv", as_csv),
    "GB18030 CSV": ("list.csv", lambda rows, path: as_csv(rows, path, "gb18030")),
    "UTF-16 TSV": ("list.tsv", lambda rows, path: as_csv(rows, path, "utf-16", "\t")),
    "XLSX": ("list.xlsx", as_xlsx),
    "Parquet": ("list.parquet", as_parquet),
    "JSON lines": ("list.jsonl", as_json_lines),
}
"""Each with the name of its file."""
