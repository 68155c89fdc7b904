"""Circles: the ranked list, one circle, its cycles, how it came about."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.deps import (
    CircleId,
    Cursor,
    Limit,
    PublishedAt,
    ServiceDep,
    cursor_at,
    offset_of,
)
from api.schemas.records import CircleOut, CirclePageOut, CircleTimelineOut, CyclesOut
from api.security import Caller
from api.turns import heavy
from graph.analysis.circle import circle_record
from graph.analysis.circle_timeline import timeline_of_circle
from graph.analysis.circles import CircleOrder, circle_list
from graph.analysis.cycles import cycles_of_circle
from graph.analysis.structure import CircleKind
from visual.payload import circle_picture
from visual.records import Annotations

router = APIRouter(prefix="/v1/circles", tags=["circles"], dependencies=[PublishedAt])


@router.get("", response_model=CirclePageOut)
def list_circles(
    service: ServiceDep,
    *,
    kind: Annotated[CircleKind, Query()] = CircleKind.STRICT,
    order: Annotated[CircleOrder, Query()] = "contagion_exposure",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Circles of the published snapshot, riskiest first by default.

    The default order is by effective amounts times the debtors' contagion increments.
    """
    published = service.published
    scope = f"circles-{published.snapshot_id[:8]}-{kind}-{order}"
    start = offset_of(cursor, scope)
    found = circle_list(published, kind, order, offset=start, limit=limit)
    more = start + limit < found.total.value
    return answer(found, next=cursor_at(start + limit, scope) if more else None)


@router.get("/{circle_id}", response_model=CircleOut)
@heavy
def read_circle(circle_id: CircleId, service: ServiceDep, caller: Caller) -> Response:
    """One circle: members, picture, reasons and the receipt of its scores.

    Guarantees point from guarantor to debtor; distress travels the other way.
    """
    published = service.published
    found = circle_record(published, circle_id)
    annotations = Annotations.at(
        published,
        found.at,
        sees_personal=caller.sees_personal,
        store=service.store,
    )
    return answer(found, graph=circle_picture(found, annotations))


@router.get("/{circle_id}/cycles", response_model=CyclesOut)
@heavy
def list_cycles(
    circle_id: CircleId,
    service: ServiceDep,
    *,
    max_length: Annotated[int, Query(ge=2, le=12)] = 8,
    limit: Limit = 20,
) -> Response:
    """Elementary cycles of a circle, largest bottleneck first, unknown amounts last."""
    return answer(
        cycles_of_circle(
            service.published, circle_id, max_length=max_length, limit=limit
        )
    )


@router.get("/{circle_id}/timeline", response_model=CircleTimelineOut)
@heavy
def read_timeline(circle_id: CircleId, service: ServiceDep, caller: Caller) -> Response:
    """How a circle came about: guarantees, holdings, payments and outcomes by month.

    From facts alone. Outcomes of natural persons need the scope `read:personal`.
    """
    return answer(
        timeline_of_circle(
            service.published, circle_id, sees_personal=caller.sees_personal
        )
    )
