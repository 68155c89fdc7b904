"""Scores of several parties: explained ones, or the riskiest of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.portfolio import RiskyParty, riskiest_parties
from graph.analysis.score import ScoreRecord, score_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis.published import Published
    from graph.stores.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreList:
    """Scores of the published snapshot."""

    snapshot_id: str
    scores: tuple[ScoreRecord, ...] | tuple[RiskyParty, ...]


def score_list(
    published: Published,
    party_ids: Sequence[str] = (),
    *,
    store: Store | None = None,
    limit: int = 20,
) -> ScoreList:
    """Scores of these parties with their reasons; without any, of the riskiest.

    Parameters
    ----------
    store
        The store that publishes; without it nothing is told of what flags the parties.
    limit
        Most parties where none is named.

    Raises
    ------
    NotFoundError
        A party is not in the published snapshot.
    """
    return ScoreList(
        snapshot_id=published.snapshot_id,
        scores=tuple(
            score_record(published, party_id, store=store) for party_id in party_ids
        )
        if party_ids
        else riskiest_parties(published, limit),
    )
