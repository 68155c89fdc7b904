"""Changes laid over the rows that the closing check searches, and ranks after them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from graph.algorithms.components import strongly_connected_components
from graph.kernels.closing_ranks import settle
from graph.kernels.csr import Csr, Int32s, Int64s, read_only
from graph.kernels.cycle_closing import changed_rows

Pairs: TypeAlias = tuple[Int32s, Int32s]
"""Guarantors and debtors."""

NO_ROWS: Int32s = read_only(np.full((1, 3), -1, dtype=np.int32))
NO_ITEMS: Int32s = read_only(np.empty(0, dtype=np.int32))
NO_PAIRS: Pairs = (NO_ITEMS, NO_ITEMS)
TURN = 1_000
"""Entries that one search for ranks reads before the other one goes on.

A node at a time, the calls cost more than the reads.
"""


@dataclass(frozen=True, slots=True, eq=False)
class ChangedRows:
    """Rows by guarantor and by debtor, with those that changed looked up first."""

    forward: Csr
    backward: Csr
    table: Int32s
    items: Int32s
    back_table: Int32s
    back_items: Int32s

    @classmethod
    def of(
        cls, forward: Csr, backward: Csr, added: Pairs, closed: Pairs
    ) -> ChangedRows:
        """The rows with these changes. O(c log c + degrees of the touched nodes)."""
        return cls(
            forward,
            backward,
            *_changed(forward, added, closed),
            *_changed(backward, added[::-1], closed[::-1]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class ClosingOverlay:
    """Rows that changed since the snapshot, or in a what-if.

    Attributes
    ----------
    rows
        Every row as it is now.
    ranks
        Shape (n,), new nodes included. Every guarantee runs to an equal or lower rank.
    closed
        Pairs without any guarantee left.
    """

    rows: ChangedRows
    ranks: Int32s
    closed: Pairs

    @classmethod
    def of(
        cls,
        rows: ChangedRows,
        ranks: Int32s,
        added: Pairs,
        closed: Pairs,
        *,
        n: int,
        reopened: Pairs,
        max_work: int,
    ) -> ClosingOverlay:
        """Lay changes over rows whose ranks are known, as `ClosingIndex.overlay` says.

        Parameters
        ----------
        ranks
            Right for the rows without `added` and `reopened`; perhaps of fewer nodes.
        reopened
            Pairs of the snapshot that those ranks need not be right for.
        max_work
            Adjacency entries to read for new ranks before they are all found again.
        """
        known = ranks
        if n > ranks.size:  # nobody guarantees a new node yet: it may stand highest
            known = np.append(ranks, np.arange(ranks.size, n, dtype=np.int32))
        tail, head = (
            np.concatenate(both) for both in zip(added, reopened, strict=True)
        )
        climbs = known[tail] < known[head]
        if climbs.any():
            known = known.copy()
            climbing = read_only(tail[climbs]), read_only(head[climbs])
            if not settle(
                rows.forward.indptr, rows.forward.indices,
                rows.backward.indptr, rows.backward.indices,
                rows.table, rows.items, rows.back_table, rows.back_items,
                known, *climbing, max_work, TURN,
            ):  # fmt: skip
                known = _found_again(rows.forward, added, closed, n)
        return cls(rows, read_only(known), closed)


def pairs_without(pairs: Pairs, others: Pairs) -> Pairs:
    """Those pairs that are not among the others. O(k log k)."""
    kept = ~np.isin(_keys(pairs), _keys(others))
    return pairs[0][kept], pairs[1][kept]


def _keys(pairs: Pairs) -> Int64s:
    """Each pair as a single number."""
    keys: Int64s = pairs[0].astype(np.int64) << 32 | pairs[1]
    return keys


def _found_again(forward: Csr, added: Pairs, closed: Pairs, n: int) -> Int32s:
    """Strong components of the rows as they are now. O(n + m)."""
    tail, head = pairs_without((forward.tails(), forward.indices), closed)
    rows = Csr.build(
        np.concatenate((tail, added[0])), np.concatenate((head, added[1])), n
    )
    return strongly_connected_components(rows)


def _changed(rows: Csr, added: Pairs, closed: Pairs) -> tuple[Int32s, Int32s]:
    """Read-only table and items of the rows that the changes touch."""
    ends: list[Int32s] = []
    for tail, head in (added, closed):
        order = np.lexsort((head, tail))
        ends += [tail[order], head[order]]
    table, items = changed_rows(rows.indptr, rows.indices, *ends)
    return read_only(table), read_only(items)
