"""What can be wrong inside a SQLite file."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from graph.errors import StateFileError
from graph.stores.sqlite.audit import audit
from graph.stores.sqlite.findings import digest_complaints
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    OSError,
    NotImplementedError,
)
"""What reading raises where a cell holds what was never written, Arrow's errors too."""

_OVERLAPPING = """
SELECT count(*) FROM (
    SELECT recorded_to, lead(recorded_from) OVER (
        PARTITION BY source_no, record_id, valid_from ORDER BY recorded_from
    ) AS next_from FROM fact_{kind}
) WHERE next_from IS NOT NULL AND (recorded_to IS NULL OR recorded_to > next_from)
"""
_NOT_COMMITTED = """
SELECT count(*) FROM fact_{kind}
WHERE recorded_from NOT IN (SELECT recorded_at FROM commits)
OR recorded_to NOT IN (SELECT recorded_at FROM commits)
"""
_NOT_SEARCHABLE = """
SELECT count(*) FROM fact_party
WHERE fact_no NOT IN (SELECT id FROM party_search_docsize)
"""


_CHECK_WORDS = "INSERT INTO party_search (party_search) VALUES ('integrity-check')"


def complaints(connection: sqlite3.Connection, *, quick: bool = False) -> list[str]:
    """Sentences on what is wrong; O(facts log facts).

    Unless it must be quick, everything is compared with the digests kept beside it.
    """
    found: list[str] = []
    try:
        _compare_words(connection)
        connection.execute("BEGIN")  # one state, whatever is written meanwhile
        found.extend(_inconsistencies(connection))
        if not quick:
            found.extend(audit(connection))
            found.extend(digest_complaints(connection))
    except StateFileError as error:  # a receipt or the publication
        found.append(str(error))
    except (sqlite3.DatabaseError, *_UNREADABLE) as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY:
            raise
        found.append(f"the file is damaged: {error}")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return found


def _compare_words(connection: sqlite3.Connection) -> None:
    """Let the search index look at itself, which it does in files to write only."""
    try:
        connection.execute(_CHECK_WORDS)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
            raise


def _inconsistencies(connection: sqlite3.Connection) -> Iterator[str]:
    """What contradicts itself."""
    for (text,) in connection.execute("PRAGMA integrity_check"):
        if text != "ok":
            yield f"the file is damaged: {text}"
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row[1]} of {row[0]} refers to a row missing from {row[2]}"
    questions = [(_NOT_SEARCHABLE, "parties that the search index does not hold")]
    for kind in KINDS:
        questions += [
            (_OVERLAPPING.format(kind=kind), f"overlapping versions of {kind} facts"),
            (_NOT_COMMITTED.format(kind=kind), f"{kind} facts of no known commit"),
        ]
    for question, what in questions:
        (count,) = connection.execute(question).fetchone()
        if count:
            yield f"there are {count} {what}"
