"""Tables for spreadsheets: a head that says of what they are, typed cells, no formulas.

CSV is UTF-8 with a mark, by which spreadsheets know it, and lines end as RFC 4180 says.
Numbers, days and truth values are told by their Python types; text stays text.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from graph.errors import GraphTooLargeError
from graph.interchange.cells import escaped, legal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Value = str | int | float | Decimal | date | datetime | bool | None
"""What a cell may hold; NaN is an empty cell, as None is."""

SHEET_ROWS = 1_048_576
"""Rows that a sheet of a workbook has."""
_CELL_LETTERS = 32_767
_DIGITS = 15
"""A spreadsheet keeps no more of a number: longer ones are text there."""
_FIRST_YEAR = 1901
"""Earlier days have no number in a workbook, or one that programs disagree on."""
_FORMATS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name, and the unit of its numbers, such as ``CNY``."""

    name: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """Of what a table is: its title, the day of its facts, their snapshot.

    `notes` are further lines, each with its name.
    """

    title: str
    day: str
    snapshot_id: str
    notes: Mapping[str, str] = field(default_factory=dict)

    def rows(self, columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
        """The lines above the header, and an empty one; units by column."""
        units = "; ".join(f"{item.name}: {item.unit}" for item in columns if item.unit)
        yield (self.title,)
        yield "as of", self.day
        yield "snapshot", self.snapshot_id
        if units:
            yield "units", units
        yield from self.notes.items()
        yield ()


def write_csv(
    stream: IO[bytes],
    head: Head,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
) -> int:
    """Write a table as CSV; the number of its rows.

    Parameters
    ----------
    stream
        Stays open.
    rows
        Cells in the order of the columns; taken one by one.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="backslashreplace",
                            newline="")  # fmt: skip
    lines = csv.writer(text)
    lines.writerows([escaped(cell) for cell in row] for row in head.rows(columns))
    lines.writerow([escaped(item.name) for item in columns])
    count = 0
    for row in rows:
        lines.writerow([_csv_text(value) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


def _csv_text(value: Value) -> str:
    if isinstance(value, str):
        return escaped(value)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return _utc(value).isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def write_xlsx(
    stream: IO[bytes],
    head: Head,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
) -> int:
    """Write a table as the only sheet of a workbook; the number of its rows.

    Instants are in UTC. Text that looks like a formula is marked as text, as a
    spreadsheet does it itself: it is shown as it is and never computed.

    Parameters
    ----------
    stream
        Stays open.
    rows
        Cells in the order of the columns; taken one by one.

    Raises
    ------
    GraphTooLargeError
        There are more rows than a sheet has.

    Notes
    -----
    Rows go to a temporary file one by one: memory does not grow with them.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("data")
    above = list(head.rows(columns))
    for line in (*above, [item.name for item in columns]):
        sheet.append([_xlsx_cell(sheet, cell) for cell in line])
    count = 0
    room = SHEET_ROWS - len(above) - 1
    for row in rows:
        count += 1
        if count > room:
            book.save(io.BytesIO())  # else its temporary file stays until we end
            raise GraphTooLargeError("rows of a sheet", limit=room, size=count)
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    book.save(stream)
    return count


def _xlsx_cell(sheet: Any, value: Value) -> Any:
    """A cell, or a value whose cell needs no style."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float, Decimal)):
        if not math.isfinite(value):
            return None if math.isnan(value) else str(value)
        if len(Decimal(value).as_tuple().digits) <= _DIGITS or isinstance(value, float):
            return value
        value = _csv_text(value)
    elif isinstance(value, date):
        if value.year >= _FIRST_YEAR:
            moment = _utc(value) if isinstance(value, datetime) else value
            return _styled(sheet, moment, _FORMATS[type(value).__name__])
        value = _csv_text(value)
    return _text_cell(sheet, value)


def _text_cell(sheet: Any, text: str) -> Any:
    text = legal(text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > _CELL_LETTERS:
        text = f"{text[: _CELL_LETTERS - 3]}..."
    is_formula = escaped(text) != text
    if not (is_formula or text.startswith("#")):  # which openpyxl takes for an error
        return text
    cell = _styled(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = is_formula
    return cell


def _styled(sheet: Any, value: Any, number_format: str = "General") -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell


def _utc(moment: datetime) -> datetime:
    """The moment in UTC without its zone, which cells cannot have."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
