"""A guarantee contract as people read it: parties, terms, legal force, sources."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import Completeness, Meaning, PartyRef, Sentence
from graph.analysis.contract_terms import contract_of
from graph.analysis.description import (
    PropertyValue,
    SourceRecord,
    properties_of,
    source_of,
)
from graph.analysis.named_parties import named_parties
from graph.analysis.wording import FORCE_REASONS, FORCE_STATES
from graph.instant import At, format_instant
from graph.vocabulary import SHARE_UNIT

if TYPE_CHECKING:
    from graph.model import Fact
    from graph.snapshot.source import FactView


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantor(PartyRef):
    """A guarantor of a contract."""

    share: Annotated[
        float | None,
        Meaning("Agreed share; null where none is: it may be asked for all."),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRecord:
    """A contract: who stands for whom, on which terms, and whether the law holds it."""

    guarantee_id: str
    debtor: PartyRef
    creditor: PartyRef | None
    guarantors: tuple[Guarantor, ...]
    properties: tuple[PropertyValue, ...]
    force: str
    force_reason: Sentence | None
    valid_from: str | None
    valid_to: str | None
    sources: tuple[SourceRecord, ...]
    at: At
    completeness: Completeness


def contract_record(
    view: FactView, guarantee_id: str, *, sees_personal: bool
) -> ContractRecord:
    """A contract with the names of its parties.

    Raises
    ------
    NotFoundError
        No such contract at that instant.
    """
    found = contract_of(view, guarantee_id)
    fact = found.fact
    debtor, creditor = (fact.references[name] for name in ("debtor", "creditor"))
    signed = [(item.references["guarantor"] or "", item) for item in found.promises]
    ids = [debtor, creditor, *(guarantor for guarantor, _ in signed)]
    parties = named_parties(view, ids, sees_personal=sees_personal)
    return ContractRecord(
        guarantee_id=guarantee_id,
        debtor=parties[debtor or ""],
        creditor=parties[creditor] if creditor else None,
        guarantors=tuple(
            Guarantor(**asdict(parties[guarantor]), share=_share(promise))
            for guarantor, promise in signed
        ),
        properties=properties_of(fact, sees_personal=sees_personal),
        force=FORCE_STATES[found.force],
        force_reason=FORCE_REASONS[found.force],
        valid_from=format_instant(fact.valid_from),
        valid_to=format_instant(fact.valid_to),
        sources=tuple(source_of(item) for item in found.records),
        at=view.at,
        completeness=found.completeness,
    )


def _share(promise: Fact) -> float | None:
    share = promise.properties.get("share")
    return None if share is None else share / SHARE_UNIT
