"""Planted payments: rings of schemes, patterns, near misses and honest flows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.synthetic.amounts import in_hundreds
from ingest.synthetic.collection import collected
from ingest.synthetic.flows import Transfers
from ingest.synthetic.payments.book import Book, start_of
from ingest.synthetic.payments.families import plant_patterns
from ingest.synthetic.payments.honest_rings import (
    ROUND_TRADES,
    of_one_deal,
    plant_barter_and_pools,
    plant_quick_rings,
)
from ingest.synthetic.payments.honest_trade import plant_bursts, plant_trade
from ingest.synthetic.payments.lent import Lent
from ingest.synthetic.payments.planter import SMALLEST, Planter
from ingest.synthetic.payments.traffic import plant_traffic
from ingest.synthetic.schemes import LONGEST_HOPS, MONTH
from ingest.synthetic.seasons import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ingest.synthetic.loans import Loans
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.ownership import Holdings
    from ingest.synthetic.promises import Promises
    from ingest.synthetic.roster import Roster
    from ingest.synthetic.schemes import Scheme
    from ingest.synthetic.topology import Topology

    Record = dict[str, Any]

_RINGS_A_MONTH = 0.38
_DISGUISED = 0.15
"""Share of the rings of schemes that look on paper like a refund, or agency trade."""
_INNER_A_MONTH = 0.15
_CAMOUFLAGE_A_MONTH = 0.03
"""Payments between a firm of a scheme and an outsider, which mean nothing."""


@dataclass(frozen=True, slots=True)
class Payments:
    """All payments in order of time, and what was planted among them.

    Records name `transfers` by number in that order and parties by number; `holders`
    are the parties that hold the accounts after those of the companies.
    """

    transfers: Transfers
    patterns: list[Record]
    near_misses: list[Record]
    honest: list[Record]
    holders: NDArray[np.int64]


def plant_payments(
    roster: Roster,
    topology: Topology,
    loans: Loans,
    everyday: Transfers,
    *,
    promises: Promises,
    holdings: Holdings,
    seed: int,
    options: EconomyOptions,
) -> Payments:
    """Mix planted payments into the everyday ones."""
    book = Book(roster, everyday, seed)
    lent = Lent(roster, loans, promises, holdings)
    planter = Planter(book, "payment rings")
    for number, (scheme, firms) in enumerate(topology.schemes):
        _scheme(planter, number, scheme, firms.tolist())
    plant_barter_and_pools(planter, topology, options)
    plant_bursts(planter)
    plant_quick_rings(book, topology)
    plant_trade(book, lent)
    plant_patterns(book, lent)
    plant_traffic(book, lent)
    return _mixed(book, everyday, options)


def _scheme(planter: Planter, number: int, scheme: Scheme, firms: list[int]) -> None:
    """Rings of payments until the scheme is confirmed, and trade to hide them."""
    random, horizon = planter.random, planter.book.roster.horizon
    last = min(scheme.confirmed, horizon.day)
    months = (last - scheme.started).astype(int) / MONTH
    if scheme.block is None:
        conserving = scheme.task == "money_ring"
        beyond = len(firms) > LONGEST_HOPS and random.random() < 0.3
        for _ in range(max(1, random.poisson(_RINGS_A_MONTH * months))):
            day = planter.day(scheme.started, last)
            there = np.array(firms)[scheme.joined <= day]
            most = len(there) if beyond else min(len(there), LONGEST_HOPS)
            hops = most if beyond else int(random.integers(3, most + 1))
            payers = random.permutation(there)[:hops].tolist()
            places = _ring(planter, payers, day, conserving=conserving)
            if random.random() < _DISGUISED:
                trade = ROUND_TRADES[planter.whole(0, len(ROUND_TRADES) - 1)]
                planter.book.one_deal(of_one_deal(trade, places))
            if conserving:
                planter.book.patterns.append(
                    {
                        "pattern": "cycle",
                        "members": payers,
                        "transfers": places,
                        "scheme": number,
                        "beyond_default": hops > LONGEST_HOPS,
                    }
                )
    else:
        for _ in range(random.poisson(_INNER_A_MONTH * months)):
            payer, payee = random.permutation(firms)[:2].tolist()
            planter.pay(
                payer, payee, planter.amount(), planter.day(scheme.started, last)
            )
    for _ in range(random.poisson(_CAMOUFLAGE_A_MONTH * months * len(firms))):
        pair = [firms[int(random.integers(len(firms)))], planter.firms(1)[0]]
        payer, payee = random.permutation(pair).tolist()
        if payer != payee:
            planter.pay(
                payer, payee, planter.amount(), planter.day(scheme.started, last)
            )


def _ring(
    planter: Planter, firms: Sequence[int], day: np.datetime64, *, conserving: bool
) -> list[int]:
    """Money that returns to where it came from, less or more of it."""
    amount, places = planter.amount(SMALLEST), []
    for place, payer in enumerate(firms):
        places.append(planter.pay(payer, firms[(place + 1) % len(firms)], amount, day))
        day += planter.gap()
        amount *= planter.keep() if conserving else planter.random.uniform(0.5, 1.4)
    return places


def _mixed(book: Book, everyday: Transfers, options: EconomyOptions) -> Payments:
    """All payments that were collected, and records that name them."""
    rows = np.array(book.rows, dtype=np.float64).T
    second = rows[3].astype(np.int64)
    added = Transfers(
        payer=rows[0].astype(np.int64),
        payee=rows[1].astype(np.int64),
        amount=in_hundreds(rows[2] - 100),
        second=second,
        deal=everyday.deal.max(initial=0) + 1 + np.array(book.deals, dtype=np.int64),
    )
    transfers = Transfers(
        *(
            np.concatenate([getattr(everyday, name), getattr(added, name)])
            for name in Transfers.__slots__
        )
    )
    n_everyday, count = len(everyday.payer), len(transfers.payer)
    kept = collected(book.seed, "demo-bank", "transfers", count, options)
    for record in book.near_misses:  # which fail one condition, and no other
        kept[n_everyday + np.array(record["transfers"])] = True
    kept[n_everyday:] &= second < start_of(book.roster.horizon.day) + DAY
    order = np.argsort(transfers.second, kind="stable")
    order = order[kept[order]]
    place = np.full(count, -1)
    place[order] = np.arange(len(order))
    for record in book.patterns + book.near_misses + book.honest:
        places = place[n_everyday:][record["transfers"]]
        record["transfers"] = places[places >= 0].tolist()
        record["missing"] = int((places < 0).sum())
    return Payments(
        Transfers(*(getattr(transfers, name)[order] for name in Transfers.__slots__)),
        book.patterns,
        book.near_misses,
        book.honest,
        np.array(book.holders, dtype=np.int64),
    )
