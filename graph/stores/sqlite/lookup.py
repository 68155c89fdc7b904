"""Looking facts up by the start of a number or address in a SQLite file."""

from __future__ import annotations

import json
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from graph.lookup_keys import key_columns, lookup_keys
from graph.stores.columns import select_schema
from graph.stores.lookup_order import LOOKED_AT
from graph.stores.sql.statements import described, node_id, visible
from graph.stores.sql.tables import FACTS
from graph.stores.sqlite.rows import arrow_table
from graph.stores.sqlite.schema import sql_text
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from graph.lookup_keys import Lookup
    from graph.vocabulary import Kind

_AT_ONCE = 250
"""Rows of one statement, which takes half the time of one each."""
_CHUNK = 10_000
_LAST = "\U0010ffff"


def add_keys(
    connection: sqlite3.Connection, kind: Kind, keys: Iterable[tuple[str, int]]
) -> None:
    """Let versions be looked up by these keys, each with its number."""
    values = chain.from_iterable(keys)
    while part := tuple(islice(values, 2 * _AT_ONCE)):
        rows = ", ".join(["(?, ?)"] * (len(part) // 2))
        connection.execute(
            f"INSERT INTO key_{kind.name} VALUES {rows}",  # noqa: S608 - a kind
            part,
        )


def every_key(connection: sqlite3.Connection, kind: Kind) -> Iterator[tuple[str, int]]:
    """The keys that the versions in the file should have. O(facts)."""
    cursor = connection.execute(_sources_text(kind.name))
    while rows := cursor.fetchmany(_CHUNK):
        numbers, *values = zip(*rows, strict=True)
        columns = dict(zip(key_columns(kind), values, strict=True))
        yield from lookup_keys(kind, columns, numbers)


@cache
def _sources_text(kind_name: str) -> str:
    """Number and `key_columns` of every version."""
    kind, fact = KINDS[kind_name], FACTS[kind_name]
    ends = {end.column: end.name for end in kind.references}
    columns = (
        node_id(kind, ends[name]) if name in ends else fact.c[name]
        for name in key_columns(kind)
    )
    return sql_text(select(fact.c.fact_no, *columns))


def facts_with(
    connection: sqlite3.Connection,
    kind: Kind,
    lookup: Lookup,
    at: Mapping[str, Any],
) -> tuple[pa.Table, bool]:
    """What `StoreView._with_keys` asks for. O(log facts + LOOKED_AT)."""
    ranges = [(start, start + _LAST) for start in lookup.starts]
    if lookup.whole:
        ranges.append((lookup.whole, lookup.whole))
    numbers: list[int] = []
    cut = False
    for low, high in ranges:
        rows = connection.execute(
            f"SELECT fact_no FROM key_{kind.name} "  # noqa: S608 - a kind
            "WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?",
            (low, high, LOOKED_AT + 1),
        ).fetchall()
        cut |= len(rows) > LOOKED_AT
        numbers.extend(number for (number,) in rows[:LOOKED_AT])
    found = connection.execute(
        _numbered_text(kind.name), {**at, "numbers": json.dumps(numbers)}
    )
    return arrow_table(found, select_schema(kind)), cut


@cache
def _numbered_text(kind_name: str) -> str:
    """Visible versions among ``:numbers`` (JSON) with the columns of `select`."""
    fact = FACTS[kind_name]
    numbers = func.json_each(bindparam("numbers")).table_valued("value")
    statement = described(KINDS[kind_name]).where(
        fact.c.fact_no.in_(select(numbers.c.value)), visible(fact)
    )
    return sql_text(statement)
