"""What a database that an older release wrote gets when it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.stores.neo4j.cypher import writes
from graph.stores.neo4j.cypher.facts import TEXTS
from graph.stores.neo4j.write import chunks
from graph.stores.search_order import SEARCHED, party_words

if TYPE_CHECKING:
    from graph.stores.neo4j.database import Neo4jDatabase

_WORDS_SINCE = 3
"""Layout since which names are cut into the words of today."""


def renew(database: Neo4jDatabase) -> None:
    """Cut the words of names anew where an older layout has others.

    Under the lock of those who write, all or nothing. A million parties take minutes.

    Raises
    ------
    StoreBusyError
        Another process writes.
    """
    if database.layout >= _WORDS_SINCE:
        return
    with database.writing() as transaction:
        for rows in database.stream(TEXTS["party"].written):
            words = [
                (
                    row["fact_no"],
                    " ".join(sorted(party_words({n: row[n] for n in SEARCHED}))),
                )
                for row in rows
            ]
            for part in chunks(words):
                transaction.run(writes.cut_words(), rows=part).consume()
        transaction.run(writes.SHOW_LAYOUT, layout=writes.LAYOUT).consume()
