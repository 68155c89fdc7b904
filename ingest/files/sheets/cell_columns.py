"""The rules of `ingest.files.sheets.cells` for whole columns."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.files.sheets.cells import EXACT, FAULTS, SHORT, WHITE, CellKind, cell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    _Rule = Callable[[pa.Array], tuple[pa.StringArray, NDArray[np.uint8]]]


_BLANK = f"^[{WHITE}]*$"


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
    moments = types - {str, type(None)}
    if moments in ({dt.date}, {dt.datetime}):
        # an empty text stands where nothing is
        blank = not any(type(value) is str and value for value in values)
        if blank and not any(getattr(value, "tzinfo", None) for value in values):
            kind = pa.date32() if moments == {dt.date} else pa.timestamp("us")
            return _days(pa.array([value or None for value in values], kind))
    found = [cell(value) for value in values]
    texts = pa.array([item.text or None for item in found], pa.string())
    return texts, np.array([item.kind for item in found], dtype=np.uint8)


def array_cells(array: pa.Array) -> tuple[pa.StringArray, NDArray[np.uint8]]:
    """A column of an Arrow table: texts and kinds, each of shape (rows,)."""
    if isinstance(array, pa.ExtensionArray):
        return array_cells(array.storage)
    kind = array.type
    for fits, rule in _RULES:
        if fits(kind):
            return rule(array)
    return cells(_values(array))


def is_text(kind: pa.DataType) -> bool:
    """Whether values of the type are texts."""
    types = pa.types
    return bool(
        types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_string_view(kind)
    )


def _is_moment(kind: pa.DataType) -> bool:
    timestamp = pa.types.is_timestamp(kind) and kind.tz is None
    return bool(pa.types.is_date32(kind) or timestamp)


def _integers(array: pa.Array) -> tuple[pa.StringArray, NDArray[np.uint8]]:
    texts = array.cast(pa.string())
    long = pc.greater_equal(pc.utf8_length(pc.utf8_ltrim(texts, "-")), SHORT)
    kinds = np.where(_bools(long), CellKind.TEXT, CellKind.NUMBER)
    return texts, _filled(texts, kinds.astype(np.uint8))


def _gappy_floats(array: pa.Array) -> tuple[pa.StringArray, NDArray[np.uint8]]:
    if array.type != pa.float64():  # 0.1 of 32 bits is not 0.100000001490116
        array = array.cast(pa.string()).cast(pa.float64())
    texts, kinds = _floats(np.asarray(pc.fill_null(array, 0.0)))
    if array.null_count:
        texts = pc.if_else(array.is_valid(), texts, pa.scalar(None, pa.string()))
    return texts, _filled(texts, kinds)


def _days(array: pa.Array) -> tuple[pa.StringArray, NDArray[np.uint8]]:
    """Dates, and times of day to the nearest second."""
    if pa.types.is_timestamp(array.type):
        if array.type.unit != "s":
            array = pc.round_temporal(array, unit="second")
        array = array.cast(pa.timestamp("s"))
    texts = pc.replace_substring_regex(array.cast(pa.string()), " 00:00:00$", "")
    beyond = _bools(pc.starts_with(texts, "<"))  # what Arrow cannot write
    kinds = np.where(beyond, CellKind.ERROR, CellKind.DAY).astype(np.uint8)
    return texts, _filled(texts, kinds)


def _values(array: pa.Array) -> list[Any]:
    """Values of a type that columns rarely have."""
    kind = array.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        array = array.cast(pa.timestamp("us", kind.tz), safe=False)
    elif pa.types.is_duration(kind) and kind.unit == "ns":
        array = array.cast(pa.duration("us"), safe=False)
    elif pa.types.is_time64(kind):
        array = array.cast(pa.time64("us"), safe=False)
    values: list[Any] = array.to_pylist()
    return values


def _no_blanks(texts: pa.StringArray) -> tuple[pa.StringArray, NDArray[np.uint8]]:
    empty = pc.fill_null(pc.match_substring_regex(texts, _BLANK), fill_value=False)
    if pc.any(empty).as_py():
        texts = pc.if_else(empty, pa.scalar(None, pa.string()), texts)
    kinds = np.full(len(texts), CellKind.TEXT, np.uint8)
    faulty = pc.is_in(texts, pa.array(sorted(FAULTS)))
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
    whole = finite & (np.trunc(values) == values) & (np.abs(values) < EXACT)
    kinds = np.where(finite, CellKind.NUMBER, CellKind.ERROR).astype(np.uint8)
    if whole.all():
        return pa.array(values.astype(np.int64)).cast(pa.string()), kinds
    shown = pa.array(values).cast(pa.string())
    odd = pc.or_(
        pc.greater(pc.binary_length(shown), SHORT),
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


_RULES: tuple[tuple[Callable[[pa.DataType], bool], _Rule], ...] = (
    (pa.types.is_dictionary, lambda array: array_cells(array.dictionary_decode())),
    (is_text, lambda array: _no_blanks(array.cast(pa.string()))),
    (pa.types.is_floating, _gappy_floats),
    (pa.types.is_integer, _integers),
    (_is_moment, _days),
)
