"""Finding parties by word and by alias in a SQLite file."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, column, func, literal_column, or_, select, table, text

from graph.stores.search_order import (
    FOUND_COLUMNS,
    PARTY,
    Found,
    hits_in_order,
    starts_rank,
)
from graph.stores.sql.statements import (
    counted_value,
    ended_node,
    newest_first,
    visible,
)
from graph.stores.sql.tables import ALIAS, FACTS, NODES
from graph.stores.sqlite.schema import sql_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Select

    from graph.model import SearchHit
    from graph.search_conditions import Condition
    from graph.text import Query

_CONSIDERED = 2_000
"""More versions than this are not put in order: the text says too little."""

_KNOWN_TABLE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.party_terms "
    "USING fts5vocab('main', 'party_search', 'row')"
)
_KNOWN = (
    "SELECT term FROM json_each(:words) CROSS JOIN temp.party_terms ON term = value"
)

_INDEX = table("party_search", column("rowid"))


def search_parties(
    connection: sqlite3.Connection,
    query: Query,
    at: Mapping[str, Any],
    limit: int,
    party_types: Sequence[str],
) -> list[SearchHit]:
    """What `StoreView.search` asks for. O(matches), up to a limit."""
    if not query:
        return []
    folded = query.folded
    connection.create_function(
        "starts_rank", 2, lambda name, name_en: starts_rank(folded, name, name_en)
    )
    parameters = {**at, "types": json.dumps(list(party_types))}
    statement = _search_text(typed=bool(party_types))

    def found(words: str) -> list[Found]:
        rows = connection.execute(statement, parameters | {"words": words})
        parties: dict[str, Found] = {}
        for row in rows:
            party = Found.of(dict(zip(FOUND_COLUMNS, row, strict=True)))
            parties.setdefault(party.party_id, party)
            if len(parties) > limit:
                break
        return list(parties.values())

    whole = found(f'"{query.whole}"')
    conditions = _conditions(connection, query)
    hopeless = any(not condition.choices for condition in conditions)
    parts = [] if hopeless else found(_match(conditions))
    return hits_in_order(query, whole, parts, limit)


def alias_owner(
    connection: sqlite3.Connection, alias: str, at: Mapping[str, Any]
) -> str | None:
    """The party that `StoreView.resolve` follows this alias to."""
    row = connection.execute(_alias_text(), {**at, "alias": alias}).fetchone()
    return row[0] if row else None


def _conditions(connection: sqlite3.Connection, query: Query) -> list[Condition]:
    """What must be met; of the many words near a typo only those that are there."""
    conditions = query.conditions()
    if not query.typos:
        return conditions
    connection.execute(_KNOWN_TABLE)
    asked = set().union(*(condition.words() for condition in conditions))
    rows = connection.execute(_KNOWN, {"words": json.dumps(sorted(asked))})
    known = {row[0] for row in rows}
    return [condition.among(known) for condition in conditions]


def _match(conditions: Sequence[Condition]) -> str:
    """The query in FTS5's language; words hold letters and digits only."""
    return " AND ".join(map(_any_of, conditions))


def _any_of(condition: Condition) -> str:
    """One text for each prefix, since FTS5 gathers all its words each time."""
    by_prefix: dict[str | None, list[str]] = {}
    for words, prefix in condition.choices:
        needed = " AND ".join(f'"{word}"' for word in words)
        by_prefix.setdefault(prefix, []).append(needed)
    texts = []
    for prefix, needs in by_prefix.items():
        parts = [] if "" in needs else [" OR ".join(f"({need})" for need in needs)]
        if prefix is not None:
            parts.insert(0, f'"{prefix}"*')
        texts.append(" AND ".join(f"({part})" for part in parts))
    return f"({' OR '.join(f'({part})' for part in texts)})"


@cache
def _search_text(*, typed: bool) -> str:
    """Versions that hold ``:words``, visible or of parties that ended; best first."""
    fact = FACTS["party"]
    statement = _found(*FOUND_COLUMNS).where(
        fact.c.fact_no.in_(
            select(_INDEX.c.rowid)
            .where(text("party_search MATCH :words"))
            .limit(literal_column(str(_CONSIDERED)))
            .offset(literal_column("0"))
        ),
        or_(visible(fact), ended_node(fact, PARTY)),
    )
    if typed:
        types = func.json_each(bindparam("types")).table_valued("value")
        own = func.coalesce(counted_value(fact, PARTY, "party_type"), fact.c.party_type)
        statement = statement.where(own.in_(select(types.c.value)))
    return sql_text(
        statement.order_by(
            func.starts_rank(fact.c.name, fact.c.name_en),
            func.length(fact.c.name),
            literal_column("party_id"),
            fact.c.collected_at.desc(),
        )
    )


@cache
def _alias_text() -> str:
    fact = FACTS["party"]
    listed = select(ALIAS.c.fact_no).where(ALIAS.c.alias_id == bindparam("alias"))
    statement = _found("party_id").where(
        fact.c.fact_no.in_(listed),
        literal_column("party_id") != bindparam("alias"),
        visible(fact),
    )
    return sql_text(
        statement.order_by(
            *newest_first(fact, "party"), literal_column("party_id").desc()
        )
    )


def _found(*names: str) -> Select[Any]:
    """Versions of parties, and of each these columns."""
    fact, node = FACTS["party"], NODES["party"]
    node_id = select(node.c.node_id).where(node.c.node_no == fact.c.party_no)
    columns = {item.name: item for item in fact.columns} | {
        "party_id": node_id.scalar_subquery().label("party_id")
    }
    return select(*(columns[name] for name in names))
