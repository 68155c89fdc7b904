"""Written transfers as arrays beside those of a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.errors import MissingRateError
from graph.kernels.csr import read_only
from graph.kernels.ring_closing import Ties, flows_at
from graph.snapshot.arrays import decoded, is_valid_mask, single_chunk
from graph.snapshot.flow_order import UNNUMBERED, order_keys, sequence

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.overlay.transfers import TransferOverlay
    from graph.snapshot import Snapshot

NO_FLOWS = read_only(np.empty(0, np.int32))
SEQUENCED = ("source", "order_no")
"""What says which of two transfers of one moment came first."""


def numbered(
    snapshot: Snapshot, written: pa.Table
) -> tuple[Int32s, Int32s, dict[str, int]]:
    """Numbers of payers and payees; those that are new to the snapshot."""
    n = snapshot.flows.n_nodes
    new: dict[str, int] = {}
    both = []
    for name in ("payer_id", "payee_id"):
        ids = single_chunk(written, name)
        numbers = snapshot.lookup("account").find_all(ids).copy()
        for place in np.flatnonzero(numbers < 0).tolist():
            numbers[place] = new.setdefault(ids[place].as_py(), n + len(new))
        both.append(numbers)
    return both[0], both[1], new


def known_amounts(
    overlay: TransferOverlay, written: pa.Table
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Amounts in the reporting currency, NaN without a rate; currencies without one."""
    amounts = np.full(written.num_rows, np.nan)
    unknown = []
    for currency in single_chunk(written, "currency").unique().to_pylist():
        rows = np.flatnonzero(holds(written, "currency", currency))
        try:
            amounts[rows] = overlay.base.converter.amounts(
                written.take(rows), "amount", "amount of transfers"
            )
        except MissingRateError:
            unknown.append(currency or "")
    return amounts, tuple(sorted(unknown))


def holds(table: pa.Table, name: str, value: str | None) -> NDArray[np.bool_]:
    """Which rows have a value in a column; None: which have none."""
    import pyarrow.compute as pc

    values = single_chunk(table, name)
    if value is None:
        return ~is_valid_mask(values)
    same = pc.fill_null(pc.equal(values, value), fill_value=False)
    return np.asarray(same.to_numpy(zero_copy_only=False))


def sequenced(overlay: TransferOverlay, flows: Int32s, rows: Int32s) -> pa.Table:
    """Source and order number of some flows of the snapshot, then of some written."""
    import pyarrow as pa

    own = overlay.snapshot.flows.row[flows]
    parts = [(overlay.base.table, own), (overlay.visible, rows)]
    return pa.concat_tables(
        [
            pa.table(
                {
                    name: decoded(table[name].take(pa.array(chosen)))
                    for name in SEQUENCED
                }
            ).cast(pa.schema([(name, pa.string()) for name in SEQUENCED]))
            for table, chosen in parts
        ]
    )


def ties_of(
    overlay: TransferOverlay,
    ends: tuple[Int32s, Int32s],
    time: Int64s,
    gone: Int32s,
) -> tuple[Int32s, Int32s, Ties]:
    """Batch and step of written transfers, and of the flows that meet their moments.

    Only flows that end where one of them begins, or begin where it ends, are compared.
    """
    flows = overlay.snapshot.flows
    free = np.full(time.size, UNNUMBERED, np.int32)
    if single_chunk(overlay.visible, "order_no").null_count == time.size:
        return free, free.copy(), Ties(NO_FLOWS, NO_FLOWS, NO_FLOWS)
    met = [
        flows_at(rows.indptr, rows.flow, flows.time, read_only(nodes), read_only(time))
        for rows, nodes in zip((flows.incoming, flows.outgoing), ends, strict=True)
    ]
    beside = np.setdiff1d(np.concatenate(met), gone).astype(np.int32)
    beside = beside[flows.are_transfers(beside)]
    rows = np.arange(time.size, dtype=np.int32)
    keys = sequenced(overlay, beside, rows)
    moments = np.concatenate((flows.time[beside], time))
    by_time = np.argsort(moments, kind="stable")
    groups, steps = order_keys(keys, np.arange(moments.size, dtype=np.int32))
    order, *found = sequence(moments[by_time], groups[by_time], steps[by_time])
    both = []
    for values in found:
        placed = np.empty(moments.size, np.int32)
        placed[by_time[order]] = values
        both.append(placed)
    known = [read_only(values[: beside.size]) for values in both]
    batch, step = (values[beside.size :] for values in both)
    return batch, step, Ties(read_only(beside), *known)
