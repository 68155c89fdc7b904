"""Which of two transfers of one moment came first, where their source numbers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import order_by
from graph.snapshot.arrays import decoded, encoded, integers, single_chunk

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.kernels.csr import Int32s, Int64s
    from graph.snapshot.flows import Flows

UNNUMBERED = -1


def order_keys(transfers: pa.Table, rows: Int32s) -> tuple[Int32s, Int32s]:
    """Source and order number of some transfers, each as a rank; shape (rows,).

    Both are `UNNUMBERED` where the order number is missing or is no whole number. It
    is compared as a number, however long: 7 and 007 are equal.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = single_chunk(transfers, "order_no").take(pa.array(rows))
    # without leading zeros the longer number is the larger one
    digits = pc.utf8_ltrim(texts, "0")
    digits = pc.if_else(pc.match_substring_regex(texts, r"^[0-9]+$"), digits, None)
    codes = digits.dictionary_encode()
    values = codes.dictionary
    by_size = pa.table({"length": pc.utf8_length(values), "digits": values})
    keys = [(name, "ascending") for name in by_size.column_names]
    rank = np.empty(len(values), np.int32)
    rank[pc.sort_indices(by_size, sort_keys=keys).to_numpy()] = np.arange(rank.size)
    places = integers(codes.indices, UNNUMBERED)
    numbered = places >= 0
    steps = np.full(rows.size, UNNUMBERED, np.int32)
    steps[numbered] = rank[places[numbered]]
    sources = encoded(decoded(single_chunk(transfers, "source").take(pa.array(rows))))
    groups = integers(sources.indices, UNNUMBERED).astype(np.int32)
    groups[~numbered] = UNNUMBERED
    return groups, steps


def tied(time: Int64s, concerned: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Int32s:
    """Places of those concerned that share their moment, ascending; times ascend."""
    own = np.flatnonzero(concerned)
    same = np.diff(time[own]) == 0
    mask = np.zeros(own.size, np.bool_)
    mask[1:] = same
    mask[:-1] |= same
    found: Int32s = own[mask].astype(np.int32)
    return found


def sequence(
    time: Int64s, groups: Int32s, steps: Int32s
) -> tuple[Int32s, Int32s, Int32s]:
    """Order of tied transfers by moment, source and order number; batch and step.

    A batch is what one source numbered of one moment. Inside of it a transfer comes
    before those of higher steps; those of no batch (`UNNUMBERED`) before none. Batches
    and steps are given in the new order.
    """
    moment = np.cumsum(np.diff(time, prepend=time[:1]) != 0).astype(np.int32)
    order = order_by(
        (moment, int(moment.max(initial=0)) + 1),
        (groups + np.int32(1), int(groups.max(initial=0)) + 2),
        (steps + np.int32(1), int(steps.max(initial=0)) + 2),
    )
    moment, groups, steps = moment[order], groups[order], steps[order]
    begins = (np.diff(moment, prepend=-1) != 0) | (np.diff(groups, prepend=-2) != 0)
    batch = np.cumsum(begins).astype(np.int32)
    batch[groups == UNNUMBERED] = UNNUMBERED
    return order, batch, steps


def record_ranks(flows: Flows, transfers: pa.Table) -> Int32s:
    """Rank of each flow by time; transfers of one moment by source and record."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ranks = np.arange(len(flows), dtype=np.int32)
    places = tied(flows.time, flows.are_transfers())
    names = transfers.select(["source", "record_id"]).take(flows.row[places])
    table = pa.table(
        {
            "time": flows.time[places],
            **{name: decoded(names[name]) for name in names.column_names},
        }
    )
    keys = [(name, "ascending") for name in table.column_names]
    ranks[places[pc.sort_indices(table, sort_keys=keys).to_numpy()]] = places
    return ranks
