# ruff: noqa: D102 - what each method does is said once, in the transaction protocol
"""One write into a SQLite file, inside a transaction under the writer's lock."""

from __future__ import annotations

import json
import time
from dataclasses import astuple
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.instant import BEGINNING
from graph.lookup_keys import key_columns, lookup_keys
from graph.stores.digest import (
    Commit,
    Written,
    bytes_digest,
    commit_digest,
    rows_digest,
)
from graph.stores.search_order import SEARCHED, party_text
from graph.stores.sqlite.lookup import add_keys
from graph.stores.sqlite.nodes import last_number
from graph.stores.transaction import Versions
from graph.vocabulary import Form

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.model import FactBatch
    from graph.stores.sqlite.bulk import BulkLoads
    from graph.stores.sqlite.nodes import NodeNumbers
    from graph.vocabulary import Kind

_WANTED = """
CREATE TEMP TABLE IF NOT EXISTS wanted
(place INTEGER PRIMARY KEY, source_no INTEGER, record_id TEXT, valid_from INTEGER)
"""


class SqliteTransaction:
    """Writes go straight into the open transaction; `finish` numbers the commit."""

    def __init__(
        self, connection: sqlite3.Connection, nodes: NodeNumbers, loads: BulkLoads
    ) -> None:
        self._connection = connection
        self._nodes = nodes
        self._loads = loads
        self._last_sequence, last_instant = last_commit(connection)
        self._instant = max(time.time_ns() // 1_000_000, last_instant + 1)
        self._kind = ""
        self._first_fact_no: int | None = None
        self._added = 0
        self._written = Written()

    @property
    def _changed(self) -> bool:
        written = self._written
        return bool(self._added or written.closed.size or written.confirmed.size)

    @property
    def sequence(self) -> int:
        return self._last_sequence + self._changed

    def open_versions(self, batch: FactBatch) -> Versions:
        kind, table = batch.kind, batch.table
        found = np.zeros((table.num_rows, 3), np.int64)
        found[:, 0] = -1
        if not self._loads.all_new(
            self._connection, kind.name, table, self._last_sequence
        ):
            self._want(table)
            for place, *version in self._connection.execute(
                "SELECT w.place, f.fact_no, f.content_hash, coalesce("  # noqa: S608
                f"(SELECT max(c.collected_at) FROM confirmed_{kind.name} c "
                "WHERE c.fact_no = f.fact_no), f.collected_at) "
                f"FROM temp.wanted w CROSS JOIN fact_{kind.name} f "
                "ON f.source_no = w.source_no AND f.record_id = w.record_id "
                "AND f.valid_from = w.valid_from AND f.recorded_to IS NULL"
            ):
                found[place] = version
        return Versions(found[:, 0], found[:, 1], found[:, 2])

    def open_facts(
        self, kind: Kind, source: str, record_ids: Sequence[str]
    ) -> NDArray[np.int64]:
        self._loads.end(self._connection, [kind.name])
        rows = self._connection.execute(
            f"SELECT fact_no FROM fact_{kind.name} "  # noqa: S608 - a kind
            "WHERE source_no = (SELECT source_no FROM source WHERE name = ?) "
            "AND record_id IN (SELECT value FROM json_each(?)) AND recorded_to IS NULL",
            (source, json.dumps(list(record_ids))),
        )
        return np.array([number for (number,) in rows], np.int64)

    def close_facts(self, kind: Kind, fact_nos: NDArray[np.int64]) -> None:
        self._kind = kind.name
        self._written.closed = np.sort(fact_nos)
        self._connection.executemany(
            f"UPDATE fact_{kind.name} SET recorded_to = ? "  # noqa: S608 - a kind
            "WHERE fact_no = ?",
            zip(repeat(self._instant), fact_nos.tolist()),
        )

    def confirm(
        self,
        kind: Kind,
        fact_nos: NDArray[np.int64],
        collected_at: NDArray[np.int64],
    ) -> None:
        self._kind = kind.name
        order = np.argsort(fact_nos)
        self._written.confirmed = fact_nos[order]
        self._written.collected_at = collected_at[order]
        self._connection.executemany(
            f"INSERT INTO confirmed_{kind.name} VALUES (?, ?, ?)",  # noqa: S608 - a kind
            zip(fact_nos.tolist(), repeat(self._instant), collected_at.tolist()),
        )

    def insert(self, kind: Kind, table: pa.Table, hashes: NDArray[np.int64]) -> None:
        if kind.form is Form.NODE:
            self._add_nodes(kind.name, table[kind.tail.column])
        first = last_number(self._connection, f"fact_{kind.name}", "fact_no") + 1
        columns = self._columns(kind, table)
        columns["fact_no"] = range(first, first + table.num_rows)
        columns["content_hash"] = hashes.tolist()
        columns["recorded_from"] = repeat(self._instant, table.num_rows)
        self._insert_rows(f"fact_{kind.name}", columns)
        if kind.name == "party":
            self._make_searchable(first, table)
        if kind.looked_up:
            values = {name: table[name].to_pylist() for name in key_columns(kind)}
            numbers = range(first, first + table.num_rows)
            keys = lookup_keys(kind, values, numbers)
            add_keys(self._connection, kind, keys)
        self._kind = kind.name
        self._first_fact_no = first
        self._added += table.num_rows
        self._written.rows = rows_digest(kind, table, hashes)

    def mark_done(self, ledger_key: str) -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO ledger VALUES (?, ?)",
            (ledger_key, bytes_digest(ledger_key.encode())),
        )

    def finish(self) -> None:
        """Give the commit its number and digest, unless nothing has changed."""
        if not self._changed:
            return
        commit = Commit(
            self.sequence,
            self._instant,
            self._kind,
            self._first_fact_no,
            self._added,
            int(self._written.closed.size),
            int(self._written.confirmed.size),
        )
        former = former_digest(self._connection, self._last_sequence)
        digest = commit_digest(former, commit, self._written)
        self._connection.execute(
            "INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*astuple(commit), digest),
        )

    def _want(self, table: pa.Table) -> None:
        connection = self._connection
        connection.execute(_WANTED)
        connection.execute("DELETE FROM temp.wanted")
        connection.executemany(
            "INSERT INTO temp.wanted VALUES (?, ?, ?, ?)",
            zip(
                range(table.num_rows),
                self._names("source", table["source"]),
                table["record_id"].to_pylist(),
                table["valid_from"].to_pylist(),
                strict=True,
            ),
        )

    def _add_nodes(self, node_kind: str, ids: pa.ChunkedArray) -> None:
        unique = ids.unique().to_pylist()
        known = self._nodes.find(self._connection, node_kind, unique)
        first = last_number(self._connection, f"node_{node_kind}", "node_no") + 1
        # the index of ids is written in their order several times faster
        new = sorted(node_id for node_id in unique if node_id not in known)
        self._connection.executemany(
            f"INSERT INTO node_{node_kind} VALUES (?, ?)",  # noqa: S608 - a kind
            enumerate(new, first),
        )

    def _columns(self, kind: Kind, table: pa.Table) -> dict[str, Iterable[Any]]:
        columns: dict[str, Iterable[Any]] = {}
        for item in kind.references:
            columns[f"{item.name}_no"] = self._node_numbers(
                item.node_kind, table[item.column]
            )
        plain = (item.name for item in kind.properties)
        for name in (*plain, "record_id", "valid_from", "valid_to", "collected_at"):
            if table[name].null_count < table.num_rows:
                columns[name] = table[name].to_pylist()
        columns["row"] = table["row"].to_pylist()
        columns["source_no"] = self._names("source", table["source"])
        columns["file_no"] = self._names("file", table["file"])
        return columns

    def _node_numbers(self, node_kind: str, ids: pa.ChunkedArray) -> list[int | None]:
        wanted = ids.to_pylist()
        named = wanted if ids.null_count == 0 else [i for i in wanted if i is not None]
        known = self._nodes.find(self._connection, node_kind, named)
        return list(map(known.get, wanted))

    def _names(self, table: str, names: pa.ChunkedArray) -> list[int | None]:
        """Numbers of sources or files, which get one when first seen."""
        numbers: dict[str | None, int | None] = {None: None}
        for name in names.drop_null().unique().to_pylist():
            self._connection.execute(
                f"INSERT OR IGNORE INTO {table} (name) VALUES (?)",  # noqa: S608
                (name,),
            )
            numbers[name] = self._connection.execute(
                f"SELECT {table}_no FROM {table} WHERE name = ?",  # noqa: S608
                (name,),
            ).fetchone()[0]
        return [numbers[name] for name in names.to_pylist()]

    def _insert_rows(self, table: str, columns: dict[str, Iterable[Any]]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - a kind's
            zip(*columns.values(), strict=True),
        )

    def _make_searchable(self, first: int, table: pa.Table) -> None:
        parties = table.select(SEARCHED).to_pylist()
        self._connection.executemany(
            "INSERT INTO party_search (rowid, words) VALUES (?, ?)",
            (
                (fact_no, party_text(party))
                for fact_no, party in enumerate(parties, first)
            ),
        )
        if table["aliases"].null_count < table.num_rows:
            self._connection.executemany(
                "INSERT INTO alias VALUES (?, ?)",
                (
                    (alias, fact_no)
                    for fact_no, party in enumerate(parties, first)
                    for alias in aliases_of(party)
                ),
            )


def aliases_of(party: Mapping[str, Any]) -> list[str]:
    """Other ids of a party, each once."""
    listed = dict.fromkeys((party["aliases"] or "").split(";"))
    return [alias for alias in listed if alias]


def former_digest(connection: sqlite3.Connection, sequence: int) -> str | None:
    """Digest of this commit; before the first one stands the id of the store."""
    row = connection.execute(
        "SELECT digest FROM commits WHERE seq = :seq UNION ALL "
        "SELECT value FROM meta WHERE key = 'store_id' AND :seq = 0",
        {"seq": sequence},
    ).fetchone()
    return row[0] if row else None


def last_commit(
    connection: sqlite3.Connection, known_at: int | None = None
) -> tuple[int, int]:
    """Sequence number and instant of the last commit, or of the last one by then."""
    if known_at is None:
        row = connection.execute(
            "SELECT seq, recorded_at FROM commits ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    else:
        row = connection.execute(
            "SELECT seq, recorded_at FROM commits WHERE recorded_at <= ? "
            "ORDER BY recorded_at DESC LIMIT 1",
            (known_at,),
        ).fetchone()
    return row or (0, BEGINNING)
