"""The check of a transfer, as it is made."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response

from api.answers import answer
from api.deps import ServiceDep
from api.errors import ProblemError
from api.schemas.records import TransferCheckOut
from api.schemas.requests import TransferCheckIn
from api.turns import TurnsDep
from graph.analysis.asked_transfer import AskedTransfer
from graph.analysis.transfer_check import check_parameters
from graph.analysis.transfer_check_record import transfer_check_record

router = APIRouter(prefix="/v1", tags=["rings"])

_TRANSFER = (
    *("payer_id", "payee_id", "amount", "currency", "moved_at"),
    *("source", "record_id", "order_no"),
)


@router.post("/transfers:check", response_model=TransferCheckOut)
async def check_transfer(
    body: Annotated[TransferCheckIn, Body()], service: ServiceDep, turns: TurnsDep
) -> Response:
    """Whether this transfer brings money back to where it started.

    Answered on the published snapshot and every transfer committed up to `sequence`:
    all money rings within the bounds of which this transfer would be the latest. It
    need not be recorded; one that is recorded already is not counted twice. An
    incomplete answer is no clearance, and a ring explains and accuses nobody.
    """
    given = body.model_dump(exclude_none=True)
    stated = {name: given.pop(name) for name in _TRANSFER if name in given}
    stated.setdefault("currency", service.published.currency)
    asked = AskedTransfer(**stated)
    try:
        chosen = check_parameters(**given)
    except (ValueError, OverflowError) as error:
        raise ProblemError(422, "invalid-ring-bounds", str(error)) from error
    checker = service.transfer_checker
    if checker is None:
        checker = await turns.now(service.advanced_transfers)
    return answer(transfer_check_record(service.published, checker, asked, chosen))
