"""Rejected rows, and the CSV file with one line per fault."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self, TextIO

from graph.interchange.cells import escaped
from ingest.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Rejected:
    """One fault of one row; `row` counts the header as 1, as a spreadsheet does.

    Of a `common` cause, which many rows share, one row is enough to tell people.
    """

    file: str
    row: int
    column: str
    value: str
    reason: str
    expected: str
    common: bool = False

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return (
            f"{self.file}, row {self.row}{column}: {shortened(self.value)!r} "
            f"{self.reason}; expected {self.expected}"
        )


def letters(column: int) -> str:
    """The letters of a column that counts from 0.

    Examples
    --------
    >>> letters(0), letters(25), letters(26), letters(16_383)
    ('A', 'Z', 'AA', 'XFD')
    """
    text = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        text = chr(ord("A") + place) + text
    return text


def stray_cell(file: str, row: int, width: int, column: int, text: str) -> Rejected:
    """The refusal of a row with a cell behind the last of `width` columns.

    `column` counts from 0.
    """
    expected = f"nothing behind column {letters(width - 1)}" if width else "nothing"
    reason = "stands behind the last column"
    return Rejected(file, row, letters(column), text, reason, expected)


def shortened(value: str) -> str:
    """The beginning of a long value."""
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}..."


_COLUMNS = [item.name for item in fields(Rejected) if item.name != "common"]
_HEADER = ",".join(_COLUMNS).encode()


class RejectsFile:
    """CSV file of rejected rows, made when the first one comes.

    An older one at the path is removed at the start: it tells of another load.

    Raises
    ------
    OptionError
        Something else lies at the path.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._stream: TextIO | None = None
        if path is not None and path.exists():
            if not path.is_file() or _first_bytes(path) != _HEADER:
                raise OptionError(f"{path.name} exists and is no file of rejects")
            path.unlink()

    def write(self, rejected: Iterable[Rejected]) -> None:
        """Add lines."""
        if self._path is None:
            return
        for item in rejected:
            if self._stream is None:
                self._stream = self._path.open("w", encoding="utf-8", newline="")
                csv.writer(self._stream).writerow(_COLUMNS)
            cells = [shortened(str(getattr(item, name))) for name in _COLUMNS]
            csv.writer(self._stream).writerow(map(escaped, cells))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._stream is not None:
            self._stream.close()


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(len(_HEADER))
