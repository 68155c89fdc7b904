"""A SQLite file: its connections, its writer's lock, and bringing it up to date."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.errors import (
    StoreBusyError,
    StoreError,
    StoreFullError,
    StoreUnavailableError,
)
from graph.stores.sqlite.access import FileAccess
from graph.stores.sqlite.schema import vocabulary_digest
from graph.stores.sqlite.upgrade import REVISION, schema_state, upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_READING = """
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -65536;
"""
_WRITING = f"""
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
{_READING}
PRAGMA wal_autocheckpoint = 32000;
PRAGMA journal_size_limit = 67108864;
"""

_FAILURES_OF_THE_FILE = {sqlite3.OperationalError, sqlite3.DatabaseError}


class SqliteFile:
    """Connections to one file. Each is used by one thread at a time.

    A file that may not be written to is only read.

    Parameters
    ----------
    url
        For messages; without credentials.
    path
        The file; made where there is none.
    busy_seconds
        How long a writer waits for another one, here or in another process.

    Raises
    ------
    StoreUnavailableError
        The file cannot be opened or is no database.
    StoreError
        A newer program wrote it, or an older one and it may only be read.
    """

    def __init__(self, url: str, path: Path, busy_seconds: float) -> None:
        self.url = url
        self.path = path
        self.busy_seconds = busy_seconds
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        self._access = FileAccess(url, path)
        self._bring_up_to_date()

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._access.read_only

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for as long as the block lasts."""
        connection = self._take()
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            if type(error) not in _FAILURES_OF_THE_FILE:
                raise
            raise self._translated(error) from error
        except UnicodeDecodeError as error:  # in what SQLite says of a broken schema
            raise StoreUnavailableError(self.url, f"damaged: {error}") from error
        finally:
            self._give_back(connection)
        if self._access.changed():  # what was read may be of two files
            self._drop_idle()
            raise StoreUnavailableError(self.url, "its file changed meanwhile")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The writer's lock of this process."""
        if not self._lock.acquire(timeout=self.busy_seconds):
            raise StoreBusyError(self.busy_seconds)
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction, to be opened `alone`; rolled back by any exception."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close every connection that is not in use, and the others when given back."""
        self._closed = True
        self._drop_idle()

    def _drop_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreUnavailableError(self.url, "it was closed")
        self._access.refuse_replaced()
        if self._access.changed():
            self._drop_idle()
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if self._closed:
            connection.close()
        else:
            self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        target, uri = self._access.target()
        try:
            connection = sqlite3.connect(
                target,
                uri=uri,
                timeout=self.busy_seconds,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=512,
            )
        except sqlite3.Error as error:
            raise StoreUnavailableError(self.url, str(error)) from error
        try:
            connection.executescript(_READING if self.read_only else _WRITING)
            self._access.opened()
        except sqlite3.DatabaseError as error:
            connection.close()
            raise self._translated(error) from error
        except UnicodeDecodeError as error:
            connection.close()
            raise StoreUnavailableError(self.url, f"damaged: {error}") from error
        return connection

    def _translated(self, error: sqlite3.DatabaseError) -> StoreError:
        detail = getattr(error, "sqlite_errorcode", 0)
        code = detail & 0xFF
        if code == sqlite3.SQLITE_FULL or detail == sqlite3.SQLITE_IOERR_WRITE:
            return StoreFullError(self.url, str(error))
        if code == sqlite3.SQLITE_READONLY:
            return StoreError(f"store {self.url} can only be read here: {error}")
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return StoreBusyError(self.busy_seconds)
        return StoreUnavailableError(self.url, str(error))

    def _bring_up_to_date(self) -> None:
        with self.reading() as connection:
            revision, vocabulary = schema_state(connection)
            if revision > REVISION:
                raise StoreError(
                    f"store {self.url} has schema {revision} and this program knows "
                    f"up to {REVISION}: use a newer one"
                )
            current = (revision, vocabulary) == (REVISION, vocabulary_digest())
            if not current and self.read_only:
                raise StoreError(
                    f"store {self.url} is to be brought up to date, but can only be "
                    "read here: open it once where it can be written to"
                )
            if not current:
                upgrade(self.path, self.busy_seconds)
            row = connection.execute("SELECT value FROM meta WHERE key = 'store_id'")
            found = row.fetchone()
            if found is None:
                raise StoreUnavailableError(self.url, "it has lost its id: restore it")
            self.store_id: str = found[0]
