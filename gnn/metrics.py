"""How well a score ranks positives above all others.

Rows with equal scores are taken together: no figure depends on the order of rows. Rows
may weigh more than one, or nothing; a weight of two is the row twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """What is found while thresholds fall from above all scores to below all.

    Figures are NaN where they have no meaning: without positives, or, those that count
    negatives, without negatives.

    Attributes
    ----------
    found
        Shape (t + 1,). Weight of the positives at or above each of t thresholds, after
        a zero; ascending.
    taken
        Shape (t + 1,). The same of all rows.
    """

    found: Floats
    taken: Floats

    @property
    def positives(self) -> float:
        """Weight of all positives."""
        return float(self.found[-1])

    @property
    def auc(self) -> float:
        """Chance that a positive scores higher than a negative; ties count a half."""
        wrong = self.taken - self.found
        between = (self.found[1:] + self.found[:-1]) / 2
        pairs = self.positives * wrong[-1]
        return _ratio(float(np.diff(wrong) @ between), float(pairs))

    @property
    def average_precision(self) -> float:
        """Precision at each threshold, averaged over the positives found there."""
        steps = np.diff(self.found)
        precision = self.found[1:] / np.maximum(self.taken[1:], _TINY)
        return _ratio(float(precision @ steps), self.positives)

    def recall_at_fpr(self, share: float) -> float:
        """Largest recall of a threshold that takes at most this share of negatives."""
        wrong = self.taken - self.found
        if not wrong[-1] > 0:
            return float("nan")
        most = share * wrong[-1] * (1 + _ROUNDING)
        return _ratio(
            float(self.found[np.searchsorted(wrong, most, side="right") - 1]),
            self.positives,
        )

    def precision_at(self, k: float) -> float:
        """Share of positives among the k highest; ties at the edge in proportion.

        Of fewer rows than k, among all.
        """
        return _ratio(self._found_in(k), min(k, float(self.taken[-1])))

    def recall_at(self, k: float) -> float:
        """Share of the positives that are among the k highest; ties in proportion."""
        return _ratio(self._found_in(k), self.positives)

    def _found_in(self, k: float) -> float:
        return float(np.interp(k, self.taken, self.found))


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Rows from the highest score to the lowest; weighed as often as one likes.

    Attributes
    ----------
    order
        Shape (n,). Rows by falling score.
    positive
        Shape (n,). Labels in that order.
    ends
        Shape (t,). Last positions of rows with equal scores.
    """

    order: Positions
    positive: Flags
    ends: Positions

    @classmethod
    def of(cls, y: Flags, score: Floats) -> Self:
        """Sort once, O(n log n).

        Parameters
        ----------
        y, score
            Shape (n,). Scores may be infinite.

        Raises
        ------
        ValueError
            Shapes differ, or a score is NaN.
        """
        if y.shape != score.shape or y.ndim != 1:
            raise ValueError(f"labels {y.shape} and scores {score.shape} are not (n,)")
        if np.isnan(score).any():
            raise ValueError(f"score of row {int(np.argmax(np.isnan(score)))} is nan")
        order = np.argsort(-score, kind="stable")
        falling = score[order]
        last = np.ones(len(order), np.bool_)
        np.not_equal(falling[1:], falling[:-1], out=last[:-1])
        return cls(order, np.asarray(y, np.bool_)[order], np.flatnonzero(last))

    def curve(self, weight: Floats | None = None) -> Curve:
        """Cumulative weights, O(n).

        Parameters
        ----------
        weight
            Shape (n,), not negative, **in the order of the ranking**. By default 1.
        """
        if weight is None:
            weight = np.ones(len(self.order))
        return Curve(
            self._cumulated(np.where(self.positive, weight, 0.0)),
            self._cumulated(weight),
        )

    def _cumulated(self, weight: Floats) -> Floats:
        sums = np.cumsum(weight)
        if len(self.ends) < len(sums):
            sums = sums[self.ends]
        return np.concatenate([[0.0], sums])


def curve(y: Flags, score: Floats, weight: Floats | None = None) -> Curve:
    """All thresholds of a score.

    Parameters
    ----------
    y, score
        Shape (n,); scores not NaN, may be infinite.
    weight
        Shape (n,), not negative. By default 1.

    Raises
    ------
    ValueError
        Shapes differ, or a score is NaN.

    Examples
    --------
    >>> found = curve(np.array([True, False, True]), np.array([0.9, 0.5, 0.5]))
    >>> found.auc, round(found.average_precision, 3), found.precision_at(2)
    (0.75, 0.833, 0.75)
    """
    ranking = Ranking.of(y, score)
    return ranking.curve(None if weight is None else weight[ranking.order])


def auc(y: Flags, score: Floats, weight: Floats | None = None) -> float:
    """`Curve.auc` of a score; see `curve`."""
    return curve(y, score, weight).auc


def average_precision(y: Flags, score: Floats, weight: Floats | None = None) -> float:
    """`Curve.average_precision` of a score; see `curve`."""
    return curve(y, score, weight).average_precision


def recall_at_fpr(
    y: Flags, score: Floats, share: float = 0.01, weight: Floats | None = None
) -> float:
    """`Curve.recall_at_fpr` of a score; see `curve`."""
    return curve(y, score, weight).recall_at_fpr(share)


def precision_at(
    y: Flags, score: Floats, k: float, weight: Floats | None = None
) -> float:
    """`Curve.precision_at` of a score; see `curve`."""
    return curve(y, score, weight).precision_at(k)


def recall_at_k(
    y: Flags, score: Floats, k: float | None = None, weight: Floats | None = None
) -> float:
    """`Curve.recall_at` of a score; k is by default the weight of the positives."""
    found = curve(y, score, weight)
    return found.recall_at(found.positives if k is None else k)


_TINY = float(np.finfo(np.float64).tiny)
_ROUNDING = 1e-12
"""One hundredth of a hundred is a bit more than one."""


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")
