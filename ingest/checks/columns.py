"""Columns of text checked and converted at once with Arrow.

Each converter answers with the converted column and with which rows it refuses; why a
row is refused is said later, row by row, by `ingest.checks.rows`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.money import EXPONENTS
from graph.vocabulary import SHARE_UNIT, PropertyType
from ingest.checks.identifiers import LEI_LENGTH, USCC_LENGTH, valid_leis, valid_usccs
from ingest.checks.money import minor_units
from ingest.checks.patterns import (
    BOOLEANS,
    ID_LIMIT,
    INTEGER,
    NUMBER,
    TEXT_LIMIT,
    is_currency,
)
from ingest.checks.times import days, instants

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    from graph.vocabulary import Property


class Column(NamedTuple):
    """A converted column and the rows that it refuses, each of shape (rows,)."""

    values: pa.Array
    wrong: NDArray[np.bool_]


def convert(item: Property, texts: pa.Array, zone: ZoneInfo) -> Column:
    """A property's column; amounts of money go through `money`."""
    if item.type is PropertyType.INSTANT:
        return Column(*instants(texts, zone))
    if item.type is PropertyType.CODE or is_currency(item):
        return _known(texts, item.choices or tuple(EXPONENTS))
    if item.name in _CHECKED:
        return Column(texts, _misspelt(texts, *_CHECKED[item.name]))
    return _within(item, _CONVERTERS[item.type](texts))


def money(texts: pa.Array, currencies: pa.Array, minimum: float | None) -> Column:
    """Amounts in minor units of each row's currency."""
    coded = currencies.dictionary_encode()
    table = [EXPONENTS.get(code, -1) for code in coded.dictionary.to_pylist()]
    codes = pc.fill_null(coded.indices, len(table)).to_numpy()
    exponents = np.array([*table, -1], dtype=np.int64)[codes]
    units, wrong = minor_units(texts, exponents)
    if minimum is not None:
        wrong |= units < minimum
    return Column(pa.array(units, mask=_nulls(texts)), wrong)


def text(texts: pa.Array, limit: int = TEXT_LIMIT) -> Column:
    """Text of at most so many characters and without NUL."""
    wrong = np.zeros(len(texts), dtype=np.bool_)
    longest = pc.max(pc.binary_length(texts)).as_py() or 0
    if longest > limit:
        wrong |= _true(pc.greater(pc.utf8_length(texts), limit))
    data = texts.buffers()[2]
    if data is not None and b"\0" in memoryview(data).tobytes():
        wrong |= _true(pc.match_substring(texts, "\0"))
    return Column(texts, wrong)


def identifier(texts: pa.Array, *, required: bool) -> Column:
    """Ids of nodes and records: never blank, no white space around."""
    values, wrong = text(texts, ID_LIMIT)
    padded = pc.match_substring_regex(texts, r"^\s|\s$")
    wrong = wrong | _true(padded)
    return Column(values, wrong | _nulls(texts) if required else wrong)


def party_identifier(texts: pa.Array) -> NDArray[np.bool_]:
    """Which ids claim to be a credit code or an LEI and are none, shape (rows,)."""
    wrong = np.zeros(len(texts), dtype=np.bool_)
    for name, (length, check) in _CHECKED.items():
        named = _true(pc.starts_with(texts, f"{name}:"))
        if named.any():
            bodies = pc.utf8_slice_codeunits(
                texts.filter(pa.array(named)), len(name) + 1
            )
            wrong[named] = _misspelt(bodies, length, check)
    return wrong


def _number(texts: pa.Array) -> Column:
    match = pc.match_substring_regex(texts, NUMBER)
    # the pattern leaves nothing out but numbers, so that the cast cannot fail
    values = _only(texts, match).cast(pa.float64())
    finite = pc.fill_null(pc.is_finite(values), fill_value=False)
    return Column(values, _false(pc.and_(match, finite)))


