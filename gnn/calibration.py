"""From raw margins to the chance that a firm is confirmed, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy.optimize import isotonic_regression

from gnn.bootstrap import ClusterDraws

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.integer]
    Rows = NDArray[np.intp]

FOLDS = 5
DRAWS = 200
_TAIL = 0.025
_COLUMNS = ("margin", "chance", "low", "high")


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Of each row, shape (n,), in [0, 1]: the chance and where 95 % of draws put it."""

    chance: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """A rising line through knots; chances lie on it, margins beyond its ends at them.

    Attributes
    ----------
    margin
        Shape (k,). Raw margins, ascending.
    chance, low, high
        Shape (k,), in [0, 1], none falling, low <= chance <= high.
    """

    margin: Floats
    chance: Floats
    low: Floats
    high: Floats

    def applied(self, raw: Floats) -> Chances:
        """Chances of raw margins; O(n log k).

        Many margins share a chance, so firms are ranked by their margins.

        Parameters
        ----------
        raw
            Shape (n,).
        """
        lines = (self.chance, self.low, self.high)
        return Chances(*(np.interp(raw, self.margin, line) for line in lines))

    def to_dict(self) -> dict[str, list[float]]:
        """As JSON keeps it."""
        return {name: getattr(self, name).tolist() for name in _COLUMNS}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Self:
        """What `to_dict` gave.

        Raises
        ------
        KeyError, ValueError, TypeError
            It is none.
        """
        found = cls(*(np.asarray(told[name], np.float64) for name in _COLUMNS))
        shape = found.margin.shape
        lines = (found.chance, found.low, found.high)
        if len(shape) != 1 or not shape[0] or any(x.shape != shape for x in lines):
            raise ValueError("knots are not four columns of one length")
        if not (np.diff([found.margin, *lines]) >= 0).all():
            raise ValueError("knots do not rise")
        if not (found.low >= 0).all() or not (found.high <= 1).all():
            raise ValueError("chances are not in [0, 1]")
        return found


def grouped_folds(
    groups: Numbers, k: int, seed: int, y: Flags | None = None
) -> NDArray[np.int64]:
    """Deal whole groups into folds.

    Parameters
    ----------
    groups
        Shape (n,). Rows with one number come into one fold.
    y
        Shape (n,). With it, groups with a positive are dealt first, so that each fold
        has as many of them as another, but for one.

    Returns
    -------
    folds
        Shape (n,), in [0, k). The same for the same groups and seed.
    """
    names, group = np.unique(groups, return_inverse=True)
    positive = np.zeros(len(names), np.bool_)
    if y is not None:
        positive[group[y]] = True
    turn = np.random.default_rng(seed).permutation(len(names))
    turn = turn[np.argsort(~positive[turn], kind="stable")]
    fold = np.empty(len(names), np.int64)
    fold[turn] = np.arange(len(names)) % k
    return fold[group]


def out_of_fold(
    folds: NDArray[np.int64], scored: Callable[[Rows, Rows], Floats]
) -> Floats:
    """Margins of rows by models that have not seen their groups.

    Parameters
    ----------
    folds
        Shape (n,), of `grouped_folds`.
    scored
        Given rows to learn from and others, the margins of the others.

    Returns
    -------
    margins
        Shape (n,).
    """
    found = np.empty(len(folds))
    for fold in np.unique(folds):
        held = folds == fold
        found[held] = scored(np.flatnonzero(~held), np.flatnonzero(held))
    return found


def fit_calibration(
    raw: Floats, y: Flags, groups: Numbers, *, seed: int, draws: int = DRAWS
) -> Calibration:
    """The rising line that fits labels best, and 95 % of those fitted to other draws.

    Parameters
    ----------
    raw
        Shape (n,). Margins by models that have not seen the row's label, finite.
    y, groups
        Shape (n,). Labels, and schemes or honest groups, which are drawn as a whole.
    seed
        With the same rows it gives the same line.

    Notes
    -----
    Isotonic regression by pooling adjacent violators, O(n) for each draw after one
    sort. Draws of a piece without positives, or of positives only, all agree; there
    the bound is that of Clopper and Pearson (1934) with a piece's groups as its trials.
    """
    levels, level = np.unique(raw, return_inverse=True)
    _, fitted, starts = _rising(len(levels), level, y, np.ones(len(y)))
    ends = np.unique(np.concatenate([starts[:-1], starts[1:] - 1]))
    margin, chance = levels[ends], fitted[ends]
    drawn = ClusterDraws(y, groups, seed)
    lines = np.empty((draws, len(margin)))
    for line in lines:
        weight = drawn.draw()[drawn.cluster]
        kept, other, _ = _rising(len(levels), level, y, weight)
        line[:] = np.interp(margin, levels[kept], other)
    low, high = np.quantile(lines, [_TAIL, 1 - _TAIL], axis=0)
    low, high = np.minimum(low, chance), np.maximum(high, chance)
    if chance[0] == 0:
        none = groups[raw <= margin[chance == 0][-1]]
        never = chance == 0
        most = high[~never].min(initial=1.0)  # of the piece above, which it stays below
        high[never] = np.maximum(high[never], min(most, 1 - _edge(none)))
    if chance[-1] == 1:
        every = groups[raw >= margin[chance == 1][0]]
        certain = chance == 1
        sure = low[~certain].max(initial=0.0)  # of the piece below, which it exceeds
        low[certain] = np.minimum(low[certain], max(sure, _edge(every)))
    return Calibration(margin, chance, low, high)


def _rising(
    size: int, level: Rows, y: Flags, weight: Floats
) -> tuple[Rows, Floats, Rows]:
    """Levels of any weight, the line at them, and where its flat pieces start."""
    mass = np.bincount(level, weight, size)
    hits = np.bincount(level, weight * y, size)
    kept = np.flatnonzero(mass > 0)
    fitted = isotonic_regression(hits[kept] / mass[kept], weights=mass[kept])
    return kept, fitted.x.clip(0, 1), fitted.blocks


def _edge(groups: Numbers) -> float:
    """Chance so small that all these groups are positive once in forty times."""
    return float(_TAIL ** (1 / len(np.unique(groups))))


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows whose chances lie in [`above`, `below`): what was said, and what came.

    `stated` is the mean chance and `observed` the share of positives; NaN in a bin
    without rows.
    """

    above: float
    below: float
    rows: int
    positives: int
    stated: float
    observed: float


EDGES = (0.0, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0)
"""Finer where most firms are; the bands' own edges are among them."""


def reliability(
    chance: Floats, y: Flags, edges: tuple[float, ...] = EDGES
) -> tuple[Bin, ...]:
    """What came of chances of each size.

    Parameters
    ----------
    chance, y
        Shape (n,); chances in [0, 1].
    edges
        Rising, from 0 to 1; the last bin holds its upper edge.
    """
    place = np.searchsorted(edges[1:-1], chance, side="right")
    size = len(edges) - 1
    rows, hits, stated = (
        np.bincount(place, weight, size) for weight in (None, y, chance)
    )
    with np.errstate(invalid="ignore"):
        means, shares = stated / rows, hits / rows
    return tuple(
        Bin(edges[i], edges[i + 1], int(rows[i]), int(hits[i]), *map(float, pair))
        for i, pair in enumerate(zip(means, shares, strict=True))
    )


def expected_calibration_error(bins: tuple[Bin, ...]) -> float:
    """How far shares of positives lie from what was stated, averaged over rows."""
    full = [item for item in bins if item.rows]
    apart = sum(item.rows * abs(item.stated - item.observed) for item in full)
    return apart / sum(item.rows for item in full) if full else float("nan")
