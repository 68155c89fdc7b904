"""What becomes of each row of a batch, decided the same way for every store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.model import FactBatch
    from graph.stores.base import Versions


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Rows to insert, versions to close, and (added, corrected, unchanged, stale)."""

    inserted: NDArray[np.int64]
    closed: NDArray[np.int64]
    counts: tuple[int, ...]


def classify(
    batch: FactBatch, hashes: NDArray[np.int64], versions: Versions
) -> Verdicts:
    """Compare rows with the open versions of their records.

    Parameters
    ----------
    batch
        No two rows name the same record.
    hashes
        Content hash per row, shape (rows,).
    versions
        Aligned with the rows.

    Notes
    -----
    O(rows).
    """
    known = versions.fact_no >= 0
    same = known & (versions.content_hash == hashes)
    collected = batch.table["collected_at"].to_numpy()
    stale = known & ~same & (collected < versions.collected_at)
    corrected = known & ~same & ~stale
    added = ~known
    return Verdicts(
        inserted=np.flatnonzero(added | corrected),
        closed=versions.fact_no[corrected],
        counts=(
            int(added.sum()),
            int(corrected.sum()),
            int(same.sum()),
            int(stale.sum()),
        ),
    )
