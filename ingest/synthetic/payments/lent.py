"""Loans that payments are planted after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.payments.planter import LAST_DAYS, SMALLEST, CrowdedError
from ingest.synthetic.promises import State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.loans import Loans
    from ingest.synthetic.ownership import Holdings
    from ingest.synthetic.payments.planter import Planter
    from ingest.synthetic.promises import Promises
    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]

_LOANS_LOOKED_AT = 200
_PARTED = (300_000, 1_200_000)
"""Yuan of a loan whose parts are as large as everyday payments."""
_TURN, _NEAR = 0.618034, 0.05
"""How far one draw is from the last, and how near to where it should be, in shares of
the loans by size: so that a few draws are of all sizes.
"""


class _Ties:
    """The others that each company has a tie with."""

    def __init__(self, company: Integers, other: Integers) -> None:
        order = np.argsort(company, kind="stable")
        self._company, self._other = company[order], other[order]

    def of(self, company: int) -> list[int]:
        """All of one company's."""
        ends = np.searchsorted(self._company, [company, company + 1])
        found: list[int] = self._other[ends[0] : ends[1]].tolist()
        return found

    def have(self, companies: Integers) -> NDArray[np.bool_]:
        """Which of some companies have a tie."""
        return np.isin(companies, self._company)


class Lent:
    """Loans in yuan to firms that live, each given out once."""

    def __init__(
        self, roster: Roster, loans: Loans, promises: Promises, holdings: Holdings
    ) -> None:
        self.loans = loans
        horizon, count = roster.horizon, roster.n_companies
        by_size = np.argsort(loans.principal, kind="stable")
        usable = by_size[
            (loans.begun[by_size] < horizon.day - LAST_DAYS)
            & (loans.begun[by_size] > horizon.first)
            & (loans.currency[by_size] == 0)
            & np.isnat(roster.gone[loans.borrower[by_size]])
        ]
        stands = (promises.state == State.IN_FORCE) & (promises.guarantor < count)
        owns = (holdings.owner < count) & (holdings.asset < count)
        self._ties = {
            "guarantor": _Ties(promises.debtor[stands], promises.guarantor[stands]),
            "owned": _Ties(holdings.owner[owns], holdings.asset[owns]),
        }
        anyone = promises.guarantor < count
        self._stood = _Ties(promises.debtor[anyone], promises.guarantor[anyone])
        principal = loans.principal[usable]
        small = usable[loans.small[usable] & (principal >= SMALLEST)]
        borrower = loans.borrower[small]
        self._choice = {
            "borrower": small,
            "parted": usable[(principal >= _PARTED[0]) & (principal <= _PARTED[1])],
        } | {to: small[ties.have(borrower)] for to, ties in self._ties.items()}
        self._used: set[int] = set()
        self._turn = 0.0

    def draw(self, planter: Planter, sort: str) -> int:
        """A loan to a firm that neither pays nor is paid, nor borrows more, about then.

        It is as large as an everyday payment, and its borrower has a guarantor or owns
        a firm, as asked for; or its parts would be.

        Raises
        ------
        CrowdedError
            There is hardly one.
        """
        choice = self._choice[sort]
        self._turn += _TURN
        for _ in range(_LOANS_LOOKED_AT if len(choice) else 0):
            place = (self._turn + planter.random.uniform(-_NEAR, _NEAR)) % 1
            loan = int(choice[int(place * len(choice))])
            if loan not in self._used and self._stands_alone(planter, loan):
                self._used.add(loan)
                return loan
        raise CrowdedError

    def _stands_alone(self, planter: Planter, loan: int) -> bool:
        borrower, begun = int(self.loans.borrower[loan]), self.loans.begun[loan]
        lines = self.loans.lines[borrower : borrower + 2]
        own = slice(*self.loans.start[lines])
        apart = np.abs((self.loans.begun[own] - begun).astype(np.int64))
        alone = int((apart <= LAST_DAYS).sum()) == 1
        return alone and planter.is_quiet(borrower, begun)

    def close_to(self, borrower: int) -> list[int]:
        """Firms to which his money may come back, or might have."""
        return [*self._stood.of(borrower), *self._ties["owned"].of(borrower)]

    def one_of(self, planter: Planter, borrower: int, to: str) -> int:
        """A guarantor of his, or a firm that he owns a part of."""
        close = self._ties[to].of(borrower)
        return close[planter.whole(0, len(close) - 1)]
