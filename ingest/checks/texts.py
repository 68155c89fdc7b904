"""Formatting of stored values as file text; the inverse of the checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.instant import BEGINNING
from graph.money import EXPONENTS
from graph.vocabulary import SHARE_UNIT, PropertyType, Timing
from ingest.files.native import file_columns, time_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.vocabulary import Kind, Property

_SHARE_DECIMALS = len(str(SHARE_UNIT)) - 1


def file_texts(kind: Kind, facts: pa.Table) -> pa.Table:
    """Facts with a batch's columns as text, in the columns of the kind's file.

    Instants are written in UTC with their offset, so that no zone which a load
    declares moves them; a beginning that is not known is empty.
    """
    columns = {name: facts[name] for name in ("source", "record_id")}
    columns |= {item.column: facts[item.column] for item in kind.references}
    for item in kind.properties:
        columns[item.name] = _property_texts(item, facts)
    begins = facts["valid_from"]
    if kind.timing is Timing.STATE:
        known = pc.greater(begins, BEGINNING)
        begins = pc.if_else(known, begins, pa.scalar(None, pa.int64()))
    # of events and publications there is no end
    for name, moments in zip(
        time_columns(kind), (begins, facts["valid_to"]), strict=False
    ):
        columns[name] = _instants(moments)
    columns["collected_at"] = _instants(facts["collected_at"])
    return pa.table({name: columns[name] for name in file_columns(kind)})


def _property_texts(item: Property, facts: pa.Table) -> pa.Array:
    values = facts[item.name].combine_chunks()
    match item.type:
        case PropertyType.MONEY:
            return _amounts(values, facts["currency"].combine_chunks())
        case PropertyType.SHARE:
            texts = _decimals(values, _SHARE_DECIMALS)
            return pc.replace_substring_regex(texts, r"\.?0+$", "")
        case PropertyType.DATE:
            return values.cast(pa.timestamp("ms")).cast(pa.date32()).cast(pa.string())
        case PropertyType.INSTANT:
            return _instants(values)
        case _:
            return values.cast(pa.string())


def _instants(milliseconds: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Instants as text, each that is there written once: most stand in many rows."""
    if isinstance(milliseconds, pa.ChunkedArray):
        milliseconds = milliseconds.combine_chunks()
    coded = milliseconds.dictionary_encode()
    moments = coded.dictionary.cast(pa.timestamp("ms"))
    return pc.strftime(moments, format="%Y-%m-%dT%H:%M:%SZ").take(coded.indices)


def _amounts(units: pa.Array, currencies: pa.Array) -> pa.Array:
    """Amounts in major units; those without a known currency stay in units."""
    coded = currencies.dictionary_encode()
    table = [EXPONENTS.get(code, 0) for code in coded.dictionary.to_pylist()]
    codes = pc.fill_null(coded.indices, len(table)).to_numpy()
    exponents = np.array([*table, 0], dtype=np.int64)[codes]
    texts = pa.nulls(len(units), pa.string())
    for exponent in np.unique(exponents):
        rows = pa.array(exponents == exponent)
        texts = pc.replace_with_mask(
            texts, rows, _decimals(units.filter(rows), int(exponent))
        )
    return texts


def _decimals(units: pa.Array, exponent: int) -> pa.Array:
    """Whole numbers of 10 ** -exponent as decimal texts, exactly."""
    words: NDArray[np.int64] = pc.fill_null(units, 0).to_numpy()
    signs = words >> 63  # the high word of a decimal repeats the sign
    content = np.column_stack((words, signs)).tobytes()
    decimals = pa.Array.from_buffers(
        pa.decimal128(38, exponent), len(units), [None, pa.py_buffer(content)]
    )
    return pc.if_else(pc.is_valid(units), decimals.cast(pa.string()), None)
