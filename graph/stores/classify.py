"""What becomes of each row of a batch, decided the same way for every store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import DanglingReferenceError, InvalidRecordError
from graph.model import batch_schema
from graph.vocabulary import Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from graph.model import FactBatch
    from graph.stores.transaction import Versions

RECORD_KEY = ("source", "record_id", "valid_from")
"""Columns that name a fact within its kind."""


@dataclass(frozen=True, slots=True)
class WritePlan:
    """Rows to insert, versions to close, and versions that rows say again, later.

    `counts` are those of an `AppendReport`, in its order; `confirming` are the rows
    that say a version again, aligned with `confirmed`.
    """

    inserted: NDArray[np.int64]
    closed: NDArray[np.int64]
    confirming: NDArray[np.int64]
    confirmed: NDArray[np.int64]
    counts: tuple[int, int, int, int, int]


def classify(
    batch: FactBatch, hashes: NDArray[np.int64], versions: Versions
) -> WritePlan:
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
    confirmed = same & (collected > versions.collected_at)
    stale = known & ~same & (collected < versions.collected_at)
    corrected = known & ~same & ~stale
    added = ~known
    return WritePlan(
        inserted=np.flatnonzero(added | corrected),
        closed=versions.fact_no[corrected],
        confirming=np.flatnonzero(confirmed),
        confirmed=versions.fact_no[confirmed],
        counts=(
            int(added.sum()),
            int(corrected.sum()),
            int((same & ~confirmed).sum()),
            int(stale.sum()),
            int(confirmed.sum()),
        ),
    )


def refuse_malformed(batch: FactBatch) -> None:
    """Check what each later step takes for granted.

    Raises
    ------
    InvalidRecordError
        A cell that every fact needs is empty, or two rows name the same record.
    """
    table = batch.table
    for field in batch_schema(batch.kind):
        if not field.nullable and table[field.name].null_count:
            raise InvalidRecordError(
                batch.kind.name, "", {field.name: "is empty; every fact needs it"}
            )
    names = table.select(RECORD_KEY)
    counted = names.group_by(list(RECORD_KEY)).aggregate([([], "count_all")])
    if counted.num_rows == table.num_rows:
        return
    double = next(row for row in counted.to_pylist() if row["count_all"] > 1)
    raise InvalidRecordError(
        batch.kind.name, double["record_id"], {"record_id": "is in the batch twice"}
    )


def refuse_dangling(
    batch: FactBatch, missing: Callable[[str, list[str]], list[str]]
) -> None:
    """Check that each node referred to is known; `missing` is the store's.

    The node that a node kind itself describes need not be.

    Raises
    ------
    DanglingReferenceError
        Some reference names nodes that no fact describes.
    """
    own = 1 if batch.kind.form is Form.NODE else 0
    for reference in batch.kind.references[own:]:
        ids = batch.table[reference.column].drop_null().unique().to_pylist()
        unknown = missing(reference.node_kind, ids)
        if unknown:
            raise DanglingReferenceError(
                batch.kind.name, reference.column, reference.node_kind, unknown
            )
