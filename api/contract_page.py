"""A guarantee contract as a response model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.presenters import at_out, completeness_out, described_ref, sentence_out
from api.properties import properties_out
from api.schemas.contracts import GuaranteeOut, GuarantorOut
from api.schemas.pictures import SourceRecord
from graph.analysis.contract import contract_of
from graph.analysis.neighbourhood import describe
from graph.analysis.wording import FORCE_REASONS, FORCE_STATES
from graph.instant import format_instant
from graph.vocabulary import SHARE_UNIT
from visual.payload import source_of

if TYPE_CHECKING:
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
    found = contract_of(service.store.view(at), guarantee_id)
    fact = found.fact
    debtor, creditor = (fact.references[name] for name in ("debtor", "creditor"))
    signed = [(item.references["guarantor"] or "", item) for item in found.promises]
    ids = {debtor, creditor, *(guarantor for guarantor, _ in signed)}
    keys = [("party", party_id) for party_id in sorted(filter(None, ids))]
    facts = describe(service.store.view(at), keys)
    parties = {
        key[1]: described_ref(facts.get(key), key, sees_personal=sees_personal)
        for key in keys
    }
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
