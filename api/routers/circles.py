"""Circles: the ranked list, one circle, its cycles."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api.circle_page import circle_page
from api.deps import (
    CircleId,
    Cursor,
    HeldAt,
    Limit,
    ServiceDep,
    cursor_at,
    offset_of,
)
from api.presenters import (
    at_out,
    circle_summary,
    completeness_out,
    money_out,
    party_ref,
    receipt_out,
)
from api.schemas.answer import CompletenessOut, Page, Total
from api.schemas.circles import CircleOut, CircleSummary, CycleOut, Cycles
from api.security import Caller
from graph.analysis.cycles import circle_cycles

router = APIRouter(prefix="/v1/circles", tags=["circles"], dependencies=[HeldAt])

Order = Literal["contagion_exposure", "effective_amount", "firms", "max_pd"]


@router.get("")
def list_circles(
    service: ServiceDep,
    *,
    kind: Annotated[Literal["strict", "mutual_pair"], Query()] = "strict",
    order: Annotated[Order, Query()] = "contagion_exposure",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[CircleSummary]:
    """Circles of the held snapshot, riskiest first by default.

    The default order is by effective amounts times the debtors' contagion increments.
    """
    held = service.held
    rows = [row for row in held.findings.circles if row["kind"] == kind]
    rows.sort(key=lambda row: (-row[order], row["circle_id"]))
    scope = f"circles-{held.findings.snapshot_id[:8]}-{kind}-{order}"
    start = offset_of(cursor, scope)
    more = start + limit < len(rows)
    return Page(
        items=[circle_summary(held, row) for row in rows[start : start + limit]],
        next=cursor_at(start + limit, scope) if more else None,
        total=Total(value=len(rows), relation="eq"),
        at=at_out(held.snapshot.manifest.at),
        completeness=CompletenessOut(
            complete=True, explored=len(rows), truncated_by=[], advice=None
        ),
    )


@router.get("/{circle_id}")
def read_circle(circle_id: CircleId, service: ServiceDep, caller: Caller) -> CircleOut:
    """One circle: members, picture, reasons and the receipt of its scores.

    Guarantees point from guarantor to debtor; distress travels the other way.
    """
    return circle_page(service, circle_id, sees_personal=caller.sees_personal)


@router.get("/{circle_id}/cycles")
def list_cycles(
    circle_id: CircleId,
    service: ServiceDep,
    *,
    max_length: Annotated[int, Query(ge=2, le=12)] = 8,
    limit: Limit = 20,
) -> Cycles:
    """Elementary cycles of a circle, largest bottleneck first, unknown amounts last."""
    held = service.held
    row = held.findings.circle(circle_id)
    found = circle_cycles(
        held.snapshot,
        held.findings.members[circle_id],
        min_length=2 if row["kind"] == "mutual_pair" else min(3, max_length),
        max_length=max_length,
        wanted=limit,
    )
    currency = held.snapshot.manifest.reporting_currency
    return Cycles(
        items=[
            CycleOut(
                parties=[party_ref(held, party) for party in cycle.party_ids],
                length=len(cycle.party_ids),
                bottleneck=money_out(cycle.bottleneck, currency),
            )
            for cycle in found.cycles
        ],
        currency=currency,
        at=at_out(held.snapshot.manifest.at),
        completeness=completeness_out(found.completeness),
        receipt=receipt_out(found.receipt),
    )
