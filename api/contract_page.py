"""A guarantee contract as a response model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.presenters import at_out, completeness_out, sentence_out
from api.properties import properties_out
from api.schemas.answer import PartyRef
from api.schemas.contracts import GuaranteeOut, GuarantorOut
from api.schemas.pictures import SourceRecord
from graph.analysis.contract import contract_of
from graph.analysis.wording import FORCE_REASONS, FORCE_STATES
from graph.instant import format_instant
from graph.model import facts_of
from graph.vocabulary import KINDS, SHARE_UNIT
from visual.payload import name_of, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.service import Service
    from graph.instant import At
    from graph.model import Fact


def guarantee_page(
    service: Service, guarantee_id: str, at: At, *, sees_personal: bool
) -> GuaranteeOut:
    """A contract with the names of its parties.

    Raises
    ------
    NotFoundError
        No such contract at that instant.
    """
    found = contract_of(service.store, at, guarantee_id)
    fact = found.fact
    debtor, creditor = (fact.references[name] for name in ("debtor", "creditor"))
    signed = [(item.references["guarantor"] or "", item) for item in found.promises]
    ids = {debtor, creditor, *(guarantor for guarantor, _ in signed)}
    parties = _parties(service, at, filter(None, ids), sees_personal=sees_personal)
    reason = FORCE_REASONS[found.force]
    return GuaranteeOut(
        guarantee_id=guarantee_id,
        debtor=parties[debtor or ""],
        creditor=parties[creditor] if creditor else None,
        guarantors=[
            GuarantorOut(**dict(parties[guarantor]), share=_share(promise))
            for guarantor, promise in signed
        ],
        properties=properties_out(fact, sees_personal=sees_personal),
        force=FORCE_STATES[found.force],
        force_reason=None if reason is None else sentence_out(reason),
        valid_from=format_instant(fact.valid_from),
        valid_to=format_instant(fact.valid_to),
        sources=[
            SourceRecord.model_validate(source_of(item)) for item in found.records
        ],
        at=at_out(at),
        completeness=completeness_out(found.completeness),
    )


def _share(promise: Fact) -> float | None:
    share = promise.properties.get("share")
    return None if share is None else share / SHARE_UNIT


def _parties(
    service: Service, at: At, ids: Iterable[str], *, sees_personal: bool
) -> dict[str, PartyRef]:
    """Each party by name; one that nothing describes by its id."""
    kind = KINDS["party"]
    wanted = sorted(ids)
    table = service.store.select(kind, at, by="party", ids=wanted)
    facts = {fact.subject_id: fact for fact in facts_of(kind, table)}
    parties = {}
    for party_id in wanted:
        fact = facts.get(party_id)
        name, name_en = name_of(fact, "party", party_id, sees_personal=sees_personal)
        party_type = None if fact is None else fact.properties["party_type"]
        parties[party_id] = PartyRef(
            party_id=party_id, party_type=party_type, name=name, name_en=name_en
        )
    return parties
