"""Scores that flag firms, by a model or by rules, and what gives them."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal
from zlib import crc32

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.data_dir import refused_model
from api.deps import (
    Cursor,
    Limit,
    PartyIdAtOnce,
    PublishedAt,
    PublishedPartyId,
    ServiceDep,
    cursor_at,
    offset_of,
)
from api.schemas.records import (
    FlaggedPageOut,
    ModelEvidenceOut,
    ModelScoreOut,
    ScoreModelsOut,
)
from api.security import Caller
from api.turns import TurnsDep, heavy
from gnn.extra import require_torch
from gnn.serving.evidence_answer import model_evidence
from graph.analysis.flag_filter import FlagFilter
from graph.analysis.flagged_firms import flagged_list, place_after
from graph.analysis.model_scores import answers_at_once, model_score
from graph.analysis.party_cases import FirmState
from graph.analysis.score_models import score_models
from graph.analysis.second_opinion import by_network
from graph.errors import NotPublishedError
from visual.evidence_picture import evidence_picture
from visual.records import Annotations

if TYPE_CHECKING:
    from graph.analysis.model_score_records import ModelScore

NETWORK_COMMAND = "suretynet model train --model both; suretynet snapshot build"


class Scorer(StrEnum):
    """Whose figures are asked for, beside those that are served."""

    NETWORK = "gnn"


EvidenceGroup = Literal["shared_control", "guarantees", "payments", "contacts"]

router = APIRouter(prefix="/v1", tags=["model scores"], dependencies=[PublishedAt])


@router.get("/model-scores", response_model=FlaggedPageOut)
def list_model_scores(
    service: ServiceDep,
    *,
    least_band: Annotated[
        int | None, Query(ge=1, le=5, description="In this band or above.")
    ] = None,
    flagged: Annotated[
        bool | None, Query(description="Only firms that are flagged, or are not.")
    ] = None,
    status: Annotated[
        FirmState | None, Query(description="By what was said of them last.")
    ] = None,
    scored: Annotated[
        bool, Query(description="False: the firms that have no score.")
    ] = True,
    by_evidence: Annotated[
        bool,
        Query(
            description="Firms whose flags rest on the same facts stand together, "
            "where the first of them would."
        ),
    ] = False,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Firms by falling chance of being confirmed, then by raw score.

    Without a model three rules flag, which give no chance: `by` says which. A flag
    accuses nobody. What is counted beside the items is of all firms, whatever the
    filter.
    """
    published = service.published
    wanted = FlagFilter(
        scored=scored,
        least_band=least_band,
        flagged=flagged,
        status=status,
        by_evidence=by_evidence,
    )
    asked = crc32(repr(wanted).encode())
    scope = f"model-scores-{published.publication.published_at}-{asked:08x}"
    start = offset_of(cursor, scope)
    page = flagged_list(published, service.store, wanted, first=start, limit=limit)
    after = place_after(published, service.store, page, wanted)
    return answer(page, next=None if after is None else cursor_at(after, scope))


@router.get("/model-scores/{party_id:id}", response_model=ModelScoreOut)
async def read_model_score(
    party_id: PartyIdAtOnce,
    service: ServiceDep,
    caller: Caller,
    turns: TurnsDep,
    model: Annotated[
        Scorer | None,
        Query(description="gnn: by the graph network alone, the second opinion."),
    ] = None,
) -> Response:
    """The score of a firm with its reasons, what was not collected, and its case.

    `base` and the contributions of the reasons sum to `raw_score`. A firm without a
    score says why in `not_scored`; that is not a low score. `second_opinion` is what
    the graph network says, with its standing. The receipt replays to the same bytes.
    """
    ask = partial(
        model_score,
        service.published,
        service.store,
        party_id,
        sees_personal=caller.sees_personal,
    )
    at_once = answers_at_once(service.published)
    found = ask() if at_once else await turns.now(ask)
    return answer(found if model is None else _by_network(found))


def _by_network(found: ModelScore) -> ModelScore:
    """The figures of the network.

    Raises
    ------
    MissingExtraError
        The extra gnn is missing, so that no network scored.
    NotPublishedError
        The model has no network, or the snapshot was built without the extra.
    """
    second = found.second_opinion
    if second is None or not second.scored:
        require_torch()
        raise NotPublishedError(NETWORK_COMMAND)
    return by_network(found, second)


@router.get("/model-scores/{party_id:id}/evidence", response_model=ModelEvidenceOut)
@heavy
def read_model_evidence(
    party_id: PublishedPartyId,
    service: ServiceDep,
    caller: Caller,
    *,
    without: Annotated[
        list[EvidenceGroup] | None,
        Query(description="Also the score without these groups of edges, together."),
    ] = None,
) -> Response:
    """What the flag of a firm rests on: nodes and the facts among them.

    Found by rule, at most 25 firms; `completeness` says how many more there are. A firm
    that is not flagged, or was not scored, is answered for all the same; without a
    score there is no `counterfactual`, which says what the score would be without the
    firm's edges of each group. The receipt replays to the same bytes.
    """
    published = service.published
    found = model_evidence(
        published,
        service.store,
        party_id,
        without=without or (),
        sees_personal=caller.sees_personal,
    )
    annotations = Annotations.at(
        published, found.at, sees_personal=caller.sees_personal
    )
    return answer(found, graph=evidence_picture(found, annotations))


@router.get("/models", response_model=ScoreModelsOut)
def read_models(service: ServiceDep) -> Response:
    """The model that gave the published scores, or the rules; the last one refused.

    A model that is refused leaves the last good scores in place.
    """
    refused = refused_model(service.settings.data_dir)
    return answer(score_models(service.published, service.store, refused))
