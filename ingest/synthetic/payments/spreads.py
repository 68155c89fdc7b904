"""Money that leaves in parts and comes together, or the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.payments.book import Drawn
from ingest.synthetic.payments.planter import SMALLEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.payments.planter import Planter

SCATTER_FAULTS = ("least_accounts", "keep", "gain", "order", "equal_times", "window")
GATHER_FAULTS = ("least_accounts", "keep", "gain", "order", "window")
_WAYS = 3
_SIDES = 4
"""Fewest accounts between, and on each side, as the patterns have it."""


def scatter_gather(planter: Planter, fault: str | None) -> Drawn:
    """One source, several accounts between, one target; each is paid before it pays."""
    ways = _WAYS if fault else planter.whole(_WAYS, 5)
    day = planter.day()
    source, target, *between = planter.quiet(2 + ways, day)
    if fault == "least_accounts":
        between[-1] = between[0]
    share = {"keep": planter.too_little, "gain": planter.too_much}.get(
        fault or "", planter.keep
    )
    places = []
    for number, firm in enumerate(between):
        own = fault if number == ways - 1 else None
        amount, sent = planter.amount(SMALLEST), day + planter.whole(0, 1)
        passed = sent + (planter.whole(9, 11) if own == "window" else planter.gap())
        times = planter.moment(sent), planter.moment(passed)
        if own == "order":
            times = times[::-1]
        elif own == "equal_times":
            times = times[0], times[0]
        places.append(planter.book.pay(source, firm, amount, times[0]))
        places.append(planter.book.pay(firm, target, amount * share(), times[1]))
    firms = [source, target, *dict.fromkeys(between)]
    return Drawn(firms, places)


def gather_scatter(planter: Planter, fault: str | None) -> Drawn:
    """Several pay one account, which then pays about as much to several others."""
    sides = [_SIDES if fault else planter.whole(_SIDES, 7) for _ in range(2)]
    if fault == "least_accounts":
        sides[planter.whole(0, 1)] -= 1
    day = planter.day()
    hub, *others = planter.quiet(1 + sum(sides), day)
    sources, targets = others[: sides[0]], others[sides[0] :]
    came = [planter.amount(SMALLEST) for _ in sources]
    share = {"keep": planter.too_little, "gain": planter.too_much}.get(
        fault or "", planter.keep
    )()
    gathered = [planter.moment(day + planter.whole(0, 3)) for _ in sources]
    spread = [planter.moment(day + planter.whole(4, 8)) for _ in targets]
    if fault == "order":
        gathered = [planter.moment(day + planter.whole(1, 3)) for _ in sources]
        spread[0] = planter.moment(day)
    if fault == "window":
        gathered[0], spread[0] = planter.moment(day), planter.moment(day + 12)
    places = [
        planter.book.pay(source, hub, amount, moment)
        for source, amount, moment in zip(sources, came, gathered, strict=True)
    ]
    places += [
        planter.book.pay(hub, target, float(part), moment)
        for target, part, moment in zip(
            targets,
            parts(planter, sum(came) * share, len(targets)),
            spread,
            strict=True,
        )
    ]
    return Drawn([hub, *others], places)


def parts(planter: Planter, total: float, count: int) -> NDArray[np.float64]:
    """A sum in parts that differ as everyday amounts do."""
    weight = np.array([planter.amount(SMALLEST) for _ in range(count)])
    divided: NDArray[np.float64] = total * weight / weight.sum()
    return divided
