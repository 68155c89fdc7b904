"""Finding parties by word and by alias in Neo4j's full-text index."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.stores.neo4j.cypher import reads
from graph.stores.neo4j.cypher.writes import WORDS_INDEX
from graph.stores.search_order import Found, hits_in_order
from graph.text import fold, search_terms, whole_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.model import SearchHit
    from graph.stores.neo4j.database import Neo4jDatabase

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
    typed: str,
    at: Mapping[str, Any],
    limit: int,
    party_types: Sequence[str],
) -> list[SearchHit]:
    """What `StoreView.search` asks for. O(matches), up to a limit."""
    query = search_terms(typed)
    if not query or limit < 1:
        return []
    parts = [f"+{escaped(term)}" for term in query.terms]
    if query.prefix is not None:
        parts.append(f"+{escaped(query.prefix)}*")
    found = (
        database.rows(
            reads.search(typed=bool(party_types)),
            index=WORDS_INDEX,
            words=words,
            considered=reads.CONSIDERED,
            types=list(party_types),
            folded=fold(typed).strip(),
            limit=most,
            **at,
        )
        for words, most in (
            (escaped(query.whole), reads.CONSIDERED),
            (" ".join(parts), limit + 1),
        )
    )
    whole, some = (list(map(Found.of, rows)) for rows in found)
    return hits_in_order(typed, whole, some, limit)


def alias_owner(
    database: Neo4jDatabase, alias: str, at: Mapping[str, Any]
) -> str | None:
    """The party that `StoreView.resolve` follows this alias to."""
    rows = database.rows(
        reads.alias_owner(),
        index=WORDS_INDEX,
        words=escaped(whole_word(fold(alias))),
        considered=reads.CONSIDERED,
        alias=alias,
        **at,
    )
    return rows[0]["party_id"] if rows else None
