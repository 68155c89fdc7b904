"""Writes staged facts to a store in batches, with a ledger so that a load resumes."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import DanglingReferenceError
from graph.model import FactBatch, batch_schema
from graph.vocabulary import KINDS, Form
from ingest.checks.facts import NATURAL
from ingest.checks.texts import file_texts
from ingest.files.rejects import Rejected
from ingest.loading.fault import Fault
from ingest.loading.record_names import DuplicateResolution, resolve_duplicates
from ingest.loading.rules import Rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.progress import Progress
    from graph.stores.base import Store
    from graph.vocabulary import Kind
    from ingest.loading.refusals import Refusals
    from ingest.loading.report import LoadReport
    from ingest.loading.staging import Staged


_MIDNIGHT = "T00:00:00.000Z"


class Writer:
    """Writer of one load's facts, kind by kind.

    The store's ledger holds a key per batch, made of the load, the number of times it
    was completed before, and the batch's content. So a load that was cut short skips
    what is in, while a load of the same files after a completed one looks at each
    record again: it may have been corrected or retracted since.
    """

    def __init__(
        self, store: Store, report: LoadReport, refusals: Refusals, load_key: str
    ) -> None:
        self._store = store
        self._report = report
        self._refusals = refusals
        self._rules = Rules(store, report)
        turn = 0
        while store.done([_key(load_key, str(turn), "end")]):
            turn += 1
        self._run = (load_key, str(turn))

    def write(
        self,
        kind: Kind,
        staged: Staged,
        progress: Progress | None = None,
    ) -> None:
        """Write all facts of a kind."""
        names = np.concatenate([np.empty(0, np.uint64), *staged.names])
        resolution = resolve_duplicates(kind, names, staged.rows_at)
        staged.names.clear()
        self._rules.begin(kind, (table for _, table in staged.tables()))
        done = 0
        for start, table in staged.tables():
            kept = self._without_duplicates(kind, table, start, resolution)
            for place in range(0, kept.num_rows, FactBatch.LIMIT):
                self._append(kind, kept.slice(place, FactBatch.LIMIT))
            done += table.num_rows
            if progress:
                progress(f"write {kind.name}", done, staged.rows)
        for spill_file in staged.spill_files:
            spill_file.delete()
        self._rules.finish(kind)

    def finish(self) -> None:
        """Say what only the whole load shows, and note that it came to its end."""
        self._rules.finish_all()
        empty = batch_schema(KINDS["party"]).empty_table()
        self._store.append(
            FactBatch(KINDS["party"], empty), ledger_key=_key(*self._run, "end")
        )

    def _without_duplicates(
        self, kind: Kind, table: pa.Table, start: int, resolution: DuplicateResolution
    ) -> pa.Table:
        """The table without repeated and disputed rows, records named in full."""
        stop = start + table.num_rows
        disputed = {
            number - start: Fault(
                "record_id",
                f"is said differently in {places}",
                "each record once, or all of them alike",
            )
            for number, places in resolution.disputed.items()
            if start <= number < stop
        }
        repeated = [row - start for row in resolution.repeated if start <= row < stop]
        if repeated:
            file = table["file"][0].as_py()
            self._report.file(file, kind.name).unchanged += len(repeated)
        ordinals = {
            number - start: ordinal
            for number, ordinal in resolution.ordinals.items()
            if start <= number < stop
        }
        if ordinals:
            table = _numbered(table, ordinals)
        keep = np.ones(table.num_rows, dtype=np.bool_)
        keep[repeated] = False
        return self._without(kind, table, disputed, keep).drop_columns([NATURAL])

    def _append(self, kind: Kind, table: pa.Table) -> None:
        """Write rows of one file; refuse those that break a rule or lead nowhere."""
        table = self._without(kind, table, self._rules.refused(kind, table))
        while table.num_rows:
            report = self._report.file(table["file"][0].as_py(), kind.name)
            batch = FactBatch(kind, table.cast(batch_schema(kind)))
            key = _key(*self._run, _content(batch))
            if self._store.done([key]):
                report.resumed += table.num_rows
                break
            try:
                report.count(self._store.append(batch, ledger_key=key))
                break
            except DanglingReferenceError as error:
                table = self._without(kind, table, self._dangling(table, error))
        self._rules.observe(kind, table)

    def _dangling(
        self, table: pa.Table, error: DanglingReferenceError
    ) -> dict[int, Fault]:
        column = table[error.reference]
        unknown = pc.is_in(column, value_set=pa.array(error.missing, pa.string()))
        places = np.flatnonzero(unknown.to_numpy()).tolist()
        faults = {}
        for place, name in zip(places, column.filter(unknown).to_pylist(), strict=True):
            why, common = self._refusals.why_missing(error.node_kind, name)
            reason = f"is the id of no {error.node_kind} in the store or this load{why}"
            expected = f"the id of a {error.node_kind}"
            faults[place] = Fault(error.reference, reason, expected, common)
        return faults

    def _without(
        self,
        kind: Kind,
        table: pa.Table,
        faults: dict[int, Fault],
        keep: NDArray[np.bool_] | None = None,
    ) -> pa.Table:
        """The rows to keep but those with a fault, which are reported."""
        if keep is None:
            keep = np.ones(table.num_rows, dtype=np.bool_)
        if faults:
            places = sorted(faults)
            keep[places] = False
            refused = table.take(places)
            rows, texts = refused.to_pylist(), file_texts(kind, refused).to_pylist()
            self._refusals.add(
                kind,
                [
                    self._refusals.as_in_file(kind, _rejected(row, text, faults[place]))
                    for place, row, text in zip(places, rows, texts, strict=True)
                ],
            )
            if kind.form is Form.NODE:
                ids = [row[kind.tail.column] for row in rows]
                self._refusals.remember(kind, ids, rows[0]["file"])
        return table if keep.all() else table.filter(pa.array(keep))


def _rejected(row: dict[str, Any], text: dict[str, Any], fault: Fault) -> Rejected:
    value = (text[fault.column] or "").removesuffix(_MIDNIGHT)  # as days are written
    return Rejected(row["file"], row["row"], fault.column, value, *fault[1:])


def _numbered(table: pa.Table, ordinals: dict[int, int]) -> pa.Table:
    """Appends ``#ordinal`` to repeated natural names."""
    suffixes = [f"#{ordinals[row]}" for row in sorted(ordinals)]
    mask = np.zeros(table.num_rows, dtype=np.bool_)
    mask[list(ordinals)] = True
    names = table["record_id"].combine_chunks()
    longer = pc.binary_join_element_wise(
        names.filter(pa.array(mask)), pa.array(suffixes), ""
    )
    names = pc.replace_with_mask(names, pa.array(mask), longer)
    place = table.schema.get_field_index("record_id")
    return table.set_column(place, "record_id", names)


def _content(batch: FactBatch) -> str:
    """Digest of a batch's Arrow bytes, part of its ledger key."""
    digest = blake2b(batch.kind.name.encode(), digest_size=16)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.table.schema) as writer:
        writer.write_table(batch.table.combine_chunks())
    digest.update(sink.getvalue())
    return digest.hexdigest()


def _key(*parts: str) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
