# ruff: noqa: D102 - what each method does is said once, in the base class
"""Reads from dicts and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.stores.columns import dormant_schema, select_schema
from graph.stores.view import StoreView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    import pyarrow as pa

    from graph.instant import At
    from graph.stores.base import Store
    from graph.stores.memory.table import FactTable, Version
    from graph.vocabulary import Kind


class MemoryView(StoreView):
    """What the reference store shows at one instant: all by the shared rules."""

    def __init__(
        self,
        store: Store,
        at: At,
        tables: Mapping[str, FactTable],
        lock: AbstractContextManager[Any],
    ) -> None:
        super().__init__(store, at)
        self._tables = tables
        self._lock = lock

    def select(
        self,
        kind: Kind,
        *,
        by: str | None = None,
        ids: Sequence[str] = (),
        limit: int | None = None,
    ) -> pa.Table:
        with self._lock:
            found = self._tables[kind.name].visible(self.at, by, ids)
            shown = sorted(found, key=record_order)[:limit]
            return as_table(kind, shown, self.at.known_at)

    def dormant(
        self, kind: Kind, *, by: str | None = None, ids: Sequence[str] = ()
    ) -> pa.Table:
        import pyarrow as pa

        with self._lock:
            found = self._tables[kind.name].dormant(self.at, by, ids)
            rows = [version.row for version in found]
        return pa.Table.from_pylist(rows, schema=dormant_schema(kind))

    def ended(
        self, kind: Kind, *, by: str | None = None, ids: Sequence[str] = ()
    ) -> pa.Table:
        with self._lock:
            found = self._tables[kind.name].ended(self.at, by, ids)
            return as_table(kind, found, self.at.known_at)


def as_table(
    kind: Kind, versions: Iterable[Version], known_at: int | None = None
) -> pa.Table:
    """Versions with the columns of `select`, confirmed as known at an instant."""
    import pyarrow as pa

    rows: list[dict[str, Any]] = [
        version.row
        | {
            "collected_at": version.collected_at(known_at),
            "recorded_from": version.recorded_from,
            "recorded_to": version.recorded_to,
        }
        for version in versions
    ]
    return pa.Table.from_pylist(rows, schema=select_schema(kind))


def record_order(version: Version) -> tuple[str, str]:
    """By source and record."""
    return version.row["source"], version.row["record_id"]
