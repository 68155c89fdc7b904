"""Links of pictures one by one."""

from __future__ import annotations

from typing import Annotated
from zlib import crc32

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.deps import AtDep, Cursor, Limit, ServiceDep, cursor_at, offset_of
from api.schemas.examples import DEMO_LINK
from api.schemas.records import LinkSourcesOut
from graph.analysis.link_sources import ROWS, sources_of_link

router = APIRouter(prefix="/v1/links", tags=["links"])

LinkId = Annotated[
    str,
    Query(
        alias="id",
        min_length=1,
        max_length=1_200,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="Id of an edge of a picture; a derived one has no sources.",
        examples=[DEMO_LINK],
    ),
]


@router.get("/sources", response_model=LinkSourcesOut)
def read_link_sources(
    link_id: LinkId,
    service: ServiceDep,
    at: AtDep,
    *,
    limit: Limit = ROWS,
    cursor: Cursor = None,
) -> Response:
    """Where the facts behind an edge were read, with file and row.

    An edge that stands for several, such as many payments from one account to another,
    has a row for each, the latest first, a page at a time. Pictures of the published
    instant are drawn from the snapshot, which keeps source and record only. Ask at the
    instant of the picture: `at` in its answer.
    """
    scope = f"link-{crc32(link_id.encode()):08x}"
    start = offset_of(cursor, scope)
    found = sources_of_link(service.store, at, link_id, offset=start, limit=limit)
    more = start + limit < found.total
    return answer(found, next=cursor_at(start + limit, scope) if more else None)
