"""Finding parties by word and by alias in a SQLite file."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, column, func, literal_column, select, table, text

from graph.stores.search_order import (
    FOUND_COLUMNS,
    PARTY,
    Found,
    hits_in_order,
    starts_rank,
)
from graph.stores.sql.statements import counted_value, newest_first, visible
from graph.stores.sql.tables import ALIAS, FACTS, NODES
from graph.stores.sqlite.schema import sql_text
from graph.text import fold, search_terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Select

    from graph.model import SearchHit
    from graph.text import Query

_CONSIDERED = 10_000
"""More versions than this are not put in order: the text says too little."""

_INDEX = table("party_search", column("rowid"))


def search_parties(
    connection: sqlite3.Connection,
    typed: str,
    at: Mapping[str, Any],
    limit: int,
    party_types: Sequence[str],
) -> list[SearchHit]:
    """What `StoreView.search` asks for. O(matches), up to a limit."""
    query = search_terms(typed)
    if not query:
        return []
    folded = fold(typed).strip()
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

    return hits_in_order(typed, found(f'"{query.whole}"'), found(_match(query)), limit)


def alias_owner(
    connection: sqlite3.Connection, alias: str, at: Mapping[str, Any]
) -> str | None:
    """The party that `StoreView.resolve` follows this alias to."""
    row = connection.execute(_alias_text(), {**at, "alias": alias}).fetchone()
    return row[0] if row else None


def _match(query: Query) -> str:
    """The query in FTS5's language; words hold letters and digits only."""
    words = [f'"{term}"' for term in query.terms]
    if query.prefix is not None:
        words.append(f'"{query.prefix}"*')
    return " AND ".join(words)


@cache
def _search_text(*, typed: bool) -> str:
    """Visible versions that hold ``:words``, best first."""
    fact = FACTS["party"]
    statement = _found(*FOUND_COLUMNS).where(
        fact.c.fact_no.in_(
            select(_INDEX.c.rowid)
            .where(text("party_search MATCH :words"))
            .limit(literal_column(str(_CONSIDERED)))
            .offset(literal_column("0"))
        ),
        visible(fact),
    )
    if typed:
        types = func.json_each(bindparam("types")).table_valued("value")
        own = counted_value(fact, PARTY, "party_type")
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
