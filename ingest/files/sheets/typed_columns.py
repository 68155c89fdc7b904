"""Grids of typed columns: of files that have them, and of data frames."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.errors import LimitError
from ingest.files.rejects import stray_cell
from ingest.files.sheets.cell_columns import array_cells, cells, is_text
from ingest.files.sheets.cells import Cell, CellKind
from ingest.files.sheets.grid import GRID_BYTES, GRID_ROWS, Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from ingest.files.bundle import Limits

    TypedColumn: TypeAlias = pa.Array | list[Any]
    """Values of one type, or of any where no type fits all."""

INDEX = re.compile(r"__index_level_\d+__")
"""What pandas calls an index that has no name: it numbers rows."""


def check_width(file: str, names: Sequence[str], limits: Limits) -> None:
    """Refuse a table of too many columns.

    Raises
    ------
    LimitError
        There are more than the limits allow.
    """
    if len(names) > limits.columns:
        reason = f"has {len(names)} columns"
        raise LimitError(file, reason, f"at most {limits.columns}")


def names_grid(names: Sequence[str]) -> Grid:
    """The columns' names as row 1."""
    return _grid([pa.array([name], pa.string()) for name in names], 1)


def typed_grids(
    file: str, columns: Sequence[TypedColumn], row: int, limits: Limits
) -> Iterator[Grid]:
    """Columns of one length as grids of bounded size, their rows numbered from `row`.

    Raises
    ------
    LimitError
        A row is longer than the limits allow.
    """
    n_rows = len(columns[0]) if columns else 0
    sizes = np.zeros(n_rows, dtype=np.int64)
    for column in columns:
        sizes += _sizes(column)
    if (sizes > limits.record_bytes).any():
        reason = f"has a row of more than {limits.record_bytes} bytes"
        raise LimitError(file, reason, "shorter cells")
    total = np.concatenate(([0], np.cumsum(sizes)))
    start = 0
    while start < n_rows:
        end = int(np.searchsorted(total, total[start] + GRID_BYTES, side="right"))
        end = max(start + 1, min(end - 1, start + GRID_ROWS, n_rows))
        yield _grid([column[start:end] for column in columns], row + start)
        start = end


def _sizes(column: TypedColumn) -> NDArray[np.int64]:
    """Bytes of each text; of other values what they hardly exceed."""
    if isinstance(column, list):
        lengths = (len(value) if isinstance(value, str) else 8 for value in column)
        return np.fromiter(lengths, np.int64, len(column))
    if pa.types.is_string_view(column.type):
        column = column.cast(pa.string())
    if pa.types.is_dictionary(column.type) and is_text(column.type.value_type):
        sizes = pc.binary_length(column.dictionary).take(column.indices)
    elif is_text(column.type) or pa.types.is_binary(column.type):
        sizes = pc.binary_length(column)
    else:
        return np.full(len(column), 8, np.int64)
    return np.asarray(pc.fill_null(sizes, 0).cast(pa.int64()))


def _grid(columns: Sequence[TypedColumn], row: int) -> Grid:
    n_rows = len(columns[0]) if columns else 0
    texts = []
    kinds = np.zeros((n_rows, len(columns)), dtype=np.uint8)
    for place, column in enumerate(columns):
        read = cells if isinstance(column, list) else array_cells
        found, kinds[:, place] = read(column)
        texts.append(found)
    return Grid(tuple(texts), kinds, np.arange(row, row + n_rows))


def head_cells(grids: Iterable[Grid], rows: int) -> list[list[Cell]]:
    """The first rows of grids as cells."""
    head: list[list[Cell]] = []
    for grid in grids:
        head += _cells_of(grid, rows - len(head))
        if len(head) >= rows:
            break
    return head


def fitted(file: str, grid: Grid, first: int, width: int) -> Grid:
    """The grid from row `first` on, `width` columns wide, without blank rows."""
    stray = grid.kinds[:, width:].astype(bool)
    late = grid.rows >= first
    rejected = []
    for place in np.flatnonzero(stray.any(axis=1) & late).tolist():
        column = width + int(np.argmax(stray[place]))
        text = grid.columns[column][place].as_py()
        row = int(grid.rows[place])
        rejected.append(stray_cell(file, row, width, column, text))
    kinds = np.zeros((len(grid.rows), width), dtype=np.uint8)
    there = grid.kinds[:, :width]
    kinds[:, : there.shape[1]] = there
    keep = late & ~stray.any(axis=1) & kinds.any(axis=1)
    columns = list(grid.columns[:width])
    columns += [pa.nulls(len(grid.rows), pa.string())] * (width - len(columns))
    if not keep.all():
        mask = pa.array(keep)
        columns = [column.filter(mask) for column in columns]
        kinds, rows = kinds[keep], grid.rows[keep]
        return Grid(tuple(columns), kinds, rows, tuple(rejected))
    return Grid(tuple(columns), kinds, grid.rows, tuple(rejected))


def _cells_of(grid: Grid, rows: int) -> list[list[Cell]]:
    columns = [column.slice(0, rows).to_pylist() for column in grid.columns]
    found = [
        [
            Cell(text or "", CellKind(kind))
            for text, kind in zip(row, kinds, strict=True)
        ]
        for row, kinds in zip(zip(*columns, strict=True), grid.kinds, strict=False)
    ]
    for row in found:
        while row and row[-1].kind is CellKind.EMPTY:
            row.pop()
    return found
