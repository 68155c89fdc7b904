"""Which firms of a list of scores are wanted, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.party_cases import FirmState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graph.analysis.score_book import ScoreBook


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFilter:
    """Which firms are wanted; of None all.

    Attributes
    ----------
    scored
        False for the firms that have no score, which come in order of their id.
    by_evidence
        Firms whose flags rest on the same facts stand together, where the first of
        them would.
    """

    scored: bool = True
    least_band: int | None = None
    flagged: bool | None = None
    status: FirmState | None = None
    by_evidence: bool = False


def passing(
    book: ScoreBook, wanted: FlagFilter, states: Mapping[str, FirmState]
) -> NDArray[np.intp]:
    """Rows that a filter lets through, in the order that it asks for."""
    mask = book.scored == wanted.scored
    if wanted.least_band is not None:
        mask = mask & (book.band >= wanted.least_band)
    if wanted.flagged is not None:
        mask = mask & (book.flagged == wanted.flagged)
    if wanted.status is not None:
        mask = mask & with_state(book, wanted.status, states)
    if wanted.by_evidence:
        order = book.same_evidence.order
        chosen: NDArray[np.intp] = order[mask[order]]
        return chosen
    return np.flatnonzero(mask)


def places(book: ScoreBook, wanted: FlagFilter) -> NDArray[np.intp]:
    """Where each row is among all in the order that a filter asks for."""
    by_evidence = wanted.by_evidence
    return book.same_evidence.place if by_evidence else np.arange(book.scored.size)


def with_state(
    book: ScoreBook, state: FirmState, states: Mapping[str, FirmState]
) -> NDArray[np.bool_]:
    """Rows of firms of a state; of most nothing was said, and they are open."""
    is_open = state is FirmState.OPEN
    named = [party for party, found in states.items() if is_open != (found is state)]
    mask = np.full(book.scored.size, is_open)
    mask[book.rows(named)] = not is_open
    return mask
