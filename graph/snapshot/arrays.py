"""Many arrays of unlike lengths in one table: a single row of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray


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
    return frozen(table[name].chunk(0).values.to_numpy())


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
    return frozen(table[name].chunk(0).to_numpy())


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The same data, read-only."""
    view = array.view()
    view.setflags(write=False)
    return view


def counting(n: int) -> NDArray[np.int32]:
    """0, 1, ..., n - 1, read-only."""
    return frozen(np.arange(n, dtype=np.int32))
