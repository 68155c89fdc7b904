"""Whether transfers are a money ring, in the words of its definition.

It shares nothing with the search: it reads facts and decides in exact fractions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.analysis.plain_moves import in_time, kept
from graph.analysis.ring_parameters import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis.plain_moves import Move
    from graph.analysis.ring_parameters import RingParameters


def closes(hops: Sequence[Move]) -> bool:
    """Whether each payee is the next payer, the last the first, and none comes twice.

    Examples
    --------
    >>> closes([])
    False
    """
    payers = [hop.tail for hop in hops]
    passed_on = [hop.head for hop in hops] == payers[1:] + payers[:1]
    return len(hops) > 1 and passed_on and len(set(payers)) == len(payers)


def is_ring(hops: Sequence[Move], asked: RingParameters) -> bool:
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


def _in_order(hops: Sequence[Move], asked: RingParameters) -> bool:
    if asked.order == "any":
        first = min(hops, key=lambda hop: (hop.time, hop.source, hop.record_id))
        return first is hops[0]
    return all(
        in_time(one, other) and other.time - one.time <= asked.gap * DAY
        for one, other in pairwise(hops)
    )


def _passes_on(one: Move, other: Move, asked: RingParameters) -> bool:
    return kept(
        one.amount or Fraction(0),
        other.amount or Fraction(0),
        keep=asked.keep,
        gain=asked.gain,
    )
