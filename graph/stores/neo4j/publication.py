"""What is published in Neo4j: a record, and the guarantor-debtor pairs derived."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import uuid4

from graph.errors import StoreError
from graph.model import Publication
from graph.state_file import PUBLISH_AGAIN, parse_state
from graph.stores.neo4j.cypher import publications
from graph.stores.neo4j.findings import nan_to_none
from graph.stores.neo4j.write import CHUNK, chunks

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.stores.neo4j.database import Neo4jDatabase


def publish(database: Neo4jDatabase, publication: Publication, pairs: pa.Table) -> None:
    """Replace the derived ``GUARANTEES`` by these, then the record.

    Pairs come in parts, so that writers have their turn and the server its memory; a
    node tells whether all are there. Of two publishers the one that began last goes
    on.

    Raises
    ------
    StoreError
        Another publisher took over, or a pair names a party that is not here.
    """
    publisher = uuid4().hex
    snapshot_id = publication.snapshot_id
    with database.writing() as transaction:
        transaction.run(
            publications.BEGIN, snapshot_id=snapshot_id, publisher=publisher
        ).consume()
    deleted = CHUNK
    while deleted == CHUNK:
        with database.writing() as transaction:
            result = transaction.run(publications.CLEAR_GUARANTEES, most=CHUNK)
            deleted = result.consume().counters.relationships_deleted
    names = ("guarantor_id", "debtor_id", "effective", "face", "contracts")
    columns = (map(nan_to_none, pairs[name].to_pylist()) for name in names)
    for rows in chunks(list(zip(*columns, strict=True))):
        with database.writing() as transaction:
            result = transaction.run(
                publications.WRITE_GUARANTEES, publisher=publisher, rows=rows
            )
            created = result.consume().counters.relationships_created
            if created != len(rows):
                raise StoreError(
                    f"{created} of {len(rows)} pairs of snapshot {snapshot_id} were "
                    "found: another one is being published, or parties are missing"
                )
    values = asdict(publication)
    with database.writing() as transaction:
        ended = transaction.run(
            publications.END,
            publisher=publisher,
            shown=values,
            record=json.dumps(values),
        )
        if ended.single() is None:
            raise StoreError(f"while {snapshot_id} was published another one began")


def read_publication(database: Neo4jDatabase) -> Publication | None:
    """What is published: one node by its name."""
    rows = database.rows(publications.RECORD)
    if not rows:
        return None
    text = str(rows[0]["record"])
    return parse_state(text, Publication, "the publication", PUBLISH_AGAIN)
