"""Money that goes from hop to hop: rings, and loans that come back."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.synthetic.payments.book import Drawn
from ingest.synthetic.payments.planter import SMALLEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from ingest.synthetic.payments.lent import Lent
    from ingest.synthetic.payments.planter import Planter

CYCLE_FAULTS = ("keep", "gain", "gap", "order", "equal_times", "max_length")
TRIP_FAULTS = ("keep", "gap", "order", "back_to", "most_hops")
_LATE = (6, 8)
"""Days to a hop that comes too late; five are in time."""
_MOST_HOPS = 5
"""Payments by which a loan comes back, as that pattern has it."""


def pass_along(
    planter: Planter,
    ends: Sequence[int],
    day: np.datetime64,
    amount: float,
    fault: str | None = None,
) -> list[int]:
    """Payments from each account to the next, each of a part of the one before.

    A fault is at a hop after the first; all else is as a search would have it.
    """
    hops = len(ends) - 1
    wrong = planter.whole(1, hops - 1)
    most_days = {"order": 2, "max_length": 3, "most_hops": 3}.get(fault or "", 4)
    amounts, moments = [amount], [planter.moment(day)]
    for hop in range(1, hops):
        own = fault if hop == wrong else None
        share = {"keep": planter.too_little, "gain": planter.too_much}.get(
            own or "", planter.keep
        )()
        amounts.append(amounts[-1] * share)
        if own == "equal_times":
            moments.append(moments[-1])
            continue
        day += planter.whole(*_LATE) if own == "gap" else planter.whole(1, most_days)
        moments.append(planter.moment(day))
        if own == "order":
            moments[-2:] = moments[-1], moments[-2]
    return [
        planter.book.pay(payer, payee, paid, moment)
        for (payer, payee), paid, moment in zip(
            pairwise(ends), amounts, moments, strict=True
        )
    ]


def cycle(planter: Planter, fault: str | None) -> Drawn:
    """A ring of payments among firms that have nothing to do with each other."""
    hops = 7 if fault == "max_length" else planter.whole(3, 6)
    day = planter.day()
    firms = planter.quiet(hops, day)
    ends = [*firms, firms[0]]
    places = pass_along(planter, ends, day, planter.amount(SMALLEST), fault)
    return Drawn(firms, places)


def round_trip(planter: Planter, lent: Lent, fault: str | None, to: str) -> Drawn:
    """Loan money that leaves within days and comes back, in the end, `to` somebody.

    He is the borrower, a guarantor of his, or a firm that he owns a part of.
    """
    loan = lent.draw(planter, to)
    borrower, day = int(lent.loans.borrower[loan]), lent.loans.begun[loan]
    near = [borrower, *lent.close_to(borrower)]
    between = _MOST_HOPS + 1 if fault == "most_hops" else 2
    others = planter.quiet(between + 1, day, without=near)
    last = others.pop()
    if fault != "back_to":
        last = borrower if to == "borrower" else lent.one_of(planter, borrower, to)
    path = [borrower, *others, last]
    paid = float(lent.loans.principal[loan]) * planter.keep()
    places = pass_along(planter, path, day + planter.whole(1, 2), paid, fault)
    return Drawn(path, places, loan)
