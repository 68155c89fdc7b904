"""Elementary cycles of a circle, strongest first, and the order of its ring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.components import InnerGraph
from graph.algorithms.cycles import elementary_cycles
from graph.algorithms.strongest_cycles import strongest_cycles
from graph.analysis.answer import Completeness
from graph.analysis.receipt import Issuer, Receipt
from graph.analysis.structure import pairs_inside
from graph.kernels.csr import Csr

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def circle_cycles(
    snapshot: Snapshot,
    member_ids: Sequence[str],
    *,
    min_length: int = 3,
    max_length: int = 8,
    wanted: int = 100,
) -> CyclesResult:
    """The strongest cycles among these parties.

    Raises
    ------
    ValueError
        The lengths are out of range.
    """
    parameters = {
        "member_ids": sorted(member_ids),
        "min_length": min_length,
        "max_length": max_length,
        "wanted": wanted,
    }
    issuer = Issuer("cycles", VERSION, snapshot, parameters)
    inner, members, amounts = _among(snapshot, member_ids)
    found = strongest_cycles(
        inner,
        amounts,
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
    limits = (*found.cycles.truncated_by, "limit" if len(listed) > wanted else "")
    return CyclesResult(
        cycles=cycles,
        receipt=issuer.seal(cycles),
        completeness=Completeness.cut(found.cycles.explored, *limits, advice=_ADVICE),
    )


def _among(
    snapshot: Snapshot, member_ids: Sequence[str]
) -> tuple[InnerGraph, list[str], np.ndarray]:
    """The inner graph of some parties, their ids by its numbers, and edge amounts."""
    members = sorted(member_ids)
    numbers = snapshot.numbers("party", members)
    pairs = pairs_inside(snapshot, numbers)
    local = {int(number): i for i, number in enumerate(numbers)}
    tails = [local[int(number)] for number in snapshot.pairs.guarantor[pairs]]
    heads = [local[int(number)] for number in snapshot.pairs.debtor[pairs]]
    rows = Csr.build(tails, heads, len(members))
    return InnerGraph.build(rows), members, snapshot.pairs.effective[pairs]


def ring_order(snapshot: Snapshot, member_ids: Sequence[str]) -> tuple[str, ...]:
    """Members in the order of a longest short cycle, the others beside a partner.

    The order in which a ring is drawn: debtor after guarantor. Deterministic.
    """
    inner, members, _ = _among(snapshot, member_ids)
    size = min(max(len(members), 2), 12)
    cycles: list[tuple[int, ...]] = list(
        elementary_cycles(inner, min_length=2, max_length=size, max_cycles=2_000)
    )
    longest: tuple[int, ...] = max(
        cycles, key=lambda cycle: (len(cycle), [-node for node in cycle])
    )
    order = list(longest)
    placed = set(order)
    rest = [node for node in range(len(members)) if node not in placed]
    arcs = set(
        zip(inner.forward.tails().tolist(), inner.forward.indices.tolist(), strict=True)
    )
    while rest:
        node = next(
            (n for n in rest if any((n, p) in arcs or (p, n) in arcs for p in order)),
            rest[0],
        )
        partners = [p for p in order if (node, p) in arcs or (p, node) in arcs]
        place = order.index(partners[0]) + 1 if partners else len(order)
        order.insert(place, node)
        rest.remove(node)
    return tuple(members[node] for node in order)
