"""Everyday readings of money rings: what else a ring may be, one small test each.

A reading that fits is no acquittal, and one that does not is no proof. Where a test
would need facts of these accounts and firms that nobody collected, it was not made:
that is not "no", and what is missing is named.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from graph.analysis.ring_ground import TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graph.analysis.ring_ground import ReadingGround, RingFacts


class Verdict(StrEnum):
    """Whether a reading explains a ring."""

    FITS = "fits"
    NO = "no"
    NOT_CHECKED = "not_checked"


class Tried(NamedTuple):
    """What a reading says of a ring.

    `missing` names kinds of facts, and columns of them, that were not collected.
    """

    verdict: Verdict
    missing: tuple[str, ...] = ()


FITS, NO = Tried(Verdict.FITS), Tried(Verdict.NO)
HOLDER, AMOUNT = "account_holder", "transfer.amount"
ORDER, GOODS = "transfer.order_no", "transfer.goods_type"


def _unchecked(*missing: str) -> Tried:
    return Tried(Verdict.NOT_CHECKED, tuple(dict.fromkeys(missing)))


def cash_sweep(ground: ReadingGround, ring: RingFacts) -> Tried:
    """All accounts are of one party, or of a company and those it holds a majority of.

    A natural person behind all of them is no group: that is how shells are run.
    """
    held = [ground.holders[account] for account in ring.payers]
    known = sorted({party for some in held for party in some})
    lacking = [] if all(held) else [HOLDER]
    if not known:
        return _unchecked(HOLDER)
    missing: list[str] = []
    for leader in known:
        kind = ground.party_types[leader]
        if len(known) > 1 and kind == "person":
            continue
        others = [one for one in known if leader not in ground.leaders[one]]
        gaps = [ground.gaps_above(one) for one in others]
        if not others and (kind or len(known) == 1):
            return _unchecked(*lacking) if lacking else FITS
        if not others:
            missing.append(TYPE)
        elif all(gaps):  # it may hold each of them by what was not recorded
            missing += [name for some in gaps for name in some]
    if missing or (lacking and _may_lead_unknown(ground, known)):
        return _unchecked(*lacking, *missing)
    return NO


def _may_lead_unknown(ground: ReadingGround, known: Sequence[int]) -> bool:
    """Whether the unknown holder of an account may hold the majority of all others."""
    whole = [ground.leaders[one] for one in known if not ground.gaps_above(one)]
    above = frozenset.intersection(*whole) if whole else None
    return above is None or any(ground.party_types[one] != "person" for one in above)


def refund(_: ReadingGround, ring: RingFacts) -> Tried:
    """The last transfer states the order number of the first."""
    first, last = ring.orders[0], ring.orders[-1]
    if first is None or last is None:
        return _unchecked(ORDER)
    if first[0] != last[0]:
        return _unchecked()
    return FITS if first == last else NO


def payroll_tax(ground: ReadingGround, ring: RingFacts) -> Tried:
    """A transfer is of a monthly run to many payees, or goes to a state organ."""
    payees = [ground.holders[account] for account in ring.payees]
    types = [ground.party_types[party] for some in payees for party in some]
    if "state_organ" in types or any(map(ground.in_run, ring.edges)):
        return FITS
    missing = [] if all(payees) else [HOLDER]
    if None in types:
        missing.append(TYPE)
    if any(map(ground.run_unknown, ring.edges)):
        missing.append(AMOUNT)
    return _unchecked(*missing) if missing else NO


def agency(_: ReadingGround, ring: RingFacts) -> Tried:
    """Every transfer is for the same goods under one order number."""
    orders = {order for order in ring.orders if order is not None}
    sources = {source for source, _ in orders}
    goods = {name for name in ring.goods if name is not None}
    if len(goods) > 1 or len(orders) > len(sources):
        return NO
    columns = ((GOODS, ring.goods), (ORDER, ring.orders))
    missing = [name for name, values in columns if None in values]
    return _unchecked(*missing) if missing or len(sources) > 1 else FITS


TESTS: Mapping[str, Callable[[ReadingGround, RingFacts], Tried]] = {
    test.__name__: test for test in (cash_sweep, refund, payroll_tax, agency)
}
"""The test of each reading, by its name, in the order in which they are told."""

NOT_TRIED: Mapping[str, Tried] = dict.fromkeys(TESTS, Tried(Verdict.NOT_CHECKED))
"""Of rings that are told as they close: no reading is tried there."""


def verdicts_of(ground: ReadingGround, start: int, end: int) -> Mapping[str, Tried]:
    """What each reading says of the ring from one place of a ground to another."""
    ring = ground.ring(start, end)
    return {name: test(ground, ring) for name, test in TESTS.items()}
