"""Rows as SQLite returns them, turned into tables and records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.model import Fact
from graph.vocabulary import PropertyType

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from graph.vocabulary import Kind

_CHUNK = 50_000


def arrow_table(rows: Iterable[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    """Rows as a table of this schema; booleans come as 0 and 1."""
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [
        pa.array(column, pa.int64()).cast(pa.bool_())
        if pa.types.is_boolean(field.type)
        else pa.array(column, field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def arrow_chunks(cursor: sqlite3.Cursor, schema: pa.Schema) -> pa.Table:
    """Everything a cursor yields, without holding it all as Python objects."""
    import pyarrow as pa

    chunks = []
    while rows := cursor.fetchmany(_CHUNK):
        chunks.append(arrow_table(rows, schema))
    return pa.concat_tables(chunks) if chunks else schema.empty_table()


def fact_of(kind: Kind, row: Sequence[Any]) -> Fact:
    """A row with the columns of `select` as a record."""
    ends = len(kind.references)
    after = ends + len(kind.properties)
    source, record_id, valid_from, valid_to, collected_at, file, line = row[after:-2]
    return Fact(
        kind=kind,
        references={
            item.name: value
            for item, value in zip(kind.references, row[:ends], strict=True)
        },
        properties={
            item.name: bool(value) if item.type is PropertyType.BOOLEAN else value
            for item, value in zip(kind.properties, row[ends:after], strict=True)
            if value is not None
        },
        source=source,
        record_id=record_id,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_from=row[-2],
        recorded_to=row[-1],
        collected_at=collected_at,
        file=file,
        row=line,
    )
