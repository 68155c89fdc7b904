"""What moved over each account: how much, how often, between which days, with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from graph.analysis.amounts import falling, known_sum, known_sums, stated
from graph.analysis.answer import Meaning, Money
from graph.analysis.receipt import Issuer, Receipt, canonical_bytes
from graph.engines.local import LOCAL
from graph.instant import format_day

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.engines.base import Engine
    from graph.kernels.csr import Int32s, Int64s
    from graph.snapshot import Flows, Snapshot

VERSION = "1"
_NEVER = np.iinfo(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFigures:
    """What moved over an account, or between two, in the reporting currency.

    Withdrawals count as transfers out.
    """

    sent_transfers: int
    received_transfers: int
    sent: Annotated[Money, Meaning("Sum of the known amounts; null: none is known.")]
    received: Annotated[Money, Meaning("As `sent`.")]
    unknown_amounts: Annotated[int, Meaning("Transfers that are in no sum.")]
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFigures(MoneyFigures):
    """What moved over an account."""

    account_id: str
    counterparties: Annotated[int, Meaning("Other accounts that it paid or was paid.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterpartyFigures(MoneyFigures):
    """What moved between an account and another one, seen from the first."""

    account_id: Annotated[str, Meaning("The other account.")]


@dataclass(frozen=True, slots=True, eq=False)
class AccountTotals:
    """Figures of every account, by account number; shape (accounts,) each.

    Attributes
    ----------
    sent_transfers, received_transfers, counterparties, unknown_amounts
        Counts.
    sent, received
        Major units of the reporting currency, NaN where none of them is known.
    first, last
        UTC milliseconds; where nothing moved `first` is after `last`.
    """

    sent_transfers: Int64s
    received_transfers: Int64s
    sent: NDArray[np.float64]
    received: NDArray[np.float64]
    unknown_amounts: Int64s
    counterparties: Int64s
    first: Int64s
    last: Int64s
    receipt: Receipt

    @property
    def volume(self) -> NDArray[np.float64]:
        """Known amounts sent and received."""
        return np.nan_to_num(self.sent) + np.nan_to_num(self.received)


def account_totals(snapshot: Snapshot, engine: Engine = LOCAL) -> AccountTotals:
    """Figures of every account.

    Raises
    ------
    MissingRateError
        An amount is in a currency without a rate.

    Notes
    -----
    O(m log m) for m transfers: about a second for five million.
    """
    issuer = Issuer("accounts", VERSION, snapshot, {}, engine)
    flows, n = snapshot.flows, snapshot.flows.n_accounts
    paid = np.flatnonzero(flows.are_transfers())
    tail, head = flows.tail[paid], flows.head[paid]
    amount, time = flows.amount[paid], flows.time[paid]
    counts = [np.bincount(ends, minlength=n) for ends in (tail, head)]
    missing = np.isnan(amount)
    sums, unknown = [], np.zeros(n, np.int64)
    for ends, count in zip((tail, head), counts, strict=True):
        lacking = np.bincount(ends[missing], minlength=n)
        total = np.bincount(ends, np.where(missing, 0.0, amount), n)
        sums.append(np.where((count > 0) & (lacking == count), np.nan, total))
        unknown += lacking
    unknown -= np.bincount(tail[missing & (tail == head)], minlength=n)
    first, last = np.full(n, _NEVER.max), np.full(n, _NEVER.min)
    for ends in (tail, head):
        np.minimum.at(first, ends, time)
        np.maximum.at(last, ends, time)
    arrays = {
        "sent_transfers": counts[0],
        "received_transfers": counts[1],
        "sent": sums[0],
        "received": sums[1],
        "unknown_amounts": unknown,
        "counterparties": _others(tail, head, n),
        "first": first,
        "last": last,
    }
    return AccountTotals(**arrays, receipt=issuer.seal(canonical_bytes(arrays)))


def _others(tail: Int32s, head: Int32s, n: int) -> Int64s:
    """How many other accounts each one has a transfer with."""
    low, high = np.minimum(tail, head).astype(np.int64), np.maximum(tail, head)
    pairs = np.unique((low * n + high)[low != high])
    found: Int64s = np.bincount(np.concatenate((pairs // n, pairs % n)), minlength=n)
    return found


def account_figures(
    snapshot: Snapshot, totals: AccountTotals, number: int
) -> AccountFigures:
    """What moved over an account."""
    moved = totals.first[number] <= totals.last[number]
    return AccountFigures(
        account_id=snapshot.node_id("account", number),
        sent_transfers=int(totals.sent_transfers[number]),
        received_transfers=int(totals.received_transfers[number]),
        sent=stated(totals.sent[number]),
        received=stated(totals.received[number]),
        unknown_amounts=int(totals.unknown_amounts[number]),
        counterparties=int(totals.counterparties[number]),
        first_day=format_day(int(totals.first[number])) if moved else None,
        last_day=format_day(int(totals.last[number])) if moved else None,
    )


@dataclass(frozen=True, slots=True)
class AccountMoney:
    """An account's figures, and those with each other account, largest sums first."""

    figures: AccountFigures
    counterparties: tuple[CounterpartyFigures, ...]
    receipt: Receipt


