"""Communities of the guarantee network."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.deps import Limit, PublishedAt, ServiceDep
from api.schemas.records import CommunitiesOut
from api.turns import heavy
from graph.analysis.communities import (
    RESOLUTIONS,
    CommunityParameters,
    largest_communities,
)

router = APIRouter(
    prefix="/v1/communities", tags=["circles"], dependencies=[PublishedAt]
)


@router.get("", response_model=CommunitiesOut)
@heavy
def list_communities(
    service: ServiceDep,
    *,
    resolution: Annotated[
        float,
        Query(
            ge=RESOLUTIONS[0],
            le=RESOLUTIONS[1],
            description="Above 1: more and smaller communities.",
        ),
    ] = 1.0,
    min_firms: Annotated[int, Query(ge=2, le=10_000)] = 3,
    limit: Limit = 20,
) -> Response:
    """Groups with many guarantees among them, largest loans first (Leiden method)."""
    parameters = CommunityParameters(resolution, min_firms=min_firms)
    return answer(largest_communities(service.published, parameters, limit))
