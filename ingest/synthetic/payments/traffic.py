"""Everyday payments of the accounts of what was planted, so that they are not silent.

They neither make a near miss a hit nor hide what was planted: each is with an outsider
who has no other payment for a month around, and so with nobody who could stand between,
close a ring or be one of a layer. An account that many pay, or that pays many, could
still gain one; the first of the members, which is the one, has such payments only on
days that no window reaches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.payments.book import start_of
from ingest.synthetic.payments.planter import CrowdedError, Planter
from ingest.synthetic.seasons import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.synthetic.payments.book import Book
    from ingest.synthetic.payments.lent import Lent

PER_ACCOUNT = 0.4
"""Payments of an account on average, about as many as any has in such a time."""
_AROUND = 20
"""Days before the first payment and after the last, within which they are."""
APART = 12
"""Days from a hub's payments: more than the window of any pattern of a hub, or than the
gap of a pass-through account."""


def plant_traffic(book: Book, lent: Lent) -> None:
    """Let accounts that were chosen for their silence pay and be paid.

    Nothing may be planted after this.
    """
    planter = Planter(book, "traffic")
    for drawn in book.alone:
        times = [book.rows[place][3] for place in drawn.places]
        begin, end = min(times) // DAY - _AROUND, max(times) // DAY + _AROUND
        near = [*drawn.members]
        if drawn.loan is not None:
            near += lent.close_to(int(lent.loans.borrower[drawn.loan]))
        hub, *others = dict.fromkeys(drawn.members)
        busy = [
            book.rows[place][3] // DAY
            for place in drawn.places
            if hub in book.rows[place][:2]
        ]
        free = [
            day
            for day in range(begin, end + 1)
            if all(abs(day - other) >= APART for other in busy)
        ]
        _pays(planter, hub, free, near)
        for account in others:
            _pays(planter, account, range(begin, end + 1), near)


def _pays(
    planter: Planter, account: int, days: Sequence[int], near: Sequence[int]
) -> None:
    first = start_of(planter.book.roster.horizon.first) // DAY
    for _ in range(int(planter.random.poisson(PER_ACCOUNT))):
        day = days[planter.whole(0, len(days) - 1)]
        when = np.datetime64(day, "D")
        if day < first:
            continue
        try:
            (other,) = planter.quiet(1, when, without=near)
        except CrowdedError:
            continue
        payer, payee = planter.random.permutation([account, other]).tolist()
        planter.pay(payer, payee, planter.amount(), when)
