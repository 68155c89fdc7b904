"""Parquet and Arrow files as sheets: row 1 has the columns' names."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from ingest.errors import FileFormatError, IngestError
from ingest.files.sheets.cell_columns import is_text
from ingest.files.sheets.grid import GRID_ROWS
from ingest.files.sheets.package import Source
from ingest.files.sheets.typed_columns import (
    INDEX,
    check_width,
    fitted,
    head_cells,
    names_grid,
    typed_grids,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.files.bundle import Member
    from ingest.files.sheets.cells import Cell
    from ingest.files.sheets.grid import Grid

_PARQUET, _ARROW = b"PAR1", b"ARROW1"


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
        return head_cells(self._grids(), rows)

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
            check_width(self.file, names, self.member.limits)
            kept = [i for i, name in enumerate(names) if not INDEX.fullmatch(name)]
            yield names_grid([names[place] for place in kept])
            for batch in batches:
                columns = [batch.column(place) for place in kept]
                yield from typed_grids(self.file, columns, row, self.member.limits)
                row += batch.num_rows


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
