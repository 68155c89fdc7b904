"""Delimited text as a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ingest.files.ragged import RaggedFile
from ingest.files.sheets.cell_columns import array_cells
from ingest.files.sheets.cells import cell
from ingest.files.sheets.grid import GRID_ROWS, Grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ingest.files.bundle import Member
    from ingest.files.rejects import Rejected
    from ingest.files.sheets.cells import Cell


@dataclass(frozen=True, slots=True)
class TextSheet:
    """CSV, TSV or TXT: one sheet without a name."""

    member: Member
    encoding: str | None = None
    name: str = ""
    hidden: bool = False
    sees_faults: bool = True

    @property
    def file(self) -> str:
        """The file's name."""
        return self.member.name

    def head(self, rows: int = 30) -> list[list[Cell]]:
        """The first rows as cells."""
        found = RaggedFile(self.member, encoding=self.encoding).head(rows)
        return [[cell(text) for text in _trimmed(row)] for row in found]

    def grids(self, first: int, width: int) -> Iterator[Grid]:
        """The rows from number `first` on."""
        file = RaggedFile(self.member, encoding=self.encoding)
        for block in file.blocks_from(first, width):
            rejected = block.rejected
            for start in range(0, max(1, block.table.num_rows), GRID_ROWS):
                part = block.table.slice(start, GRID_ROWS)
                rows = block.rows[start : start + GRID_ROWS]
                yield grid_of(part.columns, rows, rejected)
                rejected = ()


def grid_of(
    columns: list[pa.ChunkedArray],
    rows: NDArray[np.int64],
    rejected: tuple[Rejected, ...] = (),
) -> Grid:
    """Arrow columns of text as a grid without blank rows."""
    found = [array_cells(column.combine_chunks()) for column in columns]
    kinds = np.zeros((len(rows), len(found)), dtype=np.uint8)
    for place, (_, of_column) in enumerate(found):
        kinds[:, place] = of_column
    texts = [of_column for of_column, _ in found]
    filled = kinds.any(axis=1)
    if not filled.all():
        keep = pa.array(filled)
        texts = [column.filter(keep) for column in texts]
        kinds, rows = kinds[filled], rows[filled]
    return Grid(tuple(texts), kinds, rows, rejected)


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1].strip():
        row.pop()
    return row
