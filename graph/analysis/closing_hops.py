"""Transfers of the rings that another one closes, by the numbers of a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.amounts import stated
from graph.analysis.ring_records import RingTransfer
from graph.instant import format_instant
from graph.snapshot.arrays import decoded

if TYPE_CHECKING:
    from graph.analysis.asked_transfer import AskedTransfer
    from graph.analysis.closing_rings import ClosedRings, ClosingRings
    from graph.kernels.csr import Int32s

ASKED = -1
"""Stands for the transfer asked about, which has no number."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A transfer: its record, its moment, the numbers of payer and payee."""

    record: RingTransfer
    time: int
    ends: tuple[int, int]


def hops_of(
    laid: ClosingRings, found: ClosedRings, asked: AskedTransfer
) -> dict[int, Hop]:
    """Each transfer of some rings by its number, and the one asked about."""
    edges = np.unique(found.edges)
    m = len(laid.overlay.snapshot.flows)
    hops = _of_snapshot(laid, edges[edges < m])
    hops.update(_written(laid, edges[edges >= m] - np.int32(m)))
    move = asked.move
    amount = laid.overlay.base.converter.amount(move.amount, move.currency)
    hops[ASKED] = Hop(
        RingTransfer(
            source=asked.source,
            record_id=asked.record_id,
            payer_id=asked.payer_id,
            payee_id=asked.payee_id,
            moved_at=format_instant(move.time) or "",
            amount=stated(amount),
        ),
        move.time,
        (laid.number(asked.payer_id), laid.number(asked.payee_id)),
    )
    return hops


def _of_snapshot(laid: ClosingRings, edges: Int32s) -> dict[int, Hop]:
    snapshot = laid.overlay.snapshot
    flows, ids = snapshot.flows, snapshot.ids("account")
    names = laid.overlay.base.table.select(["source", "record_id"])
    names = names.take(flows.row[edges])
    columns = [
        *(decoded(names[name]).to_pylist() for name in names.column_names),
        *(ids.take(ends[edges]).to_pylist() for ends in (flows.tail, flows.head)),
        *(
            values[edges].tolist()
            for values in (flows.time, flows.amount, flows.tail, flows.head)
        ),
    ]
    return _hops(edges.tolist(), columns)


def _written(laid: ClosingRings, rows: Int32s) -> dict[int, Hop]:
    table = laid.overlay.visible.take(rows)
    m = len(laid.overlay.snapshot.flows)
    names = ("source", "record_id", "payer_id", "payee_id")
    ids = [table[name].to_pylist() for name in names]
    columns = [
        *ids,
        *(values[rows].tolist() for values in (laid.moved.time, laid.moved.amount)),
        *([laid.number(name) for name in ends] for ends in ids[2:]),
    ]
    return _hops((rows + m).tolist(), columns)


def _hops(numbers: list[int], columns: list[list[object]]) -> dict[int, Hop]:
    return {
        number: Hop(
            RingTransfer(
                source=source,
                record_id=record,
                payer_id=payer,
                payee_id=payee,
                moved_at=format_instant(time) or "",
                amount=stated(amount),
            ),
            time,
            (tail, head),
        )
        for number, source, record, payer, payee, time, amount, tail, head in zip(
            numbers, *columns, strict=True
        )
    }
