"""Columns of Arrow tables as arrays, and many arrays as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.kernels.csr import read_only
from graph.vocabulary import PropertyType

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.vocabulary import Kind


def pack(arrays: Mapping[str, NDArray[Any]]) -> pa.Table:
    """One list column per array, in order of name."""
    import pyarrow as pa

    return pa.table(
        {
            name: pa.LargeListArray.from_arrays(
                pa.array([0, len(arrays[name])], pa.int64()), pa.array(arrays[name])
            )
            for name in sorted(arrays)
        }
    )


def unpack(table: pa.Table, name: str) -> NDArray[Any]:
    """The array of that name, read-only, without a copy."""
    return read_only(table[name].chunk(0).values.to_numpy())


def nulls(n: int, data_type: pa.DataType) -> pa.Array:
    """Nulls that take no memory until somebody looks at each of them.

    Those of a dictionary are nulls of its values.

    Examples
    --------
    >>> import pyarrow as pa
    >>> nulls(2, pa.string()).equals(pa.nulls(2, pa.string()))
    True
    """
    import pyarrow as pa

    if pa.types.is_dictionary(data_type):
        data_type = data_type.value_type
    if not n:  # with the very buffers of an empty selection
        return pa.nulls(0, data_type)
    zeros = pa.py_buffer(np.zeros(n + 1, np.int64))  # pages that nobody wrote to
    buffers = [zeros] * data_type.num_buffers
    return pa.Array.from_buffers(data_type, n, buffers, null_count=n)


def column(table: pa.Table, name: str) -> NDArray[Any]:
    """A column without nulls as an array, read-only, without a copy."""
    return read_only(table[name].chunk(0).to_numpy())


def single_chunk(table: pa.Table, name: str) -> pa.Array:
    """A column as one array."""
    import pyarrow as pa

    column = table[name]
    if column.num_chunks == 1:
        return column.chunk(0)
    return (
        pa.concat_arrays(column.chunks) if column.chunks else pa.array([], column.type)
    )


def with_dictionaries(kind: Kind, facts: pa.Table) -> pa.Table:
    """The same facts; sources, currencies and codes kept once for each value."""
    few = {"source", "currency"} | {
        item.name for item in kind.properties if item.type is PropertyType.CODE
    }
    for place, name in enumerate(facts.column_names):
        if name in few:
            facts = facts.set_column(place, name, encoded(single_chunk(facts, name)))
    return facts


def encoded(column: pa.Array) -> pa.Array:
    """Text as places in an ascending dictionary of its values.

    A column without a value stays as it is.

    Examples
    --------
    >>> import pyarrow as pa
    >>> codes = encoded(pa.array(["b", None, "a"]))
    >>> codes.dictionary.to_pylist(), codes.indices.to_pylist()
    (['a', 'b'], [1, None, 0])
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.null_count == len(column):
        return column
    codes = column.dictionary_encode()
    order = pc.sort_indices(codes.dictionary)
    ranks = np.argsort(order.to_numpy())
    places = pa.array(ranks.astype(np.min_scalar_type(-ranks.size)))
    return pa.DictionaryArray.from_arrays(
        places.take(codes.indices), codes.dictionary.take(order)
    )


def decoded(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """What `encoded` was given; other columns as they are."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        return column.cast(column.type.value_type)
    return column


def is_valid_mask(column: pa.Array) -> NDArray[np.bool_]:
    """Where a column is not null, shape (rows,)."""
    mask: NDArray[np.bool_] = column.is_valid().to_numpy(zero_copy_only=False)
    return mask


def integers(column: pa.Array, absent: int) -> NDArray[np.int64]:
    """An integer column with `absent` for null, shape (rows,)."""
    values = column.fill_null(absent) if column.null_count else column
    return np.asarray(values.to_numpy(zero_copy_only=False), np.int64)


def numbers(column: pa.Array) -> NDArray[np.float64]:
    """A number column with NaN for null, shape (rows,)."""
    values = np.array(column.to_numpy(zero_copy_only=False), np.float64)
    return canonical(values)


def canonical(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same array with one bit pattern for NaN and for zero, in place."""
    values[np.isnan(values)] = np.nan
    values += 0.0
    return values


def take_or_null(column: pa.Array, rows: NDArray[Any]) -> pa.Array:
    """Values at these rows, null where a row is negative."""
    import pyarrow as pa

    if column.null_count == len(column):
        return nulls(len(rows), column.type)
    missing = rows < 0
    return column.take(pa.array(rows, mask=missing if missing.any() else None))
