"""One account and many others within days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.synthetic.payments.book import Drawn

if TYPE_CHECKING:
    from ingest.synthetic.payments.planter import Planter

FAN_FAULTS = ("least_accounts", "window")
STRUCTURING_FAULTS = ("least_transfers", "window", "below_amount", "from_amount")
FEWEST = {"fan_in": 4, "fan_out": 8}
"""Others of one account in two days, as those patterns have it."""
_MORE = (2, 8)
"""Others beyond the fewest: some payments may not be collected."""
_JUST_UNDER = (41_000, 49_900)
_NOT_UNDER = (50_000, 52_000)
_FAR_UNDER = (36_000, 39_800)


def fan(planter: Planter, fault: str | None, pattern: str) -> Drawn:
    """Many accounts pay one, or are paid by one, within two days."""
    least = FEWEST[pattern]
    count = least if fault else least + planter.whole(*_MORE)
    day = planter.day()
    hub, *others = planter.quiet(1 + count, day)
    days = [day + planter.whole(0, 0 if fault == "window" else 1) for _ in others]
    if fault == "window":
        days[-1] += 3
    if fault == "least_accounts":
        others[-1] = others[0]  # who comes twice counts once
    places = [
        planter.pay(
            *((other, hub) if pattern == "fan_in" else (hub, other)),
            planter.amount(),
            when,
        )
        for other, when in zip(others, days, strict=True)
    ]
    return Drawn([hub, *dict.fromkeys(others)], places)


def structuring(planter: Planter, fault: str | None) -> Drawn:
    """Several payments just under the amount that is reported, within three days."""
    count = planter.whole(3, 6)
    if fault:
        count = 2 if fault == "least_transfers" else 3
    day = planter.day()
    payer, *payees = planter.quiet(1 + planter.whole(1, 2), day)
    ranges = [_JUST_UNDER] * count
    if fault == "below_amount":
        ranges[-1] = _NOT_UNDER
    if fault == "from_amount":
        ranges[-1] = _FAR_UNDER
    days = [day + planter.whole(0, 2) for _ in ranges]
    if fault == "window":
        days = [day, day + planter.whole(0, 1), day + 4]
    places = [
        planter.pay(
            payer,
            payees[planter.whole(0, len(payees) - 1)],
            float(planter.random.uniform(*span)),
            when,
        )
        for span, when in zip(ranges, days, strict=True)
    ]
    return Drawn([payer, *payees], places)
