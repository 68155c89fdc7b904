# ruff: noqa: D102 - what each method does is said once, in the base class
"""The reference store: plain dicts and lists, gone when closed."""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from graph.instant import BEGINNING
from graph.stores.base import Store
from graph.stores.columns import export_schema, node_schema, select_schema
from graph.stores.memory.counts import count_facts
from graph.stores.memory.table import FactTable, MemoryTransaction, Version
from graph.stores.search_order import Found, hits_in_order, party_words
from graph.text import search_terms
from graph.vocabulary import KINDS, NODE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from graph.instant import At
    from graph.model import Run, SearchHit
    from graph.vocabulary import Kind


class MemoryStore(Store):
    """Facts in this process, behind one lock for readers and the writer."""

    durable = False

    def __init__(self, url: str = "memory://") -> None:
        self.url = url
        self.store_id = uuid4().hex
        self._lock = threading.RLock()
        self._tables = {name: FactTable(kind) for name, kind in KINDS.items()}
        self._nodes: dict[str, dict[str, int]] = {name: {} for name in NODE_KINDS}
        self._commits: list[int] = []
        self._ledger: set[str] = set()
        self._runs: dict[str, tuple[Run, dict[str, pa.Table]]] = {}

    @contextmanager
    def _writing(self) -> Iterator[MemoryTransaction]:
        with self._lock:
            now = time.time_ns() // 1_000_000
            instant = max(now, self.last_instant() + 1)
            transaction = MemoryTransaction(self._tables, len(self._commits))
            yield transaction
            transaction.apply(instant, self._nodes)
            if transaction.changed:
                self._commits.append(instant)
            self._ledger |= transaction.done

    def sequence(self, known_at: int | None = None) -> int:
        commits = self._commits
        return len(commits) if known_at is None else bisect_right(commits, known_at)

    def last_instant(self) -> int:
        return self._commits[-1] if self._commits else BEGINNING

    def done(self, ledger_keys: Sequence[str]) -> set[str]:
        return self._ledger.intersection(ledger_keys)

    def missing(self, node_kind: str, ids: Sequence[str]) -> list[str]:
        known = self._nodes[node_kind]
        return [node_id for node_id in ids if node_id not in known]

    def select(
        self,
        kind: Kind,
        at: At,
        *,
        by: str | None = None,
        ids: Sequence[str] = (),
        limit: int | None = None,
    ) -> pa.Table:
        with self._lock:
            found = sorted(
                self._tables[kind.name].visible(at, by, ids), key=_record_order
            )
            return _as_table(kind, found[:limit])

    def count_by(
        self, kind: Kind, at: At, *, by: str, ids: Sequence[str]
    ) -> dict[str, int]:
        with self._lock:
            table = self._tables[kind.name]
            counts = {
                node_id: sum(1 for _ in table.visible(at, by, [node_id]))
                for node_id in ids
            }
        return {node_id: count for node_id, count in counts.items() if count}

    def history(self, kind: Kind, source: str, record_id: str) -> pa.Table:
        with self._lock:
            versions = self._tables[kind.name].of_record(source, record_id)
            return _as_table(kind, sorted(versions, key=_recorded_order))

    def changes(self, kind: Kind, after: int) -> pa.Table:
        with self._lock:
            changed = [
                version
                for version in self._tables[kind.name].versions
                if version.recorded_from > after
                or (version.recorded_to or after) > after
            ]
            return _as_table(kind, sorted(changed, key=_recorded_order))

    def counts(self, at: At) -> dict[str, int]:
        with self._lock:
            return count_facts(self._tables, at)

    def search(
        self, text: str, at: At, *, limit: int = 20, party_types: Sequence[str] = ()
    ) -> list[SearchHit]:
        query = search_terms(text)
        whole: list[Found] = []
        parts: list[Found] = []
        with self._lock:
            for version in self._tables["party"].visible(at):
                row = version.row
                if party_types and row["party_type"] not in party_types:
                    continue
                words = party_words(row)
                if query.matches(words):
                    found = Found(*(row[name] for name in Found._fields))
                    (whole if query.whole in words else parts).append(found)
        return hits_in_order(text, whole, parts, limit)

    def _alias_owner(self, alias: str, at: At) -> str | None:
        with self._lock:
            owners = [
                (row["collected_at"], row["source"], row["party_id"])
                for row in (v.row for v in self._tables["party"].visible(at))
                if alias in (row["aliases"] or "").split(";")
                and row["party_id"] != alias
            ]
        return max(owners)[-1] if owners else None

    def node_ids(self, node_kind: str) -> pa.Table:
        import pyarrow as pa

        with self._lock:
            nodes = self._nodes[node_kind]
            columns = [list(nodes.values()), list(nodes)]
        return pa.table(columns, schema=node_schema())

    def export(self, kind: Kind, at: At) -> pa.Table:
        import pyarrow as pa

        with self._lock:
            rows = [
                version.row
                | {"content_hash": version.content_hash}
                | {
                    f"{item.name}_no": self._nodes[item.node_kind].get(
                        version.row[item.column]
                    )
                    for item in kind.references
                }
                for version in self._tables[kind.name].visible(at)
            ]
        return pa.Table.from_pylist(rows, schema=export_schema(kind))

    def write_findings(self, run: Run, tables: Mapping[str, pa.Table]) -> None:
        with self._lock:
            for _, held in self._runs.values():
                for name in tables:
                    held.pop(name, None)
            self._runs[run.analysis] = (run, dict(tables))

    def runs(self) -> list[Run]:
        with self._lock:
            return [self._runs[analysis][0] for analysis in sorted(self._runs)]

    def findings(self, name: str) -> pa.Table | None:
        with self._lock:
            for _, tables in self._runs.values():
                if name in tables:
                    return tables[name]
        return None

    def check(self) -> list[str]:
        with self._lock:
            return [
                f"{table.kind.name} {version.row['record_id']} has two open versions"
                for table in self._tables.values()
                for version in table.doubly_open()
            ]

    def close(self) -> None:
        """Nothing is held outside this object."""


def _as_table(kind: Kind, versions: Iterable[Version]) -> pa.Table:
    import pyarrow as pa

    rows: list[dict[str, Any]] = [
        version.row
        | {"recorded_from": version.recorded_from, "recorded_to": version.recorded_to}
        for version in versions
    ]
    return pa.Table.from_pylist(rows, schema=select_schema(kind))


def _record_order(version: Version) -> tuple[str, str]:
    return version.row["source"], version.row["record_id"]


def _recorded_order(version: Version) -> tuple[int, str, str, int]:
    return version.recorded_from, *_record_order(version), version.row["valid_from"]
