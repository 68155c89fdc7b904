"""Boosted trees on a graph given as arrays: a few recipes, and which one validates."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from gnn.array_files import TRAIN, VALIDATION
from gnn.bootstrap import bootstrap
from gnn.models.boosted import BoostedParameters, train
from gnn.neighbourhood import neighbour_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.array_files import ArrayGraph
    from graph.progress import Progress

    Floats = NDArray[np.float64]

SEEDS = 2**31
"""All seeds are below it."""
_TREES = BoostedParameters(negatives=100_000)
_RECIPES = {
    "shallow trees": replace(
        _TREES, leaves=4, feature_share=0.3, l2=10.0, learning_rate=0.08, rounds=800
    ),
    "trees": _TREES,
    "deep trees": replace(
        _TREES, leaves=48, rows_per_leaf=20, feature_share=0.3, l2=2.0
    ),
}
"""From plain to rich; a judgement, validation chooses."""
TOGETHER = "all three together"
_FINE, _FINE_ROWS = 1_023, 5_000
"""Of few rows a split may stand between any two; of many that costs much. Where few
ends is a judgement."""
_DRAWS = 50
"""Of the bootstrap that compares recipes: its standard error is within about 10 %."""
_ERRORS_IN_INTERVAL = 3.92
"""A 95 % interval is as wide as so many standard errors."""
_MEMBERS, _MEMBER_ROWS = 5, 2_000
"""Trees of few rows owe much to chance and cost little: several are averaged. How many
is a judgement."""


def tree_margins(
    graph: ArrayGraph, seed: int, progress: Progress | None = None
) -> tuple[Floats, str]:
    """Columns of neighbours, trees by three recipes, and what validates best.

    That is the mean of all three, unless the average precision of one of them is better
    by more than a standard error in validation, on the same draws: whatever chose its
    number of trees in validation looks a bit better there than it is.

    Returns
    -------
    margins, recipe
        Shape (n,), log-odds of every node; and what was chosen, a recipe or `TOGETHER`.

    Raises
    ------
    MissingLibraryError
        LightGBM does not load here.
    """
    table, names = neighbour_columns(graph.x, graph.relations)
    first, second = (
        (table[rows], graph.y[rows] == 1)
        for rows in (graph.rows(TRAIN), graph.rows(VALIDATION))
    )
    margins: dict[str, Floats] = {}
    for name, parameters in _RECIPES.items():
        grown = [
            train(
                *first,
                validation=second,
                names=names,
                seed=(seed + turn) % SEEDS,
                parameters=_fitting(parameters, len(first[1])),
                progress=None if progress is None else partial(progress, name),
            ).raw(table)
            for turn in range(_MEMBERS if len(first[1]) <= _MEMBER_ROWS else 1)
        ]
        margins[name] = np.mean(grown, axis=0)
    rows = graph.rows(VALIDATION)
    spread = {name: max(float(np.std(of[rows])), 1e-9) for name, of in margins.items()}
    margins[TOGETHER] = np.mean(
        [margin / spread[name] for name, margin in margins.items()], axis=0
    )
    recipe = _chosen(second[1], {name: of[rows] for name, of in margins.items()}, seed)
    return margins[recipe], recipe


def _chosen(y: NDArray[np.bool_], margins: dict[str, Floats], seed: int) -> str:
    """`TOGETHER`, or the best of the others if that is surely better."""
    judged = bootstrap(
        y,
        margins,
        np.arange(len(y)),
        seed=seed,
        draws=_DRAWS,
        figures={"ap": lambda found: found.average_precision},
        pairs=[(name, TOGETHER) for name in margins],
    )
    best = max(margins, key=lambda name: judged.figures[name]["ap"].point)
    gain = judged.differences[best, TOGETHER]["ap"]
    surely = gain.point > (gain.high - gain.low) / _ERRORS_IN_INTERVAL
    return best if surely else TOGETHER


def _fitting(parameters: BoostedParameters, rows: int) -> BoostedParameters:
    """The same for a table of so many rows: of few, leaves are small and bins fine."""
    return replace(
        parameters,
        rows_per_leaf=min(parameters.rows_per_leaf, max(3, rows // 200)),
        bins=_FINE if rows <= _FINE_ROWS else parameters.bins,
    )
