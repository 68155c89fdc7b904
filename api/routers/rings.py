"""Money rings: the published ones, highest score first, and one of them."""

from __future__ import annotations

from typing import Annotated
from zlib import crc32

from fastapi import APIRouter, Path, Query, Response

from api.answers import answer
from api.deps import Cursor, Limit, PublishedAt, ServiceDep, cursor_at, offset_of
from api.errors import ProblemError
from api.paths import LONGEST_ID
from api.schemas.examples import DEMO_RING
from api.schemas.records import RingOut, RingPageOut
from graph.analysis.ring_list import RingFilter, RingOrder, ring_list, ring_record

router = APIRouter(prefix="/v1/rings", tags=["rings"], dependencies=[PublishedAt])

_DAY = "UTC; a date or an RFC 3339 instant."
RingId = Annotated[
    str,
    Path(pattern=r"^R-[0-9a-f]{16}$", description="Ring id.", examples=[DEMO_RING]),
]


@router.get("", response_model=RingPageOut)
def list_rings(
    service: ServiceDep,
    *,
    account: Annotated[
        str | None,
        Query(max_length=LONGEST_ID, description="An account that the ring passes."),
    ] = None,
    party: Annotated[
        str | None,
        Query(max_length=LONGEST_ID, description="A party that holds such an account."),
    ] = None,
    since: Annotated[
        str | None, Query(max_length=40, description=f"Begins then or later. {_DAY}")
    ] = None,
    until: Annotated[
        str | None, Query(max_length=40, description=f"Begins then or before. {_DAY}")
    ] = None,
    order: Annotated[
        RingOrder,
        Query(description="Highest first; of days the fewest, of begins the latest."),
    ] = "score",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Money rings of the published snapshot, by default highest score first.

    A ring is money that came back to where it started, over distinct accounts, in
    order of time. It explains and accuses nobody: everyday payments make rings, too.
    """
    try:
        wanted = RingFilter(account=account, party=party, since=since, until=until)
    except (ValueError, OverflowError) as error:
        raise ProblemError(422, "invalid-instant", str(error)) from error
    published = service.published
    found = published.rings(service.store)
    asked = crc32(repr((wanted, order)).encode())
    scope = f"rings-{published.publication.published_at}-{asked:08x}"
    start = offset_of(cursor, scope)
    page = ring_list(published, found, wanted, order, offset=start, limit=limit)
    more = start + limit < page.total.value
    return answer(page, next=cursor_at(start + limit, scope) if more else None)


@router.get("/{ring_id}", response_model=RingOut)
def read_ring(ring_id: RingId, service: ServiceDep) -> Response:
    """One money ring with its transfers and their records, earliest first."""
    published = service.published
    return answer(ring_record(published, published.rings(service.store), ring_id))
