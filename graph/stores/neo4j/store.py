# ruff: noqa: D102 - what each method does is said once, in the base class
"""Facts in a Neo4j server, where they can be read in Cypher, too.

`graph.stores.neo4j.cypher.facts` tells how they lie there.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.stores.base import Store
from graph.stores.columns import node_schema, select_schema
from graph.stores.neo4j.check import complaints
from graph.stores.neo4j.cypher import reads, writes
from graph.stores.neo4j.cypher.facts import TEXTS
from graph.stores.neo4j.database import Neo4jDatabase
from graph.stores.neo4j.findings import read_findings, read_runs, write_findings
from graph.stores.neo4j.publication import publish, read_publication
from graph.stores.neo4j.renewal import renew
from graph.stores.neo4j.view import Neo4jView
from graph.stores.neo4j.write import Neo4jTransaction, chunks
from graph.vocabulary import Form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from graph.instant import At
    from graph.model import Publication, Run
    from graph.stores.graph_views import GraphView
    from graph.vocabulary import Kind


class Neo4jStore(Store):
    """Facts in a Neo4j database; any number of processes may read and write it.

    Parameters
    ----------
    url
        ``neo4j://user:password@host:7687/database?timeout=5``; all but the host may
        be absent. A writer waits that many seconds for another one, else 30.

    Raises
    ------
    StoreUnavailableError
        The server does not answer or refuses the credentials.
    """

    remote = True

    def __init__(self, url: str) -> None:
        self._database = Neo4jDatabase(url)
        self.url = self._database.url
        self.store_id = self._database.store_id
        renew(self._database)

    @contextmanager
    def _writing(self) -> Iterator[Neo4jTransaction]:
        with self._database.writing() as inner:
            transaction = Neo4jTransaction(inner, self.store_id)
            yield transaction
            transaction.finish()
        self._database.show(transaction.sequence, transaction.instant)

    def sequence(self, known_at: int | None = None) -> int:
        shown, instant = self._database.shown()
        if known_at is None or known_at >= instant:
            return shown
        return int(self._database.rows(reads.SEQUENCE, known_at=known_at)[0][0])

    def last_instant(self) -> int:
        return self._database.shown()[1]

    def done(self, ledger_keys: Sequence[str]) -> set[str]:
        rows = self._database.rows(reads.DONE, keys=list(ledger_keys))
        return {row["key"] for row in rows}

    def missing(self, node_kind: str, ids: Sequence[str]) -> list[str]:
        text = writes.missing(node_kind)
        parts = (self._database.rows(text, ids=list(part)) for part in chunks(ids))
        absent = {row["id"] for rows in parts for row in rows}
        return [node_id for node_id in ids if node_id in absent]

    def _view(self, at: At) -> Neo4jView:
        return Neo4jView(self, at, self._database)

    def history(self, kind: Kind, source: str, record_id: str) -> pa.Table:
        text = TEXTS[kind.name].history
        return self._database.table(
            text, select_schema(kind), source=source, record_id=record_id
        )

    def changes(self, kind: Kind, after: int) -> pa.Table:
        known_at = self.last_instant()
        last = self._database.rows(reads.LAST_FACT_NO, after=after)
        confirmed = []
        if kind.form is Form.NODE:
            text = TEXTS[kind.name].confirmed
            confirmed = self._database.rows(text, after=after, known_at=known_at)
        return self._database.table(
            TEXTS[kind.name].changes,
            select_schema(kind),
            after=after,
            known_at=known_at,
            fact_no=last[0]["fact_no"] if last else 0,
            confirmed=[row["fact_no"] for row in confirmed],
        )

    def node_ids(self, node_kind: str) -> pa.Table:
        return self._database.table(reads.node_ids(node_kind), node_schema())

    def write_findings(
        self,
        run: Run,
        tables: Mapping[str, pa.Table],
        views: Mapping[str, GraphView] | None = None,
    ) -> None:
        write_findings(self._database, run, tables, views or {})

    def runs(self) -> list[Run]:
        return read_runs(self._database)

    def findings(self, name: str, columns: Sequence[str] = ()) -> pa.Table | None:
        return read_findings(self._database, name, columns)

    def publish(self, publication: Publication, pairs: pa.Table) -> None:
        publish(self._database, publication, pairs)

    def publication(self) -> Publication | None:
        return read_publication(self._database)

    def check(self, *, quick: bool = False) -> list[str]:
        with self._database.writing():  # so that nothing changes meanwhile
            return complaints(self._database, self.store_id, quick=quick)

    def commits_without_digest(self) -> int:
        return int(self._database.rows(reads.WITHOUT_DIGEST)[0]["commits"])

    def close(self) -> None:
        self._database.close()
