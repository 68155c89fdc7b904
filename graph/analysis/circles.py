"""Circles as a list, riskiest first, and planted circles against those found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graph.analysis.amounts import falling
from graph.analysis.answer import Completeness, Total
from graph.analysis.circle import CircleSummary, circle_summary
from graph.analysis.structure import CircleKind
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.analysis.circle_findings import CircleFinding
    from graph.analysis.published import Published

CircleOrder = Literal["contagion_exposure", "effective_amount", "firms", "max_pd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleList:
    """A page of circles; `total` counts those of all pages."""

    items: tuple[CircleSummary, ...]
    total: Total
    at: At
    completeness: Completeness


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleComparison:
    """Planted strict circles against those found, by their members.

    `found` counts the planted ones that were; `missed` and `invented` hold the
    members of the others.
    """

    planted: int
    found: int
    missed: tuple[tuple[str, ...], ...]
    invented: tuple[tuple[str, ...], ...]
    equal: bool


def ranked_circles(
    published: Published,
    kind: CircleKind | None = CircleKind.STRICT,
    order: CircleOrder = "contagion_exposure",
) -> list[CircleFinding]:
    """Circles of a kind, or of every kind, the largest by that figure first."""
    rows = [row for row in published.findings.circles if kind in (None, row.kind)]
    return sorted(rows, key=lambda row: (falling(getattr(row, order)), row.circle_id))


def circle_list(
    published: Published,
    kind: CircleKind | None = CircleKind.STRICT,
    order: CircleOrder = "contagion_exposure",
    *,
    offset: int = 0,
    limit: int = 20,
) -> CircleList:
    """A page of the circles of a kind, or of every kind, as they are listed."""
    rows = ranked_circles(published, kind, order)
    page = rows[offset : offset + limit]
    return CircleList(
        items=tuple(circle_summary(published, row) for row in page),
        total=Total(len(rows)),
        at=published.at,
        completeness=Completeness.cut(
            len(rows),
            "limit" if offset + len(page) < len(rows) else "",
            advice="Raise the limit or ask for the next page.",
        ),
    )


def compare_circles(
    published: Published, members: Iterable[Iterable[str]]
) -> CircleComparison:
    """What was found of planted circles, each given by the ids of its members."""
    planted = set(map(frozenset, members))
    found = {
        frozenset(published.findings.members[row.circle_id])
        for row in ranked_circles(published)
    }
    return CircleComparison(
        planted=len(planted),
        found=len(planted & found),
        missed=_in_order(planted - found),
        invented=_in_order(found - planted),
        equal=planted == found,
    )


def _in_order(circles: Iterable[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(tuple(sorted(members)) for members in circles))
