"""Accounts, everyday payments, loan pay-outs and repayments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.amounts import everyday_amounts
from ingest.synthetic.loans import CURRENCIES
from ingest.synthetic.loans import loan_ids as _loan_ids
from ingest.synthetic.seasons import DAY, draw_days, seconds_of
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import file_table, instants, numbered, spans, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from ingest.synthetic.horizon import Horizon
    from ingest.synthetic.loans import Loans
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]

_GOODS = ("原材料", "成品", "运输服务", "设备", "租金", "咨询服务")
_ACCOUNT_TYPES = ("corporate", "public", "personal")
_ORDERED = 0.8
"""Share of the deals whose payments state an order number."""
_AGAIN = 0.05
"""Share of the everyday payments that are of the same deal as the one before."""


@dataclass(frozen=True, slots=True)
class Transfers:
    """Payments between accounts in order of time; amounts in whole yuan.

    Numbers of accounts equal those of companies, each of which has one; accounts of
    others come after them.
    """

    payer: Integers
    payee: Integers
    amount: Integers
    second: Integers
    deal: Integers  # what payments of one order have in common


def everyday_transfers(roster: Roster, seed: int, options: EconomyOptions) -> Transfers:
    """Trade between partners: the same pairs pay again and again, in any month."""
    random = stream(seed, "transfers")
    horizon = roster.horizon
    count = round(options.transfers_a_year * horizon.years * roster.n_companies)
    n_pairs = max(1, roster.n_companies)
    buyers = random.integers(0, roster.n_companies, n_pairs)
    hubs = roster.n_companies * random.random(n_pairs) ** 1.5
    shift = int(random.integers(0, roster.n_companies))
    sellers = (hubs.astype(np.int64) * 7_919 + shift) % roster.n_companies
    pair = (n_pairs * random.random(count) ** 1.3).astype(np.int64)
    payer, payee = buyers[pair], sellers[pair]
    amount = everyday_amounts(random, count)
    days = draw_days(
        random,
        count,
        (horizon.first, horizon.day),
        options.quarter_end_weight / 2 + 0.5,
    )
    second = seconds_of(random, days)
    keep = payer != payee
    for firm in (payer, payee):
        keep &= (roster.born[firm] <= days) & ~(roster.gone[firm] < days)
    return Transfers(
        payer[keep],
        payee[keep],
        amount[keep],
        second[keep],
        _deals(random, pair, second)[keep],
    )


def _deals(random: np.random.Generator, pair: Integers, second: Integers) -> Integers:
    """A number for each payment, some of them that of the pair's last one."""
    order = np.lexsort((second, pair))
    fresh = np.diff(pair[order], prepend=-1) != 0
    fresh |= random.random(len(pair)) >= _AGAIN
    deal = np.empty(len(pair), dtype=np.int64)
    deal[order] = np.cumsum(fresh) - 1
    return deal


def account_ids(numbers: Integers) -> pa.Array:
    """Ids of accounts."""
    return numbered("demo-account:", numbers)


def deposit_ids(loans: Integers) -> pa.Array:
    """Record ids of the pay-outs of loans."""
    return numbered("deposit:", loans)


def transfer_ids(numbers: Integers) -> pa.Array:
    """Record ids of transfers."""
    return numbered("transfer:", numbers)


def account_holders(roster: Roster, others: Integers) -> Integers:
    """The party that holds each account; `others` hold those after the companies'."""
    return np.concatenate([np.arange(roster.n_companies), others])


def account_tables(roster: Roster, holders: Integers) -> Iterator[pa.Table]:
    """Rows of account.csv."""
    for part in spans(len(holders)):
        numbers = np.arange(part.start, part.stop)
        firsts = (roster.first_organ, roster.first_person)
        kind = np.searchsorted(firsts, holders[part], side="right")
        yield file_table(
            "account",
            {
                "account_id": account_ids(numbers),
                "account_type": worded(_ACCOUNT_TYPES, kind),
                "source": "demo-bank",
                "record_id": account_ids(numbers),
            },
        )