def account_money(
    snapshot: Snapshot, account_id: str, engine: Engine = LOCAL
) -> AccountMoney:
    """What moved over one account, and between it and each other one.

    Raises
    ------
    NotFoundError
        No visible fact describes or names the account.
    MissingRateError
        An amount is in a currency without a rate.

    Notes
    -----
    O(k log k) for its k transfers.
    """
    number = snapshot.number("account", account_id)
    issuer = Issuer("accounts", VERSION, snapshot, {"account": account_id}, engine)
    flows = snapshot.flows
    sent, received = (
        _transfers(flows, rows.flow[rows.indptr[number] : rows.indptr[number + 1]])
        for rows in (flows.outgoing, flows.incoming)
    )
    rows = _by_other(snapshot, number, sent, received)
    figures = AccountFigures(
        account_id=account_id,
        counterparties=len(rows),
        **_figures(flows, sent, received),
    )
    return AccountMoney(figures, tuple(rows), issuer.seal([figures, rows]))


def _transfers(flows: Flows, numbers: Int32s) -> Int32s:
    return numbers[flows.are_transfers(numbers)]


def _by_other(
    snapshot: Snapshot, number: int, sent: Int32s, received: Int32s
) -> list[CounterpartyFigures]:
    """What moved between an account and each other one, largest sums first."""
    flows = snapshot.flows
    moved = np.concatenate((sent, received))
    other = np.concatenate((flows.head[sent], flows.tail[received]))
    out = np.arange(moved.size) < sent.size
    apart = other != number
    moved, out = moved[apart], out[apart]
    others, owner = np.unique(other[apart], return_inverse=True)
    n, amount, time = others.size, flows.amount[moved], flows.time[moved]
    first, last = np.full(n, _NEVER.max), np.full(n, _NEVER.min)
    np.minimum.at(first, owner, time)
    np.maximum.at(last, owner, time)
    unknown = np.bincount(owner[np.isnan(amount)], minlength=n)
    rows = [
        CounterpartyFigures(
            account_id=name,
            sent_transfers=gone,
            received_transfers=come,
            sent=paid,
            received=got,
            unknown_amounts=missing,
            first_day=format_day(begin),
            last_day=format_day(end),
        )
        for name, gone, come, paid, got, missing, begin, end in zip(
            snapshot.ids("account").take(others).to_pylist(),
            np.bincount(owner[out], minlength=n).tolist(),
            np.bincount(owner[~out], minlength=n).tolist(),
            known_sums(amount[out], owner[out], n),
            known_sums(amount[~out], owner[~out], n),
            unknown.tolist(),
            first.tolist(),
            last.tolist(),
            strict=True,
        )
    ]
    return sorted(rows, key=lambda row: (falling(_volume(row)), row.account_id))


def _volume(row: MoneyFigures) -> float | None:
    known = [amount for amount in (row.sent, row.received) if amount is not None]
    return sum(known) if known else None


def _figures(flows: Flows, sent: Int32s, received: Int32s) -> dict[str, Any]:
    both = np.union1d(sent, received)
    times = flows.time[both]
    return {
        "sent_transfers": sent.size,
        "received_transfers": received.size,
        "sent": known_sum(flows.amount[sent]),
        "received": known_sum(flows.amount[received]),
        "unknown_amounts": int(np.isnan(flows.amount[both]).sum()),
        "first_day": format_day(int(times[0])) if times.size else None,
        "last_day": format_day(int(times[-1])) if times.size else None,
    }
