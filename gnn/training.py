"""A model from a data set: trees, what their margins mean, what they have seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from gnn.abstention import Ranges
from gnn.calibration import FOLDS, fit_calibration, grouped_folds, out_of_fold
from gnn.labels import confirmed_between
from gnn.models.boosted import BoostedParameters, train

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from gnn.calibration import Calibration
    from gnn.dataset import Dataset, Moment
    from gnn.features import FeatureSchema, Group
    from gnn.labels import Labels
    from gnn.models.boosted import BoostedModel
    from graph.progress import Progress
    from graph.snapshot.source import FactView

    Floats = NDArray[np.float64]

USUAL = BoostedParameters(rounds=300, patience=40, learning_rate=0.08)
"""Larger steps than boosted trees take by default: on 100,000 firms they cost .01 of
average precision and save a third of the time."""


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A model that is ready to score.

    Attributes
    ----------
    out_of_fold
        Shape (n,). Raw scores of the training snapshot's firms, each by trees that have
        not seen its scheme.
    """

    model: BoostedModel
    schema: FeatureSchema
    calibration: Calibration
    ranges: Ranges
    parameters: BoostedParameters
    out_of_fold: Floats


def chosen_trees(
    first: Moment,
    second: Moment,
    seed: int,
    progress: Progress | None = None,
    parameters: BoostedParameters = USUAL,
) -> int:
    """How many trees the firms that count at the first moment carry, by the second.

    Where average precision at the second moment gets no better, no more are grown.
    """
    one, other = first.labels.judged, second.labels.judged
    model = train(
        first.features.values[one],
        first.labels.positive[one],
        validation=(second.features.values[other], second.labels.positive[other]),
        names=first.features.schema.names,
        seed=seed,
        parameters=parameters,
        progress=None if progress is None else partial(progress, "trees"),
    )
    return model.trees


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Firms of both moments with all that was found by the day of training.

    Attributes
    ----------
    cluster
        Shape (r,). Scheme of a positive, the same at both moments; others alone.
    first
        How many are of the first moment; they come first.
    """

    values: NDArray[np.float32]
    positive: NDArray[np.bool_]
    judged: NDArray[np.bool_]
    cluster: NDArray[np.int64]
    first: int

    @classmethod
    def of(cls, first: Moment, second: Moment, all_found: Labels) -> Rows:
        """Stack two moments; a firm that is in both is drawn with itself."""
        labels = (all_found, second.labels)
        names = [
            np.where(
                item.scheme >= 0,
                np.array([*item.schemes, ""])[item.scheme],
                np.array(moment.ids),
            )
            for item, moment in zip(labels, (first, second), strict=True)
        ]
        return cls(
            np.vstack([first.features.values, second.features.values]),
            np.concatenate([item.positive for item in labels]),
            np.concatenate([item.judged for item in labels]),
            np.unique(np.concatenate(names), return_inverse=True)[1],
            len(first.ids),
        )


def refit(
    rows: Rows,
    names: Sequence[str],
    trees: int,
    seed: int,
    *,
    chosen: NDArray[np.bool_] | None = None,
    parameters: BoostedParameters = USUAL,
) -> BoostedModel:
    """So many trees on what both moments know, twice as many as one of them carried.

    The second has done its work, which was to say how many trees the first carries; its
    schemes, masked there, are more than half of all that is known.
    """
    used = rows.judged if chosen is None else rows.judged & chosen
    doubled = replace(
        parameters,
        rounds=min(2 * trees, parameters.rounds),
        negatives=2 * parameters.negatives,
    )
    return train(
        rows.values[used],
        rows.positive[used],
        validation=None,
        names=names,
        seed=seed,
        parameters=doubled,
    )


def fit(data: Dataset, groups: Iterable[Group], seed: int) -> BoostedModel:
    """Choose how many trees, and grow twice as many on all that is known."""
    chosen = tuple(groups)
    first, second = data.train.only(chosen), data.validate.only(chosen)
    trees = chosen_trees(first, second, seed)
    rows = Rows.of(first, second, data.all_found)
    return refit(rows, first.features.schema.names, trees, seed)


def first_only(data: Dataset, groups: Iterable[Group], seed: int) -> Floats:
    """Scores of the second moment by trees that learned from the first alone."""
    chosen = tuple(groups)
    first, second = data.train.only(chosen), data.validate.only(chosen)
    rows = first.labels.judged
    model = train(
        first.features.values[rows],
        first.labels.positive[rows],
        validation=None,
        names=first.features.schema.names,
        seed=seed,
        parameters=replace(USUAL, rounds=chosen_trees(first, second, seed)),
    )
    return model.raw(second.features.values)


def train_model(
    data: Dataset,
    later: FactView,
    groups: Iterable[Group],
    *,
    seed: int,
    progress: Progress | None = None,
    parameters: BoostedParameters = USUAL,
) -> Trained:
    """Fit, score the training snapshot out of fold, and calibrate on that.

    What is calibrated to is whether a firm was confirmed between the snapshot and the
    day of training, also of those that the model does not learn from: their scheme had
    not begun, or is in the validation. That is what the chance then says of a firm.

    Parameters
    ----------
    later
        Facts of the day on which the model is trained.
    """
    chosen = tuple(groups)
    first, second = data.train.only(chosen), data.validate.only(chosen)
    names = first.features.schema.names
    trees = chosen_trees(first, second, seed, progress, parameters)
    rows = Rows.of(first, second, data.all_found)
    model = refit(rows, names, trees, seed, parameters=parameters)
    raw = scored_apart(
        rows, names, trees, seed, progress=progress, parameters=parameters
    )
    at = first.snapshot.manifest.at.as_of
    confirmed = confirmed_between(later, at, later.at.as_of, first.ids)
    standing = ~first.labels.left_out
    calibration = fit_calibration(
        raw[standing],
        confirmed[standing],
        rows.cluster[: rows.first][standing],
        seed=seed,
    )
    ranges = Ranges.of(rows.values[rows.judged], names)
    return Trained(model, first.features.schema, calibration, ranges, parameters, raw)


def scored_apart(
    rows: Rows,
    names: Sequence[str],
    trees: int,
    seed: int,
    *,
    progress: Progress | None,
    parameters: BoostedParameters,
) -> Floats:
    """Raw score of each firm of the first moment, shape (n,).

    Firms of one scheme are in one fold, and so are the two rows of one firm: none is
    scored by trees that learned from it or from its partners.
    """
    done = 0

    def scored(learned: NDArray[np.intp], held: NDArray[np.intp]) -> Floats:
        nonlocal done
        chosen = np.zeros(len(rows.judged), np.bool_)
        chosen[learned] = True
        model = refit(rows, names, trees, seed, chosen=chosen, parameters=parameters)
        raw = model.raw(rows.values[held])
        done += 1
        if progress is not None:
            progress("out of fold", done, FOLDS)
        return raw

    folds = grouped_folds(rows.cluster, FOLDS, seed, rows.positive & rows.judged)
    return out_of_fold(folds, scored)[: rows.first]
