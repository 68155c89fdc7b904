"""What is published of circles: a row per circle, riskiest first, and its members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from graph.algorithms.subgraphs import pairs_inside
from graph.analysis import structure
from graph.analysis.amounts import cover_of, falling, known_sum
from graph.analysis.answer import Meaning, Money, values_of
from graph.analysis.entry import Analysis, no_parameters
from graph.analysis.receipt import stage
from graph.analysis.structure import (
    Circle,
    CircleFigures,
    CirclesResult,
    find_circles,
)
from graph.analysis.tables import findings_table
from graph.stores.graph_views import EdgeView, End, NodeView

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from graph.analysis.contagion import ContagionResult
    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedCircle(CircleFigures):
    """A circle with its size and what contagion is expected to cost in it."""

    firms: int
    contagion_exposure: Annotated[
        Money,
        Meaning(
            "What is covered of each debtor times its contagion increment: "
            "guarantees expected to be called because of contagion. Ranks the list."
        ),
    ]
    max_pd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleFinding(RankedCircle):
    """A row of the table ``circle``."""

    heaviest_id: str


@dataclass(frozen=True, slots=True)
class MemberFinding:
    """A row of the table ``circle_member``."""

    circle_id: str
    party_id: str


def circle_tables(
    snapshot: Snapshot, found: CirclesResult, scores: ContagionResult
) -> dict[str, pa.Table]:
    """Tables ``circle`` and ``circle_member``, riskiest first."""
    circles = (*found.circles, *found.mutual_pairs)
    rows = [_finding(snapshot, circle, scores) for circle in circles]
    members = [
        MemberFinding(circle.circle_id, party_id)
        for circle in circles
        for party_id in circle.member_ids
    ]
    rows.sort(key=riskiest_first)
    return {
        "circle": findings_table(CircleFinding, rows),
        "circle_member": findings_table(MemberFinding, members),
    }


def riskiest_first(row: CircleFinding) -> tuple[float, str]:
    """Sort key: the largest exposure to contagion first, ties by id."""
    return falling(row.contagion_exposure), row.circle_id


def _finding(
    snapshot: Snapshot, circle: Circle, scores: ContagionResult
) -> CircleFinding:
    numbers = snapshot.numbers("party", list(circle.member_ids))
    covered = cover_of(snapshot, pairs_inside(snapshot, numbers))
    called = covered.amount * scores.increment[covered.debtor]
    return CircleFinding(
        **values_of(CircleFigures, circle),
        firms=len(circle.member_ids),
        heaviest_id=circle.heaviest_id,
        contagion_exposure=known_sum(called),
        max_pd=float(scores.pd[numbers].max()),
    )


def _run_circles(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,
    progress: Progress | None = None,
) -> CirclesResult:
    no_parameters("circles", parameters)
    with stage(progress, "circles"):
        return find_circles(snapshot, engine=engine)


CIRCLES = Analysis(
    "circles",
    structure.VERSION,
    _run_circles,
    tables={
        "circle": NodeView("Circle", "circle_id"),
        "circle_member": EdgeView(
            "MEMBER_OF",
            End("Party", "party_id", "party_id"),
            End("Circle", "circle_id", "circle_id"),
        ),
    },
    findings=lambda snapshot, results: circle_tables(
        snapshot, results["circles"], results["pd"]
    ),
)
