# ruff: noqa: D102 - what each method does is said once, in the transaction protocol
"""One kind's versions in memory, and the writes staged for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.stores.transaction import Versions
from graph.vocabulary import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.instant import At
    from graph.model import FactBatch
    from graph.vocabulary import Kind


@dataclass(slots=True)
class Version:
    """A batch's row with its place in recorded time."""

    fact_no: int
    row: dict[str, Any]
    content_hash: int
    recorded_from: int
    recorded_to: int | None = None
    confirmations: list[tuple[int, int]] = field(default_factory=list)
    """When it was recorded and collected again, ascending."""

    def collected_at(self, known_at: int | None = None) -> int:
        """When it was last collected, as known at an instant, by default by now."""
        for recorded_from, collected_at in reversed(self.confirmations):
            if known_at is None or recorded_from <= known_at:
                return collected_at
        first: int = self.row["collected_at"]
        return first

    def seen(self, at: At) -> bool:
        """Whether all four times hold there."""
        row = self.row
        return at.sees(
            row["valid_from"], row["valid_to"], self.recorded_from, self.recorded_to
        )

    def known(self, at: At) -> bool:
        """Whether the recorded times hold there."""
        return self.recorded_from <= at.known_at and (
            self.recorded_to is None or at.known_at < self.recorded_to
        )


@dataclass(slots=True)
class FactTable:
    """All versions of a kind; `fact_no` is the place in `versions`."""

    kind: Kind
    versions: list[Version] = field(default_factory=list)
    _by_record: dict[tuple[str, str], list[Version]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _by_node: dict[tuple[str, str], list[Version]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, row: dict[str, Any], content_hash: int, recorded_from: int) -> None:
        """Append an open version."""
        version = Version(len(self.versions), row, content_hash, recorded_from)
        self.versions.append(version)
        self._by_record[row["source"], row["record_id"]].append(version)
        for item in self.kind.references:
            if row[item.column] is not None:
                self._by_node[item.name, row[item.column]].append(version)

    def of_record(self, source: str, record_id: str) -> list[Version]:
        """Every version of a record."""
        return self._by_record.get((source, record_id), [])

    def open_version(self, source: str, record_id: str, start: int) -> Version | None:
        """The open version of a fact."""
        for version in self.of_record(source, record_id):
            if version.recorded_to is None and version.row["valid_from"] == start:
                return version
        return None

    def visible(
        self, at: At, by: str | None = None, ids: Iterable[str] = ()
    ) -> Iterator[Version]:
        """Versions visible at `at`, of those ids only when `by` names a reference."""
        for version in self._candidates(by, ids):
            if version.seen(at) and not self._superseded(version, at):
                yield version

    def shared(self, version: Version) -> bool:
        """Whether other versions describe the same node."""
        end = self.kind.tail if self.kind.form is Form.NODE else None
        return end is not None and (
            len(self._by_node[end.name, version.row[end.column]]) > 1
        )

    def dormant(
        self, at: At, by: str | None = None, ids: Iterable[str] = ()
    ) -> Iterator[Version]:
        """Versions known at `at` that are not valid there; `by` and `ids` likewise."""
        for version in self._candidates(by, ids):
            if version.known(at) and not version.seen(at):
                yield version

    def ended(
        self, at: At, by: str | None = None, ids: Iterable[str] = ()
    ) -> Iterator[Version]:
        """Versions known at `at` and over there; `by` and `ids` likewise."""
        for version in self._candidates(by, ids):
            end = version.row["valid_to"]
            if version.known(at) and end is not None and end <= at.as_of:
                yield version

    def _candidates(self, by: str | None, ids: Iterable[str]) -> Iterable[Version]:
        if by is None:
            return self.versions
        if by in self.kind.property_by_name:
            values = set(ids)
            return (one for one in self.versions if one.row[by] in values)
        return (
            version
            for node_id in dict.fromkeys(ids)
            for version in self._by_node.get((by, node_id), [])
        )

    def doubly_open(self) -> Iterator[Version]:
        """Open versions besides another one of the same fact."""
        for version in self.versions:
            row = version.row
            first = self.open_version(
                row["source"], row["record_id"], row["valid_from"]
            )
            if version.recorded_to is None and first is not version:
                yield version

    def _superseded(self, version: Version, at: At) -> bool:
        row = version.row
        return any(
            other.row["valid_from"] > row["valid_from"] and other.seen(at)
            for other in self.of_record(row["source"], row["record_id"])
        )


class MemoryTransaction:
    """Writes are staged and applied together, so that a failure leaves nothing."""

    def __init__(self, tables: dict[str, FactTable], last_sequence: int) -> None:
        self._tables = tables
        self._last_sequence = last_sequence
        self._closed: list[tuple[str, int]] = []
        self._confirmed: list[tuple[str, int, int]] = []
        self._added: list[tuple[str, dict[str, Any], int]] = []
        self.done: set[str] = set()

    @property
    def changed(self) -> bool:
        """Whether anything is staged that readers will see."""
        return bool(self._closed or self._confirmed or self._added)

    @property
    def sequence(self) -> int:
        return self._last_sequence + self.changed

    def open_versions(self, batch: FactBatch) -> Versions:
        table = self._tables[batch.kind.name]
        keys = batch.table.select(["source", "record_id", "valid_from"])
        found = [table.open_version(*key.values()) for key in keys.to_pylist()]
        rows = [
            (item.fact_no, item.content_hash, item.collected_at())
            if item
            else (-1, 0, 0)
            for item in found
        ]
        return Versions(*np.array(rows, np.int64).reshape(-1, 3).T)

    def open_facts(
        self, kind: Kind, source: str, record_ids: Sequence[str]
    ) -> NDArray[np.int64]:
        table = self._tables[kind.name]
        return np.array(
            [
                version.fact_no
                for record_id in dict.fromkeys(record_ids)
                for version in table.of_record(source, record_id)
                if version.recorded_to is None
            ],
            np.int64,
        )

    def close_facts(self, kind: Kind, fact_nos: NDArray[np.int64]) -> None:
        self._closed.extend((kind.name, int(number)) for number in fact_nos)

    def confirm(
        self,
        kind: Kind,
        fact_nos: NDArray[np.int64],
        collected_at: NDArray[np.int64],
    ) -> None:
        pairs = zip(fact_nos.tolist(), collected_at.tolist(), strict=True)
        self._confirmed.extend((kind.name, *pair) for pair in pairs)

    def insert(self, kind: Kind, table: pa.Table, hashes: NDArray[np.int64]) -> None:
        rows = zip(table.to_pylist(), hashes.tolist(), strict=True)
        self._added.extend((kind.name, row, content_hash) for row, content_hash in rows)

    def mark_done(self, ledger_key: str) -> None:
        self.done.add(ledger_key)

    def apply(self, instant: int, nodes: dict[str, dict[str, int]]) -> None:
        """Make it so, recorded from this instant."""
        for name, number in self._closed:
            self._tables[name].versions[number].recorded_to = instant
        for name, number, collected_at in self._confirmed:
            version = self._tables[name].versions[number]
            version.confirmations.append((instant, collected_at))
        for name, row, content_hash in self._added:
            table = self._tables[name]
            if table.kind.form is Form.NODE:
                known = nodes[name]
                known.setdefault(row[table.kind.tail.column], len(known) + 1)
            table.add(row, content_hash, instant)
