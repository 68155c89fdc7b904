"""Node numbers by id: asked from the file, or remembered where batches are big."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_BIG = 1_000
"""From this many ids on, reading all ids once is the shorter way."""

_REMEMBERED = 4_000_000
"""A node kind with more nodes than this is always asked from the file (~0.6 GB)."""


class NodeNumbers:
    """Nodes are never taken away, so that what is remembered stays true.

    Ids that another transaction may still roll back must not be asked for: a
    transaction asks before it adds nodes.
    """

    def __init__(self) -> None:
        self._known: dict[str, dict[str, int]] = {}
        self._last: dict[str, int] = {}

    def find(
        self, connection: sqlite3.Connection, node_kind: str, ids: Sequence[str]
    ) -> dict[str, int]:
        """Numbers of those ids that are known, and maybe of others.

        O(ids), and once O(nodes) where there are many ids.
        """
        if len(ids) >= _BIG:
            last = last_number(connection, f"node_{node_kind}", "node_no")
            if last <= _REMEMBERED:
                return self._refreshed(connection, node_kind, last)
        found = connection.execute(
            f"SELECT node_id, node_no FROM node_{node_kind} "  # noqa: S608 - a kind
            "WHERE node_id IN (SELECT value FROM json_each(?))",
            (json.dumps(ids),),
        )
        return dict(found.fetchall())

    def _refreshed(
        self, connection: sqlite3.Connection, node_kind: str, last: int
    ) -> dict[str, int]:
        known = self._known.setdefault(node_kind, {})
        read = self._last.get(node_kind, 0)
        if last > read:
            known.update(
                connection.execute(
                    f"SELECT node_id, node_no FROM node_{node_kind} "  # noqa: S608
                    "WHERE node_no > ?",
                    (read,),
                )
            )
            self._last[node_kind] = last
        return known


def last_number(connection: sqlite3.Connection, table: str, column: str) -> int:
    """Largest number in an integer primary key; 0 in an empty table."""
    row = connection.execute(
        f"SELECT coalesce(max({column}), 0) FROM {table}"  # noqa: S608 - of the schema
    ).fetchone()
    return int(row[0])
