"""Guarantee contracts, and the check before one is signed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.concurrency import run_in_threadpool

from api.contract_page import guarantee_page
from api.deps import AtDep, GuaranteeId, ServiceDep
from api.held import Held
from api.presenters import at_out, completeness_out, party_ref
from api.schemas.answer import PartyRef
from api.schemas.contracts import GuaranteeOut
from api.schemas.scores import CheckIn, CheckOut
from api.security import Caller
from api.service import Service
from graph.errors import NotFoundError

router = APIRouter(prefix="/v1", tags=["guarantees"])


@router.post("/guarantees:check")
async def check_guarantee(
    body: Annotated[CheckIn, Body()], service: ServiceDep
) -> CheckOut:
    """Whether this guarantee would close a circle.

    Answered on the held snapshot and every commit up to `sequence`. `path` leads from
    the debtor over its own guarantees back to the guarantor; distress would travel it
    the other way. An incomplete answer is no clearance. A merged id stands for the
    one it was merged into.
    """
    checker = service.checker
    if checker is None:
        checker = await run_in_threadpool(service.advanced_checker)
    held = service.held
    try:
        found = checker.check(body.guarantor_id, body.debtor_id)
    except NotFoundError:
        ids = await run_in_threadpool(_canonical, service, body)
        found = checker.check(*ids)
    return CheckOut(
        closes=found.closes,
        mutual=found.mutual,
        path=[_ref(held, party_id) for party_id in found.path],
        circle=[_ref(held, party_id) for party_id in found.circle],
        length=len(found.path),
        sequence=found.sequence,
        snapshot_id=checker.overlay.snapshot.manifest.snapshot_id,
        at=at_out(checker.overlay.at),
        completeness=completeness_out(found.completeness),
    )


@router.get("/guarantees/{guarantee_id}")
def read_guarantee(
    guarantee_id: GuaranteeId, service: ServiceDep, caller: Caller, at: AtDep
) -> GuaranteeOut:
    """One contract: its parties, its terms, its legal force and its sources.

    `force` is the state that pictures draw, `force_reason` the rule behind it where
    the contract does not simply bind.
    """
    return guarantee_page(service, guarantee_id, at, sees_personal=caller.sees_personal)


def _canonical(service: Service, body: CheckIn) -> tuple[str, str]:
    """The ids under which merged parties are known now."""
    at = service.at(None, None)
    guarantor_id, debtor_id = (
        service.store.view(at).resolve(party_id)
        for party_id in (body.guarantor_id, body.debtor_id)
    )
    return guarantor_id, debtor_id


def _ref(held: Held, party_id: str) -> PartyRef:
    """A party of the path; one written since the snapshot has only its id here."""
    try:
        return party_ref(held, party_id)
    except NotFoundError:
        return PartyRef(party_id=party_id, party_type=None, name=party_id, name_en=None)
