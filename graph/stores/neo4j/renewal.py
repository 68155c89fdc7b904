"""What a database that an older release wrote gets when it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import batch_schema
from graph.stores.neo4j.cypher import writes
from graph.stores.neo4j.cypher.facts import TEXTS
from graph.stores.neo4j.write import chunks, words_of
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.neo4j.database import Neo4jDatabase

_WORDS_SINCE = 3
"""Layout since which facts are found by the words of today."""


def renew(database: Neo4jDatabase) -> None:
    """Cut the words of facts anew where an older layout has others, or none.

    Under the lock of those who write, all or nothing. A million facts take minutes.

    Raises
    ------
    StoreBusyError
        Another process writes.
    """
    if database.layout >= _WORDS_SINCE:
        return
    with database.writing() as transaction:
        for name in writes.WORDS_INDEX:
            kind = KINDS[name]
            names = batch_schema(kind).names
            for rows in database.stream(TEXTS[name].written):
                columns = {name: [row[name] for row in rows] for name in names}
                numbers = (row["fact_no"] for row in rows)
                words = list(zip(numbers, words_of(kind, columns), strict=True))
                for part in chunks(words):
                    transaction.run(writes.cut_words(kind.name), rows=part).consume()
        transaction.run(writes.SHOW_LAYOUT, layout=writes.LAYOUT).consume()
