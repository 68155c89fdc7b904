"""Guarantee contracts, and the check before one is signed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response
from fastapi.concurrency import run_in_threadpool

from api.answers import answer
from api.deps import AtDep, GuaranteeId, ServiceDep
from api.schemas.records import CheckOut, GuaranteeOut
from api.schemas.requests import CheckIn
from api.security import Caller
from api.service import Service
from graph.analysis.check import check_record
from graph.analysis.contract import contract_record
from graph.errors import NotFoundError

router = APIRouter(prefix="/v1", tags=["guarantees"])


@router.post("/guarantees:check", response_model=CheckOut)
async def check_guarantee(
    body: Annotated[CheckIn, Body()], service: ServiceDep
) -> Response:
    """Whether this guarantee would close a circle.

    Answered on the published snapshot and every commit up to `sequence`. `path` leads
    from the debtor over its own guarantees back to the guarantor; distress would
    travel it the other way. An incomplete answer is no clearance. A merged id stands
    for the one it was merged into.
    """
    checker = service.checker
    if checker is None:
        checker = await run_in_threadpool(service.advanced_checker)
    published = service.published
    try:
        found = check_record(published, checker, body.guarantor_id, body.debtor_id)
    except NotFoundError:
        ids = await run_in_threadpool(_canonical, service, body)
        found = check_record(published, checker, *ids)
    return answer(found)


@router.get("/guarantees/{guarantee_id}", response_model=GuaranteeOut)
def read_guarantee(
    guarantee_id: GuaranteeId, service: ServiceDep, caller: Caller, at: AtDep
) -> Response:
    """One contract: its parties, its terms, its legal force and its sources.

    `force` is the state that pictures draw, `force_reason` the rule behind it where
    the contract does not simply bind.
    """
    return answer(
        contract_record(
            service.store.view(at), guarantee_id, sees_personal=caller.sees_personal
        )
    )


def _canonical(service: Service, body: CheckIn) -> tuple[str, str]:
    """The ids under which merged parties are known now."""
    at = service.at(None, None)
    guarantor_id, debtor_id = (
        service.store.view(at).resolve(party_id)
        for party_id in (body.guarantor_id, body.debtor_id)
    )
    return guarantor_id, debtor_id
