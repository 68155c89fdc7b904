"""What can be wrong inside a Neo4j store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.stores.neo4j.audit import audit
from graph.stores.neo4j.cypher import publications, reads, writes
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.neo4j.database import Neo4jDatabase


def complaints(
    database: Neo4jDatabase, store_id: str, *, quick: bool = False
) -> list[str]:
    """Sentences on what is wrong; O(facts log facts).

    Unless it must be quick, everything is compared with the digests kept beside it.
    """
    found = [
        f"index {name} is {state.lower()}"
        for name, state in database.rows(reads.NOT_ONLINE, prefix=writes.PREFIX)
    ]
    commits, last = database.rows(reads.COMMITS)[0]
    if commits != last or last < database.shown()[0]:
        found.append(f"there are {commits} commits, numbered up to {last}")
    for name in KINDS:
        for what, text in reads.complaints(name).items():
            number = database.rows(text)[0]["found"]
            if number:
                found.append(f"there are {number} {what}")
    found.extend(
        f"the relationships GUARANTEES of snapshot {row['snapshot_id']} are not "
        "complete: publish it again"
        for row in database.rows(publications.UNFINISHED)
    )
    if not quick:
        found.extend(audit(database, store_id))
    return found
