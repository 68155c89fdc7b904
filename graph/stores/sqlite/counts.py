"""Counting visible facts in a SQLite file by what they are."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, null, select

from graph.stores.counting import BY_ENDS, UNKNOWN
from graph.stores.sql.statements import newest_first, visible
from graph.stores.sql.tables import FACTS
from graph.stores.sqlite.schema import sql_text
from graph.vocabulary import KINDS, Form

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

_CHUNK = 50_000
_IDS = (
    "SELECT node_no, node_id FROM node_party "
    "WHERE node_no IN (SELECT value FROM json_each(?))"
)


def count_facts(
    connection: sqlite3.Connection,
    at: Mapping[str, Any],
    last_types: Callable[[Sequence[str]], Mapping[str, str]],
) -> dict[str, int]:
    """Visible facts under the names of `StoreView.counts`. O(facts).

    `last_types` is asked for the types of parties that are not described any more.
    """
    counts: Counter[str] = Counter()
    types: dict[int | None, Any] = {}
    for name, kind in KINDS.items():
        if kind.form is Form.NODE and kind.subtype:
            values = _counted(connection, name, kind.subtype, at)
            counts.update(f"{name}.{value}" for value in values.values())
            if name == "party":
                types = values
        elif name not in BY_ENDS:
            for subtype, count in connection.execute(_count_text(name), at):
                if count:
                    counts[f"{name}.{subtype}" if subtype else name] = count
    pairs: Counter[tuple[str, Any, Any]] = Counter()
    for kind_name, counted in BY_ENDS.items():
        onward = None
        if counted.onward is not None:
            value = f"{counted.onward.name}_no"
            onward = _counted(connection, counted.middle.name, value, at)
        for tails, ends in _ends(connection, kind_name, at):
            heads = ends if onward is None else [*map(onward.get, ends)]
            pairs.update(
                zip(
                    repeat(counted.name),
                    map(types.get, tails, tails),
                    map(types.get, heads, heads),
                )
            )
    # an end is a type, the number of a party without one, or nobody
    absent = {end for _, *ends in pairs for end in ends if isinstance(end, int)}
    ids = connection.execute(_IDS, (json.dumps(list(absent)),)).fetchall()
    lasts = last_types([party_id for _, party_id in ids])
    named = {number: lasts.get(party_id) for number, party_id in ids}
    for (name, *ends), count in pairs.items():
        tail, head = (named.get(end, end) or UNKNOWN for end in ends)
        counts[f"{name}.{tail}-{head}"] += count
    return dict(counts)


@cache
def _count_text(name: str) -> str:
    """Visible facts by subtype; visible nodes, each once."""
    fact, kind = FACTS[name], KINDS[name]
    subtype, facts = kind.subtype, func.count()
    if kind.form is Form.NODE:
        facts = func.count(fact.c[f"{kind.tail.name}_no"].distinct())
    column = fact.c[subtype] if subtype else null()
    statement = select(column, facts).select_from(fact).where(visible(fact))
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


def _counted(
    connection: sqlite3.Connection, node_kind: str, value: str, at: Mapping[str, Any]
) -> dict[int | None, Any]:
    """One value of each visible node, of the description that counts."""
    plain, ordered = _value_texts(node_kind, value)
    rows = connection.execute(plain, at).fetchall()
    counted = dict(rows)
    if len(counted) < len(rows):
        counted = dict(reversed(connection.execute(ordered, at).fetchall()))
    return counted


@cache
def _value_texts(node_kind: str, value: str) -> tuple[str, str]:
    """In any order, and with the description that counts first."""
    fact = FACTS[node_kind]
    plain = select(fact.c[f"{node_kind}_no"], fact.c[value]).where(
        fact.c[value].is_not(None), visible(fact)
    )
    ordered = plain.order_by(*newest_first(fact, node_kind))
    return sql_text(plain), sql_text(ordered)
