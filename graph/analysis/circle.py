"""Circles as people read them: a line of a list, and one circle as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import numpy as np

from graph.algorithms.subgraphs import pairs_inside
from graph.analysis.amounts import cover_of, known_sums, stated
from graph.analysis.answer import (
    INTERNAL,
    Band,
    BandBound,
    Completeness,
    Meaning,
    Money,
    PartyRef,
    Reason,
    ScoreError,
    Sentence,
    values_of,
)
from graph.analysis.bands import band_of
from graph.analysis.circle_findings import CircleFinding, RankedCircle
from graph.analysis.circle_reasons import circle_reasons, roles_of
from graph.analysis.circle_surroundings import circle_surroundings, control_links
from graph.analysis.control import Controller, common_controllers
from graph.analysis.neighbourhood import Neighbourhood
from graph.analysis.party import PublishedScore, published_score
from graph.analysis.receipt import Receipt
from graph.analysis.ring_order import ring_order
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.analysis.published import Published

RING_LIMIT = 24
"""A thumbnail of more members than this is a blot."""


@dataclass(frozen=True, slots=True)
class RingNode:
    """A member in a thumbnail: its band and the members it guarantees, by index."""

    party_id: str
    band: Band
    guarantees: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleSummary(RankedCircle):
    """A circle in a list. Amounts are in `currency`."""

    name: Sentence
    band: Band
    currency: str
    ring: tuple[RingNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a circle."""

    party: PartyRef
    role: Sentence
    loans: Money
    gives: Money
    receives: Money
    # of its PublishedScore; here the API lets each be null
    self_pd: float | None
    pd: float | None
    pd_error: ScoreError | None
    increment: float | None
    band: Band
    band_low: BandBound
    band_high: BandBound


@dataclass(frozen=True, slots=True)
class ControllerTie:
    """Why a member answers to a controller."""

    party_id: str
    basis: Annotated[str, Meaning("majority (confirmed) | spouse | signals")]
    evidence: Sentence


@dataclass(frozen=True, slots=True)
class CircleController:
    """A party behind two members or more; the weakest tie decides `confirmed`."""

    party: PartyRef
    confirmed: bool
    ties: tuple[ControllerTie, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleRecord(CircleSummary):
    """One circle with its members, picture and reasons."""

    members: tuple[Member, ...]
    controllers: tuple[CircleController, ...]
    reasons: tuple[Reason, ...]
    receipt: Receipt
    at: At
    completeness: Completeness
    # What a picture is drawn from is not part of the answer.
    surroundings: Neighbourhood = field(metadata=INTERNAL)
    ring_order: tuple[str, ...] = field(metadata=INTERNAL)


def circle_summary(published: Published, finding: CircleFinding) -> CircleSummary:
    """A circle for lists: named and banded."""
    return CircleSummary(
        **values_of(RankedCircle, finding),
        name=published.circle_name(finding.circle_id),
        band=band_of(finding.max_pd),
        currency=published.currency,
        ring=_thumbnail(published, published.findings.members[finding.circle_id]),
    )


def _thumbnail(published: Published, members: Sequence[str]) -> tuple[RingNode, ...]:
    if len(members) > RING_LIMIT:
        return ()
    order = ring_order(published.snapshot, members)
    numbers = published.snapshot.numbers("party", list(order))
    place = {int(number): i for i, number in enumerate(numbers)}
    forward = published.snapshot.pairs.forward
    ring = []
    for party_id, number in zip(order, numbers, strict=True):
        debtors = forward.row(number).tolist()
        guaranteed = tuple(place[debtor] for debtor in debtors if debtor in place)
        band = band_of(float(published.findings.pd[number]))
        ring.append(RingNode(party_id, band, guaranteed))
    return tuple(ring)


def circle_record(published: Published, circle_id: str) -> CircleRecord:
    """Everything known of a circle.

    Raises
    ------
    NotFoundError
        There is no such circle in the published snapshot.
    """
    snapshot, findings = published.snapshot, published.findings
    finding = findings.circle(circle_id)
    members = findings.members[circle_id]
    numbers = snapshot.numbers("party", list(members))
    controllers = common_controllers(snapshot, numbers.tolist())
    surroundings = circle_surroundings(
        snapshot.view, members, control_links(snapshot, controllers)
    )
    summary = circle_summary(published, finding)
    return CircleRecord(
        **values_of(CircleSummary, summary),
        members=_members(published, numbers),
        controllers=tuple(_controller(published, item) for item in controllers),
        reasons=tuple(
            circle_reasons(snapshot, findings, circle_id, surroundings, controllers)
        ),
        receipt=published.written_receipt("circles"),
        at=published.at,
        completeness=surroundings.completeness,
        surroundings=surroundings,
        ring_order=tuple(node.party_id for node in summary.ring)  # drawn as listed
        or ring_order(snapshot, members),
    )


def controllers_of(
    published: Published, firms: Sequence[int]
) -> tuple[CircleController, ...]:
    """Controllers of two or more of these party numbers, most firms first."""
    found = common_controllers(published.snapshot, firms)
    return tuple(_controller(published, item) for item in found)


def _controller(published: Published, controller: Controller) -> CircleController:
    node_id = published.snapshot.node_id
    ties = tuple(
        ControllerTie(node_id("party", tie.firm), tie.basis, tie.evidence)
        for tie in controller.ties
    )
    party = published.party_at(controller.number)
    return CircleController(party, controller.confirmed, ties)


def _members(published: Published, numbers: NDArray[np.int32]) -> tuple[Member, ...]:
    """Members, the highest default probability first."""
    snapshot = published.snapshot
    roles = roles_of(snapshot, numbers)
    pairs = pairs_inside(snapshot, numbers)
    covered = cover_of(snapshot, pairs)
    receives = dict(zip(covered.debtor.tolist(), covered.amount.tolist(), strict=True))
    order = np.argsort(numbers)
    guarantor = np.searchsorted(numbers, snapshot.pairs.guarantor[pairs], sorter=order)
    given = known_sums(snapshot.pairs.effective[pairs], order[guarantor], numbers.size)
    rows = []
    for number, gives in zip(numbers.tolist(), given, strict=True):
        rows.append(
            Member(
                party=published.party_at(number),
                role=roles[number],
                loans=stated(snapshot.figures.loans_outstanding[number]),
                gives=gives,
                receives=stated(receives.get(number, 0.0)),
                **values_of(PublishedScore, published_score(published, number)),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-(row.pd or 0.0), row.party.party_id)))
