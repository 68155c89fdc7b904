"""Columns of exported facts as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.snapshot.arrays import nulls

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray


def whole(table: pa.Table, name: str) -> pa.Array:
    """A column as one array."""
    import pyarrow as pa

    column = table[name]
    if column.num_chunks == 1:
        return column.chunk(0)
    return (
        pa.concat_arrays(column.chunks) if column.chunks else pa.array([], column.type)
    )


def known(column: pa.Array) -> NDArray[np.bool_]:
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


def taken(column: pa.Array, rows: NDArray[Any]) -> pa.Array:
    """Values at these rows, null where a row is negative."""
    import pyarrow as pa

    if column.null_count == len(column):
        return nulls(len(rows), column.type)
    missing = rows < 0
    return column.take(pa.array(rows, mask=missing if missing.any() else None))
