"""What a cell of a foreign table was, and the table of rules by which it became text.

==========================  ====================================================
cell                        text
==========================  ====================================================
text                        as it is; without a character it is empty
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
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, unique
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray


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


_EXACT = 10**15  # below it, a float has all digits of a whole number
_SHORT = 16  # characters of a number that cannot have more than 15 digits
_SHOWN_POWER = 40
_FAULTS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!")
)
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
    if whole and abs(value) < _EXACT:
        return str(int(value))
    text = f"{value:.17g}" if whole else f"{value:.15g}"
    if "e" not in text:
        return text
    number = Decimal(text)
    return f"{number:f}" if abs(number.adjusted()) <= _SHOWN_POWER else text


def cell(value: object) -> Cell:
    """A value of any library as a cell."""
    if value is None or value == "":
        return _EMPTY
    for types, rule in _RULES:
        if isinstance(value, types):
            return rule(value)
    return Cell(str(value), CellKind.ERROR)


def _text(value: str) -> Cell:
    return Cell(value, CellKind.ERROR if value in _FAULTS else CellKind.TEXT)


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
    long = text.lstrip("-").isdigit() and len(text.lstrip("-")) >= _SHORT
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
        rounded = value.replace(microsecond=0)
        up = value.microsecond >= 500_000 and rounded.year < dt.MAXYEAR
        value = rounded + dt.timedelta(seconds=up)
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


def cells(values: Sequence[object]) -> tuple[pa.StringArray, NDArray[np.uint8]]:
    """A column of values of any library: texts and kinds, each of shape (rows,)."""
    types = set(map(type, values))
    if types <= {str}:
        texts = pa.array(values, pa.string())
        return _no_blanks(texts)
    if types == {float}:
        return _floats(np.array(values, dtype=np.float64))
    if types == {str, float}:
        return _texts_and_floats(values)
    found = [cell(value) for value in values]
    texts = pa.array([item.text or None for item in found], pa.string())
    return texts, np.array([item.kind for item in found], dtype=np.uint8)


def array_cells(array: pa.Array) -> tuple[pa.StringArray, NDArray[np.uint8]]:
    """A column of an Arrow table: texts and kinds, each of shape (rows,)."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return array_cells(array.dictionary_decode())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _no_blanks(array.cast(pa.string()))
    if pa.types.is_floating(kind) and not array.null_count:
        return _floats(np.asarray(array.cast(pa.float64())))
    if pa.types.is_integer(kind):
        texts = array.cast(pa.string())
        long = pc.greater_equal(pc.utf8_length(pc.utf8_ltrim(texts, "-")), _SHORT)
        kinds = np.where(_bools(long), CellKind.TEXT, CellKind.NUMBER)
        return texts, _filled(texts, kinds.astype(np.uint8))
    if pa.types.is_nested(kind) or pa.types.is_binary(kind):
        found = [
            None if item is None else Cell(str(item), CellKind.ERROR)
            for item in array.to_pylist()
        ]
        texts = pa.array([item and item.text for item in found], pa.string())
        return texts, _filled(texts, np.full(len(texts), CellKind.ERROR, np.uint8))
    return cells(_values(array))


def _values(array: pa.Array) -> list[Any]:
    kind = array.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        array = array.cast(pa.timestamp("us", kind.tz), safe=False)
    if pa.types.is_duration(kind) and kind.unit == "ns":
        array = array.cast(pa.duration("us"), safe=False)
    if pa.types.is_time64(kind):
        array = array.cast(pa.time64("us"), safe=False)
    values: list[Any] = array.to_pylist()
    return values


def _no_blanks(texts: pa.StringArray) -> tuple[pa.StringArray, NDArray[np.uint8]]:
    empty = pc.fill_null(pc.equal(texts, ""), fill_value=False)
    if pc.any(empty).as_py():
        texts = pc.if_else(empty, pa.scalar(None, pa.string()), texts)
    kinds = np.full(len(texts), CellKind.TEXT, np.uint8)
    faulty = pc.is_in(texts, pa.array(sorted(_FAULTS)))
    kinds[_bools(faulty)] = CellKind.ERROR
    return texts, _filled(texts, kinds)


def _filled(texts: pa.Array, kinds: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if texts.null_count:
        kinds[_bools(texts.is_null())] = CellKind.EMPTY
    return kinds


def _bools(array: pa.Array) -> NDArray[np.bool_]:
    found = pc.fill_null(array, fill_value=False).to_numpy(zero_copy_only=False)
    return np.asarray(found, dtype=np.bool_)


def _floats(values: NDArray[np.float64]) -> tuple[pa.StringArray, NDArray[np.uint8]]:
    """Texts of floats; those of at most 15 digits as Arrow writes them."""
    finite = np.isfinite(values)
    whole = finite & (np.trunc(values) == values) & (np.abs(values) < _EXACT)
    kinds = np.where(finite, CellKind.NUMBER, CellKind.ERROR).astype(np.uint8)
    if whole.all():
        return pa.array(values.astype(np.int64)).cast(pa.string()), kinds
    shown = pa.array(values).cast(pa.string())
    odd = pc.or_(
        pc.greater(pc.binary_length(shown), _SHORT),
        pc.match_substring_regex(shown, r"[eE]|\.0$"),
    )
    places = np.flatnonzero(_bools(odd) | ~finite)
    if places.size:
        texts = [cell(value).text for value in values[places].tolist()]
        shown = pc.replace_with_mask(shown, _mask(places, len(shown)), pa.array(texts))
    integers = pa.array(np.where(whole, values, 0).astype(np.int64)).cast(pa.string())
    return pc.if_else(pa.array(whole), integers, shown), kinds


def _texts_and_floats(
    values: Sequence[object],
) -> tuple[pa.StringArray, NDArray[np.uint8]]:
    """A column of numbers with gaps, or of texts with some numbers."""
    numeric = np.fromiter((type(value) is float for value in values), np.bool_)
    texts, kinds = _no_blanks(
        pa.array([None if type(v) is float else v for v in values], pa.string())
    )
    numbers, of_numbers = _floats(
        np.array([value for value in values if type(value) is float], np.float64)
    )
    kinds[numeric] = of_numbers
    return pc.replace_with_mask(texts, pa.array(numeric), numbers), kinds


def _mask(places: NDArray[np.intp], length: int) -> pa.Array:
    mask = np.zeros(length, dtype=np.bool_)
    mask[places] = True
    return pa.array(mask)
