from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import lsq_linear

from gnn.calibration import (
    Calibration,
    expected_calibration_error,
    fit_calibration,
    grouped_folds,
    out_of_fold,
    reliability,
)


@pytest.fixture(scope="module")
def drawn() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Margins whose true chances are known: a logistic of them; groups of three."""
    random = np.random.default_rng(11)
    raw = random.normal(-1.5, 1.5, 3_000)
    y = random.random(3_000) < 1 / (1 + np.exp(-raw))
    return raw, y, np.arange(3_000) // 3


@pytest.fixture(scope="module")
def fitted(drawn) -> Calibration:
    return fit_calibration(*drawn, seed=5, draws=60)


def test_a_case_worked_by_hand() -> None:
    # .2 and .3 violate the order and are pooled to a half; the ends stay 0 and 1
    raw = np.array([0.1, 0.2, 0.3, 0.4])
    y = np.array([False, True, False, True])
    found = fit_calibration(raw, y, np.arange(4), seed=1, draws=20)
    assert found.margin.tolist() == [0.1, 0.2, 0.3, 0.4]
    assert found.chance.tolist() == [0, 0.5, 0.5, 1]
    assert found.applied(np.array([-9.0, 0.15, 0.25, 9.0])).chance.tolist() == (
        pytest.approx([0, 0.25, 0.5, 1])
    )


def test_without_positives_the_bound_is_that_of_the_groups_seen() -> None:
    raw = np.array([1.0, 2, 3, 4, 5])
    y = np.array([False, False, False, False, True])
    found = fit_calibration(raw, y, np.array([0, 0, 1, 2, 3]), seed=1, draws=20)
    # three groups without one: 1 - .025 ** (1 / 3); the last has a group of its own
    assert found.high[0] == pytest.approx(0.7076, abs=1e-4)
    assert (found.chance[-1], found.high[-1]) == (1, 1)
    assert found.low[-1] == pytest.approx(0.025)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=10),
)
def test_no_other_rising_line_is_closer(rows) -> None:
    raw, y = (np.array(column) for column in zip(*rows, strict=True))
    y = y.astype(bool)
    levels, level = np.unique(raw, return_inverse=True)
    found = fit_calibration(raw.astype(float), y, np.arange(len(y)), seed=1, draws=1)
    line = found.applied(levels.astype(float)).chance
    # as least squares over steps that are not negative
    steps = np.tril(np.ones((len(levels), len(levels))))[level]
    best = lsq_linear(steps, y.astype(float), bounds=(0, np.inf), tol=1e-12)
    assert np.sum((line[level] - y) ** 2) <= 2 * best.cost + 1e-6
    assert (np.diff(line) >= 0).all()


def test_true_chances_lie_within_the_intervals(fitted: Calibration) -> None:
    raw = np.linspace(-3, 1, 41)
    told = fitted.applied(raw)
    true = 1 / (1 + np.exp(-raw))
    assert np.mean((told.low <= true) & (true <= told.high)) > 0.85
    assert (told.low <= told.chance).all()
    assert (told.chance <= told.high).all()
    for line in (fitted.chance, fitted.low, fitted.high):
        assert (np.diff(line) >= 0).all()


def test_only_the_order_of_margins_matters(drawn, fitted: Calibration) -> None:
    raw, y, groups = drawn
    other = fit_calibration(np.exp(raw), y, groups, seed=5, draws=60)
    np.testing.assert_array_equal(other.chance, fitted.chance)
    np.testing.assert_allclose(other.low, fitted.low, atol=0.02)


def test_a_seed_gives_one_line_and_json_keeps_it(drawn, fitted: Calibration) -> None:
    again = fit_calibration(*drawn, seed=5, draws=60)
    assert again.to_dict() == fitted.to_dict()
    read = Calibration.from_dict(json.loads(json.dumps(fitted.to_dict())))
    assert read.to_dict() == fitted.to_dict()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"chance": [0.1]}, "four columns of one length"),
        ({"margin": []}, "four columns of one length"),
        ({"margin": [2.0, 1.0]}, "do not rise"),
        ({"chance": [0.4, None]}, "do not rise"),
        ({"high": [0.5, 1.5]}, "not in"),
    ],
)
def test_knots_that_are_none_are_refused(change, said: str) -> None:
    told = {
        "margin": [1.0, 2.0], "chance": [0.1, 0.2], "low": [0, 0.1], "high": [0.2, 0.3],
    }  # fmt: skip
    Calibration.from_dict(told)
    with pytest.raises(ValueError, match=said):
        Calibration.from_dict({**told, **change})


@given(
    st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=40),
    st.integers(2, 5),
    st.integers(0, 3),
)
def test_folds_keep_groups_whole_and_positives_spread(rows, k: int, seed: int) -> None:
    groups, y = (np.array(column) for column in zip(*rows, strict=True))
    folds = grouped_folds(groups, k, seed, y)
    assert ((folds >= 0) & (folds < k)).all()
    by_group = {g: set(folds[groups == g].tolist()) for g in groups.tolist()}
    assert all(len(found) == 1 for found in by_group.values())
    with_positive = np.bincount(
        [by_group[g].copy().pop() for g in set(groups[y].tolist())], minlength=k
    )
    assert np.ptp(with_positive) <= 1
    np.testing.assert_array_equal(folds, grouped_folds(groups, k, seed, y))


def test_a_row_is_scored_by_who_has_not_seen_its_group() -> None:
    groups = np.arange(30) // 3
    folds = grouped_folds(groups, 5, 1)

    def scored(seen: np.ndarray, unseen: np.ndarray) -> np.ndarray:
        assert not set(groups[seen]) & set(groups[unseen])
        return unseen * 2.0

    np.testing.assert_array_equal(out_of_fold(folds, scored), np.arange(30) * 2.0)


def test_reliability_by_hand() -> None:
    chance = np.array([0.0, 0.1, 0.5, 0.7, 1.0])
    y = np.array([False, True, False, True, True])
    low, high = reliability(chance, y, edges=(0.0, 0.5, 1.0))
    assert (low.rows, low.positives, low.stated) == (2, 1, pytest.approx(0.05))
    assert (high.rows, high.stated) == (3, pytest.approx(2.2 / 3))
    assert high.observed == pytest.approx(2 / 3)
    found = expected_calibration_error((low, high))
    assert found == pytest.approx((2 * 0.45 + 3 * (0.2 / 3)) / 5)
    assert np.isnan(reliability(chance[:1], y[:1])[3].observed)
    assert np.isnan(expected_calibration_error(()))


def test_one_sure_firm_at_the_top_makes_the_others_no_less_sure() -> None:
    raw = np.repeat([0.0, 1.0, 2.0], [100, 40, 1])
    y = np.concatenate([np.zeros(100), np.arange(40) % 2, np.ones(1)]).astype(bool)
    found = fit_calibration(raw, y, np.arange(len(raw)), seed=1)
    below, top = found.applied(np.array([1.0, 2.0])).low
    assert 0.3 < below <= top < 1
