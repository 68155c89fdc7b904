"""The start page's figures, the ontology and the session."""

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


class OntologyProperty(Schema):
    """A property of a kind."""

    name: str
    type: str
    label: SentenceOut
    unit: str | None
    required: bool
    choices: list[str]
    personal: bool


class OntologyReference(Schema):
    """An end of a kind."""

    name: str
    column: str
    node_kind: str
    label: SentenceOut
    required: bool


class OntologyKind(Schema):
    """A kind of node, edge or statement."""

    name: str
    form: str
    label: SentenceOut
    timing: str
    loss: str = Field(description="Which way distress travels along an edge.")
    references: list[OntologyReference]
    properties: list[OntologyProperty]


class OntologyBand(Schema):
    """A risk band."""

    band: int
    label: SentenceOut
    low: float
    high: float


class Ontology(Schema):
    """The vocabulary as data."""

    version: str
    kinds: list[OntologyKind]
    relations: list[str]
    bands: list[OntologyBand]


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
