"""A Neo4j database as a store sees it: sessions, failures and locks."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4

from neo4j import READ_ACCESS, GraphDatabase, NotificationMinimumSeverity
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import StoreBusyError, StoreError, StoreUnavailableError
from graph.instant import BEGINNING
from graph.stores.neo4j.cypher import writes
from graph.stores.neo4j.rows import arrow_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    import pyarrow as pa
    from neo4j import Record, SummaryCounters, Transaction

FETCHED = 10_000
"""Rows asked for at once."""

_BUSY_SECONDS = 30.0
_CONNECT_SECONDS = 10.0
_INDEX_SECONDS = 600

_LOST_TURN = {
    "DeadlockDetected",
    "LockAcquisitionTimeout",
    "LockClientStopped",
    "Terminated",
    "TransactionTimedOut",
}
"""Last part of the codes of failures that mean: another transaction is in the way."""

_TERMINATE = """
SHOW TRANSACTIONS YIELD transactionId AS id, metaData
WHERE metaData.holder = $holder
TERMINATE TRANSACTIONS id YIELD message
RETURN message
"""


class Neo4jDatabase:
    """Sessions of one database. Used by any number of threads.

    Parameters
    ----------
    url
        ``neo4j://user:password@host:7687/database?timeout=5``; all but the host may
        be absent, and the scheme may be any that `open_store` names. A writer waits
        that many seconds for another one, here or in another process.

    Raises
    ------
    StoreUnavailableError
        The server does not answer or refuses the credentials.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        place = parts.netloc.rpartition("@")[2]
        self.url = f"{parts.scheme}://{place}{parts.path}"
        seconds = parse_qs(parts.query).get("timeout", [_BUSY_SECONDS])[-1]
        self._busy_seconds = float(seconds)
        self._database = parts.path.strip("/") or None
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        with self._translated():
            self._driver = GraphDatabase.driver(
                f"{parts.scheme}://{place}",
                auth=(user, password) if user else None,
                connection_timeout=_CONNECT_SECONDS,
                notifications_min_severity=NotificationMinimumSeverity.OFF,
            )
        try:
            self._bring_up_to_date()
        except StoreError:
            self._driver.close()
            raise

    def stream(self, text: str, **parameters: Any) -> Iterator[list[Record]]:
        """Rows of a reading statement, up to `FETCHED` at a time."""
        with (
            self._translated(),
            self._driver.session(
                database=self._database,
                default_access_mode=READ_ACCESS,
                fetch_size=FETCHED,
            ) as session,
        ):
            result = session.run(text, parameters)
            while rows := result.fetch(FETCHED):
                yield rows

    def rows(self, text: str, **parameters: Any) -> list[Record]:
        """All rows of a reading statement."""
        return [row for part in self.stream(text, **parameters) for row in part]

    def table(self, text: str, schema: pa.Schema, **parameters: Any) -> pa.Table:
        """All rows of a reading statement, as a table of this schema."""
        return arrow_table(self.stream(text, **parameters), schema)

    def run(self, text: str, **parameters: Any) -> SummaryCounters:
        """What a statement did that commits by itself, maybe in parts."""
        with (
            self._translated(),
            self._driver.session(database=self._database) as session,
        ):
            return session.run(text, parameters).consume().counters

    @contextmanager
    def locked(self, name: str) -> Iterator[Transaction]:
        """A transaction under this lock; rolled back by any exception.

        Raises
        ------
        StoreBusyError
            The lock was not had in time.
        """
        holder = uuid4().hex
        with self._transaction(holder) as transaction:
            with self._ended_in_time(holder):
                transaction.run(writes.LOCK, name=name, holder=holder).consume()
            yield transaction

    def writing(self) -> AbstractContextManager[Transaction]:
        """A transaction under the lock of those who write."""
        return self.locked("facts")

    def show(self, sequence: int, recorded_at: int) -> None:
        """Let readers go by this commit, which has come to its end."""
        self.run(
            writes.SHOW_COMMIT,
            sequence=sequence,
            recorded_at=recorded_at,
            layout=writes.LAYOUT,
        )

    def shown(self) -> tuple[int, int]:
        """Sequence and instant of the last commit that readers go by."""
        state = self._properties(writes.STATE)
        return state.get("sequence", 0), state.get("recorded_at", BEGINNING)

    def create_indexes(self, texts: Mapping[str, str]) -> None:
        """Create those of these constraints and indexes that are missing; await them.

        `texts` are statements by name, which begins with `writes.PREFIX`.
        """
        found = self.rows(writes.INDEX_NAMES, prefix=writes.PREFIX)
        names = texts.keys() - {row["name"] for row in found}
        if names:
            with self._transaction() as transaction:
                for name in sorted(names):
                    transaction.run(texts[name]).consume()
            self.run(writes.AWAIT_INDEXES, seconds=_INDEX_SECONDS)

    def _properties(self, text: str) -> dict[str, Any]:
        rows = self.rows(text)
        return dict(rows[0][0]) if rows else {}

    def close(self) -> None:
        """Close every connection."""
        self._driver.close()

    @contextmanager
    def _transaction(self, holder: str = "") -> Iterator[Transaction]:
        with (
            self._translated(),
            self._driver.session(database=self._database) as session,
            session.begin_transaction(metadata={"holder": holder}) as transaction,
        ):
            yield transaction
            transaction.commit()

    @contextmanager
    def _ended_in_time(self, holder: str) -> Iterator[None]:
        """End the transaction if it still waits for its lock when time is up.

        The server's limit on waiting for a lock is a setting of the whole database,
        and a limit on the transaction would cut off long writes, too.
        """

        def terminate() -> None:
            try:
                self.run(_TERMINATE, holder=holder)
            except StoreError:
                return  # the waiting thread meets the same failure itself

        timer = threading.Timer(self._busy_seconds, terminate)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Raise the driver's failures as ours."""
        try:
            yield
        except Neo4jError as error:
            raise self._of_server(error) from error
        except DriverError as error:
            raise StoreUnavailableError(self.url, str(error)) from error

    def _of_server(self, error: Neo4jError) -> StoreError:
        code = error.code or ""
        if code.rpartition(".")[2] in _LOST_TURN:
            return StoreBusyError(self._busy_seconds)
        if ".Security." in code or ".Database." in code or ".General." in code:
            return StoreUnavailableError(self.url, error.message or code)
        return StoreError(f"store {self.url}: {error.message or code}")

    def _bring_up_to_date(self) -> None:
        """Create the constraints and indexes that are missing, and await them.

        Raises
        ------
        StoreError
            A newer program wrote this store.
        """
        state = self._properties(writes.STATE)
        self.layout = int(state.get("layout", writes.LAYOUT))
        if self.layout > writes.LAYOUT:
            raise StoreError(
                f"store {self.url} has layout {self.layout} and this program knows "
                f"up to {writes.LAYOUT}: use a newer one"
            )
        self.create_indexes(writes.schema_texts())
        if self._properties(writes.COUNTERS).get("sequence", 0) > self.shown()[0]:
            self._show_last_commit()
        if "store_id" not in state:
            with self.locked("store_id") as transaction:
                transaction.run(writes.NAME_STORE, store_id=uuid4().hex).consume()
            state = self._properties(writes.STATE)
        self.store_id: str = state["store_id"]

    def _show_last_commit(self) -> None:
        """Do what a writer was cut off from: its commit is in, but not in sight."""
        try:
            with self.writing():
                counters = self._properties(writes.COUNTERS)
        except StoreBusyError:
            return  # the writer is at work, and will do so itself
        self.show(counters["sequence"], counters["recorded_at"])
