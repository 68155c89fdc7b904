"""What any table of a stranger is read into: grids of text, sheets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from ingest.errors import FileFormatError
    from ingest.files.rejects import Rejected
    from ingest.files.sheets.cells import Cell

GRID_ROWS = 50_000
"""Most rows of one grid."""
GRID_BYTES = 4 << 20
"""Text after which a grid ends."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Some rows of a sheet as columns of text.

    Attributes
    ----------
    columns
        One array of shape (rows,) per column, null where a cell is empty.
    kinds
        `CellKind` of each cell, shape (rows, columns).
    rows
        Number of each row in its sheet, ascending, the first row being 1,
        shape (rows,).
    rejected
        Rows that cannot be read; they are not among `rows`.
    """

    columns: tuple[pa.StringArray, ...]
    kinds: NDArray[np.uint8]
    rows: NDArray[np.int64]
    rejected: tuple[Rejected, ...] = ()


class Sheet(Protocol):
    """One table of a file; nothing is read before it is asked for."""

    @property
    def file(self) -> str:
        """What messages call it, such as ``book.xlsx#Sheet1`` or ``list.csv``."""

    @property
    def name(self) -> str:
        """Name of the sheet; empty where a file is one table."""

    @property
    def hidden(self) -> bool:
        """Whether the workbook shows it to nobody."""

    @property
    def sees_faults(self) -> bool:
        """Whether error cells and formulas without a value are told from empty ones."""

    def head(self, rows: int = 30) -> list[list[Cell]]:
        """The first rows, each as long as it has cells.

        Raises
        ------
        FileFormatError
            The sheet cannot be read, or exceeds a limit.
        """

    def grids(self, first: int, width: int) -> Iterator[Grid]:
        """The rows from number `first` on, without blank ones, `width` columns each.

        A row with something behind these columns is rejected.

        Raises
        ------
        FileFormatError
            The sheet cannot be read, or exceeds a limit; even late.
        """


def called(sheet: Sheet) -> str:
    """What a mapping calls a sheet: its name, or that of its file without suffixes."""
    return sheet.name or PurePosixPath(sheet.file).name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Sheets:
    """The tables at a path; `unread` says why the other files are not read.

    `passed_over` are the files that never hold facts.
    """

    name: str
    found: tuple[Sheet, ...]
    unread: tuple[FileFormatError, ...] = ()
    passed_over: tuple[str, ...] = ()
