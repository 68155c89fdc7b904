"""What is said of firms that are suspected: stated, read and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import structlog
from fastapi import APIRouter, Body, Path, Query, Response

from api.answers import answer
from api.deps import PublishedAt, ServiceDep, resolved
from api.keys import READ_PERSONAL
from api.paths import LONGEST_ID
from api.schemas.examples import DEMO_PARTY
from api.schemas.records import PartyCaseOut
from api.schemas.requests import CaseOutcomeIn
from api.security import Caller, OutcomeWriter, demand
from graph.analysis.case_statements import retract_case, state_case
from graph.analysis.party_cases import CaseBook
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from api.keys import Principal
    from api.service import Service

LOG = structlog.get_logger("suretynet.api.outcomes")
router = APIRouter(
    prefix="/v1/case-outcomes", tags=["case outcomes"], dependencies=[PublishedAt]
)

OutcomeId = Annotated[
    str, Path(pattern=r"^O-[0-9a-f]{16}$", description="Id of what was said.")
]


@router.get("", response_model=PartyCaseOut)
def read_case(
    service: ServiceDep,
    caller: Caller,
    *,
    party: Annotated[
        str,
        Query(
            min_length=1,
            max_length=LONGEST_ID,
            description="Of whom it was said.",
            examples=[DEMO_PARTY],
        ),
    ],
) -> Response:
    """What was said of a party by now: fraud cases stated here or loaded.

    Of a natural person nothing is told without the scope `read:personal`.
    """
    return _case(service, _known(service, party), caller)


@router.post("", response_model=PartyCaseOut, status_code=201)
def state_case_outcome(
    body: Annotated[CaseOutcomeIn, Body()], service: ServiceDep, caller: OutcomeWriter
) -> Response:
    """Open, confirm or dismiss the case of a party, or note something: its case then.

    Needs the scope `outcome:write` and, of a natural person, `read:personal`. A party
    that is decided answers 409 until that is undone; where the service asks for four
    eyes, one of whom nobody else said anything answers 403.
    """
    party_id = _known(service, body.party_id)
    _demand_sight(service, party_id, caller)
    state_case(
        service.store,
        party_id,
        body.task,
        body.outcome,
        body.reason,
        by=caller.key_id,
        four_eyes=service.settings.four_eyes,
    )
    LOG.info(
        "outcome stated", party_id=party_id, outcome=body.outcome, key_id=caller.key_id
    )
    response = _case(service, party_id, caller)
    response.status_code = 201
    return response


@router.delete("/{outcome_id}", response_model=PartyCaseOut)
def undo_case_outcome(
    outcome_id: OutcomeId, service: ServiceDep, caller: OutcomeWriter
) -> Response:
    """Take back what was said of a party here: its case afterwards.

    Needs the scopes that stating it would. The record is retracted; an earlier
    `known_at` still shows it.
    """
    party_id = CaseBook(service.store).party_of(outcome_id)
    if party_id is None:
        raise NotFoundError("outcome stated here of a firm", outcome_id)
    _demand_sight(service, party_id, caller)
    retract_case(service.store, outcome_id)
    LOG.info(
        "outcome undone", party_id=party_id, outcome_id=outcome_id, key_id=caller.key_id
    )
    return _case(service, party_id, caller)


def _known(service: Service, party_id: str) -> str:
    """The id, of somebody known by now.

    Raises
    ------
    NotFoundError
        Nobody is.
    MergedError
        It lives on under another one.
    """
    return resolved(service, party_id, service.at(None, None))


def _case(service: Service, party_id: str, caller: Principal) -> Response:
    """The case of a party as the store knows it now."""
    book = CaseBook(service.store)
    return answer(book.case(party_id, sees_personal=caller.sees_personal))


def _demand_sight(service: Service, party_id: str, caller: Principal) -> None:
    """Refuse a caller who does not see what may have been said of a party.

    Raises
    ------
    ProblemError
        403: the key lacks `read:personal`.
    """
    if CaseBook(service.store).is_personal(party_id):
        demand(caller, READ_PERSONAL)
