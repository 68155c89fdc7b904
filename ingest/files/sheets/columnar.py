"""Parquet and Arrow files as sheets: row 1 has the columns' names."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.errors import FileFormatError, IngestError, LimitError
from ingest.files.rejects import stray_cell
from ingest.files.sheets.cell_columns import array_cells, is_text
from ingest.files.sheets.cells import Cell, CellKind
from ingest.files.sheets.grid import GRID_BYTES, GRID_ROWS, Grid
from ingest.files.sheets.package import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ingest.files.bundle import Member

_PARQUET, _ARROW = b"PAR1", b"ARROW1"
# what pandas calls an index that has no name: it numbers rows
_INDEX = re.compile(r"__index_level_\d+__")


@dataclass(frozen=True, slots=True)
class ColumnarSheet:
    """A file of typed columns: one sheet without a name."""

    member: Member
    name: str = ""
    hidden: bool = False
    sees_faults: bool = True

    @property
    def file(self) -> str:
        """The file's name."""
        return self.member.name

    def head(self, rows: int = 30) -> list[list[Cell]]:
        """The columns' names and the first rows as cells."""
        head: list[list[Cell]] = []
        for grid in self._grids():
            head += _cells_of(grid, rows - len(head))
            if len(head) >= rows:
                break
        return head

    def grids(self, first: int, width: int) -> Iterator[Grid]:
        """The rows from number `first` on."""
        for grid in self._grids():
            if len(grid.rows) and int(grid.rows[-1]) >= first:
                yield fitted(self.file, grid, first, width)

    def _grids(self) -> Iterator[Grid]:
        """All rows and columns."""
        source = Source(self.member)
        row = 2
        with source.open() as stream, _faults(self.file):
            names, batches = _opened(stream)
            if len(names) > (limit := self.member.limits.columns):
                reason = f"has {len(names)} columns"
                raise LimitError(self.file, reason, f"at most {limit}")
            kept = [i for i, name in enumerate(names) if not _INDEX.fullmatch(name)]
            yield _grid([pa.array([names[place]]) for place in kept], 1)
            for batch in batches:
                columns = [batch.column(place) for place in kept]
                for start, end in self._cuts(columns, batch.num_rows):
                    yield _grid([c.slice(start, end - start) for c in columns], row)
                    row += end - start

    def _cuts(self, columns: list[pa.Array], rows: int) -> Iterator[tuple[int, int]]:
        """Where grids begin and end so that the text of each is of a bounded size."""
        sizes = np.zeros(rows, dtype=np.int64)
        for column in columns:
            sizes += _sizes(column)
        long = np.flatnonzero(sizes > self.member.limits.record_bytes)
        if long.size:
            limit = self.member.limits.record_bytes
            reason = f"has a row of more than {limit} bytes"
            raise LimitError(self.file, reason, "shorter cells")
        total = np.concatenate(([0], np.cumsum(sizes)))
        start = 0
        while start < rows:
            end = int(np.searchsorted(total, total[start] + GRID_BYTES, side="right"))
            end = max(start + 1, min(end - 1, start + GRID_ROWS, rows))
            yield start, end
            start = end


def _opened(stream: BinaryIO) -> tuple[list[str], Iterator[pa.RecordBatch]]:
    """Names of the columns, and the rows in batches."""
    magic = stream.read(len(_ARROW))
    stream.seek(0)
    if magic.startswith(_PARQUET):
        from pyarrow import parquet

        schema = parquet.read_schema(stream)
        texts = [field.name for field in schema if is_text(field.type)]
        stream.seek(0)
        # texts stay codes until it is known how long they are together
        file = parquet.ParquetFile(stream, read_dictionary=texts, pre_buffer=False)
        batches = file.iter_batches(GRID_ROWS, use_threads=False)
        return schema.names, _checked(batches)
    options = pa.ipc.IpcReadOptions(use_threads=False)
    if magic.startswith(_ARROW):
        reader = pa.ipc.open_file(stream, options=options)
        numbers = range(reader.num_record_batches)
        return reader.schema.names, _checked(map(reader.get_batch, numbers))
    reader = pa.ipc.open_stream(stream, options=options)
    return reader.schema.names, _checked(iter(reader))


def _checked(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches whose offsets lead nowhere else, and whose texts are UTF-8."""
    for batch in batches:
        batch.validate(full=True)
        yield batch


def _sizes(column: pa.Array) -> NDArray[np.int64]:
    """Bytes of each text; of other values what they hardly exceed."""
    if pa.types.is_dictionary(column.type) and is_text(column.type.value_type):
        lengths = pc.binary_length(column.dictionary).take(column.indices)
    elif is_text(column.type) or pa.types.is_binary(column.type):
        lengths = pc.binary_length(column)
    else:
        return np.full(len(column), 8, np.int64)
    return np.asarray(pc.fill_null(lengths, 0).cast(pa.int64()))


def _grid(columns: list[pa.Array], row: int) -> Grid:
    n_rows = len(columns[0]) if columns else 0
    texts = []
    kinds = np.zeros((n_rows, len(columns)), dtype=np.uint8)
    for place, column in enumerate(columns):
        found, kinds[:, place] = array_cells(column)
        texts.append(found)
    return Grid(tuple(texts), kinds, np.arange(row, row + n_rows))


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


@contextmanager
def _faults(file: str) -> Iterator[None]:
    """Whatever Arrow raises of a damaged file, as our own error."""
    try:
        yield
    except IngestError:
        raise
    except Exception as error:
        words = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FileFormatError(
            file, f"cannot be read: {words}", "a whole Parquet or Arrow file"
        ) from error
