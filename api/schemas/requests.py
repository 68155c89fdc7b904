"""Bodies of requests."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.paths import LONGEST_ID
from api.schemas.answer import Schema
from api.schemas.examples import (
    DEMO_ACCOUNT,
    DEMO_OTHER_ACCOUNT,
    DEMO_OTHER_PARTY,
    DEMO_PARTY,
)
from graph.analysis.ring_list import RingOrder
from graph.analysis.ring_search import MOST_EFFORT
from graph.analysis.ring_statements import LONGEST_REASON


class CheckIn(Schema):
    """A guarantee that is about to be signed."""

    guarantor_id: str = Field(
        min_length=1, max_length=LONGEST_ID, examples=[DEMO_OTHER_PARTY]
    )
    debtor_id: str = Field(min_length=1, max_length=LONGEST_ID, examples=[DEMO_PARTY])


class TransferCheckIn(Schema):
    """A transfer that is about to be made, and the bounds of the rings asked for."""

    payer_id: str = Field(
        min_length=1, max_length=LONGEST_ID, examples=[DEMO_OTHER_ACCOUNT]
    )
    payee_id: str = Field(min_length=1, max_length=LONGEST_ID, examples=[DEMO_ACCOUNT])
    amount: str = Field(
        max_length=40,
        description="Decimal in major units of the currency.",
        examples=["118000.00"],
    )
    currency: str | None = Field(
        None, max_length=3, description="ISO 4217; by default the reporting currency."
    )
    moved_at: str = Field(
        max_length=40,
        description="UTC; a date or an RFC 3339 instant.",
        examples=["2026-07-17"],
    )
    source: str | None = Field(None, max_length=LONGEST_ID)
    record_id: str | None = Field(
        None,
        max_length=LONGEST_ID,
        description="With the source: what its record is or will be called.",
    )
    order_no: str | None = Field(
        None,
        max_length=LONGEST_ID,
        description="With the source: its place among transfers of one moment.",
    )
    min_length: int | None = Field(None, description="Fewest transfers; 3.")
    max_length: int | None = Field(None, description="Most transfers; 6.")
    gap: float | None = Field(None, description="Most days from hop to hop; 5.")
    window: float | None = Field(None, description="Most days, first to last; 30.")
    keep: float | None = Field(None, description="Least part that a hop passes on.")
    gain: float | None = Field(None, description="Most that a hop passes on.")
    conserving: bool | None = Field(None, description="False: amounts do not matter.")
    related_hop: bool | None = Field(
        None, description="One hop must join related parties."
    )


LONGEST_WINDOW = 366
"""Days; no pattern asks for more than 30, and an answer is to come within seconds."""


class PatternRunIn(Schema):
    """What is asked of a pattern instead of its own values, and of which hits."""

    window: float | None = Field(
        None, gt=0, le=LONGEST_WINDOW, description="Most days, first to last."
    )
    gap: float | None = Field(
        None, ge=0, le=LONGEST_WINDOW, description="Most days between two payments."
    )
    keep: float | None = Field(None, description="Least part that is passed on.")
    gain: float | None = Field(None, description="Most part that is passed on.")
    least_accounts: int | None = None
    least_transfers: int | None = None
    account: str | None = Field(
        None, max_length=LONGEST_ID, description="An account that the hit has."
    )
    party: str | None = Field(
        None, max_length=LONGEST_ID, description="A party that holds such an account."
    )
    since: str | None = Field(
        None, max_length=40, description="Of transfers then or later."
    )
    until: str | None = Field(
        None, max_length=40, description="Of transfers then or before."
    )
    limit: int = Field(100, ge=1, le=1_000, description="Most hits.")


class RingBoundsIn(Schema):
    """Bounds of a search for money rings; what is not given is the default."""

    min_length: int | None = Field(None, description="Fewest transfers; 3.")
    max_length: int | None = Field(None, description="Most transfers; 6.", examples=[4])
    gap: float | None = Field(None, description="Most days from hop to hop; 5.")
    window: float | None = Field(
        None, description="Most days, first to last; 30.", examples=[14]
    )
    keep: float | None = Field(None, description="Least part that a hop passes on; .9.")
    gain: float | None = Field(None, description="Most that a hop passes on; 1.")
    conserving: bool | None = Field(None, description="False: amounts do not matter.")
    related_hop: bool | None = Field(
        None, description="One hop must join related parties."
    )
    types: list[str] | None = Field(
        None, max_length=2, description="Of `transfer` and `withdraw`; both."
    )
    order: str | None = Field(
        None,
        max_length=20,
        description="`increasing` times, or `any` order within the window.",
    )
    since: str | None = Field(
        None, max_length=40, description="A ring begins then or later."
    )
    until: str | None = Field(
        None, max_length=40, description="A ring begins then or before."
    )
    effort: int = Field(
        1,
        ge=1,
        le=MOST_EFFORT,
        description="Budgets of about two seconds that the search may take.",
    )


class RingSearchIn(RingBoundsIn):
    """Bounds of a search for money rings, and which of those found are wanted."""

    account: str | None = Field(
        None, max_length=LONGEST_ID, description="An account that the ring passes."
    )
    party: str | None = Field(
        None, max_length=LONGEST_ID, description="A party that holds such an account."
    )
    everyday: bool | None = Field(
        None, description="Only those that an everyday reading fits, or does not."
    )
    related: bool | None = Field(
        None, description="Only those with a hop between related parties, or without."
    )
    least_band: int | None = Field(
        None, ge=1, le=5, description="A known holder is in this band of risk or above."
    )
    sort: RingOrder = Field(
        "score", description="Highest first; of days the fewest, of begins the latest."
    )
    limit: int = Field(20, ge=1, le=200, description="Most items on a page.")
    cursor: str | None = Field(
        None, max_length=100, description="`next` of the page before."
    )


class RingOutcomeIn(Schema):
    """What is said of a ring, and why."""

    outcome: Literal["noted", "confirmed", "dismissed"] = Field(examples=["noted"])
    reason: str = Field(
        min_length=1,
        max_length=LONGEST_REASON,
        examples=["The invoices show goods of that value."],
    )


class CaseOutcomeIn(Schema):
    """What is said of a party that is suspected, and why."""

    party_id: str = Field(min_length=1, max_length=LONGEST_ID, examples=[DEMO_PARTY])
    task: Literal["related_party_fraud", "guarantee_fraud"] = Field(
        "related_party_fraud", description="What it is suspected of."
    )
    outcome: Literal["opened", "confirmed", "dismissed", "noted"] = Field(
        examples=["opened"]
    )
    reason: str = Field(
        min_length=1,
        max_length=LONGEST_REASON,
        examples=["The circle's partners share a controller."],
    )
