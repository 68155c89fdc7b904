"""From rows of typed values to heads and grids, and the marks laid over them.

A library gives values; what it does not tell of a cell (an error, a formula without a
value, a percent format) is marked beside them, by row and column.
"""

from __future__ import annotations

import datetime as dt
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.files.rejects import stray_cell
from ingest.files.sheets.cell_columns import cells
from ingest.files.sheets.cells import Cell, CellKind, cell
from ingest.files.sheets.grid import GRID_BYTES, GRID_ROWS, Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from ingest.files.rejects import Rejected

EPOCH_1900 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - workbooks know no zones
EPOCH_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - workbooks know no zones
_OF_NUMBERS = {CellKind.PERCENT, CellKind.DAY}


@dataclass(slots=True, repr=False)
class Marks:
    """What is known of single cells of a sheet; rows ascend, columns count from 0.

    A mark `PERCENT` or `DAY` is that of a cell's format and says something of numbers
    only; the others replace the cell, and `texts` has theirs by row and column.
    """

    rows: array[int] = field(default_factory=lambda: array("l"))
    columns: array[int] = field(default_factory=lambda: array("l"))
    kinds: array[int] = field(default_factory=lambda: array("B"))
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    epoch: dt.datetime = EPOCH_1900

    def add(self, row: int, column: int, kind: CellKind, text: str = "") -> None:
        """Mark one cell; an error or formula takes the place of its format."""
        same = self.rows and (self.rows[-1], self.columns[-1]) == (row, column)
        if same:
            for values in (self.rows, self.columns, self.kinds):
                values.pop()
        self.rows.append(row)
        self.columns.append(column)
        self.kinds.append(kind)
        if kind not in _OF_NUMBERS:
            self.texts[row, column] = text

    def extend(
        self, rows: Iterable[int], columns: Sequence[int], kind: CellKind
    ) -> None:
        """Mark cells by their format."""
        self.rows.extend(rows)
        self.columns.extend(columns)
        self.kinds.extend([kind] * len(columns))

    def over(self, row: int, column: int, kind: int, found: Cell) -> Cell:
        """The cell as it is under a mark of this kind."""
        if kind not in _OF_NUMBERS:
            return Cell(self.texts[row, column], CellKind(kind))
        if found.kind is not CellKind.NUMBER:
            return found
        if kind == CellKind.PERCENT:
            return Cell(found.text, CellKind.PERCENT)
        return self._day(found)

    def _day(self, found: Cell) -> Cell:
        try:
            return cell(self.epoch + dt.timedelta(days=float(found.text)))
        except (ValueError, OverflowError):  # a duration, or no date there is
            return found

    def among(self, rows: NDArray[np.int64], width: int) -> NDArray[np.int64]:
        """Marks of these ascending rows: place among them, column and kind.

        The shape is (marks, 3).
        """
        if not self.rows or not rows.size:
            return np.zeros((0, 3), np.int64)
        marked = np.frombuffer(self.rows, dtype=np.dtype("l"))
        low, high = np.searchsorted(marked, (rows[0], rows[-1] + 1))
        columns = np.frombuffer(self.columns, dtype=np.dtype("l"))[low:high]
        kinds = np.frombuffer(self.kinds, dtype=np.uint8)[low:high]
        places = np.searchsorted(rows, marked[low:high])
        there = (rows[places] == marked[low:high]) & (columns < width)
        found = np.stack((places, columns, kinds), axis=1)[there]
        return np.asarray(found, np.int64)


def head_of(rows: Iterable[Sequence[object]], marks: Marks) -> list[list[Cell]]:
    """Rows from the first one on as cells, without the empty ones at their ends."""
    head = [[cell(value) for value in row] for row in rows]
    width = max(map(len, head), default=0)
    numbers = np.arange(1, len(head) + 1)
    for place, column, kind in marks.among(numbers, width).tolist():
        row = head[place]
        row += [cell(None)] * (column + 1 - len(row))
        row[column] = marks.over(place + 1, column, kind, row[column])
    for row in head:
        while row and row[-1].kind is CellKind.EMPTY:
            row.pop()
    return head


def grids_of(
    file: str,
    rows: Iterable[tuple[int, Sequence[object]]],
    width: int,
    marks: Marks,
    rejected: list[Rejected] | None = None,
) -> Iterator[Grid]:
    """Numbered rows of values as grids of `width` columns.

    The rows may add to `rejected` as they are read; each grid takes what is there.
    """
    numbers: list[int] = []
    kept: list[Sequence[object]] = []
    rejected = [] if rejected is None else rejected
    size = 0
    for number, row in rows:
        if len(row) != width:
            stray = next((i for i in range(width, len(row)) if cell(row[i]).text), None)
            if stray is not None:
                text = cell(row[stray]).text
                rejected.append(stray_cell(file, number, width, stray, text))
                continue
            row = [*row[:width], *[None] * (width - len(row))]  # noqa: PLW2901 - padded
        numbers.append(number)
        kept.append(row)
        size += sum([len(value) for value in row if type(value) is str])
        if size > GRID_BYTES or len(kept) == GRID_ROWS:
            yield _grid(numbers, kept, width, marks, rejected)
            numbers, kept, size = [], [], 0
            rejected.clear()
    if kept or rejected:
        yield _grid(numbers, kept, width, marks, rejected)


def _grid(
    numbers: list[int],
    kept: list[Sequence[object]],
    width: int,
    marks: Marks,
    rejected: list[Rejected],
) -> Grid:
    rows = np.array(numbers, dtype=np.int64)
    kinds = np.zeros((len(kept), width), dtype=np.uint8)
    columns = []
    for place, values in enumerate(zip(*kept, strict=True)):
        texts, kinds[:, place] = cells(values)
        columns.append(texts)
    columns += [pa.array([], pa.string())] * (width - len(columns))
    found = marks.among(rows, width)
    for place in np.unique(found[:, 1]).tolist():
        of_column = found[found[:, 1] == place]
        columns[place] = _marked(columns[place], kinds, of_column, rows, marks)
    filled = kinds.any(axis=1)
    if not filled.all():
        keep = pa.array(filled)
        columns = [texts.filter(keep) for texts in columns]
        kinds, rows = kinds[filled], rows[filled]
    return Grid(tuple(columns), kinds, rows, tuple(rejected))


def _marked(
    texts: pa.StringArray,
    kinds: NDArray[np.uint8],
    found: NDArray[np.int64],
    rows: NDArray[np.int64],
    marks: Marks,
) -> pa.StringArray:
    """One column under its marks; its kinds are changed in place."""
    column = int(found[0, 1])
    percent = found[found[:, 2] == CellKind.PERCENT, 0]
    percent = percent[kinds[percent, column] == CellKind.NUMBER]
    kinds[percent, column] = CellKind.PERCENT
    others = found[found[:, 2] != CellKind.PERCENT]
    if not others.size:
        return texts
    mask = np.zeros(len(texts), dtype=np.bool_)
    new = []
    for place, _, kind in others.tolist():
        old = Cell(texts[place].as_py() or "", CellKind(kinds[place, column]))
        made = marks.over(int(rows[place]), column, kind, old)
        kinds[place, column] = made.kind
        mask[place] = True
        new.append(made.text or None)
    return pc.replace_with_mask(texts, pa.array(mask), pa.array(new, pa.string()))
