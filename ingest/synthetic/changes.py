"""When holdings, roles, addresses and telephones came, and what stood before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.seasons import earlier_spells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]
    Days = NDArray[np.datetime64]

_FILINGS = 12
"""Filings of a company that are remembered: more than it makes in the history."""
_TOGETHER = 0.75
"""Share of the changes that are told with others of the same company."""
_SPREAD = 15
"""Days within which the changes of one filing are entered."""


@dataclass(frozen=True, slots=True)
class Ties:
    """First and last days of companies' latest ties, and of those before them.

    `end` is NaT where the tie goes on. `earlier` are the places of the ties that had
    predecessors, and the first and last days of these.
    """

    start: Days
    end: Days
    earlier: tuple[Integers, Days, Days]


def draw_filings(random: np.random.Generator, last: Days, mean_days: float) -> Days:
    """Days on which each company told the registry of changes, the latest first.

    Shape (companies, filings); they come by chance, `mean_days` apart on average.
    """
    gaps = 1 + random.exponential(mean_days, (len(last), _FILINGS)).astype(np.int64)
    filed: Days = last[:, None] - np.cumsum(gaps, axis=1)
    return filed


def present_ties(
    random: np.random.Generator,
    roster: Roster,
    company: Integers,
    since: Days | None = None,
) -> Ties:
    """Draw the days of one tie per entry of `company`: any of them may change hands.

    Most changes are told in a filing of several, as when a company is sold. A
    tie begins no earlier than its company, and ends with it. Where `since` is not NaT
    it is the first day.
    """
    born, gone = roster.born[company], roster.gone[company]
    last = np.where(np.isnat(gone), roster.horizon.day, gone)

    def lives(places: Integers, ends: Days) -> Integers:
        alone = 1 + random.exponential(roster.change_days, len(places))
        filed = roster.filed[company[places]]
        number = (filed >= ends[:, None] - _SPREAD).sum(axis=1)
        with_others = (random.random(len(places)) < _TOGETHER) & (number < _FILINGS)
        row = np.arange(len(places))
        told = (ends - filed[row, np.minimum(number, _FILINGS - 1)]).astype(np.int64)
        few = random.integers(0, _SPREAD, len(places))
        return np.where(with_others, np.maximum(told - few, 1), alone.astype(np.int64))

    start = last - lives(np.arange(len(company)), last).astype("timedelta64[D]")
    if since is not None:
        start = np.where(np.isnat(since), start, since)
    start = np.maximum(start, born)
    return Ties(start, gone, earlier_spells(start, born, roster.horizon.first, lives))
