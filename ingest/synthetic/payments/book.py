"""What is planted, and what the truth will say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ingest.synthetic.seasons import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.synthetic.flows import Transfers
    from ingest.synthetic.roster import Roster


class Drawn(NamedTuple):
    """Parties, places of their payments in the book, and the loan they come from."""

    members: list[int]
    places: list[int]
    loan: int | None = None


class Calendar:
    """When each account pays or is paid."""

    def __init__(self, transfers: Transfers, n_accounts: int) -> None:
        account = np.concatenate([transfers.payer, transfers.payee])
        second = np.tile(transfers.second, 2)
        order = np.lexsort((second, account))
        self._second = second[order]
        self._start = np.searchsorted(account[order], np.arange(n_accounts + 1))
        self._added: dict[int, list[int]] = {}

    def add(self, account: int, second: int) -> None:
        """Note a payment of an account."""
        self._added.setdefault(account, []).append(second)

    def is_free(self, account: int, first: int, last: int) -> bool:
        """Whether a company's account neither pays nor is paid between two moments."""
        own = self._second[self._start[account] : self._start[account + 1]]
        place = int(np.searchsorted(own, first))
        if place < len(own) and own[place] <= last:
            return False
        return not any(first <= at <= last for at in self._added.get(account, ()))


class Book:
    """Planted payments, and records that refer to them by place.

    Attributes
    ----------
    rows
        Paying and paid account, amount, UTC second.
    deals
        Of each row: those of one deal state the same order and goods, if any.
    patterns, near_misses, honest
        Records for the truth: `pattern`, the parties `members`, and places in `rows` as
        `transfers`.
    alone
        What was drawn among firms that neither paid nor were paid about then.
    holders
        Parties that hold the accounts after those of the companies.
    """

    def __init__(self, roster: Roster, everyday: Transfers, seed: int) -> None:
        self.roster = roster
        self.seed = seed
        self.steady = roster.steady()
        self.calendar = Calendar(everyday, roster.n_companies)
        self.rows: list[tuple[int, int, float, int]] = []
        self.deals: list[int] = []
        self.patterns: list[dict[str, Any]] = []
        self.near_misses: list[dict[str, Any]] = []
        self.honest: list[dict[str, Any]] = []
        self.alone: list[Drawn] = []
        self.holders: list[int] = []
        self._account_of: dict[int, int] = {}

    def pay(self, payer: int, payee: int, amount: float, second: int) -> int:
        """Add a payment; return its place."""
        self.rows.append((payer, payee, amount, second))
        self.deals.append(len(self.deals))
        self.calendar.add(payer, second)
        self.calendar.add(payee, second)
        return len(self.rows) - 1

    def one_deal(self, places: Sequence[int]) -> None:
        """Say that some payments are for the same goods under one order."""
        for place in places:
            self.deals[place] = places[0]

    def account(self, party: int) -> int:
        """The account of a party that is no company, opened when first asked for."""
        if party not in self._account_of:
            self._account_of[party] = self.roster.n_companies + len(self.holders)
            self.holders.append(party)
        return self._account_of[party]

    def planted(self, pattern: str) -> int:
        """How often a pattern was planted."""
        return sum(record["pattern"] == pattern for record in self.patterns)

    def note(self, pattern: str, drawn: Drawn, fails: str | None = None) -> None:
        """Note a planted pattern, or what fails one condition of it."""
        record = _record(pattern, drawn)
        if fails is None:
            self.patterns.append(record)
        else:
            self.near_misses.append(record | {"fails": fails})

    def excuse(self, pattern: str, drawn: Drawn) -> None:
        """Note an honest flow."""
        self.honest.append(_record(pattern, drawn))


def _record(pattern: str, drawn: Drawn) -> dict[str, Any]:
    record = {
        "pattern": pattern,
        "members": drawn.members,
        "transfers": drawn.places,
    }
    return record if drawn.loan is None else record | {"loan": drawn.loan}


def start_of(day: np.datetime64) -> int:
    """The UTC second with which a day begins."""
    return int(day.astype("datetime64[D]").astype(np.int64)) * DAY
