"""Scores with reasons, and the check of a guarantee before it is signed."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answer import (
    AtOut,
    Band,
    CompletenessOut,
    Money,
    PartyRef,
    Probability,
    ReasonOut,
    ReceiptOut,
    Schema,
    ScoreError,
    SentenceOut,
)
from api.schemas.examples import DEMO_OTHER_PARTY, DEMO_PARTY


class InputQuality(Schema):
    """Where a probability came from."""

    quality: str
    reason: SentenceOut


class SeedShare(Schema):
    """How much of the increment starts at this firm's own failure."""

    party: PartyRef
    contribution: float


class DebtorShare(Schema):
    """How much of the increment arrives through this debtor."""

    party: PartyRef
    contribution: float
    amount: Money
    pass_through: Probability
    quality: InputQuality


class PathShare(Schema):
    """How much of the increment travels this path, first failure first."""

    parties: list[PartyRef]
    contribution: float
    probability: float


class Counterfactual(Schema):
    """The score without the guarantee for this debtor, in the same worlds."""

    debtor: PartyRef
    pd_without: float
    delta: float


class ScoreOut(Schema):
    """A score whose contributions by seed, debtor and path each sum to `increment`."""

    party: PartyRef
    self_pd: Probability
    self_source: InputQuality
    pd: Probability
    pd_error: ScoreError
    increment: float
    increment_error: ScoreError
    band: Band
    n_worlds: int
    method: str = Field(description="sampled")
    exact_pd: Probability | None = Field(
        description="`pd` without sampling, where few guarantees lead to the firm."
    )
    by_seed: list[SeedShare]
    by_debtor: list[DebtorShare]
    by_path: list[PathShare]
    counterfactuals: list[Counterfactual]
    reasons: list[ReasonOut]
    currency: str
    at: AtOut
    completeness: CompletenessOut
    receipt: ReceiptOut


class CheckIn(Schema):
    """A guarantee that is about to be signed."""

    guarantor_id: str = Field(min_length=1, max_length=200, examples=[DEMO_OTHER_PARTY])
    debtor_id: str = Field(min_length=1, max_length=200, examples=[DEMO_PARTY])


class CheckOut(Schema):
    """Whether signing closes a circle, and the path that it would close."""

    closes: bool
    mutual: bool = Field(description="The path is a single guarantee back.")
    path: list[PartyRef] = Field(
        description="From the debtor over its guarantees back to the guarantor."
    )
    circle: list[PartyRef] = Field(
        description="Where the path is a mutual pair: the shortest path of three firms "
        "or more that would close besides, if any. Elsewhere the same as the path."
    )
    length: int = Field(description="Firms in the circle that would close; 0 if none.")
    sequence: int = Field(description="Last commit of the store that was seen.")
    snapshot_id: str
    at: AtOut
    completeness: CompletenessOut
