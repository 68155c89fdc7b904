"""Who holds more than half of whom, up through several layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import range_positions
from graph.snapshot.arrays import integers, single_chunk
from graph.vocabulary import SHARE_UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.snapshot import Snapshot

MAJORITY = SHARE_UNIT // 2
"""More than half of the votes controls: Company Law 2023, article 265."""
MAX_LAYERS = 10


def majority_chains(snapshot: Snapshot, firms: Sequence[int]) -> list[list[int]]:
    """Of each firm its majority owners, topmost first, the firm itself last.

    A chain ends after ten layers, and before an owner that is already in it.

    Notes
    -----
    O(owners above the firms): each layer is read at once for all of them.
    """
    above: dict[int, int] = {}
    layer, seen = sorted(set(firms)), set(firms)
    for _ in range(MAX_LAYERS):
        found = _majority_owners(snapshot, layer)
        above |= found
        layer = sorted(set(found.values()) - seen)
        seen.update(layer)
    return [_chain(above, firm) for firm in firms]


def recorded_shares(snapshot: Snapshot, firms: Sequence[int]) -> list[int]:
    """How much of each firm is recorded as held by anybody, in `SHARE_UNIT`.

    Votes go before capital; an unknown share is none.
    """
    rows = snapshot.incoming("ownership")
    asked = np.asarray(firms, np.int64)
    counts = rows.indptr[asked + 1] - rows.indptr[asked]
    slots = range_positions(rows.indptr[asked], counts)
    totals = np.zeros(asked.size, np.int64)
    if slots.size:
        held = _shares(snapshot, rows.edge[slots])
        np.add.at(totals, np.repeat(np.arange(asked.size), counts), held)
    return [int(total) for total in totals]


def _chain(above: Mapping[int, int], firm: int) -> list[int]:
    chain = [firm]
    while len(chain) <= MAX_LAYERS:
        owner = above.get(chain[-1])
        if owner is None or owner in chain:
            break
        chain.append(owner)
    return chain[::-1]


def _majority_owners(snapshot: Snapshot, firms: Sequence[int]) -> dict[int, int]:
    """The majority owner of each firm that has one.

    Holdings of one owner add up; votes go before capital; an unknown share is none.
    """
    rows = snapshot.incoming("ownership")
    asked = np.asarray(firms, np.int64)
    counts = rows.indptr[asked + 1] - rows.indptr[asked]
    slots = range_positions(rows.indptr[asked], counts)
    if not slots.size:
        return {}
    held = _shares(snapshot, rows.edge[slots])
    asset, owner = np.repeat(asked, counts), rows.indices[slots]
    # parallel holdings stand side by side: rows are sorted by owner
    first = np.flatnonzero(
        np.append(True, (np.diff(asset) != 0) | (np.diff(owner) != 0))
    )
    totals = np.add.reduceat(held, first)
    best: dict[int, tuple[int, int]] = {}
    for firm, holder, total in zip(
        asset[first].tolist(), owner[first].tolist(), totals.tolist(), strict=True
    ):
        if total > max(MAJORITY, best.get(firm, (0, 0))[0]):
            best[firm] = total, holder
    return {firm: holder for firm, (_, holder) in best.items()}


def _shares(snapshot: Snapshot, rows: NDArray[np.int32]) -> NDArray[np.int64]:
    """What counts of each holding, 0 where it is not known; shape (rows,)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table, picked = snapshot.facts("ownership"), pa.array(rows)
    votes, shares = (
        single_chunk(table, name).take(picked) for name in ("voting_share", "share")
    )
    return integers(pc.coalesce(votes, shares), 0)
