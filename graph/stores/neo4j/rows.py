"""Rows as Neo4j returns them, turned into tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa


def arrow_table(
    parts: Iterable[Sequence[Sequence[Any]]], schema: pa.Schema
) -> pa.Table:
    """Rows, some at a time, as a table of this schema."""
    import pyarrow as pa

    batches = [
        pa.record_batch(
            [
                pa.array(column, field.type)
                for column, field in zip(zip(*rows, strict=True), schema, strict=True)
            ],
            schema=schema,
        )
        for rows in parts
        if rows
    ]
    return pa.Table.from_batches(batches, schema=schema)
