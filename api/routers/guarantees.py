"""Guarantee contracts, and the check before one is signed."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Body, Response

from api.answers import answer
from api.deps import AtDep, GuaranteeId, ServiceDep
from api.schemas.records import CheckOut, GuaranteeOut
from api.schemas.requests import CheckIn
from api.security import Caller
from api.turns import TurnsDep
from graph.analysis.check import check_record
from graph.analysis.contract import contract_record

router = APIRouter(prefix="/v1", tags=["guarantees"])


@router.post("/guarantees:check", response_model=CheckOut)
async def check_guarantee(
    body: Annotated[CheckIn, Body()], service: ServiceDep, turns: TurnsDep
) -> Response:
    """Whether this guarantee would close a circle.

    Answered on the published snapshot and every commit up to `sequence`. `path` leads
    from the debtor over its own guarantees back to the guarantor; distress would
    travel it the other way. An incomplete answer is no clearance. A merged id stands
    for the one it was merged into.
    """
    checker = service.checker
    if checker is None:
        checker = await turns.now(service.advanced_checker)
    ask = partial(
        check_record,
        service.published,
        checker,
        service.store,
        body.guarantor_id,
        body.debtor_id,
    )
    if checker.knows(body.guarantor_id, body.debtor_id):  # answered without a read
        return answer(ask())
    return answer(await turns.now(ask))


@router.get("/guarantees/{guarantee_id:id}", response_model=GuaranteeOut)
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
