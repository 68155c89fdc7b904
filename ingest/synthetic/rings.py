"""Planted payment patterns: conserving cycles and their kin, and honest loops.

Patterns keep their amounts: each hop passes on 90 to 100 % of what came in, later
than it came. Honest loops close too, but over months and with unrelated amounts.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.synthetic.flows import DAY, Transfers
from ingest.synthetic.streams import stream

if TYPE_CHECKING:
    from ingest.synthetic.control import Control
    from ingest.synthetic.loans import Loans
    from ingest.synthetic.roster import Roster

_HOUR = 3_600


class _Planter:
    """Collects planted payments; the truth refers to them by place."""

    def __init__(self, roster: Roster, seed: int) -> None:
        self.random = stream(seed, "payment rings")
        self.roster = roster
        self.steady = roster.steady()
        self.last = int(roster.horizon.day.astype("datetime64[s]").astype(np.int64))
        self.rows: list[tuple[int, int, int, int, int]] = []
        self.patterns: list[dict[str, Any]] = []
        self.honest: list[dict[str, Any]] = []

    def pay(self, payer: int, payee: int, amount: float, second: float) -> int:
        """Add a payment; return its place."""
        row = (payer, payee, round(amount), int(second), -1)
        self.rows.append(row)
        return len(self.rows) - 1

    def start(self) -> float:
        """A moment that leaves 40 days for the pattern."""
        within = min(500, self.roster.horizon.days)
        return self.last - float(self.random.integers(40, within)) * DAY

    def gap(self) -> float:
        """Hours to a few days between hops."""
        return float(self.random.integers(2 * _HOUR, 4 * DAY))

    def keep(self) -> float:
        """Part of an amount that is passed on."""
        return float(self.random.uniform(0.92, 1.0))

    def firms(self, count: int) -> list[int]:
        """Distinct companies."""
        drawn: list[int] = self.random.choice(
            self.steady, count, replace=False
        ).tolist()
        return drawn

    def amount(self) -> float:
        """An amount worth hiding, ¥0.5m to ¥20m."""
        return float(np.exp(self.random.uniform(np.log(5e5), np.log(2e7))))

    def cycle(self, firms: list[int]) -> list[int]:
        """Money that returns to where it came from."""
        second, amount, places = self.start(), self.amount(), []
        for place, payer in enumerate(firms):
            payee = firms[(place + 1) % len(firms)]
            places.append(self.pay(payer, payee, amount, second))
            second, amount = second + self.gap(), amount * self.keep()
        return places

    def scatter_gather(self, firms: list[int]) -> list[int]:
        """One source, several middlemen, one target."""
        source, target, *middle = firms
        second, places = self.start(), []
        for firm in middle:
            amount = self.amount() / len(middle)
            sent = second + self.random.integers(0, DAY)
            received = sent + self.random.integers(2 * _HOUR, 2 * DAY)
            places.append(self.pay(source, firm, amount, sent))
            places.append(self.pay(firm, target, amount * self.keep(), received))
        return places

    def fan_in(self, firms: list[int]) -> list[int]:
        """Many payers just under the reporting limit, one payee, two days."""
        target, *sources = firms
        second = self.start()
        return [
            self.pay(
                firm,
                target,
                float(self.random.integers(42_000, 49_900)),
                second + self.random.integers(0, 2 * DAY),
            )
            for firm in sources
        ]


def plant_rings(
    roster: Roster,
    control: Control,
    loans: Loans,
    everyday: Transfers,
    *,
    seed: int,
) -> tuple[Transfers, list[dict[str, Any]], list[dict[str, Any]]]:
    """Mix planted payments into the everyday ones, in order of time.

    Returns the payments, the planted patterns and the honest look-alikes; records
    name `transfers` by number in the returned order and firms by number.
    """
    planter = _Planter(roster, seed)
    for scheme, record in enumerate(control.payments):
        for _ in range(int(planter.random.integers(1, 4))):
            _note(planter, "cycle", record["members"], scheme=scheme)
    for _ in range(max(2, roster.n_companies // 1_000)):
        size = int(planter.random.integers(3, 8))
        _note(planter, "cycle", planter.firms(size))
        _note(planter, "scatter_gather", planter.firms(size + 2))
        _note(planter, "fan_in", planter.firms(size + 5))
    _round_trips(planter, loans)
    _honest(planter, control)
    return _mixed(planter, everyday)


def _note(
    planter: _Planter, pattern: str, firms: list[int], scheme: int | None = None
) -> None:
    places = getattr(planter, pattern)(firms)
    record = {"pattern": pattern, "members": firms, "transfers": places}
    planter.patterns.append(record | {"payment_scheme": scheme})


def _round_trips(planter: _Planter, loans: Loans) -> None:
    """Loan money that leaves within five days and returns to the borrower."""
    random = planter.random
    old = np.flatnonzero(
        (loans.started < planter.last - 40 * DAY)
        & (loans.begun > planter.roster.horizon.first)
        & (loans.currency == 0)
    )
    for loan in random.permutation(old)[: max(2, planter.roster.n_companies // 2_000)]:
        borrower = int(loans.borrower[loan])
        middle = [firm for firm in planter.firms(4) if firm != borrower][:3]
        path = [borrower, *middle, borrower]
        second = float(loans.started[loan]) + DAY
        amount, places = float(loans.principal[loan]) * 0.97, []
        for payer, payee in pairwise(path):
            places.append(planter.pay(payer, payee, amount, second))
            second += float(random.integers(2 * _HOUR, DAY))
            amount *= planter.keep()
        record = {
            "pattern": "loan_round_trip",
            "members": path[:-1],
            "transfers": places,
            "loan": int(loan),
        }
        planter.patterns.append(record)


def _honest(planter: _Planter, control: Control) -> None:
    """Barter loops, cash pools and seasonal bursts."""
    random = planter.random
    for _ in range(max(2, planter.roster.n_companies // 700)):
        firms = planter.firms(int(random.integers(3, 6)))
        places = []
        for place, payer in enumerate(firms):
            second = planter.start() + float(random.integers(0, 30)) * DAY
            payee = firms[(place + 1) % len(firms)]
            places.append(planter.pay(payer, payee, planter.amount(), second))
        planter.honest.append(
            {"pattern": "barter_loop", "members": firms, "transfers": places}
        )
    for group in control.groups:
        parent, places = group["parent"], []
        for firm in group["members"]:
            second, amount = planter.start(), planter.amount()
            places.append(planter.pay(firm, parent, amount, second))
            places.append(planter.pay(parent, firm, amount, second + 20 * DAY))
        planter.honest.append(
            {
                "pattern": "cash_pool",
                "members": [parent, *group["members"]],
                "transfers": places,
            }
        )
    for _ in range(max(2, planter.roster.n_companies // 700)):
        firm, *partners = planter.firms(int(random.integers(8, 16)))
        second = planter.start()
        places = [
            planter.pay(
                firm, other, planter.amount() / 8, second + random.integers(0, 3 * DAY)
            )
            for other in partners
        ]
        planter.honest.append(
            {
                "pattern": "trade_burst",
                "members": [firm, *partners],
                "transfers": places,
            }
        )


def _mixed(
    planter: _Planter, everyday: Transfers
) -> tuple[Transfers, list[dict[str, Any]], list[dict[str, Any]]]:
    rows = np.array(planter.rows, dtype=np.int64).reshape(-1, 5)
    payer = np.concatenate([everyday.payer, rows[:, 0]])
    payee = np.concatenate([everyday.payee, rows[:, 1]])
    amount = np.concatenate([everyday.amount, rows[:, 2]])
    second = np.concatenate([everyday.second, rows[:, 3]])
    goods = np.concatenate([everyday.goods, rows[:, 4]])
    order = np.argsort(second, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    planted = place[len(everyday.payer) :]
    for record in planter.patterns + planter.honest:
        record["transfers"] = planted[record["transfers"]].tolist()
    mixed = Transfers(
        payer[order], payee[order], amount[order], second[order], goods[order]
    )
    return mixed, planter.patterns, planter.honest
