"""Money rings: the published ones, one of them, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from zlib import crc32

import structlog
from fastapi import APIRouter, Body, Path, Query, Response

from api.answers import answer
from api.deps import Cursor, Limit, PublishedAt, ServiceDep, cursor_at, offset_of
from api.errors import ProblemError
from api.keys import READ_PERSONAL
from api.paths import LONGEST_ID
from api.schemas.examples import DEMO_RING
from api.schemas.records import RingCaseOut, RingOut, RingPageOut
from api.schemas.requests import RingOutcomeIn
from api.security import Caller, OutcomeWriter, demand
from api.turns import heavy
from graph.analysis.ring_filter import RingFilter
from graph.analysis.ring_list import RingOrder, ring_case, ring_list, ring_record
from graph.analysis.ring_outcomes import RingCases
from graph.analysis.ring_statements import retract_outcome, state_outcome

if TYPE_CHECKING:
    from api.keys import Principal
    from api.service import Service
    from graph.analysis.ring_list import RingRecord
    from graph.analysis.ring_outcomes import RingCase

LOG = structlog.get_logger("suretynet.api.outcomes")
router = APIRouter(prefix="/v1/rings", tags=["rings"], dependencies=[PublishedAt])

_DAY = "UTC; a date or an RFC 3339 instant."
RingId = Annotated[
    str,
    Path(pattern=r"^R-[0-9a-f]{16}$", description="Ring id.", examples=[DEMO_RING]),
]
OutcomeId = Annotated[
    str, Path(pattern=r"^O-[0-9a-f]{16}$", description="Id of what was said.")
]


@router.get("", response_model=RingPageOut)
@heavy
def list_rings(
    service: ServiceDep,
    caller: Caller,
    *,
    account: Annotated[
        str | None,
        Query(max_length=LONGEST_ID, description="An account that the ring passes."),
    ] = None,
    party: Annotated[
        str | None,
        Query(max_length=LONGEST_ID, description="A party that holds such an account."),
    ] = None,
    since: Annotated[
        str | None, Query(max_length=40, description=f"Begins then or later. {_DAY}")
    ] = None,
    until: Annotated[
        str | None, Query(max_length=40, description=f"Begins then or before. {_DAY}")
    ] = None,
    everyday: Annotated[
        bool | None,
        Query(description="Only those that an everyday reading fits, or does not."),
    ] = None,
    related: Annotated[
        bool | None,
        Query(description="Only those with a hop between related parties, or without."),
    ] = None,
    least_band: Annotated[
        int | None,
        Query(
            ge=1, le=5, description="A known holder is in this band of risk or above."
        ),
    ] = None,
    order: Annotated[
        RingOrder,
        Query(description="Highest first; of days the fewest, of begins the latest."),
    ] = "score",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Money rings of the published snapshot, by default highest score first.

    A ring is money that came back to where it started, over distinct accounts, in
    order of time. It explains and accuses nobody: everyday payments make rings, too.
    Those that an everyday reading fits come after all others and are counted apart.
    """
    try:
        wanted = RingFilter(
            account=account,
            party=party,
            since=since,
            until=until,
            everyday=everyday,
            related=related,
            least_band=least_band,
        )
    except (ValueError, OverflowError) as error:
        raise ProblemError(422, "invalid-instant", str(error)) from error
    published = service.published
    found = published.rings(service.store)
    asked = crc32(repr((wanted, order)).encode())
    scope = f"rings-{published.publication.published_at}-{asked:08x}"
    start = offset_of(cursor, scope)
    page = ring_list(
        published,
        found,
        wanted,
        order,
        cases=_cases(service, caller),
        offset=start,
        limit=limit,
    )
    more = start + limit < page.total.value
    return answer(page, next=cursor_at(start + limit, scope) if more else None)


@router.get("/{ring_id}", response_model=RingOut)
@heavy
def read_ring(ring_id: RingId, service: ServiceDep, caller: Caller) -> Response:
    """One money ring: its transfers, its everyday readings, and what was said of it.

    `case` holds what was said by now, whatever instant the snapshot is of; of natural
    persons only with the scope `read:personal`.
    """
    return answer(_ring(service, ring_id, caller))


@router.get("/{ring_id}/outcomes", response_model=RingCaseOut)
def read_ring_outcomes(
    ring_id: RingId, service: ServiceDep, caller: Caller
) -> Response:
    """What was said of a ring by now, also of one that is no longer published."""
    case = _case(service, ring_id, caller)
    if not case.outcomes:
        _ring(service, ring_id, caller)  # 404 where there is no such ring either
    return answer(case)


@router.post("/{ring_id}/outcomes", response_model=RingCaseOut, status_code=201)
def state_ring_outcome(
    ring_id: RingId,
    body: Annotated[RingOutcomeIn, Body()],
    service: ServiceDep,
    caller: OutcomeWriter,
) -> Response:
    """Note, confirm or dismiss a ring, with a reason: its case afterwards.

    Needs the scope `outcome:write` and, where a holder is or may be a natural person,
    `read:personal`. One commit writes a case outcome of each known holder. A ring that
    is decided answers 409 until that is undone; where the service asks for four eyes,
    one that nobody else noted answers 403.
    """
    ring = _ring(service, ring_id, caller)
    _demand_sight(ring.case, caller)
    state_outcome(
        service.store,
        ring,
        body.outcome,
        body.reason,
        by=caller.key_id,
        four_eyes=service.settings.four_eyes,
    )
    LOG.info(
        "outcome stated", ring_id=ring_id, outcome=body.outcome, key_id=caller.key_id
    )
    response = answer(_cases(service, caller).case_of(ring))
    response.status_code = 201
    return response


@router.delete("/{ring_id}/outcomes/{outcome_id}", response_model=RingCaseOut)
def undo_ring_outcome(
    ring_id: RingId, outcome_id: OutcomeId, service: ServiceDep, caller: OutcomeWriter
) -> Response:
    """Take back what was said of a ring here: its case afterwards.

    Needs the scopes that stating it would. The ring need not be published any more. The
    records are retracted; an earlier `known_at` still shows them.
    """
    _demand_sight(_case(service, ring_id, caller), caller)
    retract_outcome(service.store, ring_id, outcome_id)
    LOG.info(
        "outcome undone", ring_id=ring_id, outcome_id=outcome_id, key_id=caller.key_id
    )
    return answer(_case(service, ring_id, caller))


def _cases(service: Service, caller: Principal) -> RingCases:
    return RingCases(service.store, sees_personal=caller.sees_personal)


def _ring(service: Service, ring_id: str, caller: Principal) -> RingRecord:
    published = service.published
    found = published.rings(service.store)
    return ring_record(published, found, ring_id, cases=_cases(service, caller))


def _case(service: Service, ring_id: str, caller: Principal) -> RingCase:
    cases = _cases(service, caller)
    return ring_case(service.published, service.store, ring_id, cases)


def _demand_sight(case: RingCase | None, caller: Principal) -> None:
    """Refuse a caller who does not see all that may have been said of a ring.

    Whether there is anything or not: who decides would learn it.

    Raises
    ------
    ProblemError
        403: the key lacks `read:personal`.
    """
    if case is not None and case.hidden:
        demand(caller, READ_PERSONAL)
