"""Offline reports: one HTML file of a circle, a party, a money ring or a flag."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from api.deps import CircleId, PublishedAt, PublishedPartyId, ServiceDep
from api.routers.rings import RingId
from api.security import Caller
from api.turns import heavy
from gnn.serving.evidence_answer import model_evidence
from graph.analysis.model_scores import model_score
from graph.analysis.report import circle_report, party_report
from graph.analysis.ring_list import ring_record
from graph.analysis.ring_outcomes import RingCases
from visual.records import Annotations
from visual.report import circle_page, evidence_page, party_page, ring_page

router = APIRouter(prefix="/v1/reports", tags=["reports"], dependencies=[PublishedAt])

Language = Annotated[Literal["en", "zh"], Query()]
_HTML: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/html": {}}, "description": "One HTML file."}
}


@router.get("/circles/{circle_id}", response_class=Response, responses=_HTML)
@heavy
def read_circle_report(
    circle_id: CircleId, service: ServiceDep, caller: Caller, language: Language = "en"
) -> Response:
    """A circle as one HTML file that opens without a network."""
    published = service.published
    found = circle_report(published, circle_id)
    annotations = Annotations.at(
        published, published.at, sees_personal=caller.sees_personal
    )
    return _download(circle_page(found, annotations, language), circle_id)


@router.get("/entities/{party_id:id}", response_class=Response, responses=_HTML)
@heavy
def read_party_report(
    party_id: PublishedPartyId,
    service: ServiceDep,
    caller: Caller,
    language: Language = "en",
) -> Response:
    """A party as one HTML file that opens without a network."""
    published = service.published
    found = party_report(published, party_id)
    annotations = Annotations.at(
        published, published.at, sees_personal=caller.sees_personal
    )
    return _download(party_page(found, annotations, language), "party")


@router.get("/rings/{ring_id}", response_class=Response, responses=_HTML)
@heavy
def read_ring_report(
    ring_id: RingId, service: ServiceDep, caller: Caller, language: Language = "en"
) -> Response:
    """A money ring as one HTML file, with the records of its transfers.

    It says what was said of the ring by now; of natural persons only with the scope
    `read:personal`.
    """
    published = service.published
    cases = RingCases(service.store, sees_personal=caller.sees_personal)
    found = ring_record(published, published.rings(service.store), ring_id, cases=cases)
    return _download(ring_page(found, language), ring_id)


@router.get("/evidence/{party_id:id}", response_class=Response, responses=_HTML)
@heavy
def read_evidence_report(
    party_id: PublishedPartyId,
    service: ServiceDep,
    caller: Caller,
    language: Language = "en",
) -> Response:
    """What the flag of a firm rests on as one HTML file, with its records.

    Contact points are named only with the scope `read:personal`.
    """
    published, personal = service.published, caller.sees_personal
    found = model_evidence(published, service.store, party_id, sees_personal=personal)
    score = model_score(published, service.store, party_id, sees_personal=personal)
    annotations = Annotations.at(published, published.at, sees_personal=personal)
    html = evidence_page(found, score, annotations, language)
    return _download(html, "evidence")


def _download(html: str, name: str) -> Response:
    return Response(
        html,
        media_type="text/html",
        headers={
            "Content-Disposition": f'attachment; filename="suretynet-{name}.html"'
        },
    )
