"""Links of pictures one by one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.deps import AtDep, ServiceDep
from api.schemas.examples import DEMO_LINK
from api.schemas.records import LinkSourcesOut
from graph.analysis.link_sources import sources_of_link

router = APIRouter(prefix="/v1/links", tags=["links"])

LinkId = Annotated[
    str,
    Query(
        alias="id",
        min_length=1,
        max_length=1_200,
        description="Id of an edge of a picture; a derived one has no sources.",
        examples=[DEMO_LINK],
    ),
]


@router.get("/sources", response_model=LinkSourcesOut)
def read_link_sources(link_id: LinkId, service: ServiceDep, at: AtDep) -> Response:
    """Where the facts behind an edge were read, with file and row.

    Pictures of the published instant are drawn from the snapshot, which keeps source
    and record only. Ask at the instant of the picture: `at` in its answer.
    """
    return answer(sources_of_link(service.store, at, link_id))
