"""Circles: the ranked list, one circle, its members and cycles."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answer import (
    AtOut,
    Band,
    CompletenessOut,
    Money,
    PartyRef,
    ReasonOut,
    ReceiptOut,
    Schema,
    ScoreError,
    SentenceOut,
)
from api.schemas.pictures import GraphOut


class RingNode(Schema):
    """A member in a thumbnail: its band and the members it guarantees, by index."""

    party_id: str
    band: Band
    guarantees: list[int]


class CircleSummary(Schema):
    """A circle in a list. Amounts are in `currency`."""

    circle_id: str
    kind: str = Field(description="strict | mutual_pair")
    name: SentenceOut
    firms: int
    guarantees: int
    effective_amount: Money
    unknown_amounts: int
    loans: Money
    unknown_loans: int
    contagion_exposure: Money = Field(
        description="Effective amounts times the debtors' contagion increments: "
        "guarantees expected to be called because of contagion. Ranks the list."
    )
    max_pd: float | None
    band: Band
    currency: str
    ring: list[RingNode]


class MemberOut(Schema):
    """A member of a circle."""

    party: PartyRef
    role: SentenceOut
    loans: Money
    gives: Money
    receives: Money
    self_pd: float | None
    pd: float | None
    pd_error: ScoreError | None
    increment: float | None
    band: Band


class TieOut(Schema):
    """Why a member answers to a controller."""

    party_id: str
    basis: str = Field(description="majority (confirmed) | spouse | signals")
    evidence: SentenceOut


class ControllerOut(Schema):
    """A party behind two members or more; the weakest tie decides `confirmed`."""

    party: PartyRef
    confirmed: bool
    ties: list[TieOut]


class CircleOut(CircleSummary):
    """One circle with its members, picture and reasons."""

    members: list[MemberOut]
    controllers: list[ControllerOut]
    graph: GraphOut
    reasons: list[ReasonOut]
    receipt: ReceiptOut
    at: AtOut
    completeness: CompletenessOut


class CommunityOut(Schema):
    """A group of parties with many guarantees among them and few to others."""

    community_id: str
    firms: int
    guarantees: int
    effective_amount: Money
    unknown_amounts: int
    loans: Money
    member_ids: list[str]


class Communities(Schema):
    """Communities by falling loans; `total` counts those of two parties or more."""

    items: list[CommunityOut]
    total: int
    quality: float = Field(description="Modularity at this resolution.")
    resolution: float
    currency: str
    at: AtOut
    completeness: CompletenessOut
    receipt: ReceiptOut


class CycleOut(Schema):
    """An elementary cycle, guarantor to debtor and round."""

    parties: list[PartyRef]
    length: int
    bottleneck: Money = Field(description="Smallest amount on it; null if unknown.")


class Cycles(Schema):
    """Cycles of a circle, largest bottleneck first, unknown amounts last."""

    items: list[CycleOut]
    currency: str
    at: AtOut
    completeness: CompletenessOut
    receipt: ReceiptOut
