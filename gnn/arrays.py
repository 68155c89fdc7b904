"""Boosted trees on any graph given as arrays, with an honest choice and one test.

Of a few recipes, from plain to rich, validation chooses; the labels of the test are
read once, when all is chosen.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from scipy.special import expit

from gnn.array_files import TEST, TRAIN, VALIDATION
from gnn.bootstrap import bootstrap
from gnn.errors import ModelInputError
from gnn.metrics import Curve, curve
from gnn.models.boosted import BoostedParameters, train
from gnn.neighbourhood import neighbour_columns
from graph.drafts import Drafts

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from gnn.array_files import ArrayGraph
    from gnn.models.boosted import BoostedModel
    from graph.progress import Progress

    Floats = NDArray[np.float64]
    Floats32 = NDArray[np.float32]

MODEL = "lgbm"
SEEDS = 2**31
"""Seeds are below it."""
SCORES, METRICS = "scores.npy", "metrics.json"
_DRAWS = 50
_ERRORS_IN_INTERVAL = 3.92
"""A 95 % interval is as wide as this many standard errors."""
_FEW = 50_000
"""Rows up to which a split may stand between any two of a thousand values."""
_TREES = BoostedParameters(
    learning_rate=0.03, rounds=1_500, patience=120, negatives=100_000
)
_RECIPES = {
    "shallow trees": replace(_TREES, leaves=4, feature_share=0.3, l2=10.0),
    "trees": _TREES,
    "deep trees": replace(
        _TREES, leaves=48, rows_per_leaf=20, feature_share=0.3, l2=2.0
    ),
}
"""From plain to rich."""


@dataclass(frozen=True, slots=True)
class ArrayMetrics:
    """How the chosen trees rank the test; `recall_at_k` with k = its positives.

    `cpu_seconds` are those of columns, all recipes and scores, on one thread.
    """

    auc: float
    ap: float
    recall_at_k: float
    cpu_seconds: float
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class ArrayFit:
    """What came of a graph.

    Attributes
    ----------
    scores
        Shape (n,). Of every node, also those of no part, in (0, 1); not calibrated.
    recipe
        Which one validation chose.
    """

    scores: Floats
    metrics: ArrayMetrics
    recipe: str

    def write(self, directory: Path) -> None:
        """Write `SCORES` and `METRICS`; each appears whole, over one that was there.

        Raises
        ------
        ModelInputError
            The directory is a file.
        OSError
            It cannot be written.
        """
        if directory.exists() and not directory.is_dir():
            raise ModelInputError(str(directory), "out", "a file", "a folder")
        directory.mkdir(parents=True, exist_ok=True)
        with Drafts(directory).draft() as draft:
            np.save(draft / SCORES, self.scores, allow_pickle=False)
            told = orjson.dumps({MODEL: asdict(self.metrics)}, option=_INDENTED)
            (draft / METRICS).write_bytes(told + b"\n")
            for name in (SCORES, METRICS):
                (draft / name).replace(directory / name)


_INDENTED = orjson.OPT_INDENT_2


def fit_arrays(
    graph: ArrayGraph, seed: int, progress: Progress | None = None
) -> ArrayFit:
    """Columns of neighbours, trees by several recipes, and the one that validates best.

    Of recipes whose average precision in validation is within one standard error of the
    best, on the same draws, the plainest is taken. Of few rows it is fitted again with
    other seeds, and margins are averaged.

    Parameters
    ----------
    seed
        With the same arrays it gives the same scores.

    Raises
    ------
    MissingLibraryError
        LightGBM does not load here.
    """
    start = time.process_time()
    table, names = neighbour_columns(graph.x, graph.relations)
    first, second = (
        (table[rows], graph.y[rows] == 1)
        for rows in (graph.rows(TRAIN), graph.rows(VALIDATION))
    )
    recipes = {
        name: _fitting(parameters, len(first[1]))
        for name, parameters in _RECIPES.items()
    }

    def grown(name: str, turn: int) -> BoostedModel:
        return train(
            *first,
            validation=second,
            names=names,
            seed=(seed + turn) % SEEDS,
            parameters=recipes[name],
            progress=None if progress is None else partial(progress, name),
        )

    tried = {name: grown(name, 0) for name in recipes}
    recipe = _chosen(tried, *second, seed)
    margins = tried[recipe].raw(table)
    members = _members(len(first[1]))
    for turn in range(1, members):
        margins += grown(recipe, turn).raw(table)
    scores = expit(margins / members)
    spent = time.process_time() - start
    rows = graph.rows(TEST)
    found = curve(graph.y[rows] == 1, scores[rows])
    return ArrayFit(scores, _metrics(found, spent, seed), recipe)


def _members(rows: int) -> int:
    """How many models are averaged: few rows leave much to chance, and cost little."""
    return 5 if rows <= 10_000 else 3 if rows <= _FEW else 1


def _metrics(found: Curve, spent: float, seed: int) -> ArrayMetrics:
    return ArrayMetrics(
        auc=found.auc,
        ap=found.average_precision,
        recall_at_k=found.recall_at(found.positives),
        cpu_seconds=round(spent, 3),
        seed=seed,
    )


def _fitting(parameters: BoostedParameters, rows: int) -> BoostedParameters:
    """The same for a table of so many rows: of few, leaves are small and bins fine."""
    few = max(3, rows // 200)
    return replace(
        parameters,
        rows_per_leaf=min(parameters.rows_per_leaf, few),
        bins=1023 if rows <= _FEW else parameters.bins,
    )


def _chosen(
    models: dict[str, BoostedModel], x: Floats32, y: NDArray[np.bool_], seed: int
) -> str:
    """The first model that is worse than the best by at most one standard error."""
    scores: dict[str, Any] = {name: model.raw(x) for name, model in models.items()}
    judged = bootstrap(
        y,
        scores,
        np.arange(len(y)),
        seed=seed,
        draws=_DRAWS,
        figures={"ap": lambda found: found.average_precision},
        pairs=[(one, other) for one in scores for other in scores],
    )
    best = max(scores, key=lambda name: judged.figures[name]["ap"].point)
    gains = {name: judged.differences[best, name]["ap"] for name in scores}
    return next(
        name
        for name, gain in gains.items()
        if gain.point <= (gain.high - gain.low) / _ERRORS_IN_INTERVAL
    )
