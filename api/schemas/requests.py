"""Bodies of requests."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.paths import LONGEST_ID
from api.schemas.answer import Schema
from api.schemas.examples import DEMO_OTHER_PARTY, DEMO_PARTY
from graph.analysis.ring_statements import LONGEST_REASON


class CheckIn(Schema):
    """A guarantee that is about to be signed."""

    guarantor_id: str = Field(
        min_length=1, max_length=LONGEST_ID, examples=[DEMO_OTHER_PARTY]
    )
    debtor_id: str = Field(min_length=1, max_length=LONGEST_ID, examples=[DEMO_PARTY])


class PatternRunIn(Schema):
    """What is asked of a pattern instead of its own values, and of which hits."""

    window: float | None = Field(None, description="Most days, first to last.")
    gap: float | None = Field(None, description="Most days between two payments.")
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


class RingOutcomeIn(Schema):
    """What is said of a ring, and why."""

    outcome: Literal["noted", "confirmed", "dismissed"] = Field(examples=["noted"])
    reason: str = Field(
        min_length=1,
        max_length=LONGEST_REASON,
        examples=["The invoices show goods of that value."],
    )
