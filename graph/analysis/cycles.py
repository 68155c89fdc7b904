"""Elementary cycles of a circle, strongest first, and the order of its ring."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from graph.algorithms.components import InnerGraph
from graph.algorithms.cycles import elementary_cycles
from graph.algorithms.subgraphs import rows_inside
from graph.analysis.answer import Completeness, Meaning, Money, PartyRef
from graph.analysis.entry import Analysis
from graph.analysis.receipt import Issuer, Receipt
from graph.analysis.structure import CircleKind
from graph.engines.local import LOCAL
from graph.errors import NotFoundError
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.analysis.published import Published
    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Snapshot

VERSION = "1"
_ADVICE = "Lower the length or the limit; the cycles listed are the strongest ones."


@dataclass(frozen=True, slots=True)
class Cycle:
    """An elementary cycle: each party guarantees the next, the last the first.

    `bottleneck` is the smallest amount on it in the reporting currency; None where
    an amount is not collected.
    """

    party_ids: tuple[str, ...]
    bottleneck: float | None


@dataclass(frozen=True, slots=True)
class CyclesResult:
    """Cycles of a circle by falling bottleneck, unknown amounts last."""

    cycles: tuple[Cycle, ...]
    receipt: Receipt
    completeness: Completeness


@dataclass(frozen=True, slots=True)
class CircleCycle:
    """An elementary cycle, guarantor to debtor and round."""

    parties: tuple[PartyRef, ...]
    length: int
    bottleneck: Annotated[Money, Meaning("Smallest amount on it; null if unknown.")]


@dataclass(frozen=True, slots=True)
class CircleCycles:
    """Cycles of a circle, largest bottleneck first, unknown amounts last."""

    items: tuple[CircleCycle, ...]
    currency: str
    at: At
    completeness: Completeness
    receipt: Receipt


def circle_cycles(
    snapshot: Snapshot,
    member_ids: Sequence[str],
    *,
    min_length: int = 3,
    max_length: int = 8,
    wanted: int = 100,
    engine: Engine = LOCAL,
) -> CyclesResult:
    """The strongest cycles among these parties.

    Raises
    ------
    NotFoundError
        One of them is unknown.
    ValueError
        The lengths are out of range, or a negative number is wanted.
    """
    parameters = {
        "member_ids": sorted(set(member_ids)),
        "min_length": min_length,
        "max_length": max_length,
        "wanted": wanted,
    }
    issuer = Issuer("cycles", VERSION, snapshot, parameters, engine)
    members, numbers = _numbered(snapshot, member_ids)
    found = engine.cycles(
        snapshot,
        numbers,
        wanted=wanted + 1,
        min_length=min_length,
        max_length=max_length,
    )
    listed = list(found.cycles)
    cycles = tuple(
        Cycle(
            tuple(members[node] for node in nodes),
            None if np.isnan(bottleneck) else float(bottleneck),
        )
        for nodes, bottleneck in zip(listed[:wanted], found.bottleneck, strict=False)
    )
    limits = ["limit"] if len(listed) > wanted else found.cycles.truncated_by
    return CyclesResult(
        cycles=cycles,
        receipt=issuer.seal(cycles),
        completeness=Completeness.cut(found.cycles.explored, *limits, advice=_ADVICE),
    )


def cycles_of_circle(
    published: Published, circle_id: str, *, max_length: int = 8, limit: int = 20
) -> CircleCycles:
    """The strongest elementary cycles of a circle.

    Raises
    ------
    NotFoundError
        There is no such circle in the published snapshot.
    """
    finding = published.findings.circle(circle_id)
    pair = finding.kind is CircleKind.MUTUAL_PAIR
    found = circle_cycles(
        published.snapshot,
        published.findings.members[circle_id],
        min_length=2 if pair else min(3, max_length),
        max_length=max_length,
        wanted=limit,
    )
    items = tuple(
        CircleCycle(
            parties=tuple(published.party(party_id) for party_id in cycle.party_ids),
            length=len(cycle.party_ids),
            bottleneck=cycle.bottleneck,
        )
        for cycle in found.cycles
    )
    return CircleCycles(
        items=items,
        currency=published.currency,
        at=published.at,
        completeness=found.completeness,
        receipt=published.stamped(found.receipt),
    )


def _numbered(
    snapshot: Snapshot, member_ids: Iterable[str]
) -> tuple[list[str], NDArray[np.int32]]:
    """Some parties by id, ascending, and their numbers."""
    members = sorted(set(member_ids))
    numbers = snapshot.numbers("party", members)
    if np.any(numbers < 0):
        raise NotFoundError("party", members[int(np.argmin(numbers))])
    return members, numbers


def ring_order(snapshot: Snapshot, member_ids: Sequence[str]) -> tuple[str, ...]:
    """Members in the order of a longest short cycle, the others beside a partner.

    The order in which a ring is drawn: debtor after guarantor. Deterministic.

    Raises
    ------
    NotFoundError
        One of them is unknown.

    Notes
    -----
    O((n + m) log n) after a search of at most 2,000 cycles.
    """
    members, numbers = _numbered(snapshot, member_ids)
    inner = InnerGraph.build(rows_inside(snapshot, numbers)[0])
    partners = _partners(inner)
    ring = _longest_cycle(inner, len(members))
    following = dict(pairwise((_START, *ring)))
    waiting = sorted({partner for node in ring for partner in partners[node]})
    rest = iter(range(len(members)))
    last = ring[-1] if ring else _START
    placed = {_START, *ring}
    while len(placed) <= len(members):
        node = heappop(waiting) if waiting else next(rest)
        if node in placed:
            continue
        beside = min((p for p in partners[node] if p in placed), default=last)
        if beside in following:
            following[node] = following[beside]
        following[beside] = node
        last = node if beside == last else last
        placed.add(node)
        for partner in partners[node]:
            heappush(waiting, partner)
    order, node = [], _START
    while node in following:
        node = following[node]
        order.append(members[node])
    return tuple(order)


_START = -1
"""Before the first firm of a ring."""


def _partners(inner: InnerGraph) -> list[list[int]]:
    """Firms on either side of a guarantee with each firm, ascending."""
    found: list[set[int]] = [set() for _ in range(inner.forward.n)]
    for tail, head in zip(
        inner.forward.tails().tolist(), inner.forward.indices.tolist(), strict=True
    ):
        found[tail].add(head)
        found[head].add(tail)
    return [sorted(partners) for partners in found]


def _longest_cycle(inner: InnerGraph, size: int) -> tuple[int, ...]:
    """The longest of the first 2,000 cycles of at most 12 firms; ties by number."""
    longest = min(max(size, 2), 12)
    cycles: Iterable[tuple[int, ...]] = elementary_cycles(
        inner, min_length=2, max_length=longest, max_cycles=2_000
    )
    return min(cycles, key=lambda cycle: (-len(cycle), cycle), default=())


def _run(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,
    progress: Progress | None = None,  # noqa: ARG001 - it is short
) -> CyclesResult:
    return circle_cycles(snapshot, engine=engine, **parameters)


def _warm_up(published: Published) -> None:
    for members in list(published.findings.members.values())[:1]:
        ring_order(published.snapshot, members)
        circle_cycles(published.snapshot, members)


CYCLES = Analysis("cycles", VERSION, _run, warm_up=_warm_up)
