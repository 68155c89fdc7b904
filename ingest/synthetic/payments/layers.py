"""Layers of accounts that each have to do with several of the next."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from ingest.synthetic.payments.book import Drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from ingest.synthetic.payments.planter import Planter

BIPARTITE_FAULTS = ("least_accounts", "window")
STACK_FAULTS = ("least_accounts", "order", "window")
_PARTNERS = 3
"""Of each account on each side, as the patterns have it."""
_SIDE = 5
"""Accounts of a planted layer: more than are asked for, as payments may be missing."""


def bipartite(planter: Planter, fault: str | None) -> Drawn:
    """Several accounts that all pay the same others within three days."""
    sizes = [_PARTNERS if fault else _SIDE for _ in range(2)]
    day = planter.day()
    firms = planter.quiet(sum(sizes), day)
    payers, payees = firms[: sizes[0]], firms[sizes[0] :]
    places = _all_pay_all(planter, payers, payees, (day, day + 2), fault)
    return Drawn(firms, places)


def stack(planter: Planter, fault: str | None) -> Drawn:
    """Three layers, of which the second is paid before it pays the third."""
    sizes = [_PARTNERS if fault else _SIDE for _ in range(3)]
    day = planter.day()
    firms = planter.quiet(sum(sizes), day)
    payers, between = firms[: sizes[0]], firms[sizes[0] : sizes[0] + sizes[1]]
    first, second = (day, day + 1), (day + 2, day + 5)
    if fault == "order":
        first, second = (day + 4, day + 5), (day, day + 3)
    if fault == "window":
        second = day + 9, day + 11
    own = fault if fault == "least_accounts" else None
    places = _all_pay_all(planter, payers, between, first, None)
    places += _all_pay_all(planter, between, firms[sum(sizes[:2]) :], second, own)
    return Drawn(firms, places)


def _all_pay_all(
    planter: Planter,
    payers: Sequence[int],
    payees: Sequence[int],
    days: tuple[np.datetime64, np.datetime64],
    fault: str | None,
) -> list[int]:
    """Everyday amounts between two days; the last pair fails."""
    pairs = [*product(payers, payees)]
    length = int((days[1] - days[0]).astype(int))
    when = [days[0] + planter.whole(0, length) for _ in pairs]
    if fault == "window":
        when = [days[0]] * (len(pairs) - 1) + [days[0] + 4]
    if fault == "least_accounts":
        pairs[-1] = pairs[-2]  # the same two, twice
    return [
        planter.pay(payer, payee, planter.amount(), day)
        for (payer, payee), day in zip(pairs, when, strict=True)
    ]
