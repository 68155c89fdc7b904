"""What a cell of a foreign table was, beside the text that it became."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, unique


@unique
class CellKind(IntEnum):
    """What a file says a cell is; a text file knows texts only."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    PERCENT = 3  # a number whose format shows it with %
    DAY = 4  # a typed date, with or without a time of day
    FLAG = 5
    ERROR = 6  # such as #REF!
    UNSTORED = 7  # a formula whose value the file does not hold


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text; `text` is empty where the cell is."""

    text: str
    kind: CellKind
