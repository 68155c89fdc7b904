"""Honest payments that go round: barter, cash pools, bursts of a season."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.rings import Planter
    from ingest.synthetic.topology import Topology

_BARTER_YEARS = 2.5
"""Time in which as many loops of trade run as the options say."""
_BURSTS_A_YEAR = 3e-3
"""Firms that pay many others within three days, per company."""
_POOLED = 0.4
"""Share of the groups whose parent collects its subsidiaries' money."""
_SWEEPS_A_YEAR = 2.5


def plant_honest(planter: Planter, topology: Topology, options: EconomyOptions) -> None:
    """Add the payments and note them as look-alikes."""
    roster = planter.roster
    thousands, years = roster.n_companies / 1_000, roster.horizon.years
    loops = options.barter_per_thousand * thousands * years / _BARTER_YEARS
    for _ in range(max(2, round(loops))):
        _barter(planter)
    for item, firms in zip(topology.structures, topology.members, strict=True):
        if item.role == "group" and planter.random.random() < _POOLED:
            _cash_pool(planter, firms.tolist())
    for _ in range(max(2, round(_BURSTS_A_YEAR * years * roster.n_companies))):
        _burst(planter)


def _note(planter: Planter, pattern: str, firms: list[int], places: list[int]) -> None:
    planter.honest.append({"pattern": pattern, "members": firms, "transfers": places})


def _barter(planter: Planter) -> None:
    """Partners who pay round, one to four times; what they pay is about equal."""
    random = planter.random
    firms = planter.firms(int(random.integers(3, 7)))
    start, places = planter.day(), []
    for _ in range(int(random.integers(1, 5))):
        day, amount = start, planter.amount()
        for place, payer in enumerate(firms):
            payee = firms[(place + 1) % len(firms)]
            if day <= planter.roster.horizon.day:
                paid = amount * random.uniform(0.6, 1.3)
                places.append(planter.pay(payer, payee, paid, day))
            day += int(random.integers(2, 25))
        start += int(random.integers(30, 200))
    _note(planter, "barter_loop", firms, places)


def _cash_pool(planter: Planter, firms: list[int]) -> None:
    """Money goes up to the parent, and about as much comes back weeks later."""
    random, horizon = planter.random, planter.roster.horizon
    parent, places = firms[0], []
    for firm in firms[1:]:
        first = max(horizon.first, planter.roster.born[firm])
        first = max(first, planter.roster.born[parent])
        years = (horizon.day - first).astype(int) / 365
        for _ in range(random.poisson(_SWEEPS_A_YEAR * years)):
            day, amount = planter.day(first), planter.amount()
            places.append(planter.pay(firm, parent, amount, day))
            back = amount * random.uniform(0.9, 1.02)
            later = day + int(random.integers(5, 40))
            places.append(planter.pay(parent, firm, back, later))
    _note(planter, "cash_pool", firms, places)


def _burst(planter: Planter) -> None:
    """A firm that pays many partners within three days."""
    random = planter.random
    firm, *partners = planter.firms(int(random.integers(8, 16)))
    day = planter.day()
    places = [
        planter.pay(firm, other, planter.amount(), day + int(random.integers(0, 3)))
        for other in partners
    ]
    _note(planter, "trade_burst", [firm, *partners], places)
