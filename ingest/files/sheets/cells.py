"""What a cell of a foreign table was, and the table of rules by which it became text.

==========================  ====================================================
cell                        text
==========================  ====================================================
text                        as it is; of white space only it is empty
whole number                its digits: ``12.0`` is ``12``
other number                15 significant digits, without an exponent where it fits
float of 16 digits or more  17 digits, as a spreadsheet has lost the others
true, false                 ``TRUE``, ``FALSE``
date, or midnight           ``2023-05-01``
date and time               ``2023-05-01 08:30:00``, with its offset where it has one
time of day, duration       ``08:30:00``, ``30:00:00``
``#REF!`` and its like      as it is, an error, also where it is a text
not a number, infinity      ``NaN``, ``Infinity``, which are errors
==========================  ====================================================

A whole number of 16 digits or more that was never a float has kept its digits, so it
counts as text; as a float it stays a number, which no id may be.
"""

from __future__ import annotations

import datetime as dt
import math
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, unique
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@unique
class CellKind(IntEnum):
    """What a file says a cell is; a text file knows texts and errors only."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    PERCENT = 3  # a number whose format shows it with %; its text is the fraction
    DAY = 4  # a typed date, with or without a time of day
    FLAG = 5
    ERROR = 6  # such as #REF!, or what is no number
    UNSTORED = 7  # a formula whose value the file does not hold; its text


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text; `text` is empty where the cell is."""

    text: str
    kind: CellKind


EXACT = 10**15
"""Below it, a float has all digits of a whole number."""
SHORT = 16
"""Characters of a number that cannot have more than 15 digits."""
WHITE = " \t\r\n\u00a0\u3000"
"""Characters that say nothing when a cell has no others."""
_SHOWN_POWER = 40
FAULTS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!")
)
"""What a spreadsheet shows instead of a value."""
_EMPTY = Cell("", CellKind.EMPTY)


def number_text(value: float) -> str:
    """Text of a finite float.

    Examples
    --------
    >>> number_text(12.0), number_text(0.1 + 0.2), number_text(1e-7)
    ('12', '0.3', '0.0000001')
    >>> number_text(913501000001234567.0)
    '913501000001234560'
    """
    whole = value.is_integer()
    if whole and abs(value) < EXACT:
        return str(int(value))
    text = f"{value:.17g}" if whole else f"{value:.15g}"
    if "e" not in text:
        return text
    number = Decimal(text)
    return f"{number:f}" if abs(number.adjusted()) <= _SHOWN_POWER else text


def cell(value: object) -> Cell:
    """A value of any library as a cell."""
    if value is None:
        return _EMPTY
    for types, rule in _RULES:
        if isinstance(value, types):
            return rule(value)
    return Cell(str(value), CellKind.ERROR)


def _text(value: str) -> Cell:
    if not value.strip(WHITE):
        return _EMPTY
    return Cell(value, CellKind.ERROR if value in FAULTS else CellKind.TEXT)


def _flag(value: bool) -> Cell:  # noqa: FBT001 - a cell's value
    return Cell("TRUE" if value else "FALSE", CellKind.FLAG)


def _float(value: float) -> Cell:
    if math.isfinite(value):
        return Cell(number_text(value), CellKind.NUMBER)
    return Cell("NaN" if math.isnan(value) else "Infinity", CellKind.ERROR)


def _exact(value: int | Decimal) -> Cell:
    if isinstance(value, Decimal):
        if not value.is_finite():
            return Cell("NaN" if value.is_nan() else "Infinity", CellKind.ERROR)
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = str(value)
    long = text.lstrip("-").isdigit() and len(text.lstrip("-")) >= SHORT
    return Cell(text, CellKind.TEXT if long else CellKind.NUMBER)


def _moment(value: dt.date | dt.time | dt.timedelta) -> Cell:
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return Cell(f"{sign}{hour:02}:{minute:02}:{second:02}", CellKind.NUMBER)
    if isinstance(value, dt.time):
        return _moment(
            dt.timedelta(
                hours=value.hour,
                minutes=value.minute,
                seconds=value.second,
                microseconds=value.microsecond,
            )
        )
    if not isinstance(value, dt.datetime):
        return Cell(value.isoformat(), CellKind.DAY)
    if value.microsecond:  # floats miss whole seconds by some of these
        up = value.microsecond >= 500_000
        value = value.replace(microsecond=0)
        with suppress(OverflowError):  # the last second of year 9999
            value += dt.timedelta(seconds=up)
    if value.time() == dt.time():
        return Cell(value.date().isoformat(), CellKind.DAY)
    return Cell(value.isoformat(" "), CellKind.DAY)


_RULES: tuple[tuple[Any, Callable[[Any], Cell]], ...] = (
    (str, _text),
    (bool, _flag),  # before whole numbers, of which it is one
    (float, _float),
    ((int, Decimal), _exact),
    ((dt.date, dt.time, dt.timedelta), _moment),
)
