"""The portfolio at a glance."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.answers import answer
from api.deps import PublishedAt, ServiceDep
from api.schemas.records import PortfolioOut
from graph.analysis.portfolio import portfolio_record

router = APIRouter(
    prefix="/v1/portfolio", tags=["portfolio"], dependencies=[PublishedAt]
)


@router.get("", response_model=PortfolioOut)
def read_portfolio(service: ServiceDep) -> Response:
    """Figures of the published snapshot, its riskiest circles and parties."""
    found = portfolio_record(service.published, service.demo_case, store=service.store)
    return answer(found)
