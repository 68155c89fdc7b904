"""Detection of shares whose sum exceeds 1 at some instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.vocabulary import SHARE_UNIT
from ingest.loading.fingerprints import fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_FOREVER = np.iinfo(np.int64).max


class ShareSums:
    """Sums of shares by asset or contract, collected in pieces.

    Holders may follow each other, so what counts is the largest sum at any moment.
    Each share was rounded to 1e-8, so half of that per holder is no excess.
    """

    def __init__(self, whole: str, what: str) -> None:
        self._whole = whole
        self._what = what
        self._tables: list[pa.Table] = []

    def add(self, table: pa.Table) -> None:
        """Take in rows that state a share."""
        columns = [self._whole, "share", "valid_from", "valid_to", "file", "row"]
        stated = table.select(columns).filter(table["share"].is_valid())
        if stated.num_rows:
            self._tables.append(stated)

    def over_full(self) -> Iterator[tuple[str, str]]:
        """File and words for each thing whose shares exceed 1, by first appearance.

        O(rows log rows).
        """
        if not self._tables:
            return
        table = pa.concat_tables(self._tables).combine_chunks()
        codes = fingerprints(table[self._whole].combine_chunks())
        _, first, group = np.unique(codes, return_index=True, return_inverse=True)
        shares = table["share"].to_numpy()
        limits = SHARE_UNIT + np.bincount(group) // 2
        # only what is above the limit in total can be so at some moment
        totals = np.bincount(group, weights=shares.astype(np.float64))
        rows = np.flatnonzero((totals > limits)[group])
        if not rows.size:
            return
        ends = table["valid_to"].fill_null(_FOREVER).to_numpy()[rows]
        peaks = _peaks(
            group[rows], shares[rows], table["valid_from"].to_numpy()[rows], ends
        )
        for place, peak in sorted((first[key], top) for key, top in peaks.items()):
            if peak > limits[group[place]]:
                row = table.slice(int(place), 1).to_pylist()[0]
                what = f"{self._what} {row[self._whole]}"
                total = f"{peak / SHARE_UNIT:.9g}"
                yield row["file"], f"row {row['row']}: {what} add up to {total}"


def _peaks(
    groups: NDArray[np.int64],
    shares: NDArray[np.int64],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> dict[int, int]:
    """Largest sum at any moment, by group: a sweep over begins and ends."""
    keys = np.concatenate((groups, groups))
    moments = np.concatenate((begins, ends))
    steps = np.concatenate((shares, -shares))
    # of one moment the ends come first: periods are open at their end
    order = np.lexsort((steps, moments, keys))
    keys = keys[order]
    sums = np.cumsum(steps[order])  # each group's steps cancel out
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    peaks = np.maximum.reduceat(sums, starts)
    return dict(zip(keys[starts].tolist(), peaks.tolist(), strict=True))
