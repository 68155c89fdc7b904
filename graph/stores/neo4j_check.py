"""What can be wrong inside a Neo4j store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.stores import cypher_findings, cypher_read, cypher_write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.neo4j_database import Neo4jDatabase


def complaints(database: Neo4jDatabase) -> list[str]:
    """Sentences on what is wrong; O(facts log facts)."""
    found = [
        f"index {name} is {state.lower()}"
        for name, state in database.rows(
            cypher_read.NOT_ONLINE, prefix=cypher_write.PREFIX
        )
    ]
    commits, last = database.rows(cypher_read.COMMITS)[0]
    if commits != last or last < database.shown()[0]:
        found.append(f"there are {commits} commits, numbered up to {last}")
    for name in KINDS:
        for what, text in cypher_read.complaints(name).items():
            number = database.rows(text)[0]["found"]
            if number:
                found.append(f"there are {number} {what}")
    found.extend(
        f"the relationships GUARANTEES of snapshot {row['snapshot_id']} are not "
        "complete: publish it again"
        for row in database.rows(cypher_findings.UNFINISHED_PUBLICATION)
    )
    return found