def _integer(texts: pa.Array) -> Column:
    match = pc.match_substring_regex(texts, INTEGER)
    plain = pc.replace_substring_regex(_only(texts, match), r"^\+", "")
    return Column(plain.cast(pa.int64()), _false(match))


def _share(texts: pa.Array) -> Column:
    fractions, wrong = _number(texts)
    values = pc.fill_null(fractions, 1.0).to_numpy(zero_copy_only=False)
    units = np.rint(np.where(wrong, 1.0, np.clip(values, 0, 2)) * SHARE_UNIT)
    units = units.astype(np.int64)
    wrong = wrong | (values > 1) | (units < 1)
    return Column(pa.array(units, mask=_nulls(texts)), wrong)


def _boolean(texts: pa.Array) -> Column:
    spellings = pa.array(list(BOOLEANS))
    found = pc.index_in(texts, value_set=spellings)
    wrong = _true(pc.and_(pc.is_valid(texts), pc.is_null(found)))
    return Column(pa.array(list(BOOLEANS.values())).take(found), wrong)


def _ids(texts: pa.Array) -> Column:
    """Ids in order, each once: their order in the file means nothing."""
    several = pc.fill_null(pc.match_substring(texts, ";"), fill_value=False)
    if pc.any(several).as_py():
        joined = [
            ";".join(sorted({part.strip() for part in cell.split(";")} - {""})) or None
            for cell in texts.filter(several).to_pylist()
        ]
        texts = pc.replace_with_mask(texts, several, pa.array(joined, pa.string()))
    return text(texts)


def _known(texts: pa.Array, codes: tuple[str, ...]) -> Column:
    inside = pc.is_in(texts, value_set=pa.array(codes))
    return Column(texts, _true(pc.and_(pc.is_valid(texts), pc.invert(inside))))


def _misspelt(
    texts: pa.Array,
    length: int,
    check: Callable[[NDArray[np.uint8]], NDArray[np.bool_]],
) -> NDArray[np.bool_]:
    given = ~_nulls(texts)
    sized = given & _true(pc.equal(pc.binary_length(texts), length))
    if not sized.any():
        return given
    content = texts.filter(pa.array(sized)).buffers()[2]
    size = int(sized.sum()) * length
    characters = np.frombuffer(content, dtype=np.uint8, count=size)
    right = sized.copy()
    right[sized] = check(characters.reshape(-1, length))
    return given & ~right


def _within(item: Property, column: Column) -> Column:
    values, wrong = column
    if item.type is PropertyType.SHARE:  # in units of its own, checked before
        return column
    for bound, outside in ((item.minimum, pc.less), (item.maximum, pc.greater)):
        if bound is not None:
            wrong = wrong | _true(outside(values, bound))
    return Column(values, wrong)


def _only(texts: pa.Array, match: pa.Array) -> pa.Array:
    return pc.if_else(match, texts, pa.scalar(None, pa.string()))


def _true(mask: pa.Array) -> NDArray[np.bool_]:
    flags: NDArray[np.bool_] = pc.fill_null(mask, fill_value=False).to_numpy(
        zero_copy_only=False
    )
    return flags


def _false(mask: pa.Array) -> NDArray[np.bool_]:
    return _true(pc.invert(mask))


def _nulls(texts: pa.Array) -> NDArray[np.bool_]:
    return _true(pc.is_null(texts))


_CHECKED = {"uscc": (USCC_LENGTH, valid_usccs), "lei": (LEI_LENGTH, valid_leis)}
_CONVERTERS: dict[PropertyType, Callable[[pa.Array], Column]] = {
    PropertyType.TEXT: text,
    PropertyType.BOOLEAN: _boolean,
    PropertyType.INTEGER: _integer,
    PropertyType.NUMBER: _number,
    PropertyType.SHARE: _share,
    PropertyType.IDS: _ids,
    PropertyType.DATE: lambda texts: Column(*days(texts)),
}
