"""The ontology and the session."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answer import Schema, SentenceOut


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
