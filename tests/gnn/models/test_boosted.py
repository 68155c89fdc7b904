from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gnn.errors import LabelError, ModelError
from gnn.metrics import average_precision
from gnn.models.boosted import BoostedModel, BoostedParameters, train

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("deciding", "noise", "gaps", "flat")
FEW = BoostedParameters(rounds=40, patience=10, rows_per_leaf=5, feature_share=1.0)


def drawn(rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A table whose first column decides, and labels of one row in ten."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, 4)).astype(np.float32)
    x[random.random(rows) < 0.5, 2] = np.nan
    x[:, 3] = 1.0
    return x, x[:, 0] > 1.3


TRAINING, VALIDATION, UNSEEN = drawn(1_500, 1), drawn(1_000, 2), drawn(1_000, 3)


@pytest.fixture(scope="module")
def model() -> BoostedModel:
    return train(*TRAINING, validation=VALIDATION, names=NAMES, seed=7, parameters=FEW)


def test_a_deciding_column_is_found(model: BoostedModel) -> None:
    x, y = UNSEEN
    margin = model.raw(x)
    assert margin.shape == (len(x),)
    assert margin[y].min() > margin[~y].max()
    assert next(iter(model.importances)) == "deciding"
    assert model.importances["flat"] == 0
    assert sum(model.importances.values()) == pytest.approx(1)


def test_contributions_add_up_to_the_margin(model: BoostedModel) -> None:
    x, _ = UNSEEN
    shares = model.contributions(x)
    assert shares.shape == (len(x), len(NAMES) + 1)
    np.testing.assert_allclose(shares.sum(axis=1), model.raw(x), atol=1e-9)
    assert len(np.unique(shares[:, -1])) == 1
    assert not shares[:, NAMES.index("flat")].any()


def test_one_seed_gives_one_text_and_another_gives_another(model: BoostedModel) -> None:
    def again(seed: int) -> str:
        return train(
            *TRAINING, validation=VALIDATION, names=NAMES, seed=seed, parameters=FEW
        ).text

    assert again(7) == model.text
    assert again(8) != model.text


def test_a_model_from_its_text_says_the_same(model: BoostedModel) -> None:
    x, _ = UNSEEN
    read = BoostedModel(model.text)
    assert read.names == NAMES
    np.testing.assert_array_equal(read.raw(x), model.raw(x))


def test_a_row_is_scored_as_it_is_among_others(model: BoostedModel) -> None:
    x, _ = UNSEEN
    np.testing.assert_array_equal(model.raw(x[40:41]), model.raw(x)[40:41])
    assert model.raw(x[:0]).shape == (0,)
    assert model.contributions(x[:0]).shape == (0, 5)


def test_drawn_negatives_weigh_as_much_as_all() -> None:
    def average_margin(negatives: int) -> float:
        """It tells the share of positives that trees believe in."""
        parameters = replace(FEW, rounds=3, negatives=negatives)
        model = train(
            *TRAINING, validation=VALIDATION, names=NAMES, seed=7, parameters=parameters
        )
        return model.contributions(UNSEEN[0])[0, -1]

    assert average_margin(150) == pytest.approx(average_margin(20_000), abs=0.5)


def test_of_equally_good_numbers_of_trees_the_largest_is_kept() -> None:
    table = (TRAINING[1][:, None].astype(np.float32), TRAINING[1])
    parameters = replace(FEW, patience=7)  # the first tree ranks perfectly already
    model = train(
        *table, validation=table, names=("label",), seed=7, parameters=parameters
    )
    assert average_precision(table[1], model.raw(table[0])) == 1
    assert model.trees == 1 + 7


def test_trees_that_rank_worse_are_not_kept() -> None:
    random = np.random.default_rng(1)
    x, y = VALIDATION
    model = train(
        TRAINING[0],
        random.permutation(TRAINING[1]),
        validation=(x, y),
        names=NAMES,
        seed=7,
        parameters=FEW,
    )
    assert model.trees < FEW.rounds


def test_weights_move_the_margins(model: BoostedModel) -> None:
    x, y = TRAINING
    heavier = train(
        x,
        y,
        weight=np.where(y, 5.0, 1.0),
        validation=VALIDATION,
        names=NAMES,
        seed=7,
        parameters=FEW,
    )
    assert heavier.raw(UNSEEN[0]).mean() > model.raw(UNSEEN[0]).mean()


def test_progress_counts_the_trees() -> None:
    told: list[tuple[int, int]] = []
    train(
        *TRAINING,
        validation=VALIDATION,
        names=NAMES,
        seed=7,
        parameters=replace(FEW, rounds=3),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("which", ["training", "validation"])
@pytest.mark.parametrize("label", [False, True])
def test_one_class_is_refused(which: str, label: bool) -> None:  # noqa: FBT001 - a label
    tables = {"training": TRAINING, "validation": VALIDATION}
    tables[which] = (tables[which][0], np.full(len(tables[which][1]), label))
    with pytest.raises(LabelError, match=f"{which} labels: .* expected some of each"):
        train(*tables["training"], validation=tables["validation"], names=NAMES, seed=1)


def test_other_columns_and_other_texts_are_refused(model: BoostedModel) -> None:
    with pytest.raises(ValueError, match=r"\(1000, 3\) is not \(n, 4\)"):
        model.raw(UNSEEN[0][:, :3])
    with pytest.raises(ModelError, match="not LightGBM's text format"):
        BoostedModel("no model").raw(UNSEEN[0])


def test_a_missing_system_library_is_named(tmp_path: Path) -> None:
    reason = "libgomp.so.1: cannot open shared object file"
    (tmp_path / "lightgbm.py").write_text(f"raise OSError({reason!r})")
    program = "from gnn.models.boosted import BoostedModel; BoostedModel('').names"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = answer.stderr.splitlines()[-1]
    assert "MissingLibraryError: LightGBM does not load" in said
    assert reason in said
    assert "libgomp1" in said
