"""Counting visible facts in a SQLite file by what they are."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, null, select

from graph.stores.counting import BY_ENDS, UNKNOWN
from graph.stores.sql.statements import source_name, visible
from graph.stores.sql.tables import FACTS
from graph.stores.sqlite.schema import sql_text
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

_CHUNK = 50_000


def count_facts(
    connection: sqlite3.Connection, at: Mapping[str, Any]
) -> dict[str, int]:
    """Visible facts under the names of `StoreView.counts`. O(facts)."""
    counts: dict[str, int] = {}
    for name in KINDS:
        if name not in BY_ENDS:
            for subtype, count in connection.execute(_count_text(name), at):
                if count:
                    counts[f"{name}.{subtype}" if subtype else name] = count
    pairs: Counter[tuple[str, Any, Any]] = Counter()
    types = _latest(connection, "party", "party_type", at)
    for kind_name, counted in BY_ENDS.items():
        onward = None
        if counted.onward is not None:
            value = f"{counted.onward.name}_no"
            onward = _latest(connection, counted.middle.name, value, at)
        for tails, ends in _ends(connection, kind_name, at):
            heads = ends if onward is None else map(onward.get, ends)
            pairs.update(
                zip(repeat(counted.name), map(types.get, tails), map(types.get, heads))
            )
    for (name, tail, head), count in pairs.items():
        counts[f"{name}.{tail or UNKNOWN}-{head or UNKNOWN}"] = count
    return counts


@cache
def _count_text(name: str) -> str:
    fact, subtype = FACTS[name], KINDS[name].subtype
    column = fact.c[subtype] if subtype else null()
    statement = select(column, func.count()).select_from(fact).where(visible(fact))
    return sql_text(statement.group_by(column) if subtype else statement)


def _ends(
    connection: sqlite3.Connection, name: str, at: Mapping[str, Any]
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Node numbers of tails and heads, in chunks."""
    cursor = connection.execute(_ends_text(name), at)
    while rows := cursor.fetchmany(_CHUNK):
        tails, heads = zip(*rows, strict=True)
        yield tails, heads


@cache
def _ends_text(name: str) -> str:
    fact, kind = FACTS[name], KINDS[name]
    tail, head = fact.c[f"{kind.tail.name}_no"], fact.c[f"{kind.head.name}_no"]
    return sql_text(select(tail, head).where(visible(fact)))


def _latest(
    connection: sqlite3.Connection, node_kind: str, value: str, at: Mapping[str, Any]
) -> dict[int | None, Any]:
    """One value of each visible node, of the description that `node` would give."""
    plain, ordered = _value_texts(node_kind, value)
    rows = connection.execute(plain, at).fetchall()
    latest = dict(rows)
    if len(latest) < len(rows):
        latest = dict(connection.execute(ordered, at).fetchall())
    return latest


@cache
def _value_texts(node_kind: str, value: str) -> tuple[str, str]:
    """In any order, and with the description that counts at the end."""
    fact = FACTS[node_kind]
    column = fact.c
    plain = select(column[f"{node_kind}_no"], column[value]).where(visible(fact))
    order = (column.collected_at, source_name(fact), column.record_id)
    return sql_text(plain), sql_text(plain.order_by(*order))
