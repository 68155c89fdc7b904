"""What a report of a circle or a party is written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.circle import CircleRecord, circle_record
from graph.analysis.cycles import CircleCycles, cycles_of_circle
from graph.analysis.neighbourhood import Extent, Neighbourhood, neighbourhood
from graph.analysis.receipt import Receipt
from graph.analysis.score import ScoreRecord, score_record

if TYPE_CHECKING:
    from graph.analysis.published import Published

_EXTENT = Extent(depth=2, limit=80, hub_cap=12)
"""What a printed picture can show: its reader cannot expand it."""


@dataclass(frozen=True, slots=True)
class CircleReport:
    """A circle, its strongest cycles, and the receipts of every figure."""

    circle: CircleRecord
    cycles: CircleCycles
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class PartyReport:
    """The explained score of a party and its two-hop surroundings."""

    score: ScoreRecord
    surroundings: Neighbourhood


def circle_report(published: Published, circle_id: str) -> CircleReport:
    """Gather a circle's report.

    Raises
    ------
    NotFoundError
        There is no such circle in the published snapshot.
    """
    cycles = cycles_of_circle(published, circle_id)
    written = map(published.written_receipt, published.findings.receipts)
    return CircleReport(
        circle_record(published, circle_id), cycles, (*written, cycles.receipt)
    )


def party_report(published: Published, party_id: str) -> PartyReport:
    """Gather a party's report.

    Raises
    ------
    NotFoundError
        No such party in the published snapshot.
    """
    explained = score_record(published, party_id)
    focus = ("party", party_id)
    return PartyReport(
        explained, neighbourhood(published.snapshot.view, focus, _EXTENT)
    )
