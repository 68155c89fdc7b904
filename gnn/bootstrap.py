"""How far figures could have fallen otherwise, had other schemes and firms been drawn.

Firms of one scheme are found or missed together, so schemes are drawn, not firms; and
of the honest, whole groups. All models are judged on the same draws: a difference is
far surer than either of its figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from gnn.metrics import Curve, Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.progress import StageProgress

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.integer]

Figures: TypeAlias = Mapping[str, Callable[[Curve], float]]

FIGURES: Figures = {
    "auc": lambda curve: curve.auc,
    "ap": lambda curve: curve.average_precision,
    "recall_at_1_percent_fpr": lambda curve: curve.recall_at_fpr(0.01),
    "precision_at_100": lambda curve: curve.precision_at(100),
    "precision_at_500": lambda curve: curve.precision_at(500),
}
DRAWS = 1_000
_LEVEL = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure of the rows as they are, and where 95 % of the draws lie.

    All are NaN for a figure without meaning, such as the recall of no positives.
    """

    point: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """Intervals by model and figure, and those of differences between two models."""

    figures: Mapping[str, Mapping[str, Interval]]
    differences: Mapping[tuple[str, str], Mapping[str, Interval]]
    draws: int


class ClusterDraws:
    """Weights of clusters, drawn with replacement: as many as there are, of each kind.

    Clusters with a positive and those without are drawn apart, so that each draw has as
    many schemes as the rows have.

    Parameters
    ----------
    y
        Shape (n,).
    cluster
        Shape (n,). Rows with the same number are drawn together.
    seed
        With the same rows it gives the same draws.
    """

    def __init__(self, y: Flags, cluster: Numbers, seed: int) -> None:
        _, self.cluster = np.unique(cluster, return_inverse=True)
        size = int(self.cluster.max(initial=-1)) + 1
        positive = np.zeros(size, np.bool_)
        positive[self.cluster[y]] = True
        self._kinds = (np.flatnonzero(positive), np.flatnonzero(~positive))
        self._random = np.random.default_rng(seed)

    def draw(self) -> Floats:
        """How often each cluster was drawn this time; O(clusters)."""
        weight = np.empty(sum(map(len, self._kinds)))
        for kind in self._kinds:
            if len(kind):
                drawn = self._random.integers(0, len(kind), len(kind), np.int32)
                weight[kind] = np.bincount(drawn, minlength=len(kind))
        return weight


def bootstrap(
    y: Flags,
    scores: Mapping[str, Floats],
    cluster: Numbers,
    *,
    seed: int,
    draws: int = DRAWS,
    figures: Figures = FIGURES,
    pairs: Sequence[tuple[str, str]] | None = None,
    progress: StageProgress | None = None,
) -> Bootstrap:
    """Intervals of figures, and of what one model gains over another.

    Parameters
    ----------
    y
        Shape (n,).
    scores
        Of each model, shape (n,); not NaN.
    cluster
        Shape (n,). Scheme of a row, or its honest group; see `ClusterDraws`.
    seed
        With the same input it gives the same intervals.
    pairs
        Differences are of the first model's figure minus the second's. By default the
        first of `scores` with each of the others.

    Raises
    ------
    ValueError
        Shapes differ, or a score is NaN.

    Notes
    -----
    Each model is sorted once; a draw costs O(n) for each. Percentile intervals, as in
    Efron and Tibshirani, An introduction to the bootstrap, 1993, chapter 13.
    """
    if pairs is None:
        first, *others = scores
        pairs = [(first, other) for other in others]
    drawn = ClusterDraws(y, cluster, seed)
    rankings = {model: Ranking.of(y, score) for model, score in scores.items()}
    places = {model: drawn.cluster[item.order] for model, item in rankings.items()}
    found = np.empty((draws + 1, len(rankings), len(figures)))
    for turn in range(draws + 1):
        weight = drawn.draw() if turn else None
        for at, (model, ranking) in enumerate(rankings.items()):
            curve = ranking.curve(None if weight is None else weight[places[model]])
            found[turn, at] = [figure(curve) for figure in figures.values()]
        if progress is not None and turn:
            progress(turn, draws)
    of = dict(zip(rankings, np.moveaxis(found, 1, 0), strict=True))
    return Bootstrap(
        {model: _intervals(values, figures) for model, values in of.items()},
        {(a, b): _intervals(of[a] - of[b], figures) for a, b in pairs},
        draws,
    )


def _intervals(values: Floats, figures: Figures) -> dict[str, Interval]:
    """Of the figures in the first row, from those of the draws below it."""
    return {
        name: interval(float(column[0]), column[1:])
        for name, column in zip(figures, values.T, strict=True)
    }


def interval(point: float, drawn: Floats) -> Interval:
    """Where 95 % of the draws lie that have a figure at all.

    Parameters
    ----------
    drawn
        Shape (draws,).
    """
    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return Interval(point, float("nan"), float("nan"))
    low, high = np.percentile(known, _LEVEL)
    return Interval(point, float(low), float(high))
