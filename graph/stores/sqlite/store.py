# ruff: noqa: D102 - what each method does is said once, in the base class
"""The default store: one SQLite file, read and written through Python's own driver."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from graph.errors import StoreBusyError, StoreFullError
from graph.stores.base import Store
from graph.stores.columns import node_schema, select_schema
from graph.stores.sqlite.bulk import BulkLoads, unindexed_kinds
from graph.stores.sqlite.check import complaints
from graph.stores.sqlite.file import SqliteFile
from graph.stores.sqlite.findings import (
    read_findings,
    read_publication,
    read_runs,
    write_findings,
    write_publication,
)
from graph.stores.sqlite.nodes import NodeNumbers
from graph.stores.sqlite.read import changes_text, history_text
from graph.stores.sqlite.rows import arrow_chunks, arrow_table
from graph.stores.sqlite.url import parse_url
from graph.stores.sqlite.view import SqliteView
from graph.stores.sqlite.write import SqliteTransaction, last_commit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from graph.instant import At
    from graph.model import Publication, Run
    from graph.stores.graph_views import GraphView
    from graph.vocabulary import Kind


class SqliteStore(Store):
    """Facts in a SQLite file; other processes may read and write it meanwhile.

    Parameters
    ----------
    url
        ``sqlite:///relative/path`` or ``sqlite:////absolute/path``; with
        ``?timeout=5`` a writer waits that many seconds for another one, else 30.
    """

    def __init__(self, url: str) -> None:
        self.url = url.partition("?")[0]
        self._file = SqliteFile(self.url, *parse_url(url))
        self.store_id = self._file.store_id
        self._nodes = NodeNumbers()
        self._loads = BulkLoads()
        self._build_missing_indexes()

    def bulk_source(self) -> Path | None:
        return self._file.path

    @contextmanager
    def _writing(self) -> Iterator[SqliteTransaction]:
        with self._file.alone():
            with self._file.writing() as connection:
                transaction = SqliteTransaction(connection, self._nodes, self._loads)
                yield transaction
                transaction.finish()
            self._loads.committed(transaction.sequence)

    @contextmanager
    def bulk_load(self) -> Iterator[None]:
        block = object()
        self._loads.blocks.add(block)
        try:
            yield
        finally:
            self._loads.blocks.remove(block)
            if not self._loads.blocks and (waiting := self._loads.kinds):
                self._build_indexes(waiting)

    def _build_missing_indexes(self) -> None:
        if self._file.read_only:
            return
        with self._file.reading() as connection:
            missing = unindexed_kinds(connection)
        if missing:
            # A load that is going on elsewhere builds them at its end, and without
            # them reads are slow but right.
            with suppress(StoreBusyError, StoreFullError):
                self._build_indexes(missing)

    def _build_indexes(self, kind_names: list[str]) -> None:
        with self._file.alone(), self._file.writing() as connection:
            self._loads.end(connection, kind_names)

    def sequence(self, known_at: int | None = None) -> int:
        with self._file.reading() as connection:
            return last_commit(connection, known_at)[0]

    def last_instant(self) -> int:
        with self._file.reading() as connection:
            return last_commit(connection)[1]

    def done(self, ledger_keys: Sequence[str]) -> set[str]:
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT key FROM ledger WHERE key IN (SELECT value FROM json_each(?))",
                (json.dumps(list(ledger_keys)),),
            )
            return {key for (key,) in rows}

    def missing(self, node_kind: str, ids: Sequence[str]) -> list[str]:
        with self._file.reading() as connection:
            known = self._nodes.find(connection, node_kind, ids)
        return [node_id for node_id in ids if node_id not in known]

    def _view(self, at: At) -> SqliteView:
        return SqliteView(self, at, self._file)

    def history(self, kind: Kind, source: str, record_id: str) -> pa.Table:
        parameters = {"source": source, "record_id": record_id}
        with self._file.reading() as connection:
            rows = connection.execute(history_text(kind.name), parameters)
            return arrow_table(rows, select_schema(kind))

    def changes(self, kind: Kind, after: int) -> pa.Table:
        with self._file.reading() as connection:
            cursor = connection.execute(changes_text(kind.name), {"after": after})
            return arrow_chunks(cursor, select_schema(kind))

    def node_ids(self, node_kind: str) -> pa.Table:
        with self._file.reading() as connection:
            cursor = connection.execute(
                f"SELECT node_no, node_id FROM node_{node_kind}"  # noqa: S608 - a kind
            )
            return arrow_chunks(cursor, node_schema())

    def write_findings(
        self,
        run: Run,
        tables: Mapping[str, pa.Table],
        views: Mapping[str, GraphView] | None = None,  # noqa: ARG002 - nobody else asks here
    ) -> None:
        with self._file.alone(), self._file.writing() as connection:
            write_findings(connection, run, tables)

    def runs(self) -> list[Run]:
        with self._file.reading() as connection:
            return read_runs(connection)

    def findings(self, name: str, columns: Sequence[str] = ()) -> pa.Table | None:
        with self._file.reading() as connection:
            return read_findings(connection, name, columns)

    def publish(self, publication: Publication, pairs: pa.Table) -> None:  # noqa: ARG002 - nobody else asks here
        with self._file.alone(), self._file.writing() as connection:
            write_publication(connection, publication)

    def publication(self) -> Publication | None:
        with self._file.reading() as connection:
            return read_publication(connection)

    def check(self, *, quick: bool = False) -> list[str]:
        with self._file.reading() as connection:
            return complaints(connection, quick=quick)

    def commits_without_digest(self) -> int:
        with self._file.reading() as connection:
            text = "SELECT count(*) FROM commits WHERE digest IS NULL"
            (count,) = connection.execute(text).fetchone()
        return int(count)

    def close(self) -> None:
        self._file.close()
