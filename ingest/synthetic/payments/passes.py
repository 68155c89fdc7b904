"""Accounts that keep little of what comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.synthetic.payments.book import Drawn
from ingest.synthetic.payments.planter import SMALLEST
from ingest.synthetic.payments.spreads import parts
from ingest.synthetic.seasons import DAY

if TYPE_CHECKING:
    import numpy as np

    from ingest.synthetic.payments.lent import Lent
    from ingest.synthetic.payments.planter import Planter

PASS_FAULTS = (
    "least_transfers", "gap", "keep", "gain", "order", "back", "window",
    "from_amount", "most_parts",
)  # fmt: skip
COLLECTION_FAULTS = ("keep", "gap", "most_parts")
_PASSES = 3
"""Fewest in a month, as the pattern has it."""
_SMALL = (6_000, 9_500)
"""Yuan below which nothing counts as passed on."""
_MOST_PARTS = 5
"""Payments by which a loan is passed on, as that pattern has it."""


def pass_through(planter: Planter, fault: str | None) -> Drawn:
    """An account that passes on what it is paid within a day, again and again."""
    passes = _PASSES if fault else planter.whole(_PASSES, 5)
    if fault == "least_transfers":
        passes -= 1
    day = planter.day()
    hub, *others = planter.quiet(1 + 2 * passes, day)
    places = []
    for number in range(passes):
        own = fault if number == passes - 1 else None
        when = day + (number * 6 + planter.whole(0, 2))
        if own == "window":
            when = day + 34
        payer, payee = others[2 * number : 2 * number + 2]
        places += _pass(planter, hub, (payer, payee), when, own)
    if fault == "back":
        others.pop()
    return Drawn([hub, *others], places)


def _pass(
    planter: Planter,
    hub: int,
    ends: tuple[int, int],
    day: np.datetime64,
    fault: str | None,
) -> list[int]:
    """What comes in and goes on, on one day or over a night."""
    payer, payee = ends
    if fault == "back":
        payee = payer
    amount = planter.amount(SMALLEST)
    if fault == "from_amount":
        amount = float(planter.random.uniform(*_SMALL))
    share = {"keep": planter.too_little, "gain": planter.too_much}.get(
        fault or "", planter.keep
    )()
    early, late = planter.moments(day, 2)
    came, went = early, late
    if fault == "order":
        came, went = late, early
    elif fault == "gap":
        went = planter.moment(day + 3)
    elif planter.random.random() < 0.5:
        came, went = late, early + DAY
    paid = planter.book.pay(payer, hub, amount, came)
    if fault == "most_parts":
        return [
            paid,
            *(planter.book.pay(hub, payee, amount * share / 2, went) for _ in range(2)),
        ]
    return [paid, planter.book.pay(hub, payee, amount * share, went)]


def fund_collection(planter: Planter, lent: Lent, fault: str | None) -> Drawn:
    """A small loan that moves on within days, in parts."""
    loan = lent.draw(planter, "parted")
    borrower, day = int(lent.loans.borrower[loan]), lent.loans.begun[loan]
    count = _MOST_PARTS + 1 if fault == "most_parts" else planter.whole(3, _MOST_PARTS)
    payees = planter.quiet(count, day, without=[borrower])
    share = planter.too_little() if fault == "keep" else planter.keep()
    total = float(lent.loans.principal[loan]) * share
    amounts = parts(planter, total, count).tolist()
    if fault == "most_parts":  # any five of six equal parts are too little
        amounts = [total / count] * count
    first, last = (7, 9) if fault == "gap" else (1, 4)
    places = [
        planter.pay(borrower, payee, amount, day + planter.whole(first, last))
        for payee, amount in zip(payees, amounts, strict=True)
    ]
    return Drawn([borrower, *payees], places, loan)
