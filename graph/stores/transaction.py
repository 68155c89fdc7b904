"""The inside of one write: what a store's transaction offers to the shared rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.model import FactBatch
    from graph.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Versions:
    """Open versions of the records a batch names, aligned with its rows.

    `fact_no` is -1 where the record is new; `collected_at` is that of the last
    confirmation, where there is one. Shapes (rows,).
    """

    fact_no: NDArray[np.int64]
    content_hash: NDArray[np.int64]
    collected_at: NDArray[np.int64]


class Transaction(Protocol):
    """The inside of one write, holding the writer's lock."""

    @property
    def sequence(self) -> int:
        """Number of this commit, or of the last one while nothing has changed."""

    def open_versions(self, batch: FactBatch) -> Versions:
        """Open versions of the records that the batch names."""

    def open_facts(
        self, kind: Kind, source: str, record_ids: Sequence[str]
    ) -> NDArray[np.int64]:
        """Fact numbers of the open versions of these records."""

    def close_facts(self, kind: Kind, fact_nos: NDArray[np.int64]) -> None:
        """End the recorded time of these versions at this transaction's instant."""

    def confirm(
        self,
        kind: Kind,
        fact_nos: NDArray[np.int64],
        collected_at: NDArray[np.int64],
    ) -> None:
        """Note when these versions were collected again, as of this instant."""

    def insert(self, kind: Kind, table: pa.Table, hashes: NDArray[np.int64]) -> None:
        """Add versions recorded from this instant; node kinds create their nodes."""

    def mark_done(self, ledger_key: str) -> None:
        """Remember that this piece of a load is in, in the same transaction."""
