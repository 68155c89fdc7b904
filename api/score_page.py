"""A score with its parts as a response model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.presenters import (
    at_out,
    completeness_out,
    money_out,
    party_ref,
    reasons_out,
    receipt_out,
    sentence_out,
)
from api.schemas.scores import (
    Counterfactual,
    DebtorShare,
    InputQuality,
    PathShare,
    ScoreOut,
    SeedShare,
)
from graph.algorithms.passthrough import PassThroughQuality, SelfPdQuality
from graph.analysis.explain_words import PASS_REASONS, SELF_REASONS

if TYPE_CHECKING:
    from api.held import Held
    from graph.analysis.shares import DebtorShare as DebtorRecord

PART_LIMIT = 50
"""Seeds and paths listed; what is left is said in `completeness`."""


def score_page(held: Held, party_id: str) -> ScoreOut:
    """Explain a published score.

    Raises
    ------
    NotFoundError
        No such party in the held snapshot.
    """
    found = held.explain(party_id)
    currency = held.snapshot.manifest.reporting_currency
    quality = SelfPdQuality(found.self_quality)
    completeness = completeness_out(found.completeness)
    if max(len(found.by_seed), len(found.by_path)) > PART_LIMIT:
        completeness.truncated_by.append("listed_parts")
        completeness.complete = False
        completeness.advice = f"The {PART_LIMIT} largest seeds and paths are listed."
    return ScoreOut(
        party=party_ref(held, party_id),
        self_pd=found.self_pd,
        self_source=InputQuality(
            quality=quality.name.lower(), reason=sentence_out(SELF_REASONS[quality])
        ),
        pd=min(found.pd, 1.0),
        pd_error=found.error,
        increment=found.increment,
        increment_error=found.error,
        band=found.band,
        n_worlds=found.n_worlds,
        method="sampled",
        exact_pd=found.exact_pd,
        by_seed=[
            SeedShare(
                party=party_ref(held, item.party_id), contribution=item.contribution
            )
            for item in found.by_seed[:PART_LIMIT]
        ],
        by_debtor=[_debtor(held, item, currency) for item in found.by_debtor],
        by_path=[
            PathShare(
                parties=[party_ref(held, party) for party in item.party_ids],
                contribution=item.contribution,
                probability=item.probability,
            )
            for item in found.by_path[:PART_LIMIT]
        ],
        counterfactuals=[
            Counterfactual(
                debtor=party_ref(held, item.party_id),
                pd_without=item.pd_without,
                delta=-item.reduction,
            )
            for item in found.by_debtor
        ],
        reasons=reasons_out(found.reasons),
        currency=currency,
        at=at_out(held.snapshot.manifest.at),
        completeness=completeness,
        receipt=receipt_out(found.receipt),
    )


def _debtor(held: Held, item: DebtorRecord, currency: str) -> DebtorShare:
    quality = PassThroughQuality(item.quality)
    return DebtorShare(
        party=party_ref(held, item.party_id),
        contribution=item.contribution,
        amount=money_out(item.amount, currency),
        pass_through=item.pass_through,
        quality=InputQuality(
            quality=quality.name.lower(), reason=sentence_out(PASS_REASONS[quality])
        ),
    )
