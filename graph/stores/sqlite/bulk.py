"""Loading into empty tables: indexes wait for the end of the load.

An index is built several times faster after its rows than with them. So a fact table
has none while it is empty, and gets none from a load until that ends: the records it
holds are told apart by hashes kept here. A record that may be known ends the wait, and
so does a writer of another process, an opening, or a retraction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.sorted_search import sorted_positions
from graph.stores.sql.tables import FACTS
from graph.stores.sqlite.schema import index_texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    import pyarrow as pa
    from numpy.typing import NDArray


class KeyFilter:
    """Which records may be there already: a set of 64-bit hashes.

    Sorted runs of at least doubling length: O(log n) per record, 8 bytes each.
    """

    def __init__(self) -> None:
        self._runs: list[NDArray[np.int64]] = []

    def may_hold(self, keys: NDArray[np.int64]) -> bool:
        """Whether any of these was added; a false alarm is possible, a miss is not."""
        return any((sorted_positions(run, keys) >= 0).any() for run in self._runs)

    def add(self, keys: NDArray[np.int64]) -> None:
        """Remember these."""
        merged = np.sort(keys)
        while self._runs and self._runs[-1].size <= 2 * merged.size:
            merged = np.concatenate([self._runs.pop(), merged])
            merged.sort(kind="stable")
        if merged.size:
            self._runs.append(merged)


def record_keys(table: pa.Table) -> NDArray[np.int64]:
    """Hash of the name of each row's fact, good within this process. Shape (rows,)."""
    names = zip(
        table["source"].to_pylist(),
        table["record_id"].to_pylist(),
        table["valid_from"].to_pylist(),
        strict=True,
    )
    return np.fromiter(map(hash, names), np.int64, table.num_rows)


class BulkLoads:
    """The kinds that this process is loading into tables without indexes.

    Attributes
    ----------
    blocks
        The loads that are going on; outside of them nothing waits.
    """

    def __init__(self) -> None:
        self.blocks: set[object] = set()
        self._filters: dict[str, KeyFilter] = {}
        self._staged: tuple[str, NDArray[np.int64]] | None = None
        self._sequence = -1

    @property
    def kinds(self) -> list[str]:
        """Names of the kinds without indexes."""
        return list(self._filters)

    def __contains__(self, kind_name: str) -> bool:
        return kind_name in self._filters

    def all_new(
        self,
        connection: sqlite3.Connection,
        kind_name: str,
        table: pa.Table,
        sequence: int,
    ) -> bool:
        """Whether no row's record can be known, for sure.

        If not, the indexes are there afterwards. `sequence` is that of the last
        commit: one that is not ours ends all loads.
        """
        self._staged = None
        if sequence != self._sequence:
            self.end(connection, self.kinds)
            self._sequence = sequence
        if kind_name not in self._filters:
            waits = self.blocks and is_empty(connection, kind_name)
            if not waits or has_indexes(connection, kind_name):
                self.end(connection, [kind_name])
                return False
            self._filters[kind_name] = KeyFilter()
        keys = record_keys(table)
        if self._filters[kind_name].may_hold(keys):
            self.end(connection, [kind_name])
            return False
        self._staged = kind_name, keys
        return True

    def committed(self, sequence: int) -> None:
        """The rows last asked about are in."""
        self._sequence = sequence
        if self._staged is not None:
            kind_name, keys = self._staged
            if kind_name in self._filters:
                self._filters[kind_name].add(keys)
        self._staged = None

    def end(self, connection: sqlite3.Connection, kind_names: Iterable[str]) -> None:
        """Build the indexes of these kinds, inside a transaction."""
        for kind_name in kind_names:
            create_indexes(connection, kind_name)
            self._filters.pop(kind_name, None)


def is_empty(connection: sqlite3.Connection, kind_name: str) -> bool:
    """Whether no fact of the kind was ever written."""
    row = connection.execute(
        f"SELECT NOT EXISTS (SELECT 1 FROM fact_{kind_name})"  # noqa: S608 - a kind
    ).fetchone()
    return bool(row[0])


def has_indexes(connection: sqlite3.Connection, kind_name: str) -> bool:
    """Whether every index of the kind's table is there."""
    return not index_texts(kind_name).keys() - _index_names(connection)


def unindexed_kinds(connection: sqlite3.Connection) -> list[str]:
    """Kinds with facts and without some index: a load was cut off or is going on."""
    present = _index_names(connection)
    return [
        name
        for name in FACTS
        if index_texts(name).keys() - present and not is_empty(connection, name)
    ]


def create_indexes(connection: sqlite3.Connection, kind_name: str) -> None:
    """Create the indexes that are missing."""
    for text in index_texts(kind_name).values():
        connection.execute(text)


def _index_names(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
    return {row[0] for row in rows}
