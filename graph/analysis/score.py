"""A published score as people and loan systems read it, with its parts by name."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.algorithms.passthrough import PassThroughQuality, SelfPdQuality
from graph.analysis.answer import (
    Band,
    BandBound,
    Chip,
    Completeness,
    Meaning,
    Money,
    PartyRef,
    Probability,
    Reason,
    ScoreError,
    Sentence,
)
from graph.analysis.bands import bands_of
from graph.analysis.explain_words import PASS_REASONS, SELF_REASONS
from graph.analysis.model_score_records import ScoreInBrief
from graph.analysis.model_scores import score_in_brief
from graph.analysis.receipt import Receipt
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis.published import Published
    from graph.analysis.shares import DebtorShare, Path, Share
    from graph.stores.base import Store

PART_LIMIT = 50
"""Seeds and paths listed; one entry more stands for the others."""
NOT_SCORED = Reason(
    Sentence(
        "Not scored: no rating and no guarantee in force was collected, so that the "
        "figure would be the default setting and nothing else.",
        "未评分：未收集到评级及有效担保，数值只会是默认设置。",
    ),
    (Chip("derived", SELF_REASONS[SelfPdQuality.SETTING]),),
)
"""The one reason of a party of which nothing was collected."""
Remainder = Annotated[
    int, Meaning("0; in the last entry of a shortened list how many it stands for.")
]


@dataclass(frozen=True, slots=True)
class InputQuality:
    """Where a probability came from."""

    quality: str
    reason: Sentence


@dataclass(frozen=True, slots=True)
class SeedPart:
    """How much of the increment starts at this firm's own failure.

    The last entry of a shortened list has no party: it is what `others` add together.
    """

    party: PartyRef | None
    contribution: float
    others: Remainder = 0


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
    """How much of the increment travels this path, first failure first.

    The last entry of a shortened list has no parties and no probability: it is what
    `others` add together.
    """

    parties: tuple[PartyRef, ...]
    contribution: float
    probability: float | None
    others: Remainder = 0


@dataclass(frozen=True, slots=True)
class Shortened:
    """How many entries of a list are named, and how many there are."""

    shown: int
    total: int


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """The score without the guarantee for this debtor, in the same worlds."""

    debtor: PartyRef
    pd_without: float
    delta: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRecord:
    """A score whose contributions by seed, debtor and path each sum to `increment`.

    A party of which nothing was collected is not `scored`: its figures are null, its
    lists are empty, and its reason says so.
    """

    party: PartyRef
    scored: Annotated[bool, Meaning("False where nothing was collected to score by.")]
    self_pd: Probability | None
    self_source: InputQuality
    pd: Probability | None
    pd_error: ScoreError | None
    increment: float | None
    increment_error: ScoreError | None
    band: Band
    band_low: BandBound
    band_high: BandBound
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
    shortened: Annotated[
        dict[str, Shortened],
        Meaning(
            "By name the lists that name their largest entries only; the last entry "
            "is the remainder. It says nothing against `completeness`."
        ),
    ]
    reasons: tuple[Reason, ...]
    model_score: Annotated[
        ScoreInBrief | None,
        Meaning("How a model or rules flag it; null: nothing of that is published."),
    ]
    currency: str
    at: At
    completeness: Completeness
    receipt: Receipt


def score_record(
    published: Published, party_id: str, *, store: Store | None = None
) -> ScoreRecord:
    """Explain a published score.

    Parameters
    ----------
    store
        The store that publishes; without it nothing is told of what flags the party.

    Raises
    ------
    NotFoundError
        No such party in the published snapshot.
    """
    found = published.explain(party_id)
    scored = bool(published.scored[published.snapshot.number("party", party_id)])
    quality = SelfPdQuality(found.self_quality)
    pd = min(found.pd, 1.0) if scored else None
    error = found.error if scored else None
    band_low, band_high = bands_of(pd, found.error, found.self_pd)
    by_seed, by_path = (found.by_seed, found.by_path) if scored else ((), ())
    by_debtor = found.by_debtor if scored else ()
    return ScoreRecord(
        party=published.party(party_id),
        scored=scored,
        self_pd=found.self_pd if scored else None,
        self_source=InputQuality(quality.name.lower(), found.self_reason),
        pd=pd,
        pd_error=error,
        increment=found.increment if scored else None,
        increment_error=error,
        band=found.band if scored else None,
        band_low=band_low,
        band_high=band_high,
        n_worlds=found.n_worlds,
        method="sampled",
        exact_pd=found.exact_pd if scored else None,
        by_seed=_seeds(published, by_seed),
        by_debtor=tuple(_debtor(published, item) for item in by_debtor),
        by_path=_paths(published, by_path),
        counterfactuals=tuple(
            Counterfactual(
                published.party(item.party_id), item.pd_without, -item.reduction
            )
            for item in by_debtor
        ),
        shortened={
            name: Shortened(PART_LIMIT, len(parts))
            for name, parts in (("by_seed", by_seed), ("by_path", by_path))
            if len(parts) > PART_LIMIT
        },
        reasons=found.reasons if scored else (NOT_SCORED,),
        model_score=None
        if store is None
        else score_in_brief(published, store, party_id),
        currency=published.currency,
        at=published.at,
        completeness=found.completeness,
        receipt=published.stamped(found.receipt),
    )


def _seeds(published: Published, parts: Sequence[Share]) -> tuple[SeedPart, ...]:
    listed = [
        SeedPart(published.party(item.party_id), item.contribution)
        for item in parts[:PART_LIMIT]
    ]
    if others := parts[PART_LIMIT:]:
        listed.append(SeedPart(None, _sum(others), len(others)))
    return tuple(listed)


def _paths(published: Published, parts: Sequence[Path]) -> tuple[PathPart, ...]:
    listed = [
        PathPart(
            tuple(map(published.party, item.party_ids)),
            item.contribution,
            item.probability,
        )
        for item in parts[:PART_LIMIT]
    ]
    if others := parts[PART_LIMIT:]:
        listed.append(PathPart((), _sum(others), None, len(others)))
    return tuple(listed)


def _sum(parts: Sequence[Share | Path]) -> float:
    return math.fsum(item.contribution for item in parts)


def _debtor(published: Published, item: DebtorShare) -> DebtorPart:
    quality = PassThroughQuality(item.quality)
    return DebtorPart(
        party=published.party(item.party_id),
        contribution=item.contribution,
        amount=item.amount,
        pass_through=item.pass_through,
        quality=InputQuality(quality.name.lower(), PASS_REASONS[quality]),
    )
