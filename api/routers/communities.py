"""Communities of the guarantee network."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import HeldAt, Limit, ServiceDep
from api.presenters import at_out, completeness_out, money_out, receipt_out
from api.schemas.circles import Communities, CommunityOut
from graph.analysis.answer import Completeness
from graph.analysis.communities import CommunityParameters

router = APIRouter(prefix="/v1/communities", tags=["circles"], dependencies=[HeldAt])


@router.get("")
def list_communities(
    service: ServiceDep,
    *,
    resolution: Annotated[
        float,
        Query(gt=0, le=1_000, description="Above 1: more and smaller communities."),
    ] = 1.0,
    min_firms: Annotated[int, Query(ge=2, le=10_000)] = 3,
    limit: Limit = 20,
) -> Communities:
    """Groups with many guarantees among them, largest loans first (Leiden method)."""
    held = service.held
    found = held.communities(CommunityParameters(resolution, min_firms=min_firms))
    currency = held.snapshot.manifest.reporting_currency
    cut = "limit" if len(found.communities) > limit else ""
    return Communities(
        items=[
            CommunityOut(
                community_id=item.community_id,
                firms=item.firms,
                guarantees=item.guarantees,
                effective_amount=money_out(item.effective_amount, currency),
                unknown_amounts=item.unknown_amounts,
                loans=money_out(item.loans, currency),
                member_ids=list(item.member_ids),
            )
            for item in found.communities[:limit]
        ],
        total=found.total,
        quality=found.quality,
        resolution=resolution,
        currency=currency,
        at=at_out(held.snapshot.manifest.at),
        completeness=completeness_out(
            Completeness.cut(
                found.completeness.explored, cut, advice="Raise the limit or min_firms."
            )
        ),
        receipt=receipt_out(found.receipt),
    )
