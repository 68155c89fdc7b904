"""Transfers written, corrected or withdrawn since a snapshot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np

from graph.instant import END, At
from graph.kernels.sorted_search import sorted_positions
from graph.model import batch_schema
from graph.overlay import REBUILD_LIMIT
from graph.snapshot.arrays import column, decoded, single_chunk, take_or_null
from graph.snapshot.conversion import Converter
from graph.snapshot.lookup import IdLookup, keys_of
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from graph.kernels.csr import Int32s
    from graph.overlay.contracts import ChangeSource
    from graph.snapshot import Snapshot

TRANSFER = KINDS["transfer"]
NAME = ("source", "record_id")
ENDS = tuple(item.column for item in TRANSFER.references)
COLUMNS = (
    *NAME,
    *ENDS,
    "transfer_type",
    "amount",
    "currency",
    "order_no",
    "valid_from",
)
"""What is kept of a transfer, in the types of a batch."""
_SEPARATOR = "\x1f"


class SnapshotTransfers:
    """The transfers of a snapshot by their records."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @property
    def table(self) -> pa.Table:
        """Facts of the kind transfer."""
        return self.snapshot.facts(TRANSFER.name)

    @cached_property
    def _lookup(self) -> IdLookup:
        """Rows by record id; of several sources one record id may have several."""
        return IdLookup.build(single_chunk(self.table, "record_id"))

    def rows_of(self, names: pa.Table) -> Int32s:
        """Rows of those of these sources and records that the snapshot has."""
        records = single_chunk(names, "record_id")
        keys = keys_of(records)
        first = sorted_positions(self._lookup.key, keys)
        found = []
        for place in np.flatnonzero(first >= 0).tolist():
            wanted = names["source"][place].as_py(), records[place].as_py()
            slot = first[place]
            while (
                slot < len(self._lookup.key) and self._lookup.key[slot] == keys[place]
            ):
                row = int(self._lookup.number[slot])
                if tuple(self.table[name][row].as_py() for name in NAME) == wanted:
                    found.append(row)
                slot += 1
        return np.array(found, np.int32)

    def flows_of(self, rows: Int32s) -> Int32s:
        """The flow that each row is."""
        flows = self.snapshot.flows
        payers = column(self.table, "payer")[rows].tolist()
        found = np.empty(rows.size, np.int32)
        for place, (row, payer) in enumerate(zip(rows.tolist(), payers, strict=True)):
            own = flows.outgoing.flow[
                flows.outgoing.indptr[payer] : flows.outgoing.indptr[payer + 1]
            ]
            paid = flows.kind[own] <= 1  # transfers and withdrawals are of one table
            found[place] = own[paid & (flows.row[own] == row)][0]
        return found

    def facts(self, rows: Int32s) -> pa.Table:
        """These rows with ids for numbers."""
        kept = self.table.take(rows)
        accounts = self.snapshot.ids("account")
        for item in TRANSFER.references:
            ids = take_or_null(accounts, kept[item.name].to_numpy())
            kept = kept.append_column(item.column, ids)
        return _kept(kept)

    @cached_property
    def converter(self) -> Converter:
        """To the reporting currency, at the snapshot's rates."""
        return Converter(
            self.snapshot.facts("exchange_rate"),
            self.snapshot.manifest.reporting_currency,
        )

    def warm_up(self) -> None:
        """Make what the first question would wait for: flows by time, and records."""
        self.snapshot.flows, self._lookup  # noqa: B018 - kept from here on
        self.snapshot.lookup("account").find("")


def _kept(table: pa.Table) -> pa.Table:
    """The columns that are kept, in the types of a batch, any of them nullable."""
    import pyarrow as pa

    types = batch_schema(TRANSFER)
    schema = pa.schema([(name, types.field(name).type) for name in COLUMNS])
    return pa.table([decoded(table[name]) for name in COLUMNS], schema=schema)


def _no_rows() -> pa.Table:
    return _kept(batch_schema(TRANSFER).empty_table())


