"""Published hits of patterns."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.answers import answer
from api.deps import Cursor, Limit, PublishedAt, ServiceDep, cursor_at, offset_of
from api.routers.patterns import PatternName
from api.schemas.records import ListedHitsOut, PatternCountsOut
from graph.analysis.pattern_hits import listed_hits, pattern_counts

router = APIRouter(
    prefix="/v1/pattern-hits", tags=["patterns"], dependencies=[PublishedAt]
)


@router.get("", response_model=PatternCountsOut)
def count_hits(service: ServiceDep) -> Response:
    """Every pattern with its test in a sentence and its hits in the published snapshot.

    0 was searched and not found; null was not searched, for kinds of facts that it
    needs were not collected.
    """
    return answer(pattern_counts(service.published, service.store))


@router.get("/{name}", response_model=ListedHitsOut)
def list_hits(
    name: PatternName, service: ServiceDep, *, limit: Limit = 20, cursor: Cursor = None
) -> Response:
    """Hits of a pattern in the published snapshot, each with its evidence.

    Earliest first. A hit explains and accuses nobody: honest payments meet these
    tests, too.
    """
    published = service.published
    scope = f"{name}-hits-{published.publication.published_at}"
    start = offset_of(cursor, scope)
    page = listed_hits(published, service.store, name, offset=start, limit=limit)
    more = start + limit < page.total.value
    return answer(page, next=cursor_at(start + limit, scope) if more else None)
