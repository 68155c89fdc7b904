"""What every store does. Semantics are stated here once; subclasses only execute.

A store keeps bitemporal facts. A write is one batch in one transaction under one
writer's lock; each commit gets the next sequence number and an instant
`recorded_from` that is strictly greater than the one before. Nothing is
overwritten: a correction closes the open version and adds a new one.

A subclass implements the hooks with a leading underscore and the abstract reads;
the public writes are final, so that a corrected, late, duplicate or stale fact
means the same everywhere.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self, final

from graph.errors import DanglingReferenceError, NotFoundError
from graph.instant import At
from graph.model import AppendReport, Fact, FactBatch, facts_of
from graph.stores.classify import classify
from graph.vocabulary import Form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.model import Run, SearchHit
    from graph.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Versions:
    """Open versions of the records a batch names, aligned with its rows.

    `fact_no` is -1 where the record is new. Shapes (rows,).
    """

    fact_no: NDArray[np.int64]
    content_hash: NDArray[np.int64]
    collected_at: NDArray[np.int64]


class Transaction(Protocol):
    """The inside of one write, holding the writer's lock."""

    instant: int
    sequence: int

    def open_versions(self, batch: FactBatch) -> Versions:
        """Open versions of the records that the batch names."""

    def close_facts(self, kind: Kind, fact_nos: NDArray[np.int64]) -> None:
        """Set `recorded_to` of these versions to this transaction's instant."""

    def insert(self, kind: Kind, table: pa.Table, hashes: NDArray[np.int64]) -> None:
        """Add versions recorded from this instant; node kinds create their nodes."""

    def mark_done(self, ledger_key: str) -> None:
        """Remember that this piece of a load is in, in the same transaction."""