@dataclass(frozen=True, eq=False)
class TransferOverlay:
    """What differs from a snapshot in its transfers.

    Immutable: what follows is a new overlay, and readers finish on the one they hold.
    Amounts are compared at the snapshot's rates. As in `Overlay`, facts recorded
    before the snapshot that happen only after its `as_of` are not seen.

    Attributes
    ----------
    base
        The snapshot's transfers.
    at, sequence
        Where the store stood when it was read.
    changes
        Versions of transfers written or closed since the snapshot.
    rows
        Transfers of every record that was touched since, whenever they happen; of one
        record the latest that has happened counts.
    gone
        Rows of the snapshot's transfers for which `rows` stand, ascending.
    """

    base: SnapshotTransfers
    at: At
    sequence: int
    changes: int = 0
    rows: pa.Table = field(default_factory=_no_rows)
    gone: Int32s = field(default_factory=lambda: np.empty(0, np.int32))

    @classmethod
    def empty(cls, snapshot: Snapshot) -> Self:
        """An overlay without changes."""
        manifest = snapshot.manifest
        sequence = int(manifest.origin.get("sequence", 0))
        return cls(SnapshotTransfers(snapshot), manifest.at, sequence)

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that this changes."""
        return self.base.snapshot

    @property
    def needs_rebuild(self) -> bool:
        """Whether a new snapshot is due."""
        return self.changes > REBUILD_LIMIT

    def advanced(self, source: ChangeSource, as_of: int | None = None) -> Self:
        """The overlay with every transfer that was written or has happened since.

        Parameters
        ----------
        source
            The store that the snapshot was built from.
        as_of
            UTC milliseconds, by default the store's; it never goes back.

        Notes
        -----
        O(transfers in the overlay), one indexed read.
        """
        import pyarrow.compute as pc

        read = source.at(as_of)
        now = At(max(read.as_of, self.at.as_of), read.known_at)
        if now == self.at:
            return self
        changed = source.changes(TRANSFER, self.at.known_at)
        # what another writer commits meanwhile is read by the next one
        changed = changed.filter(pc.less_equal(changed["recorded_from"], now.known_at))
        later = replace(self, at=now, sequence=source.sequence(read.known_at))
        return later.changed_by(changed) if changed.num_rows else later

    def changed_by(self, changed: pa.Table) -> Self:
        """With these versions, as `changes` gives them up to the overlay's instant."""
        import pyarrow as pa
        import pyarrow.compute as pc

        names = changed.select(NAME).group_by(list(NAME)).aggregate([])
        rows = np.setdiff1d(self.base.rows_of(names), self.gone)
        before = pa.concat_tables([self.rows, self.base.facts(rows)])
        touched = pc.is_in(_texts(before, version=True), _texts(changed, version=True))
        standing = pc.or_kleene(
            pc.is_null(changed["recorded_to"]),
            pc.greater(changed["recorded_to"], self.at.known_at),
        )
        added = _kept(changed.filter(standing))
        return replace(
            self,
            changes=self.changes + changed.num_rows,
            rows=pa.concat_tables(
                [before.filter(pc.invert(touched)), added]
            ).combine_chunks(),
            gone=np.union1d(self.gone, rows).astype(np.int32),
        )

    @classmethod
    def of_records(
        cls,
        snapshot: Snapshot,
        written: Sequence[Mapping[str, object]],
        withdrawn: Sequence[Sequence[str]],
    ) -> Self:
        """The overlay of some transfers, whenever they happen.

        Parameters
        ----------
        written
            Transfers with values for `COLUMNS`.
        withdrawn
            Source and record id of those of the snapshot that do not count.
        """
        import pyarrow as pa

        empty = cls.empty(snapshot)
        columns = dict(zip(NAME, zip(*withdrawn, strict=True), strict=False))
        names = pa.table(
            {name: pa.array(columns.get(name, ()), pa.string()) for name in NAME}
        )
        return replace(
            empty,
            at=At(END, empty.at.known_at),
            rows=pa.Table.from_pylist(list(written), empty.rows.schema),
            gone=np.unique(empty.base.rows_of(names)).astype(np.int32),
        )

    @cached_property
    def visible(self) -> pa.Table:
        """Those of `rows` that count at the overlay's instant, in order of time."""
        import pyarrow.compute as pc

        rows = self.rows.filter(
            pc.less_equal(self.rows["valid_from"], self.at.as_of)
        ).sort_by("valid_from")
        names = _texts(rows)
        if pc.count_distinct(names).as_py() == rows.num_rows:
            return rows
        place = {name: number for number, name in enumerate(names.to_pylist())}
        return rows.take(np.sort(np.fromiter(place.values(), np.int64, len(place))))


def _texts(table: pa.Table, *, version: bool = False) -> pa.Array:
    """What each record, or each version of one, is called; no two of them alike."""
    import pyarrow.compute as pc

    parts = [decoded(single_chunk(table, name)) for name in NAME]
    if version:
        parts.append(pc.cast(single_chunk(table, "valid_from"), "string"))
    return pc.binary_join_element_wise(*parts, _SEPARATOR)
