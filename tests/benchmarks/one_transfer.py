"""Rings that one new transfer closes, among five million: single calls from Python."""

from __future__ import annotations

from time import perf_counter_ns
from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.closing_rings import Move
from graph.analysis.transfer_check import TransferChecker, check_parameters
from graph.instant import At
from graph.overlay.transfers import TransferOverlay
from graph.snapshot import TRANSFERS, Snapshot
from tests.benchmarks.harness import Row
from tests.benchmarks.money import DAY, DAYS
from tests.benchmarks.money_facts import MoneyFacts, account_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.money import Money

WRITTEN = 50_000
"""Transfers since the snapshot: as many as an overlay has when a new one is due."""
CALLS = 5_000


def one_new_transfer(topic: str, money: Money, seed: int) -> Iterator[Row]:
    """Transfers of the last days asked about, and the latest of each planted ring."""
    order = np.argsort(money.time, kind="stable")
    before, written = order[:-WRITTEN], order[-WRITTEN:]
    at = At(DAYS * DAY, DAYS * DAY)
    snapshot = Snapshot.build(MoneyFacts(money, before, at), at)
    checker = TransferChecker(_overlay(snapshot, money, written))
    checker.warm_up()
    random = np.random.default_rng(seed)
    asked = random.choice(order[order.size // 2 :], CALLS, replace=False)
    last = [ring[-1] for ring in money.planted]
    bounds = check_parameters().bounds()
    spent = []
    closed = 0
    for place, number in enumerate([*last, *asked.tolist()]):
        move = _move(money, number)
        start = perf_counter_ns()
        found = checker.laid.find(
            move, bounds, TRANSFERS, max_rings=1_000, max_work=1_000_000
        )
        spent.append(perf_counter_ns() - start)
        assert not found.truncated_by
        closed += len(found)
        assert place >= len(last) or len(found), "a planted ring is missed"
    for percent in (50, 99):
        yield Row(
            topic,
            f"one new transfer against 30 days, p{percent}",
            float(np.percentile(spent, percent)) / 1e6,
            "ms",
            bar="one-transfer" if percent == 99 else "",
            note=f"{len(spent):,} asked, {closed:,} rings closed; {WRITTEN:,} of "
            f"{order.size:,} written since the snapshot",
        )


def _overlay(snapshot: Snapshot, money: Money, written: np.ndarray) -> TransferOverlay:  # type: ignore[type-arg] # of places
    ends = (
        account_ids(ends[written]).to_pylist() for ends in (money.payer, money.payee)
    )
    rows = [
        {
            "source": "benchmark",
            "record_id": str(number),
            "payer_id": payer,
            "payee_id": payee,
            "transfer_type": "transfer",
            "amount": amount,
            "currency": "CNY",
            "valid_from": time,
        }
        for number, payer, payee, amount, time in zip(
            written.tolist(),
            *ends,
            money.amount[written].astype(np.int64).tolist(),
            money.time[written].tolist(),
            strict=True,
        )
    ]
    return TransferOverlay.of_records(snapshot, rows, [])


def _move(money: Money, number: int) -> Move:
    return Move(
        payer_id=f"account:{money.payer[number]}",
        payee_id=f"account:{money.payee[number]}",
        time=int(money.time[number]),
        amount=int(money.amount[number]),
        currency="CNY",
    )
