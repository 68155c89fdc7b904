"""Elementary cycles of a circle, strongest first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from graph.algorithms.components import InnerGraph
from graph.algorithms.long_cycles import has_longer_cycles, shortest_cycle
from graph.algorithms.strongest_cycles import pair_amounts
from graph.algorithms.subgraphs import rows_inside
from graph.analysis.answer import Completeness, Meaning, Money, PartyRef
from graph.analysis.entry import Analysis
from graph.analysis.receipt import Issuer, Receipt
from graph.analysis.ring_order import numbered_members, ring_order
from graph.analysis.structure import CircleKind
from graph.engines.local import LOCAL
from graph.errors import NotFoundError
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.analysis.published import Published
    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Snapshot

VERSION = "2"
_ADVICE = {
    "limit": "Raise the limit; the cycles listed are the strongest ones.",
    "length": "Raise the length; longer cycles exist, or could not be ruled out.",
    "work": "The search stopped at its budget; lower the length.",
}


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
    through: str | None = None,
    engine: Engine = LOCAL,
) -> CyclesResult:
    """The strongest cycles among these parties.

    Parameters
    ----------
    through
        One of them. Where no cycle is as short as `max_length`, a shortest one through
        it is listed instead, mutual pairs left out unless `min_length` is 2.

    Raises
    ------
    NotFoundError
        One of them is unknown, or `through` is none of them.
    ValueError
        The lengths are out of range, or a negative number is wanted.
    """
    parameters = {
        "member_ids": sorted(set(member_ids)),
        "min_length": min_length,
        "max_length": max_length,
        "wanted": wanted,
        "through": through,
    }
    issuer = Issuer("cycles", VERSION, snapshot, parameters, engine)
    members, numbers = numbered_members(snapshot, member_ids)
    if through is not None and through not in members:
        raise NotFoundError("member", through)
    found = engine.cycles(
        snapshot,
        numbers,
        wanted=wanted + 1,
        min_length=min_length,
        max_length=max_length,
    )
    listed = list(found.cycles)
    bottlenecks = found.bottleneck.tolist()
    rows, pairs = rows_inside(snapshot, numbers)
    inner = InnerGraph.build(rows)
    if through is not None and wanted and not listed and min_length <= 3:
        longer = shortest_cycle(
            inner.forward, members.index(through), min_length=min_length
        )
        if longer:
            amounts = pair_amounts(inner, snapshot.pairs.effective[pairs])
            listed.append(longer)
            bottlenecks.append(_bottleneck(inner, amounts, longer))
    cycles = tuple(
        Cycle(
            tuple(members[node] for node in nodes),
            None if np.isnan(bottleneck) else bottleneck,
        )
        for nodes, bottleneck in zip(listed[:wanted], bottlenecks, strict=False)
    )
    known = sum(len(cycle.party_ids) > max_length for cycle in cycles)
    limits = (
        "limit" if len(listed) > wanted else "",
        "work" if found.cycles.truncated_by else "",
        "length" if has_longer_cycles(inner, max_length, known=known) else "",
    )
    return CyclesResult(
        cycles=cycles,
        receipt=issuer.seal(cycles),
        completeness=Completeness.cut(found.cycles.explored, *limits, advice=_ADVICE),
    )


def _bottleneck(
    inner: InnerGraph, amounts: NDArray[np.float64], nodes: Sequence[int]
) -> float:
    """The smallest amount on a cycle; NaN if one is unknown."""
    forward = inner.forward
    arcs = [
        forward.indptr[tail] + np.searchsorted(forward.row(tail), head)
        for tail, head in pairwise((*nodes, nodes[0]))
    ]
    return float(np.min(amounts[arcs]))


def cycles_of_circle(
    published: Published, circle_id: str, *, max_length: int = 8, limit: int = 20
) -> CircleCycles:
    """The strongest elementary cycles of a circle.

    If all are longer than `max_length`, a shortest one through its worst firm, the one
    of highest default probability: a ring shows itself, whatever its length.

    Raises
    ------
    NotFoundError
        There is no such circle in the published snapshot.
    """
    finding = published.findings.circle(circle_id)
    pair = finding.kind is CircleKind.MUTUAL_PAIR
    members = sorted(published.findings.members[circle_id])
    numbers = published.snapshot.numbers("party", members)
    worst = int(np.argmax(published.findings.pd[numbers]))
    found = circle_cycles(
        published.snapshot,
        members,
        min_length=2 if pair else min(3, max_length),
        max_length=max_length,
        wanted=limit,
        through=members[worst],
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
