"""What every store does. Semantics are stated here once; subclasses only execute.

A store keeps bitemporal facts. A write is one batch in one transaction under one
writer's lock; each commit gets the next sequence number and an instant
`recorded_from` that is strictly greater than the one before. Nothing is
overwritten: a correction closes the open version and adds a new one, and the same
content collected later confirms it: a note of when, which moves its `collected_at`
for whoever reads as of that commit or later.

A version is *visible* at an `At` that sees its four times, unless another version of
the same source and record is seen there too and is valid from later: a record that
says something new from March on need not end what it said before.

A subclass implements the hooks with a leading underscore and the abstract reads;
the public writes are final, so that a corrected, late, duplicate or stale fact
means the same everywhere. Three reads carry the rest: a view's `select`, `changes`
and `node_ids`; what follows from them is overridden where a store is faster.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Self, final

from graph.instant import BEGINNING, At
from graph.model import AppendReport, content_hashes
from graph.stores.classify import classify, refuse_dangling, refuse_malformed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from types import TracebackType

    import pyarrow as pa

    from graph.model import FactBatch, Publication, Run
    from graph.stores.graph_views import GraphView
    from graph.stores.transaction import Transaction
    from graph.stores.view import StoreView
    from graph.vocabulary import Kind


class Store(ABC):
    """Bitemporal facts behind a URL. Use as a context manager or `close()` it."""

    url: str
    """Names the store in messages; without credentials."""

    store_id: str
    """Drawn at random when the store is made; copies of its content keep it."""

    remote: ClassVar[bool] = False
    """Whether each read crosses a network; then who wants to keep up polls."""

    durable: ClassVar[bool] = True
    """Whether another process may open the same store, now or later."""

    def bulk_source(self) -> Path | None:
        """The file from which a child process reads much faster than this one.

        None: there is no such way, and bulk reads go through the open store.
        """
        return None

    @final
    def append(
        self, batch: FactBatch, *, ledger_key: str | None = None
    ) -> AppendReport:
        """Write a batch as a whole.

        Per record: unknown -> added; same content -> confirmed where it was collected
        later than the open version, else unchanged; other content and `collected_at`
        not older than the open version's, as last confirmed -> corrected (the old
        version is closed); older -> stale, not applied. With an error nothing of the
        batch is written.

        Raises
        ------
        InvalidRecordError
            A cell that every fact needs is empty, or two rows name the same record.
        DanglingReferenceError
            A row refers to a node that no fact in the store describes.
        StoreBusyError
            The writer's lock was not had in time.
        """
        refuse_malformed(batch)
        refuse_dangling(batch, self.missing)
        hashes = content_hashes(batch.kind, batch.table)
        with self._writing() as transaction:
            plan = classify(batch, hashes, transaction.open_versions(batch))
            if plan.closed.size:
                transaction.close_facts(batch.kind, plan.closed)
            if plan.confirmed.size:
                seen = batch.table["collected_at"].to_numpy()[plan.confirming]
                transaction.confirm(batch.kind, plan.confirmed, seen)
            if plan.inserted.size:
                transaction.insert(
                    batch.kind,
                    batch.table.take(plan.inserted),
                    hashes[plan.inserted],
                )
            if ledger_key is not None:
                transaction.mark_done(ledger_key)
            return AppendReport(*plan.counts, transaction.sequence)

    @final
    def retract(self, kind: Kind, source: str, record_ids: Sequence[str]) -> int:
        """Close every open version of these records; the number closed.

        History stays readable with an earlier `known_at`.
        """
        with self._writing() as transaction:
            fact_nos = transaction.open_facts(kind, source, record_ids)
            if fact_nos.size:
                transaction.close_facts(kind, fact_nos)
            return int(fact_nos.size)

    @contextmanager
    def bulk_load(self) -> Iterator[None]:
        """A block of many appends, in which a store may put off what readers need.

        Each append is whole and lasting as ever, and each read right, though kinds
        that were empty before may be slow to read until the block ends. Where the
        process is killed inside it, the next opening does what was put off.
        """
        yield

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Transaction]:
        """Take the lock, open a transaction; commit on success, else roll back.

        A transaction that changed nothing consumes no sequence number.
        """

    @abstractmethod
    def sequence(self, known_at: int | None = None) -> int:
        """Number of the last commit, or of the last one recorded by an instant.

        0 when nothing was written by then. Cheap.
        """

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

    @abstractmethod
    def missing(self, node_kind: str, ids: Sequence[str]) -> list[str]:
        """Those ids that no fact ever described, in the order given."""

    @final
    def view(self, at: At | None = None) -> StoreView:
        """Reads at one instant, by default that of the last commit."""
        return self._view(self.at() if at is None else at)

    @abstractmethod
    def _view(self, at: At) -> StoreView:
        """The store's own reads."""

    def history(self, kind: Kind, source: str, record_id: str) -> pa.Table:
        """Every version of a record, closed ones too, by recorded then valid time."""
        import pyarrow.compute as pc

        versions = self.changes(kind, BEGINNING)
        same = pc.and_(
            pc.equal(versions["source"], source),
            pc.equal(versions["record_id"], record_id),
        )
        return versions.filter(same)

    @abstractmethod
    def changes(self, kind: Kind, after: int) -> pa.Table:
        """Versions recorded or closed after `after` (UTC ms), by recorded_from.

        Descriptions confirmed since are among them where others describe the same
        node, since which of them counts may have changed. Columns as a view's
        `select`; ties by source, record_id, valid_from.
        """

    @abstractmethod
    def node_ids(self, node_kind: str) -> pa.Table:
        """Every node: `node_no` int64, `node_id` string; any order."""

    @abstractmethod
    def write_findings(
        self,
        run: Run,
        tables: Mapping[str, pa.Table],
        views: Mapping[str, GraphView] | None = None,
    ) -> None:
        """Replace the findings of the run's analysis, all or nothing.

        Findings are not facts: they stand outside the sequence and the changes.
        `views` tell by table what users of a graph database see of it, in an order in
        which each refers to earlier ones only; other stores ignore them.
        """

    @abstractmethod
    def runs(self) -> list[Run]:
        """The newest run of each analysis, by analysis."""

    @abstractmethod
    def findings(self, name: str, columns: Sequence[str] = ()) -> pa.Table | None:
        """A findings table of its newest run, or None where none was written.

        Rows are in the order in which they were written.

        Parameters
        ----------
        columns
            Only these, in this order; all by default.
        """

    @abstractmethod
    def publish(self, publication: Publication, pairs: pa.Table) -> None:
        """Let this publication take the place of the former, which is shown until then.

        Outside of the sequence and the changes, like findings, which are written
        before. `pairs` (guarantor_id, debtor_id, effective, face, contracts) are shown
        along with it by stores whose own users ask for them.
        """

    @abstractmethod
    def publication(self) -> Publication | None:
        """What is published; None where nothing ever was. Cheap."""

    @abstractmethod
    def check(self, *, quick: bool = False) -> list[str]:
        """Sentences on what is wrong inside; empty when the store is sound.

        Everything is read and compared with the digests that commits and findings
        left (`graph.stores.digest`), unless it must be quick.
        """

    def commits_without_digest(self) -> int:
        """Commits that `check` cannot compare: an older release wrote them. Cheap."""
        return 0

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
