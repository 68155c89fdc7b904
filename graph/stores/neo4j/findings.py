"""Findings in Neo4j."""

from __future__ import annotations

import json
import math
from dataclasses import astuple, fields
from typing import TYPE_CHECKING, Any

from graph.model import Run
from graph.state_file import PUBLISH_AGAIN, parse_state
from graph.stores.digest import bytes_digest, record_digest
from graph.stores.graph_views import EdgeView, End, NodeView, PropertyView
from graph.stores.neo4j.cypher import findings, writes
from graph.stores.neo4j.write import chunks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import neo4j
    import pyarrow as pa

    from graph.stores.graph_views import GraphView
    from graph.stores.neo4j.database import Neo4jDatabase

_PART = 20_000
"""Rows of a table that one node holds: some megabytes."""


# A commit's changes come into sight one by one; so who reads findings locks them, too.
_LOCK = "findings"


def write_findings(
    database: Neo4jDatabase,
    run: Run,
    tables: Mapping[str, pa.Table],
    views: Mapping[str, GraphView],
) -> None:
    """Replace the findings of the run's analysis, all or nothing.

    Raises
    ------
    ValueError
        A view is of no table here, lacks a column or would touch facts.
    """
    for name, view in views.items():
        findings.refuse_unfit(
            name, view, tables[name].column_names if name in tables else ()
        )
    database.create_indexes(findings.view_indexes(views.values()))
    with database.writing() as transaction:
        transaction.run(writes.LOCK, name=_LOCK, holder=run.run_id).consume()
        _replace(transaction, run, tables, views)


def _replace(
    transaction: neo4j.Transaction,
    run: Run,
    tables: Mapping[str, pa.Table],
    views: Mapping[str, GraphView],
) -> None:
    existing = transaction.run(
        findings.EXISTING_TABLES, analysis=run.analysis, names=list(tables)
    )
    for name, text in list(existing):
        transaction.run(findings.CLEAR_TABLE, name=name).consume()
        view = _view(text) if text else findings.FIRST_VIEWS.get(name)
        if view is not None:
            transaction.run(findings.clear_view(name, view)).consume()
    values = {
        "run_id": run.run_id,
        "analysis": run.analysis,
        "snapshot_id": run.snapshot_id,
        "created_at": run.created_at,
        "receipt": json.dumps(run.receipt, ensure_ascii=False),
    }
    own = values | {"digest": run_digest(values)}
    transaction.run(findings.WRITE_RUN, run=own).consume()
    _write(transaction, run, tables, views)


def _write(
    transaction: neo4j.Transaction,
    run: Run,
    tables: Mapping[str, pa.Table],
    views: Mapping[str, GraphView],
) -> None:
    for name, table in tables.items():
        for place, start in enumerate(range(0, table.num_rows or 1, _PART)):
            data = _packed(table.slice(start, _PART))
            transaction.run(
                findings.WRITE_PART,
                name=name,
                analysis=run.analysis,
                view=_view_text(views.get(name)),
                place=place,
                data=data,
                digest=bytes_digest(data),
            ).consume()
    for name, view in views.items():
        text = findings.write_view(name, view)
        for rows in chunks(_visible_rows(tables[name])):
            transaction.run(text, rows=rows, run_id=run.run_id).consume()


def run_digest(values: Mapping[str, Any]) -> str:
    """Digest of a run's properties but itself."""
    return record_digest({k: v for k, v in values.items() if k != "digest"})


def read_runs(database: Neo4jDatabase) -> list[Run]:
    """The newest run of each analysis."""
    with database.locked(_LOCK) as transaction:
        runs = [dict(row["run"]) for row in transaction.run(findings.RUNS)]
    return [
        Run(
            **{item.name: run[item.name] for item in fields(Run)}
            | {"receipt": _receipt(run)}
        )
        for run in runs
    ]


def _receipt(run: Mapping[str, Any]) -> dict[str, Any]:
    name = f"the store's receipt of {run['analysis']}"
    return parse_state(run["receipt"], dict[str, Any], name, PUBLISH_AGAIN)


def read_findings(
    database: Neo4jDatabase, name: str, columns: Sequence[str] = ()
) -> pa.Table | None:
    """A findings table as it was written, or some columns of it."""
    import pyarrow as pa

    with database.locked(_LOCK) as transaction:
        rows = list(transaction.run(findings.READ_PARTS, name=name))
    parts = [pa.ipc.open_stream(row["data"]).read_all() for row in rows]
    if not parts:
        return None
    table = pa.concat_tables(parts)
    return table.select(columns or table.column_names)


def _view_text(view: GraphView | None) -> str:
    """How a view stands beside its table; "null" where nothing is shown."""
    return json.dumps(view and (type(view).__name__, *astuple(view)))


def _view(text: str) -> GraphView | None:
    match json.loads(text):
        case ["NodeView", label, key]:
            return NodeView(label, key)
        case ["EdgeView", edge_type, tail, head]:
            return EdgeView(edge_type, End(*tail), End(*head))
        case ["PropertyView", label, key, columns]:
            return PropertyView(label, key, tuple(columns))
    return None


def _packed(table: pa.Table) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def _visible_rows(table: pa.Table) -> list[dict[str, Any]]:
    """Rows as properties can hold them, without lists and records."""
    import pyarrow as pa

    plain = [item.name for item in table.schema if not pa.types.is_nested(item.type)]
    return [
        {name: nan_to_none(value) for name, value in row.items()}
        for row in table.select(plain).to_pylist()
    ]


def nan_to_none(value: Any) -> Any:
    """A value as a property: what was not collected is absent, not a number."""
    return None if isinstance(value, float) and math.isnan(value) else value
