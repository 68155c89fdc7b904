"""Scores with their reasons."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.answers import answer
from api.deps import PublishedAt, PublishedPartyId, ServiceDep
from api.schemas.records import ScoreOut
from api.turns import heavy
from graph.analysis.score import score_record

router = APIRouter(prefix="/v1/scores", tags=["scores"], dependencies=[PublishedAt])


@router.get("/{party_id:id}", response_model=ScoreOut)
@heavy
def read_score(party_id: PublishedPartyId, service: ServiceDep) -> Response:
    """The 12-month default probability of a party, alone and with contagion.

    The contributions by seed, by last debtor and by path each sum to the increment; a
    shortened list ends with its remainder. A party of which nothing was collected has
    `scored: false` and null figures. `model_score` says how a model or rules flag it,
    which is another question and no part of the receipt. The receipt replays to the
    same bytes.
    """
    return answer(score_record(service.published, party_id, store=service.store))
