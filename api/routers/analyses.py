"""Analyses: all of them, and the tables of findings that they publish."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.answers import answer
from api.deps import Cursor, Limit, PublishedAt, ServiceDep, cursor_at, offset_of
from api.schemas.records import AnalysesOut, FindingsPageOut
from graph.analysis.analyses import findings_rows, list_analyses

router = APIRouter(prefix="/v1/analyses", tags=["analyses"], dependencies=[PublishedAt])

_NAME = r"^[a-z][a-z0-9_]{0,39}$"
AnalysisName = Annotated[
    str, Path(pattern=_NAME, description="Name of the analysis.", examples=["pd"])
]
TableName = Annotated[
    str, Path(pattern=_NAME, description="Name of its table.", examples=["score"])
]


@router.get("", response_model=AnalysesOut)
def read_analyses(service: ServiceDep) -> Response:
    """Every analysis with its tables and the receipt of what is published of it."""
    return answer(list_analyses(service.published, service.store))


@router.get("/{analysis}/{table}", response_model=FindingsPageOut)
def read_findings(
    analysis: AnalysisName,
    table: TableName,
    service: ServiceDep,
    *,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Rows of a published table as the analysis wrote them, with its receipt.

    Amounts are numbers in the reporting currency, and a sum adds those that are known.
    """
    published = service.published
    scope = f"{table}-{published.publication.published_at}"
    start = offset_of(cursor, scope)
    found = findings_rows(
        published, service.store, analysis, table, offset=start, limit=limit
    )
    more = start + len(found.items) < found.total
    return answer(found, next=cursor_at(start + limit, scope) if more else None)
