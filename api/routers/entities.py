"""Parties: search, one party, its past and surroundings, paths between two."""

from __future__ import annotations

from typing import Annotated
from zlib import crc32

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator, WithJsonSchema

from api.answers import answer
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
from api.paths import LONGEST_ID
from api.pictures import neighbours
from api.schemas.examples import DEMO_OTHER_PARTY, DEMO_PARTY
from api.schemas.records import (
    ExpansionsOut,
    GraphOut,
    HitPageOut,
    PartyOut,
    PartyTimelineOut,
    PathsOut,
    SearchGroupsOut,
)
from api.security import Caller
from api.turns import heavy
from graph.analysis.between import named_paths, paths_between
from graph.analysis.expansion import Expansions, expansions
from graph.analysis.party import party_record
from graph.analysis.party_timeline import timeline_of_party
from graph.analysis.search import search_record
from graph.analysis.search_groups import search_groups
from graph.vocabulary import KINDS
from visual.payload import picture
from visual.records import Annotations

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
SearchText = Annotated[
    str, Query(min_length=1, max_length=LONGEST_ID, examples=["jinqiao"])
]
Few = Annotated[int, Query(ge=1, le=50, description="Most hits of a kind.")]


@router.get("/search", response_model=SearchGroupsOut)
def search_everything(
    service: ServiceDep, caller: Caller, at: AtDep, *, q: SearchText, limit: Few = 5
) -> Response:
    """Parties, circles, accounts, contracts, cases and contacts that a text finds.

    The best of each. Parties and circles are found by words or number; accounts,
    contracts and cases by the start of their number or id, addresses by the start of
    any part, telephones by all digits. Contacts are searched with the scope
    `read:personal` only; `not_searched` says what was not. A group's `total` says
    whether it is cut.
    """
    return answer(
        search_groups(
            service.published,
            service.store.view(at),
            q,
            sees_personal=caller.sees_personal,
            limit=limit,
        )
    )


@router.get("/entities", response_model=HitPageOut)
def search_entities(
    service: ServiceDep,
    at: AtDep,
    *,
    q: SearchText,
    party_type: Annotated[PartyType | None, Query()] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Parties by name in Chinese, pinyin or Latin script, or by number."""
    types = [party_type] if party_type else []
    scope = f"search-{crc32(repr((q, types)).encode()):08x}"
    start = offset_of(cursor, scope)
    found = search_record(
        service.published,
        service.store.view(at),
        q,
        party_types=types,
        offset=start,
        limit=limit,
    )
    more = start + limit < found.total.value
    return answer(found, next=cursor_at(start + limit, scope) if more else None)


@router.get("/entities/{party_id:id}", response_model=PartyOut)
def read_entity(
    party_id: PartyId, service: ServiceDep, caller: Caller, at: AtDep
) -> Response:
    """One party: properties, events, circles, score and sources.

    Personal properties are masked without the scope `read:personal`. An id that was
    merged answers 308.
    """
    return answer(
        party_record(
            service.published,
            service.store.view(at),
            party_id,
            sees_personal=caller.sees_personal,
        )
    )


@router.get("/entities/{party_id:id}/timeline", response_model=PartyTimelineOut)
@heavy
def read_party_timeline(
    party_id: PartyId, service: ServiceDep, caller: Caller, at: AtDep
) -> Response:
    """Guarantees, holdings, payments and outcomes of a party by month.

    From facts alone, at any instant. Outcomes of a natural person need the scope
    `read:personal`.
    """
    return answer(
        timeline_of_party(
            service.view(at), party_id, sees_personal=caller.sees_personal
        )
    )


@router.get("/entities/{party_id:id}/neighbours", response_model=GraphOut)
@heavy
def read_neighbours(
    party_id: PartyId,
    service: ServiceDep,
    caller: Caller,
    at: AtDep,
    *,
    extent: ExtentDep,
    layout: Layout = "hops",
) -> Response:
    """The surroundings of a party, with positions.

    Parallel links are one edge. Those beyond `hub_cap` per node and relation fold into
    a node of kind `more`; `completeness` says what was cut, `depth` included.
    Guarantees point from guarantor to debtor; distress travels the other way.
    """
    return neighbours(
        service, caller, at, ("party", party_id), extent=extent, layout=layout
    )


@router.get("/entities/{party_id:id}/expansion", response_model=ExpansionsOut)
@heavy
def read_expansion(party_id: PartyId, service: ServiceDep, at: AtDep) -> Response:
    """How many links a party has by relation and direction, before drawing any."""
    lines = expansions(
        service.store.view(at),
        ("party", party_id),
        shown_cap=service.settings.hub_cap,
    )
    return answer(Expansions(party_id, lines, at))


@router.get("/paths", response_model=PathsOut)
@heavy
def read_paths(
    service: ServiceDep,
    caller: Caller,
    at: AtDep,
    *,
    start: Annotated[
        str,
        Query(alias="from", min_length=1, max_length=LONGEST_ID, examples=[DEMO_PARTY]),
    ],
    end: Annotated[
        str,
        Query(
            alias="to", min_length=1, max_length=LONGEST_ID, examples=[DEMO_OTHER_PARTY]
        ),
    ],
    relations: Relations = None,
    max_length: Annotated[int, Query(ge=1, le=6)] = 4,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> Response:
    """Shortest paths between two parties, direction ignored."""
    found = paths_between(
        service.view(at),
        ("party", resolved(service, start, at)),
        ("party", resolved(service, end, at)),
        relations=relations_of(relations),
        max_length=max_length,
        limit=limit,
    )
    annotations = Annotations.at(
        service.published,
        at,
        sees_personal=caller.sees_personal,
        store=service.store,
    )
    drawn = picture(found.surroundings, at, layout="layers", annotations=annotations)
    named = named_paths(found, at, sees_personal=caller.sees_personal)
    return answer(named, graph=drawn)
