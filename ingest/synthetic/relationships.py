"""How long one party stands behind another, and whom it stood behind before."""

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

SHORTEST = np.timedelta64(120, "D")
"""Relationships that lasted less are not told of."""


@dataclass(frozen=True, slots=True)
class Past:
    """Draws when relationships began, and those that they replaced.

    Relationships end by chance after `mean_days` on average, whatever their age.
    """

    random: np.random.Generator
    roster: Roster
    mean_days: float

    def _founded(self, pairs: Integers) -> Days:
        """Day from which both exist; only companies are founded within the history."""
        ends = np.minimum(pairs, self.roster.n_companies - 1)
        born = np.where(
            pairs < self.roster.n_companies,
            self.roster.born[ends],
            self.roster.born.min(),
        )
        founded: Days = born.max(axis=1)
        return founded

    def since(self, pairs: Integers, known: Days | None = None) -> Days:
        """First days of relationships that go on, as known or, where NaT, drawn."""
        drawn = self.roster.horizon.since(self.random, self.mean_days, len(pairs))
        if known is not None:
            drawn = np.where(np.isnat(known), drawn, known)
        return np.maximum(drawn, self._founded(pairs))

    def lived(self, pairs: Integers, begin: Days, end: Days) -> NDArray[np.bool_]:
        """Which relationships are of companies that both existed all the while."""
        fits: NDArray[np.bool_] = (self._founded(pairs) <= begin) & (begin < end)
        return fits & ~(self.roster.gone[pairs] < end[:, None]).any(axis=1)

    def before(
        self, pairs: Integers, since: Days, rank: Integers | None = None
    ) -> tuple[Integers, Days, Days]:
        """Pairs that stood in the places of these, and their first and last days.

        A guarantor stood behind the debtor of another place. With a `rank` of the
        companies the lower one is the guarantor, so that no circle closes.
        """
        random = self.random
        place, begin, end = earlier_spells(
            since,
            np.full(len(pairs), self.roster.born.min()),
            self.roster.horizon.first,
            lambda places, _: 1 + random.exponential(self.mean_days, len(places)),
        )
        former = np.stack([pairs[place, 0], pairs[random.permutation(place), 1]], 1)
        fits = former[:, 0] != former[:, 1]
        if rank is not None:
            high = rank[former[:, 0]] > rank[former[:, 1]]
            former = np.where(high[:, None], former[:, ::-1], former)
            fits &= rank[former[:, 0]] < rank[former[:, 1]]
        begin = np.maximum(begin, self._founded(former))
        fits &= end - begin > SHORTEST
        return former[fits], begin[fits], end[fits]
