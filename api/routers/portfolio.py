"""The portfolio at a glance."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import HeldAt, ServiceDep
from api.portfolio_page import portfolio_page
from api.schemas.portfolio import Portfolio

router = APIRouter(prefix="/v1/portfolio", tags=["portfolio"], dependencies=[HeldAt])


@router.get("")
def read_portfolio(service: ServiceDep) -> Portfolio:
    """Figures of the held snapshot, its riskiest circles and parties."""
    return portfolio_page(service)
