"""Parts that every answer shares."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Schema(BaseModel):
    """Base of all models."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")


class SentenceOut(Schema):
    """The same text in both languages."""

    en: str
    zh: str


class AtOut(Schema):
    """The instant that an answer is about."""

    as_of: str | None = Field(description="Facts true at this instant, RFC 3339.")
    known_at: str | None = Field(description="As they were known at this instant.")


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    trace_id: str
