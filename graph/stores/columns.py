"""Columns of the tables that stores hand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import arrow_type, batch_schema
from graph.vocabulary import Form

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.vocabulary import Kind


def select_schema(kind: Kind) -> pa.Schema:
    """Columns of `select`, `history` and `changes`: a batch's, then recorded time."""
    import pyarrow as pa

    schema = batch_schema(kind)
    schema = schema.append(pa.field("recorded_from", pa.int64(), nullable=False))
    return schema.append(pa.field("recorded_to", pa.int64()))


def export_schema(kind: Kind) -> pa.Schema:
    """Columns of `export`: node numbers, properties, name, valid time, content hash.

    Node kinds also have what orders several descriptions of one node.
    """
    import pyarrow as pa

    ranked = ("collected_at", "recorded_from") if kind.form is Form.NODE else ()
    return pa.schema(
        [
            *(pa.field(f"{item.name}_no", pa.int64()) for item in kind.references),
            *(pa.field(item.name, arrow_type(item.type)) for item in kind.properties),
            pa.field("source", pa.string()),
            pa.field("record_id", pa.string()),
            pa.field("valid_from", pa.int64()),
            pa.field("valid_to", pa.int64()),
            pa.field("content_hash", pa.int64()),
            *(pa.field(name, pa.int64()) for name in ranked),
        ]
    )


def dormant_schema(kind: Kind) -> pa.Schema:
    """Columns of `dormant`: ids, then valid time."""
    import pyarrow as pa

    return pa.schema(
        [
            *(pa.field(item.column, pa.string()) for item in kind.references),
            pa.field("valid_from", pa.int64()),
            pa.field("valid_to", pa.int64()),
        ]
    )


def node_schema() -> pa.Schema:
    """Columns of `node_ids`."""
    import pyarrow as pa

    return pa.schema([("node_no", pa.int64()), ("node_id", pa.string())])
