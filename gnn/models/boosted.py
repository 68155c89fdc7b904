"""Gradient-boosted trees by LightGBM; the one place that imports it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.errors import LabelError, MissingLibraryError, ModelError
from gnn.models.boosted_parameters import BoostedParameters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from lightgbm import Booster
    from numpy.typing import NDArray

    from graph.progress import StageProgress

    Floats = NDArray[np.float64]
    Floats32 = NDArray[np.float32]
    Flags = NDArray[np.bool_]

__all__ = ["BoostedModel", "BoostedParameters", "train"]

_QUIET = {"verbosity": -1, "num_threads": 1}


@dataclass(frozen=True)
class BoostedModel:
    """Trees that were grown; as text they are the same for the same data and seed.

    Attributes
    ----------
    text
        In LightGBM's text format.
    """

    text: str

    @cached_property
    def _booster(self) -> Booster:
        lightgbm = _library()
        try:
            booster: Booster = lightgbm.Booster(model_str=self.text)
        except lightgbm.basic.LightGBMError as error:
            raise ModelError(f"not LightGBM's text format: {error}") from error
        return booster

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(self._booster.feature_name())

    @property
    def trees(self) -> int:
        """Number of trees."""
        return self._booster.current_iteration()

    @property
    def importances(self) -> dict[str, float]:
        """Share of each column in what all splits gained, largest first.

        Adds up to 1; all are 0 where no tree splits.
        """
        gain = self._booster.feature_importance("gain")
        share = gain / max(gain.sum(), np.finfo(float).tiny)
        order = np.argsort(-share, kind="stable")
        return {self.names[at]: float(share[at]) for at in order}

    def raw(self, x: Floats32) -> Floats:
        """Raw margins: logarithms of the odds, before calibration.

        Parameters
        ----------
        x
            Shape (n, d), columns as in training; NaN where unknown.

        Returns
        -------
        margins
            Shape (n,). A row's does not depend on the other rows.

        Raises
        ------
        ValueError
            The number of columns is another than in training.

        Notes
        -----
        O(n) for each tree.
        """
        return self._predicted(x, raw_score=True)

    def contributions(self, x: Floats32) -> Floats:
        """What each column adds to the raw margin of a row, exactly.

        These are Shapley values over the trees, where a column that is not known weighs
        its branches by their training rows.

        Parameters
        ----------
        x
            Shape (n, d), as for `raw`.

        Returns
        -------
        shares
            Shape (n, d + 1). Rows add up to the raw margin; the last column is the
            margin of the average training row.

        References
        ----------
        Lundberg, Erion and Lee, Consistent individualized feature attribution for tree
        ensembles, 2018. O(leaves * depth^2) for each row and tree.
        """
        return self._predicted(x, pred_contrib=True)

    def _predicted(self, x: Floats32, **what: Any) -> Floats:
        if x.ndim != 2 or x.shape[1] != len(self.names):
            raise ValueError(f"{x.shape} is not (n, {len(self.names)})")
        if not len(x):
            width = x.shape[1] + 1
            return np.empty((0, width) if "pred_contrib" in what else 0)
        found: Any = self._booster.predict(x, num_threads=1, **what)
        return np.asarray(found, np.float64)


def train(
    x: Floats32,
    y: Flags,
    *,
    validation: tuple[Floats32, Flags] | None,
    names: Sequence[str],
    seed: int,
    weight: Floats | None = None,
    parameters: BoostedParameters | None = None,
    progress: StageProgress | None = None,
) -> BoostedModel:
    """Grow trees on one table until they get no better on another.

    Parameters
    ----------
    x, y
        Shapes (n, d) and (n,). NaN where a number is not known.
    validation
        A table and labels of the same columns, of which the best number of trees is
        told by average precision; with None, as many as the parameters say are grown.
    names
        Of the d columns.
    seed
        With the same data it gives the same model, byte for byte.
    weight
        Shape (n,), positive. By default all rows weigh the same.
    progress
        Told the trees that were grown and the most that may be.

    Raises
    ------
    LabelError
        Of either table all labels are the same.
    MissingLibraryError
        LightGBM does not load here.

    Notes
    -----
    A tree costs O(d * negatives).
    """
    chosen = parameters or BoostedParameters()
    random = np.random.default_rng(seed)
    _check_classes("training", y)
    lightgbm = _library()
    rows, weights = _thinned(y, weight, chosen.negatives, random)
    first = lightgbm.Dataset(
        x[rows], y[rows], weight=weights, feature_name=list(names), params=_QUIET
    )
    best = _Best(chosen.patience)
    callbacks = [] if progress is None else [_told(progress)]
    seen = []
    if validation is not None:
        table, labels = validation
        _check_classes("validation", labels)
        rows, weights = _thinned(labels, None, chosen.negatives, random)
        seen.append(
            lightgbm.Dataset(
                table[rows],
                labels[rows],
                weight=weights,
                reference=first,
                params=_QUIET,
            )
        )
        callbacks.append(best)
    grown = lightgbm.train(
        _library_parameters(chosen, seed),
        first,
        chosen.rounds,
        valid_sets=seen,
        callbacks=callbacks,
    )
    trees = -1 if validation is None else best.trees
    return BoostedModel(grown.model_to_string(num_iteration=trees))


def _thinned(
    y: Flags, weight: Floats | None, most: int, random: np.random.Generator
) -> tuple[NDArray[np.int64], Floats]:
    """All positives and some negatives that weigh as much as all; ascending rows."""
    weights = np.ones(len(y)) if weight is None else weight
    negatives = np.flatnonzero(~y)
    drawn = negatives
    if len(negatives) > most:
        drawn = random.choice(negatives, most, replace=False, shuffle=False)
    rows = np.sort(np.concatenate([np.flatnonzero(y), drawn]))
    scale = np.where(y[rows], 1.0, len(negatives) / len(drawn))
    return rows, weights[rows] * scale


def _check_classes(what: str, y: Flags) -> None:
    positives = int(y.sum())
    if not 0 < positives < len(y):
        raise LabelError(
            f"{what} labels: {positives} of {len(y)} rows are positive; "
            "expected some of each class"
        )


def _library_parameters(chosen: BoostedParameters, seed: int) -> dict[str, Any]:
    return {
        "objective": "binary",
        "metric": "average_precision",
        "learning_rate": chosen.learning_rate,
        "num_leaves": chosen.leaves,
        "min_data_in_leaf": chosen.rows_per_leaf,
        "feature_fraction": chosen.feature_share,
        "bagging_fraction": chosen.row_share,
        "bagging_freq": 1,
        "lambda_l2": chosen.l2,
        "max_bin": chosen.bins,
        "seed": seed,
        "deterministic": True,
        "force_col_wise": True,  # otherwise it times both ways and takes the faster
        **_QUIET,
    }


class _Best:
    """Number of trees that rank validation best; of equals the most.

    Further trees that change no rank there still sharpen the scores of other rows. None
    are grown once so many brought nothing better.
    """

    def __init__(self, patience: int) -> None:
        self.trees = 1
        self._patience, self._since, self._value = patience, 0, -1.0

    def __call__(self, state: Any) -> None:
        (_, _, value, _), *_ = state.evaluation_result_list
        if value > self._value:
            self._since, self._value = state.iteration, value
        if value == self._value:
            self.trees = state.iteration + 1
        if state.iteration - self._since >= self._patience:
            raise _library().EarlyStopException(
                self.trees - 1, state.evaluation_result_list
            )


def _told(progress: StageProgress) -> Callable[[Any], None]:
    def tell(state: Any) -> None:
        progress(state.iteration + 1, state.end_iteration)

    return tell


def _library() -> ModuleType:
    """LightGBM, whose own library needs one of the system.

    Raises
    ------
    MissingLibraryError
        The system lacks it.
    """
    try:
        import lightgbm
    except OSError as error:
        raise MissingLibraryError("LightGBM", "libgomp1", str(error)) from error
    return lightgbm
