"""Findings as SQL tables of their own, with the columns of their Arrow tables.

Which snapshot they are published of is the one row of the table ``publication``.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from graph.model import Publication, Run
from graph.state_file import PUBLISH_AGAIN, parse_state
from graph.stores.digest import record_digest, table_digest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

_PUBLICATION = (
    f"SELECT {', '.join(item.name for item in fields(Publication))} "  # noqa: S608
    "FROM publication"
)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def write_findings(
    connection: sqlite3.Connection, run: Run, tables: Mapping[str, pa.Table]
) -> None:
    """Replace the findings of the run's analysis, inside a transaction.

    Raises
    ------
    ValueError
        A table or column is named otherwise than with a-z, 0-9 and _.
    """
    existing = connection.execute(
        "SELECT name FROM finding WHERE analysis = ?", (run.analysis,)
    ).fetchall()
    for name in {*tables, *(name for (name,) in existing)}:
        connection.execute(f"DROP TABLE IF EXISTS {_table(name)}")
        connection.execute("DELETE FROM finding WHERE name = ?", (name,))
    connection.execute(
        "INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?, ?, ?)",
        (
            run.analysis,
            run.run_id,
            run.snapshot_id,
            run.created_at,
            json.dumps(run.receipt, ensure_ascii=False),
            record_digest(asdict(run)),
        ),
    )
    for name, table in tables.items():
        _write(connection, run.analysis, name, table)


def read_findings(
    connection: sqlite3.Connection, name: str, columns: Sequence[str] = ()
) -> pa.Table | None:
    """A findings table, or some columns of it, with the schema it was written with."""
    import pyarrow as pa

    row = connection.execute(
        "SELECT arrow_schema FROM finding WHERE name = ?", (name,)
    ).fetchone()
    if row is None:
        return None
    schema = pa.ipc.read_schema(pa.py_buffer(row[0]))
    if columns:
        schema = pa.schema([schema.field(column) for column in columns])
    asked = ", ".join(f'"{_checked(field.name)}"' for field in schema)
    rows = connection.execute(
        f"SELECT {asked} FROM {_table(name)} ORDER BY rowid"  # noqa: S608 - checked
    ).fetchall()
    arrays = [  # `zip(*rows)` would make an iterator of each row first
        _from_sql([row[place] for row in rows], field.type)
        for place, field in enumerate(schema)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def read_runs(connection: sqlite3.Connection) -> list[Run]:
    """The newest run of each analysis."""
    rows = connection.execute(
        "SELECT run_id, analysis, snapshot_id, created_at, receipt "
        "FROM run ORDER BY analysis"
    )
    return [
        Run(run_id, analysis, snapshot_id, created_at, _receipt(analysis, receipt))
        for run_id, analysis, snapshot_id, created_at, receipt in rows
    ]


def _receipt(analysis: str, text: str) -> dict[str, Any]:
    name = f"the store's receipt of {analysis}"
    return parse_state(text, dict[str, Any], name, PUBLISH_AGAIN)


def write_publication(connection: sqlite3.Connection, publication: Publication) -> None:
    """Replace what is published, inside a transaction."""
    values = asdict(publication)
    connection.execute("DELETE FROM publication")
    connection.execute(
        f"INSERT INTO publication ({', '.join(values)}, digest) "  # noqa: S608 - its fields
        f"VALUES ({', '.join('?' * len(values))}, ?)",
        (*values.values(), record_digest(values)),
    )


def read_publication(connection: sqlite3.Connection) -> Publication | None:
    """What is published, in 15 microseconds."""
    row = connection.execute(_PUBLICATION).fetchone()
    return Publication(*row) if row else None


def digest_complaints(connection: sqlite3.Connection) -> Iterator[str]:
    """Sentences on what is not as it was written; what has no digest is left out."""
    publication = read_publication(connection)
    kept = connection.execute("SELECT digest FROM publication").fetchone()
    if publication and kept[0] not in {None, record_digest(asdict(publication))}:
        yield "the publication is not as it was written: publish again"
    digests = dict(connection.execute("SELECT analysis, digest FROM run"))
    for run in read_runs(connection):
        if digests[run.analysis] not in {None, record_digest(asdict(run))}:
            yield f"the run of {run.analysis} is not as it was written: publish again"
    tables = connection.execute("SELECT name, digest FROM finding").fetchall()
    for name, digest in tables:
        table = read_findings(connection, name)
        if table is not None and digest not in {None, _digest(table)}:
            yield f"the findings {name} are not as they were written: publish again"


def _write(
    connection: sqlite3.Connection, analysis: str, name: str, table: pa.Table
) -> None:
    columns = ", ".join(
        f'"{_checked(field.name)}" {_sql_type(field.type)}' for field in table.schema
    )
    connection.execute(f"CREATE TABLE {_table(name)} ({columns}) STRICT")
    marks = ", ".join("?" * table.num_columns)
    connection.executemany(
        f"INSERT INTO {_table(name)} VALUES ({marks})",  # noqa: S608 - checked
        zip(*(_to_sql(column) for column in table.columns), strict=True),
    )
    connection.execute(
        "INSERT INTO finding VALUES (?, ?, ?, ?)",
        (
            name,
            analysis,
            table.schema.serialize().to_pybytes(),
            _digest(table),
        ),
    )


def _digest(table: pa.Table) -> str:
    types = [str(field.type) for field in table.schema]
    return record_digest({"types": types, "rows": table_digest(table)})


def _table(name: str) -> str:
    return f"finding_{_checked(name)}"


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a findings table or column")
    return name


def _sql_type(arrow_type: pa.DataType) -> str:
    import pyarrow as pa

    if pa.types.is_integer(arrow_type) or pa.types.is_boolean(arrow_type):
        return "INTEGER"
    return "REAL" if pa.types.is_floating(arrow_type) else "TEXT"


def _to_sql(column: pa.ChunkedArray) -> list[Any]:
    """Plain values; lists and records as JSON text."""
    import pyarrow as pa

    values: list[Any] = column.to_pylist()
    if pa.types.is_nested(column.type):
        return [None if item is None else json.dumps(item) for item in values]
    return values


def _from_sql(values: Sequence[Any], arrow_type: pa.DataType) -> pa.Array:
    import pyarrow as pa

    if pa.types.is_boolean(arrow_type):
        return pa.array(values, pa.int64()).cast(arrow_type)
    if pa.types.is_nested(arrow_type):
        return pa.array([v if v is None else json.loads(v) for v in values], arrow_type)
    return pa.array(values, arrow_type)
