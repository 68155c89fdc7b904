"""Comparing what a SQLite file holds with the digests that its commits left."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import bindparam

from graph.lookup_keys import LOOKED_UP
from graph.model import batch_schema
from graph.stores.digest import (
    Commit,
    Written,
    altered_commits,
    bytes_digest,
    commit_digest,
    rows_digest,
)
from graph.stores.search_order import SEARCHED, party_words
from graph.stores.sql.statements import as_written
from graph.stores.sql.tables import FACTS
from graph.stores.sqlite.lookup import every_key
from graph.stores.sqlite.rows import arrow_table
from graph.stores.sqlite.schema import sql_text
from graph.stores.sqlite.write import aliases_of, former_digest
from graph.vocabulary import KINDS, NODE_KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from numpy.typing import NDArray

_MASK = (1 << 64) - 1

_TOTALS = """
SELECT
    (SELECT count(*) FROM fact_{kind}), coalesce(sum(added), 0),
    (SELECT count(recorded_to) FROM fact_{kind}), coalesce(sum(closed), 0),
    (SELECT count(*) FROM confirmed_{kind}), coalesce(sum(confirmed), 0)
FROM commits WHERE kind = '{kind}'
"""
_UNDESCRIBED = """
SELECT count(*) FROM node_{kind}
WHERE node_no NOT IN (SELECT {tail}_no FROM fact_{kind})
"""


def audit(connection: sqlite3.Connection) -> Iterator[str]:
    """Sentences on what is not as its commit wrote it; O(facts), each read once."""
    for name in KINDS:
        found = connection.execute(_TOTALS.format(kind=name)).fetchone()
        for what, there, written in (
            ("versions", *found[:2]),
            ("closed versions", *found[2:4]),
            ("confirmations", *found[4:]),
        ):
            if there != written:
                yield f"there are {there} {what} of {name}, and commits wrote {written}"
    for name, kind in NODE_KINDS.items():
        text = _UNDESCRIBED.format(kind=name, tail=kind.tail.name)
        (count,) = connection.execute(text).fetchone()
        if count:
            yield f"there are {count} ids of {name} that no fact describes"
    yield from altered_commits(_altered(connection))
    pieces = connection.execute("SELECT key, digest FROM ledger")
    if any(digest not in {None, bytes_digest(key.encode())} for key, digest in pieces):
        yield "the ledger of loads is not as it was written"
    yield from _unsearchable(connection)


def _altered(connection: sqlite3.Connection) -> Iterator[Commit]:
    former = former_digest(connection, 0)
    rows = connection.execute(
        "SELECT seq, recorded_at, kind, first_fact_no, added, closed, confirmed, "
        "digest FROM commits ORDER BY seq"
    ).fetchall()
    for *row, digest in rows:
        commit = Commit(*row)
        if digest is not None and (
            commit.kind not in KINDS
            or commit_digest(former, commit, _written(connection, commit)) != digest
        ):
            yield commit
        former = digest


def _written(connection: sqlite3.Connection, commit: Commit) -> Written:
    """What the file holds of a commit."""
    kind = commit.kind
    written = Written(
        closed=_numbers(
            connection,
            f"SELECT fact_no FROM fact_{kind} WHERE recorded_to = ? ORDER BY fact_no",  # noqa: S608 - a kind
            commit.recorded_at,
        )[0],
    )
    written.confirmed, written.collected_at = _numbers(
        connection,
        f"SELECT fact_no, collected_at FROM confirmed_{kind} "  # noqa: S608 - a kind
        "WHERE recorded_from = ? ORDER BY fact_no",
        commit.recorded_at,
        columns=2,
    )
    if commit.first_fact_no is not None:
        numbered = {"first": commit.first_fact_no, "added": commit.added}
        rows = connection.execute(_rows_text(kind), numbered).fetchall()
        if len(rows) != commit.added or any(
            row[-1] != commit.recorded_at for row in rows
        ):
            written.rows = "other rows"
        else:
            written.rows = _digest_of(kind, rows)
    return written


def _digest_of(kind_name: str, rows: list[Any]) -> str:
    import pyarrow as pa

    kind = KINDS[kind_name]
    hashes = np.array([row[-2] for row in rows], np.int64)
    schema = batch_schema(kind)
    try:
        return rows_digest(kind, arrow_table((r[:-2] for r in rows), schema), hashes)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return "rows of other types"


@cache
def _rows_text(kind_name: str) -> str:
    """Versions numbered on from ``:first``, then content hash and recorded_from."""
    fact = FACTS[kind_name]
    statement = as_written(KINDS[kind_name]).where(
        fact.c.fact_no >= bindparam("first"),
        fact.c.fact_no < bindparam("first") + bindparam("added"),
    )
    return sql_text(statement.order_by(fact.c.fact_no))


def _numbers(
    connection: sqlite3.Connection, text: str, instant: int, *, columns: int = 1
) -> list[NDArray[np.int64]]:
    rows = connection.execute(text, (instant,)).fetchall()
    return list(np.array(rows, np.int64).reshape(-1, columns).T)


def _unsearchable(connection: sqlite3.Connection) -> Iterator[str]:
    """Whether search index, aliases and keys say what the facts say.

    All are sets of pairs with a version's number, compared by sums of their hashes.
    """
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.party_words "
        "USING fts5vocab('main', 'party_search', 'instance')"
    )
    words = aliases = 0
    columns = ", ".join(f'"{name}"' for name in SEARCHED if name != "party_id")
    names = [name for name in SEARCHED if name != "party_id"]
    parties = connection.execute(
        "SELECT fact_no, (SELECT node_id FROM node_party n "  # noqa: S608 - a kind's
        f"WHERE n.node_no = f.party_no), {columns} FROM fact_party f"
    )
    for fact_no, party_id, *values in parties:
        party = dict(zip(names, values, strict=True)) | {"party_id": party_id}
        words += sum(hash((word, fact_no)) for word in party_words(party))
        aliases += sum(hash((alias, fact_no)) for alias in aliases_of(party))
    kept = connection.execute("SELECT term, doc FROM temp.party_words")
    if (words - sum(map(hash, kept))) & _MASK:
        yield "the search index does not hold the words of its parties"
    kept = connection.execute("SELECT alias_id, fact_no FROM alias")
    if (aliases - sum(map(hash, kept))) & _MASK:
        yield "the aliases are not those of the parties"
    for kind in LOOKED_UP.values():
        keys = sum(map(hash, every_key(connection, kind)))
        kept = connection.execute(f"SELECT key, fact_no FROM key_{kind.name}")  # noqa: S608 - a kind
        if (keys - sum(map(hash, kept))) & _MASK:
            yield f"the keys of {kind.name} facts are not those of the facts"
