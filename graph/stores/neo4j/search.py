"""Finding parties by word and alias, and facts by key, in Neo4j's full-text indexes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.stores.columns import select_schema
from graph.stores.lookup_order import LOOKED_AT
from graph.stores.neo4j.cypher import reads
from graph.stores.neo4j.cypher.facts import TEXTS
from graph.stores.neo4j.cypher.writes import WORDS_INDEX
from graph.stores.search_order import Found, hits_in_order
from graph.text import fold, whole_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from graph.lookup_keys import Lookup
    from graph.model import SearchHit
    from graph.search_conditions import Choice, Condition
    from graph.stores.neo4j.database import Neo4jDatabase
    from graph.text import Query
    from graph.vocabulary import Kind

_SPECIAL = re.compile(r'([-+&|!(){}\[\]^"~*?:\\/<>= ])')


def escaped(word: str) -> str:
    r"""The word in Lucene's query language.

    Examples
    --------
    >>> print(escaped("a:b*"))
    a\:b\*
    """
    return _SPECIAL.sub(r"\\\1", word)


def search_parties(
    database: Neo4jDatabase,
    query: Query,
    at: Mapping[str, Any],
    limit: int,
    party_types: Sequence[str],
) -> list[SearchHit]:
    """What `StoreView.search` asks for. O(matches), up to a limit."""
    if not query or limit < 1:
        return []
    parts = [f"+({_any_of(condition)})" for condition in query.conditions()]
    found = (
        database.rows(
            reads.search(typed=bool(party_types)),
            index=WORDS_INDEX["party"],
            words=words,
            considered=reads.CONSIDERED,
            types=list(party_types),
            folded=query.folded,
            limit=most,
            **at,
        )
        for words, most in (
            (escaped(query.whole), reads.CONSIDERED),
            (" ".join(parts), limit + 1),
        )
    )
    whole, some = (list(map(Found.of, rows)) for rows in found)
    return hits_in_order(query, whole, some, limit)


def _any_of(condition: Condition) -> str:
    choices = [f"({_all_of(choice)})" for choice in condition.choices]
    if condition.misspelt is not None:
        choices.append(f"{condition.misspelt}~1")  # Lucene's counts a swap as one, too
    return " ".join(choices)


def _all_of(choice: Choice) -> str:
    words = [f"+{escaped(word)}" for word in choice.words]
    if choice.prefix is not None:
        words.append(f"+{escaped(choice.prefix)}*")
    return " ".join(words)


def alias_owner(
    database: Neo4jDatabase, alias: str, at: Mapping[str, Any]
) -> str | None:
    """The party that `StoreView.resolve` follows this alias to."""
    rows = database.rows(
        reads.alias_owner(),
        index=WORDS_INDEX["party"],
        words=escaped(whole_word(fold(alias))),
        considered=reads.CONSIDERED,
        alias=alias,
        **at,
    )
    return rows[0]["party_id"] if rows else None


def facts_with(
    database: Neo4jDatabase,
    kind: Kind,
    lookup: Lookup,
    at: Mapping[str, Any],
) -> tuple[pa.Table, bool]:
    """What `StoreView._with_keys` asks for. O(matches), up to a limit."""
    words = [f"{escaped(start)}^9 {escaped(start)}*" for start in lookup.starts]
    if lookup.whole:
        words.append(f"{escaped(lookup.whole)}^9")
    rows = database.rows(
        reads.FOUND,
        index=WORDS_INDEX[kind.name],
        words=" ".join(words),
        considered=LOOKED_AT + 1,
    )
    numbers = [row["fact_no"] for row in rows[:LOOKED_AT]]
    text = TEXTS[kind.name].among
    found = database.table(text, select_schema(kind), fact_nos=numbers, **at)
    return found, len(rows) > LOOKED_AT
