"""The start page's figures and the session."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answer import (
    AtOut,
    Band,
    Money,
    PartyRef,
    Schema,
    ScoreError,
    SentenceOut,
)
from api.schemas.circles import CircleSummary


class BandShare(Schema):
    """Parties and their loans in a risk band."""

    band: int
    label: SentenceOut
    low: float
    high: float
    parties: int
    exposure: Money


class RiskyParty(Schema):
    """A party with its score and what drives it."""

    party: PartyRef
    self_pd: float
    pd: float
    pd_error: ScoreError
    increment: float
    band: Band
    main_reason: SentenceOut


class DemoCase(Schema):
    """A planted case to look at first."""

    circle_id: str | None
    party_id: str | None
    title: SentenceOut
    text: SentenceOut
    steps: list[SentenceOut] = Field(description="What to look at, in order.")


class Portfolio(Schema):
    """The whole portfolio at a glance. Amounts are in `reporting_currency`."""

    at: AtOut
    snapshot_id: str
    reporting_currency: str
    parties: int
    guarantees: int
    guaranteed_amount: Money
    unknown_amounts: int
    circles: int
    circle_firms: int
    exposure_in_circles: Money
    expected_defaults: float
    expected_defaults_alone: float
    bands: list[BandShare]
    riskiest_circles: list[CircleSummary]
    riskiest_parties: list[RiskyParty]
    counts: dict[str, int]
    demo_case: DemoCase | None


class LoginIn(Schema):
    """A single-use login token."""

    token: str = Field(
        min_length=10,
        max_length=200,
        description="From the address that `suretynet login-url` prints.",
        examples=["a-token-works-once"],
    )


class SessionOut(Schema):
    """Who is signed in."""

    key_id: str
    scopes: list[str]
