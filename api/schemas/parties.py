"""Parties: search results and the party page."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answer import (
    AtOut,
    Band,
    Money,
    Page,
    PartyRef,
    Schema,
    ScoreError,
    SentenceOut,
)
from api.schemas.pictures import SourceRecord
from graph.vocabulary import PropertyType


class HitOut(PartyRef):
    """A party found by name or number."""

    matched: str
    band: Band


class HitPage(Page[HitOut]):
    """Search results; `suggestions` are near names where nothing was found."""

    suggestions: list[HitOut]


class PropertyOut(Schema):
    """A property of a fact; `masked` where the key lacks `read:personal`."""

    name: str
    type: PropertyType
    label: SentenceOut
    value: str | None
    unit: str | None
    masked: bool


class EventOut(Schema):
    """A dated risk event."""

    record_id: str
    event_type: str
    occurred_at: str | None
    amount: Money
    currency: str | None
    case_no: str | None
    court: str | None
    status: str | None
    source: str


class CircleRef(Schema):
    """A circle by id and name."""

    circle_id: str
    kind: str
    name: SentenceOut


class ScoreSummary(Schema):
    """The published score of a party."""

    self_pd: float
    pd: float
    pd_error: ScoreError
    increment: float
    band: Band


class NetworkOut(Schema):
    """Everybody whom guarantees in force tie together, whichever way they point.

    A party without one is a network of its own. `loans` counts each member's
    borrowing once; `unknown_loans` members have none collected.
    """

    parties: int
    firms: int = Field(description="Parties that are not natural persons.")
    guarantees: int = Field(description="Ordered pairs of guarantor and debtor.")
    loans: Money
    unknown_loans: int
    currency: str


class PartyOut(PartyRef):
    """Everything on a party's page that is not a picture."""

    properties: list[PropertyOut]
    counts: dict[str, int] = Field(description="Links by relation.")
    circles: list[CircleRef]
    guarantee_network: NetworkOut | None = Field(
        description="As of the published snapshot; null at another instant, or for a "
        "party written since."
    )
    score: ScoreSummary | None
    events: list[EventOut]
    sources: list[SourceRecord]
    referents: list[str]
    at: AtOut
