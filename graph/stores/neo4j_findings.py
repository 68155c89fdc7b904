"""Findings and the published guarantor-debtor pairs in Neo4j."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from graph.errors import StoreError
from graph.model import Run
from graph.stores import cypher_findings
from graph.stores.cypher_findings import KNOWN_TABLES, OTHER_TABLE, TableTexts
from graph.stores.neo4j_write import chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import neo4j
    import pyarrow as pa

    from graph.stores.neo4j_database import Neo4jDatabase

_PLACE = "finding_row"


def write_findings(
    transaction: neo4j.Transaction, run: Run, tables: Mapping[str, pa.Table]
) -> None:
    """Replace the findings of the run's analysis, inside a transaction.

    Raises
    ------
    StoreError
        A row names a party or circle that is not here.
    """
    held = transaction.run(
        cypher_findings.TABLES, analysis=run.analysis, names=list(tables)
    )
    for name, schema in list(held):
        nulls = dict.fromkeys([*_schema(schema).names, _PLACE])
        for key in _texts(name).keys:
            nulls.pop(key, None)
        transaction.run(_texts(name).clear, name=name, nulls=nulls).consume()
        transaction.run(cypher_findings.CLEAR_TABLE, name=name).consume()
    values = {
        "run_id": run.run_id,
        "analysis": run.analysis,
        "snapshot_id": run.snapshot_id,
        "created_at": run.created_at,
        "receipt": json.dumps(run.receipt, ensure_ascii=False),
    }
    transaction.run(cypher_findings.WRITE_RUN, run=values).consume()
    for name in sorted(tables):  # circles before their members
        _write_table(transaction, run.analysis, name, tables[name])


def read_runs(database: Neo4jDatabase) -> list[Run]:
    """The newest run of each analysis."""
    runs = (dict(row["run"]) for row in database.rows(cypher_findings.RUNS))
    return [Run(**run | {"receipt": json.loads(run["receipt"])}) for run in runs]


def read_findings(database: Neo4jDatabase, name: str) -> pa.Table | None:
    """A findings table with the schema it was written with."""
    import pyarrow as pa

    held = database.rows(cypher_findings.TABLES, analysis=None, names=[name])
    if not held:
        return None
    schema = _schema(held[0]["arrow_schema"])
    nested = [field.name for field in schema if pa.types.is_nested(field.type)]
    rows = [dict(row["row"]) for row in database.rows(_texts(name).read, name=name)]
    for row in rows:
        row.update((key, json.loads(row[key])) for key in nested if key in row)
    return pa.Table.from_pylist(rows, schema)


def publish_pairs(database: Neo4jDatabase, snapshot_id: str, pairs: pa.Table) -> None:
    """Replace the derived ``GUARANTEES`` by those of this snapshot.

    They come in parts; ``(:Publication)`` tells whether all are there. Of two
    publishers the one that began last goes on.

    Raises
    ------
    StoreError
        Another publisher took over, or a pair names a party that is not here.
    """
    publisher = uuid4().hex
    database.run(
        cypher_findings.BEGIN_PUBLICATION, snapshot_id=snapshot_id, publisher=publisher
    )
    database.run(cypher_findings.CLEAR_GUARANTEES)
    names = ("guarantor_id", "debtor_id", "effective", "face", "contracts")
    columns = (_without_nan(pairs[name].to_pylist()) for name in names)
    for rows in chunks(list(zip(*columns, strict=True))):
        text = cypher_findings.WRITE_GUARANTEES
        done = database.run(text, publisher=publisher, rows=rows).relationships_created
        if done != len(rows):
            raise StoreError(
                f"{done} of {len(rows)} pairs of snapshot {snapshot_id} were written: "
                "another one is being published, or parties are missing"
            )
    database.run(cypher_findings.END_PUBLICATION, publisher=publisher)


def _write_table(
    transaction: neo4j.Transaction, analysis: str, name: str, table: pa.Table
) -> None:
    texts = _texts(name)
    for rows in chunks(list(_rows(name, texts, table))):
        counters = transaction.run(texts.write, rows=rows).consume().counters
        done = counters.nodes_created + counters.relationships_created
        if name != "score" and done != len(rows):
            raise StoreError(f"{done} of {len(rows)} rows of {name} were written")
    description = {
        "name": name,
        "analysis": analysis,
        "arrow_schema": table.schema.serialize().to_pybytes(),
    }
    transaction.run(cypher_findings.WRITE_TABLE, table=description).consume()


def _rows(name: str, texts: TableTexts, table: pa.Table) -> Iterator[dict[str, Any]]:
    """Rows as `TableTexts.write` takes them; lists and records as JSON text."""
    import pyarrow as pa

    nested = [field.name for field in table.schema if pa.types.is_nested(field.type)]
    for place, values in enumerate(table.to_pylist()):
        values.update((key, json.dumps(values[key])) for key in nested)
        values[_PLACE] = place
        keys = {key: values.pop(key, name) for key in texts.keys}
        yield {**keys, "values": values}


def _texts(name: str) -> TableTexts:
    return KNOWN_TABLES.get(name, OTHER_TABLE)


def _schema(serialized: bytes) -> pa.Schema:
    import pyarrow as pa

    return pa.ipc.read_schema(pa.py_buffer(serialized))


def _without_nan(values: list[Any]) -> list[Any]:
    """What was not collected is absent, not a number."""
    return [
        None if isinstance(value, float) and math.isnan(value) else value
        for value in values
    ]
