"""Whether transfers are a money ring, in the words of its definition.

It shares nothing with the search: it reads facts and decides in exact fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.analysis.ring_parameters import DAY
from graph.money import ON_BOUND

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from graph.analysis.ring_parameters import RingParameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """A transfer as its fact states it; `amount` None is unknown."""

    source: str
    record_id: str
    payer: int
    payee: int
    time: int
    amount: Fraction | None
    order_no: str | None
    transfer_type: str


def closes(hops: Sequence[Hop]) -> bool:
    """Whether each payee is the next payer, the last the first, and none comes twice.

    Examples
    --------
    >>> closes([])
    False
    """
    payers = [hop.payer for hop in hops]
    passed_on = [hop.payee for hop in hops] == payers[1:] + payers[:1]
    return len(hops) > 1 and passed_on and len(set(payers)) == len(payers)


def is_ring(hops: Sequence[Hop], asked: RingParameters) -> bool:
    """Whether transfers in this order meet every bound but `related_hop`."""
    times = [hop.time for hop in hops]
    begin, end = asked.span()
    return (
        closes(hops)
        and asked.min_length <= len(hops) <= asked.max_length
        and {hop.transfer_type for hop in hops} <= {*asked.types}
        and max(times) - times[0] <= asked.window * DAY
        and (begin is None or begin <= times[0])
        and (end is None or times[0] < end)
        and _in_order(hops, asked)
        and (
            not asked.conserving
            or all(_passes_on(one, other, asked) for one, other in pairwise(hops))
        )
    )


def _in_order(hops: Sequence[Hop], asked: RingParameters) -> bool:
    if asked.order == "any":
        first = min(hops, key=lambda hop: (hop.time, hop.source, hop.record_id))
        return first is hops[0]
    return all(
        _is_before(one, other) and other.time - one.time <= asked.gap * DAY
        for one, other in pairwise(hops)
    )


def _is_before(one: Hop, other: Hop) -> bool:
    if one.time != other.time:
        return one.time < other.time
    numbers = [hop.order_no or "" for hop in (one, other)]
    if one.source != other.source or not all(
        number.isascii() and number.isdecimal() for number in numbers
    ):
        return False
    return int(numbers[0]) < int(numbers[1])


def _passes_on(one: Hop, other: Hop, asked: RingParameters) -> bool:
    if not one.amount or not other.amount:
        return False
    ratio = float(other.amount / one.amount)
    return asked.keep * (1 - ON_BOUND) <= ratio <= asked.gain * (1 + ON_BOUND)
