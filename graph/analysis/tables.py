"""Tables of findings, as stores keep them, from records."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

Record = TypeVar("Record")


def findings_schema(record: type) -> pa.Schema:
    """Arrow schema of a findings table: a column per field of its record."""
    import pyarrow as pa

    hints = get_type_hints(record)
    return pa.schema([(item.name, _arrow_type(hints[item.name]))
                      for item in fields(record)])  # fmt: skip


def _arrow_type(hint: Any) -> pa.DataType:
    """Text, enums by their text, whole numbers and truth values; else a float."""
    import numpy as np
    import pyarrow as pa

    if hint == str | None or (isinstance(hint, type) and issubclass(hint, str)):
        return pa.string()
    types = {int: pa.int64(), np.int8: pa.int8(), bool: pa.bool_()}
    return types.get(hint, pa.float64())


def findings_table(record: type[Record], rows: Iterable[Record]) -> pa.Table:
    """Rows of one record type as a findings table."""
    import pyarrow as pa

    listed = [asdict(row) for row in rows]  # type: ignore[call-overload] # dataclasses
    return pa.Table.from_pylist(listed, schema=findings_schema(record))


def records_by(
    table: pa.Table, column: str, record: type[Record]
) -> dict[str, list[Record]]:
    """Rows as records by the text in a column, in their order."""
    names = [item.name for item in fields(record)]  # type: ignore[arg-type] # a dataclass
    rows = zip(*(table[name].to_pylist() for name in names), strict=True)
    found: dict[str, list[Record]] = {}
    for key, row in zip(table[column].to_pylist(), rows, strict=True):
        found.setdefault(key, []).append(record(**dict(zip(names, row, strict=True))))
    return found


def rows_naming(
    table: pa.Table,
    column: str,
    values: Sequence[str] | pa.ChunkedArray,
    *,
    others: bool = False,
) -> pa.Table:
    """Rows with one of these texts in a column, or with none of them if `others`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not isinstance(values, pa.ChunkedArray):
        values = pa.chunked_array([values], pa.string())
    found = pc.is_in(table[column], value_set=values.combine_chunks())
    return table.filter(pc.invert(found) if others else found)
