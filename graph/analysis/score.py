"""A published score as people and loan systems read it, with its parts by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.algorithms.passthrough import PassThroughQuality, SelfPdQuality
from graph.analysis.answer import (
    Band,
    Completeness,
    Meaning,
    Money,
    PartyRef,
    Probability,
    Reason,
    ScoreError,
    Sentence,
)
from graph.analysis.explain_words import PASS_REASONS
from graph.analysis.receipt import Receipt
from graph.instant import At

if TYPE_CHECKING:
    from graph.analysis.explain import ScoreExplanation
    from graph.analysis.published import Published
    from graph.analysis.shares import DebtorShare

PART_LIMIT = 50
"""Seeds and paths listed; what is left is said in `completeness`."""


@dataclass(frozen=True, slots=True)
class InputQuality:
    """Where a probability came from."""

    quality: str
    reason: Sentence


@dataclass(frozen=True, slots=True)
class SeedPart:
    """How much of the increment starts at this firm's own failure."""

    party: PartyRef
    contribution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtorPart:
    """How much of the increment arrives through this debtor."""

    party: PartyRef
    contribution: float
    amount: Money
    pass_through: Probability
    quality: InputQuality


@dataclass(frozen=True, slots=True)
class PathPart:
    """How much of the increment travels this path, first failure first."""

    parties: tuple[PartyRef, ...]
    contribution: float
    probability: float


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """The score without the guarantee for this debtor, in the same worlds."""

    debtor: PartyRef
    pd_without: float
    delta: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRecord:
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
    method: Annotated[str, Meaning("sampled")]
    exact_pd: Annotated[
        Probability | None,
        Meaning(
            "`pd` without sampling, where few guarantees lead to the firm.",
        ),
    ]
    by_seed: tuple[SeedPart, ...]
    by_debtor: tuple[DebtorPart, ...]
    by_path: tuple[PathPart, ...]
    counterfactuals: tuple[Counterfactual, ...]
    reasons: tuple[Reason, ...]
    currency: str
    at: At
    completeness: Completeness
    receipt: Receipt


def score_record(published: Published, party_id: str) -> ScoreRecord:
    """Explain a published score.

    Raises
    ------
    NotFoundError
        No such party in the published snapshot.
    """
    found = published.explain(party_id)
    ref = published.party
    quality = SelfPdQuality(found.self_quality)
    return ScoreRecord(
        party=ref(party_id),
        self_pd=found.self_pd,
        self_source=InputQuality(quality.name.lower(), found.self_reason),
        pd=min(found.pd, 1.0),
        pd_error=found.error,
        increment=found.increment,
        increment_error=found.error,
        band=found.band,
        n_worlds=found.n_worlds,
        method="sampled",
        exact_pd=found.exact_pd,
        by_seed=tuple(
            SeedPart(ref(item.party_id), item.contribution)
            for item in found.by_seed[:PART_LIMIT]
        ),
        by_debtor=tuple(_debtor(published, item) for item in found.by_debtor),
        by_path=tuple(
            PathPart(
                tuple(map(ref, item.party_ids)), item.contribution, item.probability
            )
            for item in found.by_path[:PART_LIMIT]
        ),
        counterfactuals=tuple(
            Counterfactual(ref(item.party_id), item.pd_without, -item.reduction)
            for item in found.by_debtor
        ),
        reasons=found.reasons,
        currency=published.currency,
        at=published.at,
        completeness=_completeness(found),
        receipt=published.stamped(found.receipt),
    )


def _completeness(found: ScoreExplanation) -> Completeness:
    if max(len(found.by_seed), len(found.by_path)) <= PART_LIMIT:
        return found.completeness
    return Completeness.cut(
        found.completeness.explored,
        *found.completeness.truncated_by,
        "listed_parts",
        advice=f"The {PART_LIMIT} largest seeds and paths are listed.",
    )


def _debtor(published: Published, item: DebtorShare) -> DebtorPart:
    quality = PassThroughQuality(item.quality)
    return DebtorPart(
        party=published.party(item.party_id),
        contribution=item.contribution,
        amount=item.amount,
        pass_through=item.pass_through,
        quality=InputQuality(quality.name.lower(), PASS_REASONS[quality]),
    )
