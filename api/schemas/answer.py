"""Parts that every answer shares."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")

Probability = Annotated[float, Field(ge=0, le=1, description="Over 12 months.")]
ScoreError = Annotated[
    float,
    Field(
        ge=0,
        description="Standard error. Where contagion may be but was seen in no world, "
        "1.96 times it is the 95 % bound; 0 only where no contagion can be.",
    ),
]
Band = Annotated[
    int | None, Field(ge=1, le=5, description="Risk band; null means not scored.")
]
Money = Annotated[
    str | None,
    Field(
        pattern=r"^-?\d+(\.\d+)?$",
        description="Decimal in major units; null means not collected, never 0.",
    ),
]


class Schema(BaseModel):
    """Base of all models: built from records by attribute, strict about extras."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")


class SentenceOut(Schema):
    """The same text in both languages."""

    en: str
    zh: str


class AtOut(Schema):
    """The instant that an answer is about."""

    as_of: str | None = Field(description="Facts true at this instant, RFC 3339.")
    known_at: str | None = Field(description="As they were known at this instant.")


class CompletenessOut(Schema):
    """Whether everything was looked at. A cut answer never means nothing is there."""

    complete: bool
    explored: int
    truncated_by: list[str]
    advice: str | None


class PartyRef(Schema):
    """A party by id and name."""

    party_id: str
    party_type: str | None
    name: str
    name_en: str | None


class ChipOut(Schema):
    """What a reason rests on."""

    kind: str = Field(description="fact | derived | status")
    text: SentenceOut


class ReasonOut(Schema):
    """A finding as a sentence."""

    text: SentenceOut
    chips: list[ChipOut]
    party_ids: list[str]


class ReceiptOut(Schema):
    """What the result came from; `suretynet replay` makes it again."""

    analysis: str
    version: str
    snapshot_id: str
    as_of: str | None
    known_at: str | None
    parameters: dict[str, object]
    engine: str
    result_hash: str
    run: dict[str, object]
    key: str


class Total(Schema):
    """How many there are in all: exactly (`eq`) or at least (`gte`)."""

    value: int
    relation: str = Field(pattern="^(eq|gte)$")


class Page(Schema, Generic[Item]):
    """A page of a list; `next` is the cursor of the page after it."""

    items: list[Item]
    next: str | None
    total: Total
    at: AtOut
    completeness: CompletenessOut


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    trace_id: str
