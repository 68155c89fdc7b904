"""Scores with their reasons."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import HeldAt, HeldPartyId, ServiceDep
from api.schemas.scores import ScoreOut
from api.score_page import score_page

router = APIRouter(prefix="/v1/scores", tags=["scores"], dependencies=[HeldAt])


@router.get("/{party_id}")
def read_score(party_id: HeldPartyId, service: ServiceDep) -> ScoreOut:
    """The 12-month default probability of a party, alone and with contagion.

    The contributions by seed, by last debtor and by path each sum to the increment.
    The receipt replays to the same bytes.
    """
    return score_page(service.held, party_id)
