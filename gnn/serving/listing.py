"""What a model says of one company or of the highest, without publishing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gnn.abstention import Abstention
from gnn.features.firms import Firms
from gnn.serving.by_model import CODES
from gnn.serving.score_reasons import reasons_of
from gnn.serving.scores import score_firms
from graph.analysis.model_findings import ReasonRow  # noqa: TC001 - read as JSON
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnn.model import Model
    from graph.progress import Progress
    from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredFirm:
    """A company's score with its reasons.

    Attributes
    ----------
    raw_score
        Log-odds; the base and the contributions of the reasons add up to it.
    chance, low, high
        Of being confirmed within 12 months, and its 95 % interval.
    not_scored
        Why the model abstains; figures are then those that it would have given.
    """

    party_id: str
    raw_score: float
    chance: float
    low: float
    high: float
    band: int
    not_scored: str | None
    reasons: tuple[ReasonRow, ...]


def scored_firms(
    snapshot: Snapshot,
    model: Model,
    bands: Sequence[float],
    *,
    party_id: str | None = None,
    limit: int = 20,
    progress: Progress | None = None,
    device: str | None = None,
) -> tuple[ScoredFirm, ...]:
    """Score a snapshot and tell of one company, or of those with the highest scores.

    Where the model abstains of all companies, the first are told with its reason.

    Parameters
    ----------
    bands
        Least chance of the bands 2 to 5.
    device
        As for `score_firms`.

    Raises
    ------
    NotFoundError
        No company is known by that id.
    """
    row = None if party_id is None else snapshot.number("party", party_id)
    found = score_firms(Firms(snapshot), model, progress, device=device)
    features = found.features
    if row is None:
        rows = found.ranked[:limit]
        if not rows.size:  # then why
            rows = np.arange(len(features.parties))[:limit]
    else:
        rows = np.flatnonzero(features.parties == row)
        if not rows.size:
            raise NotFoundError("company", str(party_id))
    told = []
    reasons = reasons_of(snapshot, model, found, rows)
    for place, own in zip(rows.tolist(), reasons, strict=True):
        party = snapshot.node_id("party", int(features.parties[place]))
        chance = float(found.chances.chance[place])
        told.append(
            ScoredFirm(
                party_id=party,
                raw_score=float(found.raw[place]),
                chance=chance,
                low=float(found.chances.low[place]),
                high=float(found.chances.high[place]),
                band=1 + int(np.searchsorted(bands, chance, side="right")),
                not_scored=CODES.get(Abstention(int(found.codes[place]))),
                reasons=tuple(own),
            )
        )
    return tuple(told)
