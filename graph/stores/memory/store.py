# ruff: noqa: D102 - what each method does is said once, in the base class
"""The reference store: plain dicts and lists, gone when closed."""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

from graph.instant import BEGINNING
from graph.stores.base import Store
from graph.stores.columns import node_schema
from graph.stores.memory.table import FactTable, MemoryTransaction, Version
from graph.stores.memory.view import MemoryView, as_table, record_order
from graph.vocabulary import KINDS, NODE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from graph.instant import At
    from graph.model import Publication, Run
    from graph.stores.graph_views import GraphView
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
        self._publication: Publication | None = None
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

    def _view(self, at: At) -> MemoryView:
        return MemoryView(self, at, self._tables, self._lock)

    def changes(self, kind: Kind, after: int) -> pa.Table:
        with self._lock:
            table = self._tables[kind.name]
            changed = [
                version
                for version in table.versions
                if version.recorded_from > after
                or (version.recorded_to or after) > after
                or (_confirmed_after(version, after) and table.shared(version))
            ]
            return as_table(kind, sorted(changed, key=_recorded_order))

    def node_ids(self, node_kind: str) -> pa.Table:
        import pyarrow as pa

        with self._lock:
            nodes = self._nodes[node_kind]
            columns = [list(nodes.values()), list(nodes)]
        return pa.table(columns, schema=node_schema())

    def write_findings(
        self,
        run: Run,
        tables: Mapping[str, pa.Table],
        views: Mapping[str, GraphView] | None = None,  # noqa: ARG002 - nobody else asks here
    ) -> None:
        with self._lock:
            for _, earlier in self._runs.values():
                for name in tables:
                    earlier.pop(name, None)
            self._runs[run.analysis] = (run, dict(tables))

    def runs(self) -> list[Run]:
        with self._lock:
            return [self._runs[analysis][0] for analysis in sorted(self._runs)]

    def findings(self, name: str, columns: Sequence[str] = ()) -> pa.Table | None:
        with self._lock:
            for _, tables in self._runs.values():
                if name in tables:
                    return tables[name].select(columns or tables[name].column_names)
        return None

    def publish(self, publication: Publication, pairs: pa.Table) -> None:  # noqa: ARG002 - nobody else asks here
        self._publication = publication

    def publication(self) -> Publication | None:
        return self._publication

    def check(self, *, quick: bool = False) -> list[str]:  # noqa: ARG002 - always is
        with self._lock:
            return [
                f"{table.kind.name} {version.row['record_id']} has two open versions"
                for table in self._tables.values()
                for version in table.doubly_open()
            ]

    def close(self) -> None:
        """Nothing is held outside this object."""


def _confirmed_after(version: Version, after: int) -> bool:
    return bool(version.confirmations) and version.confirmations[-1][0] > after


def _recorded_order(version: Version) -> tuple[int, str, str, int]:
    return version.recorded_from, *record_order(version), version.row["valid_from"]
