"""Whether facts meet the test of a pattern, in the words of its definition.

It shares nothing with the searches: it reads facts and decides in exact fractions.
Whether a hit is as large as it could be is not judged.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Protocol

from graph.analysis.plain_moves import by_time, in_time, kept
from graph.analysis.ring_parameters import DAY
from graph.patterns.questions import UNBOUNDED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graph.analysis.plain_moves import Move, Node

Asked = dict[str, Any]


class Surroundings(Protocol):
    """What a test asks about besides the facts of a hit."""

    def holder(self, account: Node) -> object:
        """Whom an account counts for."""

    def homes(self, paid_out: Move) -> set[Node]:
        """Accounts of whoever a loan was paid out to."""

    def goals(self, paid_out: Move, back_to: Sequence[str]) -> set[Node]:
        """Accounts where the money of a loan may end."""


def meets(
    moves: Sequence[Move], asked: Mapping[str, Any], around: Surroundings
) -> bool:
    """Whether facts are a hit of a question, be it a part of a larger one."""
    if not moves or any(move.tail == move.head for move in moves):
        return False
    times = [move.time for move in moves]
    if max(times) - min(times) > asked["window"] * DAY:
        return False
    ordered = sorted(moves, key=by_time)
    return _TESTS[asked["test"]](ordered, dict(asked), around)


def _amount(moves: Sequence[Move]) -> Fraction:
    return sum((move.amount or Fraction(0) for move in moves), Fraction(0))


def _kept(received: Fraction, passed: Fraction, asked: Asked) -> bool:
    return kept(received, passed, keep=asked["keep"], gain=asked["gain"])


def _known(moves: Sequence[Move]) -> bool:
    return all(move.amount is not None and move.amount > 0 for move in moves)


def _fan(moves: Sequence[Move], asked: Asked, around: Surroundings) -> bool:
    out = asked["side"] == "out"
    hubs = {move.tail if out else move.head for move in moves}
    others = [move.head if out else move.tail for move in moves]
    if asked["of"] == "sign_ins":
        count = len({around.holder(other) for other in others})
    else:
        count = len(set(others))
    low, high = asked["from_amount"], asked["below_amount"]
    bounded = low > 0 or high < UNBOUNDED
    return (
        len(hubs) == 1
        and count >= asked["least_accounts"]
        and len(moves) >= asked["least_transfers"]
        and _amount(moves) >= asked["least_total"]
        and (
            not bounded
            or all(
                move.amount is not None and low <= move.amount < high for move in moves
            )
        )
    )


def _scatter_gather(moves: Sequence[Move], asked: Asked, _: Surroundings) -> bool:
    ends = {(one.tail, other.head) for one in moves for other in moves}
    return _known(moves) and any(_is_spread(moves, *pair, asked) for pair in ends)


def _is_spread(moves: Sequence[Move], source: Node, target: Node, asked: Asked) -> bool:
    if source == target or any(
        (move.tail == source) == (move.head == target) for move in moves
    ):
        return False
    into, out = defaultdict(list), defaultdict(list)
    for move in moves:
        if move.tail == source:
            into[move.head].append(move)
        else:
            out[move.tail].append(move)
    ways = into.keys() | out.keys()
    each_before = all(
        any(in_time(one, other) for other in out[way])
        for way in ways
        for one in into[way]
    )
    each_after = all(
        any(in_time(one, other) for one in into[way])
        for way in ways
        for other in out[way]
    )
    sums = [_amount([*chain(*part.values())]) for part in (into, out)]
    enough = len(ways) >= asked["least_accounts"] and {source, target}.isdisjoint(ways)
    return enough and each_before and each_after and _kept(sums[0], sums[1], asked)


def _gather_scatter(moves: Sequence[Move], asked: Asked, _: Surroundings) -> bool:
    hubs = {move.head for move in moves} & {move.tail for move in moves}
    if not _known(moves) or len(moves) > asked["most_transfers"]:
        return False
    for hub in hubs:
        gathers = [move for move in moves if move.head == hub]
        scatters = [move for move in moves if move.tail == hub]
        if (
            len(gathers) + len(scatters) == len(moves)
            and gathers[-1].time < scatters[0].time
            and len({move.tail for move in gathers}) >= asked["least_accounts"]
            and len({move.head for move in scatters}) >= asked["least_accounts"]
            and _kept(_amount(gathers), _amount(scatters), asked)
        ):
            return True
    return False


def _layers(moves: Sequence[Move], asked: Asked, _: Surroundings) -> bool:
    """Whether each move keeps a step when those that cannot stay are left out."""
    last, least = asked["layers"] - 2, asked["least_accounts"]
    alive = [(step, move) for step in range(last + 1) for move in moves]
    while True:
        payees, payers = defaultdict(set), defaultdict(set)
        begins: dict[Any, list[int]] = defaultdict(list)
        ends: dict[Any, list[int]] = defaultdict(list)
        for step, move in alive:
            payees[step, move.tail].add(move.head)
            payers[step, move.head].add(move.tail)
            begins[step + 1, move.head].append(move.time)
            ends[step - 1, move.tail].append(move.time)
        stays = [
            (step, move)
            for step, move in alive
            if len(payees[step, move.tail]) >= least
            and len(payers[step, move.head]) >= least
            and (step == 0 or min(begins[step, move.tail], default=move.time)
                 < move.time)
            and (step == last or max(ends[step, move.head], default=move.time)
                 > move.time)
        ]  # fmt: skip
        if len(stays) == len(alive):
            return {id(move) for _, move in stays} == {id(move) for move in moves}
        alive = stays


def _pass_on(moves: Sequence[Move], asked: Asked, _: Surroundings) -> bool:
    kind = "deposit" if asked["of"] == "deposits" else "transfer"
    if not _known(moves) or len(moves) > asked["most_transfers"]:
        return False
    for hub in {move.head for move in moves} & {move.tail for move in moves}:
        came = [move for move in moves if move.head == hub]
        went = [move for move in moves if move.tail == hub]
        if (
            len(came) + len(went) == len(moves)
            and len(came) >= asked["least_transfers"]
            and all(
                move.kind == kind and (move.amount or 0) >= asked["from_amount"]
                for move in came
            )
            and _all_passed(came, went, asked)
        ):
            return True
    return False


def _all_passed(came: Sequence[Move], went: Sequence[Move], asked: Asked) -> bool:
    """Whether each that came is passed on by some that went, and none is left."""
    if not came:
        return not went
    first = came[0]
    able = [
        move
        for move in went
        if in_time(first, move)
        and move.time - first.time <= asked["gap"] * DAY
        and move.head != first.tail
    ]
    for low in range(len(able)):
        for high in range(low + 1, min(len(able), low + asked["most_parts"]) + 1):
            parts = able[low:high]
            if _kept(_amount([first]), _amount(parts), asked):
                rest = [move for move in went if move not in parts]
                if _all_passed(came[1:], rest, asked):
                    return True
    return False


def _returns(moves: Sequence[Move], asked: Asked, around: Surroundings) -> bool:
    paid_out, *hops = moves
    inner = [move.tail for move in hops]
    homes = around.homes(paid_out)
    goals = around.goals(paid_out, asked["back_to"])
    last = moves[-1].head
    return (
        paid_out.kind == "deposit"
        and _known(moves)
        and 1 <= len(hops) <= asked["most_hops"]
        and all(move.kind == "transfer" for move in hops)
        and all(
            one.head == other.tail
            and in_time(one, other)
            and other.time - one.time <= asked["gap"] * DAY
            and _kept(_amount([one]), _amount([other]), asked)
            for one, other in pairwise(moves)
        )
        and len(set(inner)) == len(inner)
        and goals.isdisjoint(inner[1:])
        and last in goals
        and not (len(hops) == 1 and last in homes)
    )


_TESTS: dict[str, Callable[[Sequence[Move], Asked, Surroundings], bool]] = {
    "fan": _fan,
    "scatter_gather": _scatter_gather,
    "gather_scatter": _gather_scatter,
    "layers": _layers,
    "pass_on": _pass_on,
    "return": _returns,
}
