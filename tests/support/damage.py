"""A SQLite store with something of everything, its answers, and ways to damage it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graph.instant import BEGINNING
from graph.model import Run
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.testing.facts import batch, guarantee_rows, write
from graph.testing.store_contract.counting import EVERYTHING
from graph.testing.store_contract.publishing import PUBLICATION, pairs
from graph.vocabulary import KINDS, NODE_KINDS

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

PARTY = KINDS["party"]
_BTREE_PAGES = {2: 12, 5: 12, 10: 8, 13: 8}
"""Length of the header by the type of a page of an index or table."""


def fill(url: str) -> None:
    """Corrected, confirmed, retracted and published facts of every kind."""
    with open_store(url) as store:
        write(store, EVERYTHING)
        write(store, _rest())
        for name in KINDS:
            rows = [*EVERYTHING.get(name, ()), *_rest().get(name, ())][:1]
            store.append(
                batch(KINDS[name], [row | {"collected_at": 3} for row in rows])
            )
        corrected = {"party_id": "firm", "name": "正名", "collected_at": 4}
        store.append(batch(PARTY, [corrected]), ledger_key="load/1")
        store.retract(KINDS["ownership"], "test", ["ownership-bank-firm"])
        findings = pa.table({"party_id": ["firm", "man"], "pd": [0.25, None]})
        run = Run("run", "pd", "snapshot", 5, {"as_of": "x"})
        store.write_findings(run, {"score": findings})
        store.publish(replace(PUBLICATION, sequence=store.sequence()), pairs())


def _rest() -> dict[str, list[dict[str, Any]]]:
    """What `EVERYTHING` lacks, and values in optional columns."""
    rows = guarantee_rows(("a", "b"), cap=7, currency="CNY", signed_on=5)
    rows["party"] = [
        {
            "party_id": "a",
            "name": "华为技术",
            "aliases": "old-1;x",
            "file": "f",
            "row": 2,
        },
        {"party_id": "b", "name": "b", "city": "杭州", "registered_capital": 3},
    ]
    rows["family"] = [{"person_id": "man", "relative_id": "a"}]
    rows["risk_event"] = [{"party_id": "a", "case_no": "案", "amount": 3}]
    rows["financials"] = [{"party_id": "a", "total_assets": 9}]
    rows["rating"] = [{"party_id": "a", "self_pd": 0.25}]
    rows["exchange_rate"] = [
        {"base_currency": "USD", "quote_currency": "CNY", "rate": 7.25}
    ]
    return {name: found for name, found in rows.items() if name in KINDS}


def answers(url: str) -> list[Any]:
    """What the store answers to nearly every question."""
    with open_store(url) as store:
        found: list[Any] = [store.store_id, store.sequence(), store.last_instant()]
        found += [store.runs(), store.publication(), store.done(["load/1", "load/2"])]
        found.append(store.findings("score"))
        found += [
            sorted(store.node_ids(name).to_pylist(), key=str) for name in NODE_KINDS
        ]
        instants = [store.at(), store.at(as_of=10), store.at(known_at=0)]
        for view in map(store.view, instants):
            found.append(view.counts())
            found += [view.select(kind) for kind in KINDS.values()]
            texts = ("华为", "firm", "man", "b", "正名", "old-1")
            found += [view.search(text) for text in texts]
        found += [store.changes(kind, BEGINNING - 1) for kind in KINDS.values()]
        found += [store.view().resolve(name) for name in ("a", "old-1", "x")]
        found.append(Snapshot.build(store, store.at(as_of=10)).manifest.snapshot_id)
    return found


def flip(content: bytes, draw: random.Random) -> bytes:
    """The file with one bit turned in some cell of some table or index."""
    size = int.from_bytes(content[16:18], "big") or 65_536
    cells = list(_cells(content, size))
    start, stop = draw.choices(cells, [stop - start for start, stop in cells])[0]
    damaged = bytearray(content)
    damaged[draw.randrange(start, stop)] ^= 1 << draw.randrange(8)
    return bytes(damaged)


def _cells(content: bytes, size: int) -> Iterator[tuple[int, int]]:
    """Where the cells of each page lie, from first to last."""
    for page in range(0, len(content), size):
        header = page + (100 if page == 0 else 0)
        if content[header] in _BTREE_PAGES:
            first = int.from_bytes(content[header + 5 : header + 7], "big") or 65_536
            if int.from_bytes(content[header + 3 : header + 5], "big"):
                yield page + first, page + size


def columns(path: Path) -> list[tuple[str, str, str]]:
    """Table, column and type of each table with rows, but of Alembic's and `meta`."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' "
                "AND type = 'table' AND name NOT IN ('meta', 'alembic_version', "
                "'sqlite_schema')"
            )
            if connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - the file's
        ]
        return [
            (table, row[1], row[2])
            for table in tables
            for row in connection.execute(f"PRAGMA table_info({table})")
        ]


_STATED = {"INTEGER": "1", "REAL": "0.5", "TEXT": "'x'"}


def mutate(path: Path, table: str, column: str, sql_type: str = "TEXT") -> None:
    """Change a column of the last row that states it; state it where none does."""
    stated = _STATED.get(sql_type, "x'00'")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        keys = [
            row[1]
            for row in connection.execute(f"PRAGMA table_info({table})")
            if row[5]
        ]
        key = ", ".join(f'"{name}"' for name in keys) or "rowid"
        connection.execute(
            f'UPDATE {table} SET "{column}" = CASE typeof("{column}") '  # noqa: S608 - the file's
            f"""WHEN 'text' THEN "{column}" || 'x' WHEN 'blob' THEN x'00'
            WHEN 'null' THEN {stated} ELSE "{column}" + 1 END """
            f"WHERE ({key}) = (SELECT {key} FROM {table} "
            f'ORDER BY "{column}" IS NULL, "{column}" DESC LIMIT 1)'
        )
        assert connection.execute("SELECT total_changes()").fetchone() == (1,)
