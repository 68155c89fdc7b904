"""Tables of a generated economy, in types whose text is what its files hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.vocabulary import KINDS, PropertyType, Timing
from ingest.files.native import file_columns, time_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from graph.vocabulary import Kind

CHUNK = 131_072
"""Rows that are turned into text at a time: about 100 MB of columns."""

_ARROW = {
    PropertyType.BOOLEAN: pa.bool_(),
    PropertyType.INTEGER: pa.int64(),
    PropertyType.NUMBER: pa.float64(),
    PropertyType.MONEY: pa.int64(),
    PropertyType.SHARE: pa.float64(),
    PropertyType.DATE: pa.date32(),
}


def file_schema(kind: Kind) -> pa.Schema:
    """Columns of a kind's file as this generator writes it: nothing is collected."""
    typed = {item.name: _ARROW.get(item.type) for item in kind.properties}
    if kind.timing is not Timing.EVENT:
        typed |= dict.fromkeys(time_columns(kind), pa.date32())
    return pa.schema(
        (name, typed.get(name) or pa.string())
        for name in file_columns(kind)
        if name != "collected_at"
    )


def file_table(kind_name: str, columns: Mapping[str, Any]) -> pa.Table:
    """Table of a kind's file from some of its columns; the others stay empty.

    A text stands for a column of equal values; one column at least is an array.
    """
    schema = file_schema(KINDS[kind_name])
    unknown = set(columns) - set(schema.names)
    if unknown:
        raise ValueError(f"{kind_name} has no columns {sorted(unknown)}")
    n_rows = max(len(item) for item in columns.values() if not isinstance(item, str))
    arrays = [_column(columns.get(field.name), field.type, n_rows) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _column(values: Any, arrow_type: pa.DataType, n_rows: int) -> pa.Array:
    if values is None:
        return pa.nulls(n_rows, arrow_type)
    if isinstance(values, str):
        return pa.repeat(pa.scalar(values, arrow_type), n_rows)
    if not isinstance(values, (pa.Array, pa.ChunkedArray)):
        values = pa.array(values)
    array = values if values.type == arrow_type else pc.cast(values, arrow_type)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def numbered(prefix: str, numbers: NDArray[np.int64], width: int = 7) -> pa.Array:
    """Texts of a prefix and a number with leading zeros; null where negative.

    Examples
    --------
    >>> import numpy as np
    >>> numbered("demo-loan:", np.array([4, -1])).to_pylist()
    ['demo-loan:0000004', None]
    """
    texts = pc.cast(pa.array(numbers, mask=numbers < 0), pa.string())
    return pc.binary_join_element_wise(prefix, pc.utf8_lpad(texts, width, "0"), "")


def worded(words: Iterable[str | None], codes: NDArray[np.integer[Any]]) -> pa.Array:
    """The word of each code; null where the code is negative."""
    table = pa.array(words, pa.string())
    return table.take(pa.array(codes, mask=codes < 0))


def ascii_texts(codes: NDArray[np.bytes_]) -> pa.Array:
    """Text column of fixed-width ASCII codes."""
    width = pa.binary(codes.dtype.itemsize)
    cells = pa.Array.from_buffers(width, len(codes), [None, pa.py_buffer(codes)])
    return cells.cast(pa.binary()).cast(pa.string())


def instants(seconds: NDArray[np.int64]) -> pa.Array:
    """RFC 3339 texts of UTC seconds; null where negative."""
    stamps = pa.array(seconds, mask=seconds < 0).cast(pa.timestamp("s"))
    return pc.strftime(stamps, format="%Y-%m-%dT%H:%M:%SZ")


def masked(values: NDArray[Any], unknown: NDArray[np.bool_]) -> pa.Array:
    """Arrow array with null (not collected) where `unknown`."""
    return pa.array(values, mask=unknown)


def spans(n_rows: int) -> Iterable[slice]:
    """Slices of at most CHUNK rows that cover `n_rows`."""
    for start in range(0, n_rows, CHUNK):
        yield slice(start, min(start + CHUNK, n_rows))
