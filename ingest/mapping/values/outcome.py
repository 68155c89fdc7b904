"""What becomes of a column's texts: each distinct one is read once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.files.sheets.cells import CellKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Kinds = NDArray[np.uint8]

T = TypeVar("T")
_ERROR_TEXT = re.compile(
    r"#(REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!|FIELD!|BLOCKED!"
    r"|CONNECT!|UNKNOWN!|BUSY!|GETTING_DATA)",
    re.IGNORECASE,
)
"""What spreadsheets show instead of a value, as their text exports keep it."""

_KIND_OF = tuple(CellKind)
_KINDS = len(_KIND_OF)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell is refused, as `Rejected` words it."""

    reason: str
    expected: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a column leaves open; its answer is a line of the mapping."""

    code: str
    column: str
    text: str


@dataclass(frozen=True)
class Converted:
    """Texts as native files have them, null where a cell is empty or refused."""

    texts: pa.StringArray
    faults: Mapping[int, Fault] = field(default_factory=dict)
    """Why a row's cell is refused, by the row's place among the texts."""


@dataclass(frozen=True)
class ByValue(Generic[T]):
    """What each distinct cell became, and where it stands."""

    results: Sequence[T | Fault | None]
    places: NDArray[np.int64]
    """Which of the results each row has, shape (rows,)."""

    def texts(self, of: Callable[[T], str | None]) -> pa.StringArray:
        """One text of each result, null where there is none, shape (rows,)."""
        found = [
            None if item is None or isinstance(item, Fault) else of(item)
            for item in self.results
        ]
        return pa.array(found, pa.string()).take(pa.array(self.places))

    def faults(self) -> dict[int, Fault]:
        """Why each refused row is, by its place."""
        refused = [isinstance(item, Fault) for item in self.results]
        if not any(refused):
            return {}
        rows = np.flatnonzero(np.array(refused)[self.places]).tolist()
        return {row: self.results[self.places[row]] for row in rows}


def by_value(
    texts: pa.StringArray,
    kinds: Kinds | None,
    read: Callable[[str, CellKind], T | Fault | None],
    expected: str,
    refused: Mapping[CellKind, str],
) -> ByValue[T]:
    """Read each distinct cell once.

    Parameters
    ----------
    texts
        Cells as typed, null where one is empty, shape (rows,).
    kinds
        A `CellKind` for each, shape (rows,); None where the file knows texts only.
    read
        What a cell that is not blank becomes.
    expected
        What a cell must be, in words.
    refused
        Kinds that no such cell has, and what is said of it.

    Notes
    -----
    O(rows), and one call for each distinct cell. Errors and formulas without
    a stored value are refused here, whatever their text.
    """
    coded = texts.dictionary_encode()
    codes = pc.fill_null(coded.indices, -1).to_numpy().astype(np.int64) + 1
    given = np.full(len(texts), CellKind.TEXT, np.uint8) if kinds is None else kinds
    known = [None, *coded.dictionary.to_pylist()]
    keys, places = _distinct(codes * _KINDS + given, len(known) * _KINDS)
    reasons = {
        CellKind.ERROR: "is an error of the spreadsheet",
        CellKind.UNSTORED: "is a formula whose value the file does not hold",
        **refused,
    }
    by_kind = {kind: Fault(text, expected) for kind, text in reasons.items()}
    results: list[T | Fault | None] = []
    for key in keys.tolist():
        text, kind = known[key // _KINDS], _KIND_OF[key % _KINDS]
        if kind is CellKind.ERROR and text is not None and text[:1] != "#":
            results.append(Fault("is not finite", expected))
        elif kind in by_kind:
            results.append(by_kind[kind])
        elif text is None or not (text := text.strip()):
            results.append(None)
        elif text[0] == "#" and _ERROR_TEXT.fullmatch(text):
            results.append(by_kind[CellKind.ERROR])
        else:
            results.append(read(text, kind))
    return ByValue(results, places)


def _distinct(
    values: NDArray[np.int64], end: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What `numpy.unique` gives with the inverse, in O(values + end) below `end`."""
    there = np.zeros(end, np.bool_)
    there[values] = True
    number = np.cumsum(there) - 1
    return np.flatnonzero(there), number[values]


def converted(found: ByValue[str]) -> Converted:
    """The texts and faults of results that are texts."""
    return Converted(found.texts(str), found.faults())
