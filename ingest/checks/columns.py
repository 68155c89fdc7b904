"""Columns of text checked and converted at once with Arrow.

Each converter answers with the converted column and the reason to refuse each row, 0
where there is none; `ingest.checks.words` has the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.money import EXPONENTS
from graph.vocabulary import SHARE_UNIT, PropertyType
from ingest.checks.identifiers import SCHEMES
from ingest.checks.money import minor_units
from ingest.checks.node_ids import id_list_reasons, id_reasons
from ingest.checks.patterns import (
    BOOLEANS,
    INTEGER,
    NUMBER,
    RECORD_LIMIT,
    TEXT_LIMIT,
    is_currency,
)
from ingest.checks.reasons import Reason, first_reason
from ingest.checks.times import days, instants

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    from graph.vocabulary import Property
    from ingest.checks.reasons import Reasons


class Column(NamedTuple):
    """Converted values and reason codes, each of shape (rows,)."""

    values: pa.Array
    reasons: Reasons

    def required(self, texts: pa.Array) -> Column:
        """The column of these texts, without which no row is complete."""
        self.reasons[is_null_mask(texts)] = Reason.EMPTY
        return self


def convert(item: Property, texts: pa.Array, zone: ZoneInfo) -> Column:
    """A property's column; amounts of money go through `money`."""
    if item.type is PropertyType.INSTANT:
        return Column(*instants(texts, zone))
    if item.type is PropertyType.CODE:
        return _one_of(texts, item.choices, Reason.NO_CODE)
    if is_currency(item):
        return _one_of(texts, tuple(EXPONENTS), Reason.NO_CURRENCY)
    if item.name in SCHEMES:
        return Column(texts, SCHEMES[item.name].reasons(texts))
    return _within(item, _CONVERTERS[item.type](texts))


def money(texts: pa.Array, currencies: pa.Array, minimum: float | None) -> Column:
    """Amounts in minor units of each row's currency.

    An amount in an unknown currency is sound: the currency itself is refused.
    """
    coded = currencies.dictionary_encode()
    table = [EXPONENTS.get(code, -1) for code in coded.dictionary.to_pylist()]
    codes = pc.fill_null(coded.indices, len(table)).to_numpy()
    exponents = np.array([*table, -1], dtype=np.int64)[codes]
    units, reasons = minor_units(texts, exponents)
    missing = is_null_mask(texts)
    reasons[~missing & is_null_mask(currencies)] = Reason.CURRENCY_MISSING
    if minimum is not None:
        reasons[units < minimum] = Reason.NEGATIVE
    return Column(pa.array(units, mask=missing), reasons)


def text(texts: pa.Array, limit: int = TEXT_LIMIT) -> Column:
    """Text of at most so many characters and without NUL."""
    reasons = first_reason(len(texts))
    longest = pc.max(pc.binary_length(texts)).as_py() or 0
    if longest > limit:
        reasons[_mask(pc.greater(pc.utf8_length(texts), limit))] = Reason.TOO_LONG
    data = texts.buffers()[2]
    if data is not None and b"\0" in memoryview(data).tobytes():
        reasons[_mask(pc.match_substring(texts, "\0"))] = Reason.NUL
    return Column(texts, reasons)


def record_name(texts: pa.Array) -> Column:
    """Names of sources and records: no white space around."""
    column = text(texts, RECORD_LIMIT)
    padded = pc.match_substring_regex(texts, r"^[\s\p{Z}]|[\s\p{Z}]$")
    column.reasons[_mask(padded)] = Reason.PADDED
    return column


def identifier(texts: pa.Array) -> Column:
    """Ids of nodes."""
    return Column(texts, id_reasons(texts))


def party_identifier(texts: pa.Array) -> Column:
    """Ids of parties; one that claims to be a credit code or an LEI must be it."""
    column = identifier(texts)
    for name, scheme in SCHEMES.items():
        named = _mask(pc.starts_with(texts, f"{name}:")) & (column.reasons == 0)
        if named.any():
            claims = texts.filter(pa.array(named))
            codes = pc.utf8_slice_codeunits(claims, len(name) + 1)
            column.reasons[named] = scheme.reasons(codes)
    return column


def is_null_mask(texts: pa.Array) -> NDArray[np.bool_]:
    """Which cells are empty, shape (rows,)."""
    return _mask(pc.is_null(texts))


