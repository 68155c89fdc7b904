"""One guarantee contract."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answer import AtOut, CompletenessOut, PartyRef, Schema, SentenceOut
from api.schemas.parties import PropertyOut
from api.schemas.pictures import SourceRecord


class GuarantorOut(PartyRef):
    """A guarantor of a contract."""

    share: float | None = Field(
        description="Agreed share; null where none is: it may be asked for all."
    )


class GuaranteeOut(Schema):
    """A contract: who stands for whom, on which terms, and whether the law holds it."""

    guarantee_id: str
    debtor: PartyRef
    creditor: PartyRef | None
    guarantors: list[GuarantorOut]
    properties: list[PropertyOut]
    force: str
    force_reason: SentenceOut | None
    valid_from: str | None
    valid_to: str | None
    sources: list[SourceRecord]
    at: AtOut
    completeness: CompletenessOut
