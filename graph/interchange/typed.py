"""Facts in types of their own: amounts in major units, days, instants, shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.instant import BEGINNING
from graph.money import exponent
from graph.vocabulary import SHARE_UNIT, PropertyType, Timing

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.vocabulary import Kind, Property

MONEY_DECIMALS = 4
"""Enough for the smallest unit of every currency."""
_SHARE_DECIMALS = len(str(SHARE_UNIT)) - 1


def times(kind: Kind) -> tuple[str, ...]:
    """Columns of the valid time of a kind, called as in files."""
    if kind.timing is Timing.STATE:
        return ("valid_from", "valid_to")
    return (kind.timing.value,)


def typed_facts(kind: Kind, facts: pa.Table) -> pa.Table:
    """Facts with typed columns: references, properties, record, times.

    Amounts are decimals in major units of their currency, shares decimals of 1, days
    dates, instants in UTC. `valid_to` is the first instant at which a fact holds no
    more; a beginning that is not known is null. Columns that the facts lack are left
    out. O(cells).
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    here = set(facts.column_names)
    columns = {item.column: facts[item.column] for item in kind.references}
    for item in kind.properties:
        if item.name in here:
            columns[item.name] = typed_values(item, facts)
    columns |= {name: facts[name] for name in ("source", "record_id")}
    begins = facts["valid_from"]
    known = pc.greater(begins, BEGINNING)
    begins = pc.if_else(known, begins, pa.scalar(None, pa.int64()))
    for name, moments in zip(times(kind), (begins, facts["valid_to"]), strict=False):
        columns[name] = _instants(moments)
    columns["collected_at"] = _instants(facts["collected_at"])
    return pa.table(columns)


def unit_of(item: Property) -> str | None:
    """The unit of a typed column's values."""
    if item.type is PropertyType.MONEY:
        return "major units of the column currency"
    return item.unit


def typed_values(item: Property, facts: pa.Table) -> pa.ChunkedArray | pa.Array:
    """The column of a property in its type; amounts by the facts' ``currency``."""
    import pyarrow as pa

    values = facts[item.name]
    match item.type:
        case PropertyType.MONEY:
            return _amounts(values.combine_chunks(), facts["currency"].combine_chunks())
        case PropertyType.SHARE:
            return _decimals(values.combine_chunks(), _SHARE_DECIMALS)
        case PropertyType.DATE:
            return values.cast(pa.timestamp("ms")).cast(pa.date32())
        case PropertyType.INSTANT:
            return _instants(values)
        case _:
            return values


def _instants(milliseconds: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    return milliseconds.cast(pa.timestamp("ms", tz="UTC"))


def _amounts(units: pa.Array, currencies: pa.Array) -> pa.Array:
    """Minor units of these currencies in major ones."""
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = currencies.dictionary_encode()
    table = [exponent(code) for code in coded.dictionary.to_pylist()]
    codes = pc.fill_null(coded.indices, len(table)).to_numpy(zero_copy_only=False)
    exponents = np.array([*table, exponent(None)], dtype=np.int64)[codes]
    amounts = pa.nulls(len(units), pa.decimal128(38, MONEY_DECIMALS))
    for digits in np.unique(exponents):
        rows = pa.array(exponents == digits)
        part = _decimals(units.filter(rows), int(digits)).cast(amounts.type)
        amounts = pc.replace_with_mask(amounts, rows, part)
    return amounts


def _decimals(units: pa.Array, digits: int) -> pa.Array:
    """Whole numbers of ``10 ** -digits`` as decimals, exactly."""
    import pyarrow as pa
    import pyarrow.compute as pc

    words: NDArray[np.int64] = pc.fill_null(units, 0).to_numpy(zero_copy_only=False)
    content = np.column_stack((words, words >> 63)).tobytes()  # high words are signs
    decimals = pa.Array.from_buffers(
        pa.decimal128(38, digits), len(units), [None, pa.py_buffer(content)]
    )
    return pc.if_else(pc.is_valid(units), decimals, None)
