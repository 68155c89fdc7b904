"""Planted payments: of schemes, and of honest firms that look like them.

Whoever pays, amounts, goods and hours are drawn as for everyday payments; only who pays
whom, when and what part of what came in is decided here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.synthetic.collection import collected
from ingest.synthetic.flows import (
    Transfers,
    everyday_amounts,
    everyday_goods,
    in_hundreds,
)
from ingest.synthetic.schemes import LONGEST_HOPS, MONTH
from ingest.synthetic.seasons import seconds_of
from ingest.synthetic.streams import stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.synthetic.loans import Loans
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.roster import Roster
    from ingest.synthetic.schemes import Scheme
    from ingest.synthetic.topology import Topology

    Ends = Sequence[int]

_PATTERNS_A_FIRM = 1e-3
"""Scatter-gathers and fan-ins per company, outside schemes."""
_SMALLEST_RING = 50_000
"""Yuan with which a ring of payments starts, so that rounding changes little."""
_RINGS_A_MONTH = 0.38
_INNER_A_MONTH = 0.15
_CAMOUFLAGE_A_MONTH = 0.03
"""Payments between a firm of a scheme and an outsider, which mean nothing."""
LAST_DAYS = 40
"""Days that a pattern may take."""


class Planter:
    """Collects planted payments; the truth refers to them by place."""

    def __init__(self, roster: Roster, seed: int) -> None:
        self.random = stream(seed, "payment rings")
        self.seed = seed
        self.roster = roster
        self.steady = roster.steady()
        self.rows: list[tuple[int, int, float, np.datetime64]] = []
        self.patterns: list[dict[str, Any]] = []
        self.honest: list[dict[str, Any]] = []

    def pay(self, payer: int, payee: int, amount: float, day: np.datetime64) -> int:
        """Add a payment; return its place."""
        self.rows.append((payer, payee, amount, day))
        return len(self.rows) - 1

    def day(
        self, first: np.datetime64 | None = None, last: np.datetime64 | None = None
    ) -> np.datetime64:
        """A day of the history that leaves time for a pattern, or one of a span."""
        horizon = self.roster.horizon
        start = horizon.first if first is None else max(first, horizon.first)
        end = horizon.day if last is None else min(last, horizon.day)
        end = max(start, end - LAST_DAYS)
        return start + int(self.random.integers(0, (end - start).astype(int) + 1))

    def gap(self) -> int:
        """Days between hops."""
        return int(self.random.integers(1, 5))

    def keep(self) -> float:
        """Part of an amount that is passed on."""
        return float(self.random.uniform(0.92, 0.995))

    def firms(self, count: int) -> list[int]:
        """Distinct companies."""
        drawn: list[int] = self.random.choice(
            self.steady, count, replace=False
        ).tolist()
        return drawn

    def amount(self) -> float:
        """An everyday amount."""
        return float(everyday_amounts(self.random, 1)[0])

    def cycle(self, firms: Ends, day: np.datetime64, *, conserving: bool) -> list[int]:
        """Money that returns to where it came from, less or more of it."""
        amount, places = max(self.amount(), _SMALLEST_RING), []
        for place, payer in enumerate(firms):
            places.append(self.pay(payer, firms[(place + 1) % len(firms)], amount, day))
            day += self.gap()
            amount *= self.keep() if conserving else self.random.uniform(0.5, 1.4)
        return places

    def scatter_gather(self, firms: Ends, day: np.datetime64) -> list[int]:
        """One source, several middlemen, one target."""
        source, target, *middle = firms
        places = []
        for firm in middle:
            amount, sent = self.amount(), day + int(self.random.integers(0, 2))
            places.append(self.pay(source, firm, amount, sent))
            passed = amount * self.keep()
            places.append(self.pay(firm, target, passed, sent + self.gap()))
        return places

    def fan_in(self, firms: Ends, day: np.datetime64) -> list[int]:
        """Many payers just under the reporting limit, one payee, two days."""
        target, *sources = firms
        return [
            self.pay(
                firm,
                target,
                float(self.random.integers(42_000, 49_800)),
                day + int(self.random.integers(0, 2)),
            )
            for firm in sources
        ]


def plant_rings(
    roster: Roster,
    topology: Topology,
    loans: Loans,
    everyday: Transfers,
    *,
    seed: int,
    options: EconomyOptions,
) -> tuple[Transfers, list[dict[str, Any]], list[dict[str, Any]]]:
    """Mix planted payments into the everyday ones, in order of time.

    Returns the payments, the planted patterns and the honest look-alikes; records
    name `transfers` by number in the returned order and firms by number.
    """
    from ingest.synthetic.honest_payments import plant_honest

    planter = Planter(roster, seed)
    for number, (scheme, firms) in enumerate(topology.schemes):
        _scheme(planter, number, scheme, firms.tolist())
    for _ in range(max(2, round(roster.n_companies * _PATTERNS_A_FIRM))):
        size = int(planter.random.integers(5, 11))
        for pattern in ("scatter_gather", "fan_in"):
            firms_of = planter.firms(size)
            places = getattr(planter, pattern)(firms_of, planter.day())
            _note(planter, pattern, firms_of, places)
    _round_trips(planter, loans)
    plant_honest(planter, topology, options)
    return _mixed(planter, everyday, options)


def _note(
    planter: Planter, pattern: str, firms: list[int], places: list[int], **more: Any
) -> None:
    record = {"pattern": pattern, "members": firms, "transfers": places}
    planter.patterns.append(record | more)


def _scheme(planter: Planter, number: int, scheme: Scheme, firms: list[int]) -> None:
    """Rings of payments until the scheme is confirmed, and trade to hide them."""
    random, horizon = planter.random, planter.roster.horizon
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
            places = planter.cycle(payers, day, conserving=conserving)
            if conserving:
                _note(
                    planter,
                    "cycle",
                    payers,
                    places,
                    scheme=number,
                    beyond_default=hops > LONGEST_HOPS,
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


def _round_trips(planter: Planter, loans: Loans) -> None:
    """Loan money that leaves within five days and returns to the borrower."""
    horizon = planter.roster.horizon
    old = np.flatnonzero(
        (loans.begun < horizon.day - LAST_DAYS)
        & (loans.begun > horizon.first)
        & (loans.currency == 0)
    )
    wanted = max(2, planter.roster.n_companies // 2_000)
    for loan in planter.random.permutation(old)[:wanted].tolist():
        borrower = int(loans.borrower[loan])
        middle = [firm for firm in planter.firms(4) if firm != borrower][:3]
        path = [borrower, *middle, borrower]
        day = loans.begun[loan] + 1
        amount, places = float(loans.principal[loan]) * 0.97, []
        for payer, payee in pairwise(path):
            places.append(planter.pay(payer, payee, amount, day))
            day += planter.gap()
            amount *= planter.keep()
        _note(planter, "loan_round_trip", path[:-1], places, loan=loan)


def _mixed(
    planter: Planter, everyday: Transfers, options: EconomyOptions
) -> tuple[Transfers, list[dict[str, Any]], list[dict[str, Any]]]:
    random, rows = planter.random, planter.rows
    days = np.array([row[3] for row in rows], dtype="datetime64[D]")
    added = Transfers(
        payer=np.array([row[0] for row in rows], dtype=np.int64),
        payee=np.array([row[1] for row in rows], dtype=np.int64),
        amount=in_hundreds(np.array([row[2] for row in rows]) - 100),
        second=seconds_of(random, days),
        goods=everyday_goods(random, len(rows)),
    )
    payer, payee, amount, second, goods = (
        np.concatenate([getattr(everyday, name), getattr(added, name)])
        for name in Transfers.__slots__
    )
    kept = collected(planter.seed, "demo-bank", "transfers", len(second), options)
    kept[len(everyday.payer) :] &= days <= planter.roster.horizon.day
    order = np.argsort(second, kind="stable")
    order = order[kept[order]]
    place = np.full(len(kept), -1)
    place[order] = np.arange(len(order))
    planted = place[len(everyday.payer) :]
    for record in planter.patterns + planter.honest:
        places = planted[record["transfers"]]
        record["transfers"] = places[places >= 0].tolist()
        record["missing"] = int((places < 0).sum())
    mixed = Transfers(
        payer[order], payee[order], amount[order], second[order], goods[order]
    )
    return mixed, planter.patterns, planter.honest
