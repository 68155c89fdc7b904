"""Honest payments that go round: barter, cash pools, refunds, agency trade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.synthetic.payments.book import Drawn
from ingest.synthetic.payments.chains import pass_along
from ingest.synthetic.payments.planter import SMALLEST, Planter

if TYPE_CHECKING:
    import numpy as np

    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.payments.book import Book
    from ingest.synthetic.topology import Topology

_BARTER_YEARS = 2.5
"""Time in which as many loops of trade run as the options say."""
_POOLED = 0.4
"""Share of the groups whose parent collects its subsidiaries' money."""
_SWEEPS_A_YEAR = 2.5
_RINGS_A_FIRM = 6e-4
"""Rings of each sort that pass on what came in within days, per company."""
ROUND_TRADES = ("refund", "agency_trade")
"""A maker gives back, past his agent, what a buyer paid; or buys from whom he sells to.

Either way an agent keeps a commission.
"""


def plant_barter_and_pools(
    planter: Planter, topology: Topology, options: EconomyOptions
) -> None:
    """Money that goes round slowly, or more and less of it."""
    roster = planter.book.roster
    thousands, years = roster.n_companies / 1_000, roster.horizon.years
    loops = options.barter_per_thousand * thousands * years / _BARTER_YEARS
    for _ in range(max(2, round(loops))):
        _barter(planter)
    for item, firms in zip(topology.structures, topology.members, strict=True):
        if item.role == "group" and planter.random.random() < _POOLED:
            _cash_pool(planter, firms.tolist())


def _barter(planter: Planter) -> None:
    """Partners who pay round, one to four times; what they pay is about equal."""
    random = planter.random
    firms = planter.firms(int(random.integers(3, 7)))
    start, places = planter.day(), []
    for _ in range(int(random.integers(1, 5))):
        day, amount = start, planter.amount()
        for place, payer in enumerate(firms):
            payee = firms[(place + 1) % len(firms)]
            if day <= planter.book.roster.horizon.day:
                paid = amount * random.uniform(0.6, 1.3)
                places.append(planter.pay(payer, payee, paid, day))
            day += int(random.integers(2, 25))
        start += int(random.integers(30, 200))
    planter.book.excuse("barter_loop", Drawn(firms, places))


def _cash_pool(planter: Planter, firms: list[int]) -> None:
    """Money goes up to the parent, and about as much comes back weeks later."""
    random, horizon = planter.random, planter.book.roster.horizon
    parent, places = firms[0], []
    for firm in firms[1:]:
        first = _since(planter, [parent, firm])
        years = (horizon.day - first).astype(int) / 365
        for _ in range(random.poisson(_SWEEPS_A_YEAR * years)):
            day, amount = planter.day(first), planter.amount()
            places.append(planter.pay(firm, parent, amount, day))
            back = amount * random.uniform(0.9, 1.02)
            later = day + int(random.integers(5, 40))
            places.append(planter.pay(parent, firm, back, later))
    planter.book.excuse("cash_pool", Drawn(firms, places))


def _since(planter: Planter, firms: list[int]) -> np.datetime64:
    """The first day of the history on which all of some firms were there."""
    roster = planter.book.roster
    return max(roster.horizon.first, roster.born[firms].max())


def plant_quick_rings(book: Book, topology: Topology) -> None:
    """Honest rings that the search finds, each noted by itself."""
    planter = Planter(book, "honest rings")
    count = max(2, round(book.roster.n_companies * _RINGS_A_FIRM))
    for trade in ROUND_TRADES:
        for _ in range(count):
            places = _round(planter, trade, planter.firms(3))
            book.one_deal(of_one_deal(trade, places))
    groups = [
        members
        for item, members in zip(topology.structures, topology.members, strict=True)
        if item.role == "group" and len(members) >= 3
    ]
    for _ in range(count if groups else 0):
        parent, *firms = groups[planter.whole(0, len(groups) - 1)].tolist()
        poor, rich = planter.random.permutation(firms)[:2].tolist()
        _round(planter, "cash_sweep", [rich, parent, poor])


def of_one_deal(trade: str, places: list[int]) -> list[int]:
    """Payments of a ring under one order: what is refunded, or whatever is traded."""
    return [places[0], places[-1]] if trade == "refund" else places


def _round(planter: Planter, pattern: str, firms: list[int]) -> list[int]:
    """Money back where it was within days, less what those between keep."""
    day = planter.day(_since(planter, firms))
    amount = planter.amount(SMALLEST)
    places = pass_along(planter, [*firms, firms[0]], day, amount)
    planter.book.excuse(pattern, Drawn(firms, places))
    return places