def account_holder_tables(roster: Roster, holders: Integers) -> Iterator[pa.Table]:
    """Rows of account_holder.csv."""
    for part in spans(len(holders)):
        numbers = np.arange(part.start, part.stop)
        yield file_table(
            "account_holder",
            {
                "holder_id": roster.take(holders[part]),
                "account_id": account_ids(numbers),
                "source": "demo-bank",
                "record_id": numbered("holder:", numbers),
            },
        )


def transfer_tables(transfers: Transfers, seed: int) -> Iterator[pa.Table]:
    """Rows of transfer.csv."""
    order, goods = _stated(transfers, seed)
    for part in spans(len(transfers.payer)):
        numbers = np.arange(part.start, part.stop)
        yield file_table(
            "transfer",
            {
                "payer_id": account_ids(transfers.payer[part]),
                "payee_id": account_ids(transfers.payee[part]),
                "transfer_type": "transfer",
                "amount": transfers.amount[part],
                "currency": "CNY",
                "goods_type": worded(_GOODS, goods[part]),
                "order_no": numbered("", order[part], width=8),
                "source": "demo-bank",
                "record_id": transfer_ids(numbers),
                "occurred_at": instants(transfers.second[part]),
            },
        )


def _stated(transfers: Transfers, seed: int) -> tuple[Integers, Integers]:
    """Number of each payment's order and place of its goods, -1 where not stated.

    Orders are numbered by their first payment. Those of one moment go backwards, for
    who numbers payments tells which came first: a chain that is planted at one moment
    is in no order by its numbers.
    """
    random = stream(seed, "deals")
    deals, first, deal = np.unique(
        transfers.deal, return_index=True, return_inverse=True
    )
    number = np.empty(len(deals), dtype=np.int64)
    number[np.lexsort((-deals, transfers.second[first]))] = np.arange(len(deals))
    number[random.random(len(deals)) >= _ORDERED] = -1
    goods = random.integers(-2, len(_GOODS), len(deals)).clip(-1)
    return number[deal], goods[deal]


def deposit_tables(loans: Loans) -> Iterator[pa.Table]:
    """Rows of deposit.csv: each loan is paid out on the day it starts."""
    for part in spans(len(loans.borrower)):
        numbers = np.arange(part.start, part.stop)
        yield file_table(
            "deposit",
            {
                "loan_id": _loan_ids(numbers),
                "account_id": account_ids(loans.borrower[part]),
                "amount": loans.principal[part],
                "currency": worded(CURRENCIES, loans.currency[part]),
                "source": "demo-bank",
                "record_id": deposit_ids(numbers),
                "occurred_at": instants(loans.started[part]),
            },
        )


def repayment_tables(loans: Loans, horizon: Horizon, seed: int) -> Iterator[pa.Table]:
    """Rows of repayment.csv: what is no longer outstanding was paid back.

    First what was paid while the loan ran, then the rest of those that ended.
    """
    random = stream(seed, "repayments")
    last = np.where(np.isnat(loans.ended), horizon.day, loans.ended)
    last = last.astype("datetime64[s]").astype(np.int64)
    while_open = loans.principal - loans.outstanding
    early = np.flatnonzero((while_open > 0) & (loans.started < last - 30 * DAY))
    part_way = loans.started[early] + np.round(
        (last[early] - loans.started[early]) * random.uniform(0.2, 1.0, len(early))
    ).astype(np.int64)
    over = np.flatnonzero(~np.isnat(loans.ended))
    at_end = np.maximum(last[over], loans.started[over]) + DAY // 2
    rest = loans.principal[over].copy()
    rest[np.isin(over, early)] = loans.outstanding[over[np.isin(over, early)]]
    chosen = np.concatenate([early, over])
    paid = np.concatenate([while_open[early], rest])
    second = np.concatenate([part_way, at_end])
    for part in spans(len(chosen)):
        loan = chosen[part]
        yield file_table(
            "repayment",
            {
                "account_id": account_ids(loans.borrower[loan]),
                "loan_id": _loan_ids(loan),
                "amount": paid[part],
                "currency": worded(CURRENCIES, loans.currency[loan]),
                "source": "demo-bank",
                "record_id": numbered("repayment:", np.arange(part.start, part.stop)),
                "occurred_at": instants(second[part]),
            },
        )