def _number(texts: pa.Array) -> Column:
    match = pc.match_substring_regex(texts, NUMBER)
    # the pattern leaves nothing out but numbers, so that the cast cannot fail
    values = _only(texts, match).cast(pa.float64())
    infinite = pc.invert(pc.is_finite(values))
    return Column(
        values,
        first_reason(
            len(texts),
            (Reason.NO_NUMBER, _mask(pc.invert(match))),
            (Reason.NOT_FINITE, _mask(infinite)),
        ),
    )


def _integer(texts: pa.Array) -> Column:
    match = pc.match_substring_regex(texts, INTEGER)
    plain = pc.replace_substring_regex(_only(texts, match), r"^\+", "")
    wrong = _mask(pc.invert(match))
    return Column(
        plain.cast(pa.int64()), first_reason(len(texts), (Reason.NO_INTEGER, wrong))
    )


def _share(texts: pa.Array) -> Column:
    fractions, reasons = _number(texts)
    sound = _mask(pc.is_valid(fractions)) & (reasons == 0)
    values = np.where(sound, pc.fill_null(fractions, 1.0).to_numpy(), 1.0)
    units = np.rint(np.clip(values, 0, 2) * SHARE_UNIT).astype(np.int64)
    reasons |= first_reason(
        len(texts),
        (Reason.ABOVE_1, values > 1),
        (Reason.NOT_ABOVE_0, values <= 0),
        (Reason.TOO_SMALL, units < 1),
    )
    return Column(pa.array(units, mask=is_null_mask(texts)), reasons)


def _boolean(texts: pa.Array) -> Column:
    spellings = pa.array(list(BOOLEANS))
    found = pc.index_in(texts, value_set=spellings)
    wrong = _mask(pc.and_(pc.is_valid(texts), pc.is_null(found)))
    return Column(
        pa.array(list(BOOLEANS.values())).take(found),
        first_reason(len(texts), (Reason.NO_BOOLEAN, wrong)),
    )


def _ids(texts: pa.Array) -> Column:
    """Ids in order, each once: their order in the file means nothing."""
    several = pc.fill_null(pc.match_substring(texts, ";"), fill_value=False)
    if pc.any(several).as_py():
        joined = [
            ";".join(sorted({part.strip() for part in cell.split(";")} - {""})) or None
            for cell in texts.filter(several).to_pylist()
        ]
        texts = pc.replace_with_mask(texts, several, pa.array(joined, pa.string()))
    reasons = text(texts).reasons
    return Column(texts, np.where(reasons, reasons, id_list_reasons(texts)))


def _one_of(texts: pa.Array, codes: tuple[str, ...], reason: Reason) -> Column:
    inside = pc.is_in(texts, value_set=pa.array(codes))
    wrong = _mask(pc.and_(pc.is_valid(texts), pc.invert(inside)))
    return Column(texts, first_reason(len(texts), (reason, wrong)))


def _within(item: Property, column: Column) -> Column:
    if item.type is PropertyType.SHARE:  # in units of its own, checked before
        return column
    for bound, outside, reason in (
        (item.minimum, pc.less, Reason.BELOW_MINIMUM),
        (item.maximum, pc.greater, Reason.ABOVE_MAXIMUM),
    ):
        if bound is not None:
            wrong = _mask(outside(column.values, bound)) & (column.reasons == 0)
            column.reasons[wrong] = reason
    return column


def _only(texts: pa.Array, match: pa.Array) -> pa.Array:
    return pc.if_else(match, texts, pa.scalar(None, pa.string()))


def _mask(flags: pa.Array) -> NDArray[np.bool_]:
    """Where the flags are true; null counts as false."""
    mask: NDArray[np.bool_] = pc.fill_null(flags, fill_value=False).to_numpy(
        zero_copy_only=False
    )
    return mask


_CONVERTERS: dict[PropertyType, Callable[[pa.Array], Column]] = {
    PropertyType.TEXT: text,
    PropertyType.BOOLEAN: _boolean,
    PropertyType.INTEGER: _integer,
    PropertyType.NUMBER: _number,
    PropertyType.SHARE: _share,
    PropertyType.IDS: _ids,
    PropertyType.DATE: lambda texts: Column(*days(texts)),
}
