"""When holdings, roles, addresses and telephones came, and what stood before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.seasons import earlier_spells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]
    Days = NDArray[np.datetime64]

_YEAR = 365


@dataclass(frozen=True, slots=True)
class Ties:
    """First and last days of companies' latest ties, and of those before them.

    `end` is NaT where the tie goes on. `earlier` are the places of the ties that had
    predecessors, and the first and last days of these.
    """

    start: Days
    end: Days
    earlier: tuple[Integers, Days, Days]


def present_ties(
    random: np.random.Generator,
    roster: Roster,
    company: Integers,
    options: EconomyOptions,
    since: Days | None = None,
) -> Ties:
    """Draw the days of one tie per entry of `company`: any of them may change hands.

    A tie begins no earlier than its company, and ends with it. Where `since` is not
    NaT it is the first day.
    """
    horizon, mean = roster.horizon, _YEAR / options.churn
    born, gone = roster.born[company], roster.gone[company]
    last = np.where(np.isnat(gone), horizon.day, gone)
    age = 1 + random.exponential(mean, len(company))
    start: Days = last - age.astype("timedelta64[D]")
    if since is not None:
        start = np.where(np.isnat(since), start, since)
    start = np.maximum(start, born)

    def lives(count: int) -> Integers:
        return 1 + random.exponential(mean, count).astype(np.int64)

    return Ties(start, gone, earlier_spells(start, born, horizon.first, lives))
