"""What a published search found of a snapshot, and what it covered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from graph.analysis.answer import Total
from graph.analysis.receipt import Receipt, canonical_bytes, digest
from graph.analysis.snapshot_directory import BUILD_COMMAND
from graph.errors import NotPublishedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyarrow as pa

    from graph.analysis.published import Published
    from graph.model import Run
    from graph.stores.base import Store

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, eq=False)
class PublishedRun:
    """A run whose findings a store publishes of the snapshot that is answered from.

    Attributes
    ----------
    receipt
        What the search came from; its run says what it covered.
    """

    published: Published
    store: Store
    run: Run
    receipt: Receipt

    @classmethod
    def of(
        cls, published: Published, store: Store, analysis: str
    ) -> PublishedRun | None:
        """That of an analysis; None: nothing of it is published."""
        run = published.run(store, analysis)
        if run is None:
            return None
        return cls(published, store, run, Receipt.from_dict(run.receipt))

    def table(self, name: str) -> pa.Table:
        """One of the tables that it wrote.

        Raises
        ------
        NotPublishedError
            They were replaced meanwhile.
        """
        found = self.published.table(self.store, name, self.run)
        if found is None:
            raise NotPublishedError(BUILD_COMMAND)
        return found

    @property
    def truncated_by(self) -> tuple[str, ...]:
        """Limits that cut the search, each with what it cut, as ``work:rings``."""
        return tuple(
            name if ":" in name else f"{name}:{self.run.analysis}"
            for name in self.receipt.run["truncated_by"]
        )

    @property
    def complete_before(self) -> str | None:
        """The instant before which it found all; None: it found all, or has no such."""
        instant: str | None = self.receipt.run.get("complete_before")
        return instant

    def cuts_of(self, part: str) -> tuple[str, ...]:
        """Limits that cut the search for a part of what it looked for."""
        return tuple(name for name in self.truncated_by if name.endswith(f":{part}"))

    def total(self, count: int, part: str | None = None) -> Total:
        """So many findings, or at least so many where the search for them was cut."""
        cuts = self.truncated_by if part is None else self.cuts_of(part)
        return Total(count, "gte" if cuts else "eq")


def kept_of(run: PublishedRun, read: Callable[[PublishedRun], Found]) -> Found:
    """What is read of a run, kept until another run of its analysis is asked for."""
    kept = run.published.kept.get(run.run.analysis)
    if kept is not None and kept[0] == run.run:
        found: Found = kept[1]
        return found
    found = read(run)
    run.published.kept[run.run.analysis] = run.run, found
    return found


def beside(receipt: Receipt, runs: Iterable[Receipt]) -> Receipt:
    """The receipt of a result that is shown together with what runs found.

    It names the runs, and its hash is of their results as well: whoever makes it again
    makes all of them.
    """
    found = {run.analysis: run for run in runs}
    if not found:
        return receipt
    named = {
        name: {"version": run.version, "parameters": run.parameters}
        for name, run in found.items()
    }
    hashes = {name: run.result_hash for name, run in found.items()}
    return replace(
        receipt,
        parameters={**receipt.parameters, "runs": named},
        result_hash=digest(canonical_bytes([receipt.result_hash, hashes])),
    )
