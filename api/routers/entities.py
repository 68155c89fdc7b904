"""Parties: search, one party, its surroundings, paths between two."""

from __future__ import annotations

from typing import Annotated
from zlib import crc32

from fastapi import APIRouter, Query
from pydantic import AfterValidator, WithJsonSchema

from api.deps import (
    AtDep,
    Cursor,
    ExtentDep,
    Layout,
    Limit,
    PartyId,
    Relations,
    ServiceDep,
    cursor_at,
    offset_of,
    relations_of,
    resolved,
)
from api.node_page import expansions_out, surroundings_page
from api.party_page import hits_out, party_page, path_out
from api.presenters import at_out, completeness_out, graph_out
from api.schemas.answer import CompletenessOut, Total
from api.schemas.examples import DEMO_OTHER_PARTY, DEMO_PARTY
from api.schemas.parties import HitPage, PartyOut
from api.schemas.pictures import Expansions, GraphOut, Paths
from api.security import Caller
from graph.analysis.between import paths_between
from graph.analysis.expansion import expansions
from graph.vocabulary import KINDS
from visual.payload import picture

router = APIRouter(prefix="/v1", tags=["entities"])

_PARTY_TYPES = KINDS["party"].property_by_name["party_type"].choices


def _party_type(name: str) -> str:
    if name not in _PARTY_TYPES:
        raise ValueError(f"one of {', '.join(_PARTY_TYPES)} is expected")
    return name


PartyType = Annotated[
    str,
    AfterValidator(_party_type),
    WithJsonSchema({"type": "string", "enum": list(_PARTY_TYPES)}),
]
SEARCH_LIMIT = 1_000


@router.get("/entities")
def search_entities(
    service: ServiceDep,
    at: AtDep,
    *,
    q: Annotated[str, Query(min_length=1, max_length=200, examples=["jinqiao"])],
    party_type: Annotated[PartyType | None, Query()] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> HitPage:
    """Parties by name in Chinese, pinyin or Latin script, or by number."""
    types = [party_type] if party_type else []
    scope = f"search-{crc32(repr((q, types)).encode()):08x}"
    start = offset_of(cursor, scope)
    wanted = min(start + limit + 1, SEARCH_LIMIT)
    hits = service.store.search(q, at, limit=wanted, party_types=types)
    more = len(hits) > start + limit
    cut = len(hits) >= SEARCH_LIMIT
    suggestions = []
    if not hits and len(q) > 2:
        suggestions = service.store.search(q[: len(q) // 2 + 1], at, limit=5)
    page = hits[start : start + limit]
    return HitPage(
        items=hits_out(service, page, at),
        next=cursor_at(start + limit, scope) if more else None,
        total=Total(value=len(hits), relation="gte" if more or cut else "eq"),
        at=at_out(at),
        completeness=CompletenessOut(
            complete=not cut,
            explored=len(hits),
            truncated_by=["search_limit"] if cut else [],
            advice="Add a word to the search." if cut else None,
        ),
        suggestions=hits_out(service, suggestions, at),
    )


@router.get("/entities/{party_id}")
def read_entity(
    party_id: PartyId, service: ServiceDep, caller: Caller, at: AtDep
) -> PartyOut:
    """One party: properties, events, circles, score and sources.

    Personal properties are masked without the scope `read:personal`. An id that was
    merged answers 308.
    """
    return party_page(service, party_id, at, sees_personal=caller.sees_personal)


@router.get("/entities/{party_id}/neighbours")
def read_neighbours(
    party_id: PartyId,
    service: ServiceDep,
    caller: Caller,
    at: AtDep,
    *,
    extent: ExtentDep,
    layout: Layout = "hops",
) -> GraphOut:
    """The surroundings of a party, with positions.

    Links beyond `hub_cap` per node and relation fold into a node of kind `more`;
    `completeness` says what was cut. Guarantees point from guarantor to debtor;
    distress travels the other way.
    """
    return surroundings_page(
        service,
        at,
        ("party", party_id),
        extent,
        layout=layout,
        sees_personal=caller.sees_personal,
    )


@router.get("/entities/{party_id}/expansion")
def read_expansion(party_id: PartyId, service: ServiceDep, at: AtDep) -> Expansions:
    """How many links a party has by relation and direction, before drawing any."""
    return Expansions(
        party_id=party_id,
        relations=expansions_out(
            expansions(service.store, at, ("party", party_id)),
            service.settings.hub_cap,
        ),
        at=at_out(at),
    )


@router.get("/paths")
def read_paths(
    service: ServiceDep,
    caller: Caller,
    at: AtDep,
    *,
    start: Annotated[
        str,
        Query(alias="from", min_length=1, max_length=200, examples=[DEMO_PARTY]),
    ],
    end: Annotated[
        str,
        Query(alias="to", min_length=1, max_length=200, examples=[DEMO_OTHER_PARTY]),
    ],
    relations: Relations = None,
    max_length: Annotated[int, Query(ge=1, le=6)] = 4,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> Paths:
    """Shortest paths between two parties, direction ignored."""
    found = paths_between(
        service.store,
        at,
        ("party", resolved(service, start, at)),
        ("party", resolved(service, end, at)),
        relations=relations_of(relations),
        max_length=max_length,
        limit=limit,
    )
    decor = service.held.decor(at, sees_personal=caller.sees_personal)
    drawn = picture(found.surroundings, at, layout="layers", decor=decor)
    return Paths(
        paths=[
            path_out(path, found.surroundings, sees_personal=caller.sees_personal)
            for path in found.paths
        ],
        graph=graph_out(drawn),
        at=at_out(at),
        completeness=completeness_out(found.surroundings.completeness),
    )
