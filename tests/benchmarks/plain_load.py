"""The peer of a load: the same files by the standard library, nothing looked at.

Every cell becomes text in a table of its file; the records get a unique index, the
references an index each, and the names a full-text index. No check, no time, no
numbers for ids: what a person would write in ten minutes.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMES = ("name", "name_en", "party_id")


def load_plainly(bundle: Path, database: Path) -> None:
    """Load every CSV file of a folder into a new SQLite file."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for file in sorted(bundle.glob("*.csv")):
            with connection, file.open(encoding="utf-8", newline="") as lines:
                _load_file(connection, file.stem, lines)


def _load_file(
    connection: sqlite3.Connection, table: str, lines: Iterable[str]
) -> None:
    rows = csv.reader(lines)
    columns = next(rows)
    marks = ", ".join("?" * len(columns))
    connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    connection.executemany(
        f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608 - our own file's name
        rows,
    )
    connection.execute(f"CREATE UNIQUE INDEX {table}_key ON {table} (record_id)")
    for column in columns[1:]:
        if column.endswith("_id") and column != "record_id":
            connection.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    if table == "party":
        names = ", ".join(NAMES)
        connection.execute(f"CREATE VIRTUAL TABLE party_search USING fts5({names})")
        connection.execute(
            f"INSERT INTO party_search (rowid, {names}) "  # noqa: S608 - fixed names
            f"SELECT rowid, {names} FROM party"
        )


if __name__ == "__main__":
    load_plainly(*map(Path, sys.argv[1:3]))
