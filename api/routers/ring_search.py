"""Money rings within bounds of the caller's own."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated
from zlib import crc32

from fastapi import APIRouter, Body, Response

from api.answers import answer
from api.deps import PublishedAt, ServiceDep, cursor_at, offset_of
from api.errors import ProblemError
from api.routers.rings import RingId
from api.schemas.records import RingOut, RingPageOut
from api.schemas.requests import RingBoundsIn, RingSearchIn
from api.security import Caller
from api.turns import heavy
from graph.analysis.ring_filter import RingFilter
from graph.analysis.ring_list import ring_list, ring_record
from graph.analysis.ring_outcomes import RingCases
from graph.analysis.ring_parameters import RingParameters
from graph.analysis.ring_search import searched_rings
from graph.errors import NotPublishedError

if TYPE_CHECKING:
    from api.service import Service
    from graph.analysis.rings import RingsResult

router = APIRouter(prefix="/v1", tags=["rings"], dependencies=[PublishedAt])

_CHOICE = ("account", "party", "everyday", "related", "least_band")
_PAGE = ("sort", "limit", "cursor")


@router.post("/rings:search", response_model=RingPageOut)
@heavy
def search_rings(
    body: Annotated[RingSearchIn, Body()], service: ServiceDep, caller: Caller
) -> Response:
    """Money rings of the published snapshot within these bounds.

    The search stops after about two seconds of work, or `effort` times that;
    `completeness` says so, and `complete_before` up to when nothing is missing. Its
    receipt names the bounds and the budget: `suretynet replay` finds the same rings.
    """
    found = _found(service, body)
    given = body.model_dump(exclude_none=True)
    wanted = RingFilter(**{name: given[name] for name in _CHOICE if name in given})
    asked = {name: value for name, value in given.items() if name not in _PAGE}
    digest = crc32(json.dumps([asked, body.sort]).encode())
    publication = service.published.publication
    scope = f"ring-search-{publication.published_at}-{digest:08x}"
    start = offset_of(body.cursor, scope)
    page = ring_list(
        service.published,
        found,
        wanted,
        body.sort,
        cases=RingCases(
            service.store,
            sees_personal=caller.sees_personal,
            only=_published_ids(service),
        ),
        offset=start,
        limit=body.limit,
    )
    more = start + body.limit < page.total.value
    return answer(page, next=cursor_at(start + body.limit, scope) if more else None)


@router.post("/rings/{ring_id}:search", response_model=RingOut)
@heavy
def search_ring(
    ring_id: RingId,
    body: Annotated[RingBoundsIn, Body()],
    service: ServiceDep,
    caller: Caller,
) -> Response:
    """One of the rings that a search within these bounds finds, with its transfers.

    It need not be a published one. Outcomes are stated of published ones alone: of
    others `case` is null.
    """
    cases = RingCases(service.store, sees_personal=caller.sees_personal)
    record = ring_record(
        service.published,
        _found(service, body),
        ring_id,
        cases=cases if ring_id in _published_ids(service) else None,
    )
    return answer(record)


def _published_ids(service: Service) -> frozenset[str]:
    """Rings of which something may be said."""
    with suppress(NotPublishedError):
        listed = service.published.rings(service.store).rings
        return frozenset(ring.ring_id for ring in listed)
    return frozenset()


def _found(service: Service, body: RingBoundsIn) -> RingsResult:
    """What a search within these bounds finds.

    Raises
    ------
    ProblemError
        422: no ring can meet a bound, which is named.
    """
    given = body.model_dump(
        include=set(RingBoundsIn.model_fields) - {"effort"}, exclude_none=True
    )
    try:
        bounds = RingParameters(**given)
    except (ValueError, OverflowError) as error:
        raise ProblemError(422, "invalid-ring-bounds", str(error)) from error
    return searched_rings(service.published, bounds, effort=body.effort)
