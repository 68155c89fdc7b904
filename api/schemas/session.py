"""The session."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answer import Schema


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
