"""What can be wrong inside a SQLite file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.vocabulary import KINDS

if TYPE_CHECKING:
    import sqlite3

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


def complaints(connection: sqlite3.Connection) -> list[str]:
    """Sentences on what is wrong; O(facts log facts)."""
    found = [
        f"the file is damaged: {text}"
        for (text,) in connection.execute("PRAGMA integrity_check")
        if text != "ok"
    ]
    found.extend(
        f"row {row[1]} of {row[0]} refers to a row missing from {row[2]}"
        for row in connection.execute("PRAGMA foreign_key_check")
    )
    questions = [(_NOT_SEARCHABLE, "parties that the search index does not hold")]
    for kind in KINDS:
        questions += [
            (_OVERLAPPING.format(kind=kind), f"overlapping versions of {kind} facts"),
            (_NOT_COMMITTED.format(kind=kind), f"{kind} facts of no known commit"),
        ]
    for question, what in questions:
        (count,) = connection.execute(question).fetchone()
        if count:
            found.append(f"there are {count} {what}")
    return found
