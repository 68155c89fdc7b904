"""Boosted trees on any graph given as arrays, with an honest choice and one test.

Of a few recipes, from plain to rich, validation chooses; the labels of the test are
read once, when all is chosen.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

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
    from graph.progress import Progress

    Floats = NDArray[np.float64]

MODEL = "lgbm"
SEEDS = 2**31
"""Seeds are below it."""
SCORES, METRICS = "scores.npy", "metrics.json"
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
"""From plain to rich."""
TOGETHER = "all three together"
_FINE, _FINE_ROWS = 1_023, 5_000
"""Of few rows a split may stand between any two; of many that costs much."""
_DRAWS = 50
_ERRORS_IN_INTERVAL = 3.92
"""A 95 % interval is as wide as so many standard errors."""
_MEMBERS, _MEMBER_ROWS = 5, 2_000
"""Trees of few rows owe much to chance and cost little: several are averaged."""


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
        What validation chose: a recipe, or `TOGETHER`.
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
    """Columns of neighbours, trees by three recipes, and what validates best.

    That is the mean of all three, unless the average precision of one of them is better
    by more than a standard error in validation, on the same draws: whatever chose its
    number of trees in validation looks a bit better there than it is.

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
    scores = expit(margins[recipe])
    spent = time.process_time() - start
    rows = graph.rows(TEST)
    found = curve(graph.y[rows] == 1, scores[rows])
    return ArrayFit(scores, _metrics(found, spent, seed), recipe)


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
    return replace(
        parameters,
        rows_per_leaf=min(parameters.rows_per_leaf, max(3, rows // 200)),
        bins=_FINE if rows <= _FINE_ROWS else parameters.bins,
    )