class Store(ABC):
    """Bitemporal facts behind a URL. Use as a context manager or `close()` it."""

    url: str

    # -- writes ---------------------------------------------------------------

    @final
    def append(
        self, batch: FactBatch, *, ledger_key: str | None = None
    ) -> AppendReport:
        """Write a batch as a whole.

        Per record: unknown -> added; same content -> unchanged; other content and
        `collected_at` not older than the open version's -> corrected (the old
        version is closed); older -> stale, not applied.

        Raises
        ------
        DanglingReferenceError
            A row refers to a node that no fact in the store describes; nothing of
            the batch is written.
        StoreBusyError
            The writer's lock was not had in time.
        """
        self._refuse_dangling(batch)
        hashes = batch.content_hashes()
        with self._writing() as transaction:
            verdicts = classify(batch, hashes, transaction.open_versions(batch))
            if verdicts.closed.size:
                transaction.close_facts(batch.kind, verdicts.closed)
            if verdicts.inserted.size:
                transaction.insert(
                    batch.kind,
                    batch.table.take(verdicts.inserted),
                    hashes[verdicts.inserted],
                )
            if ledger_key is not None:
                transaction.mark_done(ledger_key)
            return AppendReport(*verdicts.counts, sequence=transaction.sequence)

    @final
    def retract(self, kind: Kind, source: str, record_ids: Sequence[str]) -> int:
        """Close every open version of these records; the number closed.

        History stays readable with an earlier `known_at`.
        """
        with self._writing() as transaction:
            fact_nos = self._open_facts(kind, source, record_ids)
            if fact_nos.size:
                transaction.close_facts(kind, fact_nos)
            return int(fact_nos.size)

    @final
    def _refuse_dangling(self, batch: FactBatch) -> None:
        own = 1 if batch.kind.form is Form.NODE else 0
        for reference in batch.kind.references[own:]:
            ids = batch.table[reference.column].drop_null().unique().to_pylist()
            missing = self.missing(reference.node_kind, ids)
            if missing:
                raise DanglingReferenceError(
                    batch.kind.name, reference.column, reference.node_kind, missing
                )

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Transaction]:
        """Take the lock, open a transaction; commit on success, else roll back.

        A transaction that changed nothing consumes no sequence number.
        """

    @abstractmethod
    def _open_facts(
        self, kind: Kind, source: str, record_ids: Sequence[str]
    ) -> NDArray[np.int64]:
        """Fact numbers of the open versions of these records."""

    # -- where the store stands -------------------------------------------------

    @abstractmethod
    def sequence(self) -> int:
        """Number of the last commit; 0 when nothing was ever written. Cheap."""

    @abstractmethod
    def last_instant(self) -> int:
        """`recorded_from` of the last commit, UTC ms; `BEGINNING` when empty."""

    @final
    def at(self, as_of: int | None = None, known_at: int | None = None) -> At:
        """The instant meant by these axes.

        `known_at` defaults to the instant of the last commit, never to the clock;
        `as_of` defaults to `known_at`.
        """
        known = self.last_instant() if known_at is None else known_at
        return At(known if as_of is None else as_of, known)

    @abstractmethod
    def done(self, ledger_keys: Sequence[str]) -> set[str]:
        """Which of these pieces of a load are already in."""

    # -- reads ------------------------------------------------------------------

    @abstractmethod
    def missing(self, node_kind: str, ids: Sequence[str]) -> list[str]:
        """Those ids that no fact ever described, in the order given."""

    @abstractmethod
    def select(
        self,
        kind: Kind,
        at: At,
        *,
        by: str | None = None,
        ids: Sequence[str] = (),
        limit: int | None = None,
    ) -> pa.Table:
        """Facts visible at `at`, ordered by source, record_id, valid_from.

        With `by`, only those whose reference of that name is one of `ids`. Columns:
        `batch_schema(kind)`, then `recorded_from` and `recorded_to`. Ask for one row
        more than needed to learn whether the limit cut.
        """

    @abstractmethod
    def count_by(
        self, kind: Kind, at: At, *, by: str, ids: Sequence[str]
    ) -> dict[str, int]:
        """How many visible facts name each id at that reference; zeros left out."""

    @abstractmethod
    def history(self, kind: Kind, source: str, record_id: str) -> pa.Table:
        """Every version of a record, closed ones too, by recorded then valid time."""

    @abstractmethod
    def changes(self, kind: Kind, after: int) -> pa.Table:
        """Versions recorded or closed after `after`; columns as `select`."""

    @abstractmethod
    def counts(self, at: At) -> dict[str, int]:
        """Visible facts per kind.

        Kinds with a subtype are split by it (``party.company``); guarantors by the
        types at both ends (``guarantee.company-company``); zeros are left out.
        """

    @abstractmethod
    def search(
        self, text: str, at: At, *, limit: int = 20, party_types: Sequence[str] = ()
    ) -> list[SearchHit]:
        """Parties whose names or numbers hold every term of the text.

        Terms are those of `graph.text.search_terms`: Chinese characters and pairs,
        Latin words, pinyin. Exact numbers first, then exact names, then shorter
        names, then by id.
        """

    @final
    def node(self, node_kind: Kind, node_id: str, at: At) -> Fact:
        """The description of a node that is visible at `at`.

        Raises
        ------
        NotFoundError
            None is.
        """
        table = self.select(node_kind, at, by=node_kind.tail.name, ids=[node_id])
        if not table.num_rows:
            raise NotFoundError(node_kind.name, node_id)
        return facts_of(node_kind, table)[-1]

    # -- bulk, for snapshots ------------------------------------------------------

    @abstractmethod
    def node_ids(self, node_kind: str) -> pa.Table:
        """Every node: `node_no` int64, `node_id` string; any order."""

    @abstractmethod
    def export(self, kind: Kind, at: At) -> pa.Table:
        """Facts visible at `at`, any order.

        References are `<name>_no` int64 (null where absent) instead of ids; then the
        properties, `source`, `record_id`, `valid_from`, `valid_to`, `content_hash`.
        """

    # -- findings -----------------------------------------------------------------

    @abstractmethod
    def write_findings(self, run: Run, tables: Mapping[str, pa.Table]) -> None:
        """Replace the findings of the run's analysis, all or nothing.

        Findings are not facts: they stand outside the sequence and the changes. The
        tables are those of `graph.analysis.findings`: ``circle`` and
        ``circle_member`` of the analysis circles, ``score`` of the analysis pd.
        """

    @abstractmethod
    def runs(self) -> list[Run]:
        """The newest run of each analysis, by analysis."""

    @abstractmethod
    def findings(self, name: str) -> pa.Table | None:
        """A findings table of its newest run, or None where none was written."""

    def publish(self, snapshot_id: str, pairs: pa.Table) -> None:  # noqa: B027
        """Show the snapshot's derived guarantor-debtor pairs to the store's own users.

        `pairs`: guarantor_id, debtor_id, effective, face, contracts. Stores whose
        users read through this service only have nothing to do.
        """

    # -- life ---------------------------------------------------------------------

    @abstractmethod
    def check(self) -> list[str]:
        """Sentences on what is wrong inside; empty when the store is sound."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url!r})"
