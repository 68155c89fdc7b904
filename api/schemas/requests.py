"""Bodies of requests."""

from __future__ import annotations

from pydantic import Field

from api.paths import LONGEST_ID
from api.schemas.answer import Schema
from api.schemas.examples import DEMO_OTHER_PARTY, DEMO_PARTY


class CheckIn(Schema):
    """A guarantee that is about to be signed."""

    guarantor_id: str = Field(
        min_length=1, max_length=LONGEST_ID, examples=[DEMO_OTHER_PARTY]
    )
    debtor_id: str = Field(min_length=1, max_length=LONGEST_ID, examples=[DEMO_PARTY])
