"""Bringing a SQLite file up to date: migrations, then what the vocabulary implies."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from graph.stores.sqlite.schema import (
    confirmation_indexes,
    derived_tables,
    vocabulary_digest,
)

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from sqlalchemy import Connection, Engine

REVISION = 5
"""Number of the newest migration, kept as the file's `user_version`."""

_ALEMBIC = threading.Lock()
"""Alembic keeps what it runs in a global of its module."""


def schema_state(connection: sqlite3.Connection) -> tuple[int, str]:
    """Revision of the fixed tables and digest of the derived ones; (0, "") if new."""
    (revision,) = connection.execute("PRAGMA user_version").fetchone()
    if not revision:
        return 0, ""
    found = connection.execute("SELECT value FROM meta WHERE key = 'vocabulary'")
    row = found.fetchone()
    return revision, str(row[0]) if row else ""


def upgrade(path: Path, busy_seconds: float) -> None:
    """Run missing migrations and add missing tables and columns, all or nothing.

    Raises
    ------
    sqlite3.DatabaseError
        The file is busy or broken.
    """
    from sqlalchemy.exc import DBAPIError

    engine = _engine(path, busy_seconds)
    try:
        with engine.begin() as connection:
            _migrate(connection)
            _derive(connection)
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO meta VALUES ('vocabulary', ?)",
                (vocabulary_digest(),),
            )
            connection.exec_driver_sql(f"PRAGMA user_version = {REVISION:d}")
    except DBAPIError as error:
        raise error.orig or error from error
    finally:
        engine.dispose()


def _engine(path: Path, busy_seconds: float) -> Engine:
    """An engine whose transactions take the writer's lock and hold DDL, too."""
    from sqlalchemy import URL, NullPool, create_engine, event

    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"timeout": busy_seconds, "isolation_level": None},
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "graph.stores.sqlite:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    with _ALEMBIC:
        command.upgrade(config, "head")


def _derive(connection: Connection) -> None:
    """Add missing tables and columns, then what must be indexed from the first row."""
    for table, columns, text in derived_tables():
        found = connection.exec_driver_sql(f"PRAGMA table_info({table})")
        present = {row[1] for row in found}
        if not present:
            connection.exec_driver_sql(text)
            continue
        for column, sql_type in columns.items():
            if column not in present:
                connection.exec_driver_sql(
                    f'ALTER TABLE {table} ADD COLUMN "{column}" {sql_type}'
                )
    for text in confirmation_indexes():
        connection.exec_driver_sql(text)
