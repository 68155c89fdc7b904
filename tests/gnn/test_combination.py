from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gnn.combination import Combination, Standard

TREES = np.array([0.0, 2.0, 4.0, 6.0])
NETWORK = np.array([-10.0, 10.0, 10.0, -10.0])

logits = st.lists(st.integers(-40, 40), min_size=2, max_size=12).map(
    lambda drawn: np.array(drawn, float) / 4
)


def combined(first, second, rows):
    """Both scorers taken together, standardised on some rows."""
    return Combination.of(first[rows], second[rows]).applied(first, second)


def test_a_case_worked_by_hand() -> None:
    made = Combination.of(TREES, NETWORK)
    assert made == Combination(Standard(3.0, 5**0.5), Standard(0.0, 10.0))
    # one above a mean of 3 with a spread of sqrt 5, and 10 above 0 with one of 10
    assert made.applied(TREES, NETWORK)[2] == pytest.approx((1 / 5**0.5 + 1) / 2)


def test_validation_alone_decides_on_units() -> None:
    told = combined(TREES, NETWORK, np.array([0, 1]))
    moved = combined(
        np.array([*TREES[:3], 99.0]), np.array([*NETWORK[:3], 99.0]), np.array([0, 1])
    )
    np.testing.assert_array_equal(moved[:3], told[:3])
    # mean 1 and spread 1 of the one, 0 and 10 of the other
    np.testing.assert_allclose(told, [-1, 1, 2, 2])


def test_what_ranks_can_be_told_as_log_odds_of_the_first() -> None:
    made = Combination.of(TREES, NETWORK)
    told = made.in_first_units(TREES, NETWORK)
    mean = made.applied(TREES, NETWORK)
    np.testing.assert_allclose(told, 3 + 5**0.5 * mean)
    np.testing.assert_allclose(told, (TREES + 3) / 2 + made.second_share(NETWORK))
    moved = made.second_share(NETWORK + 4) - made.second_share(NETWORK)
    np.testing.assert_allclose(moved, made.second_moved(4.0))
    constant = Combination.of(TREES, np.zeros(4))
    assert constant.second_moved(4.0) == 0


@given(logits, st.integers(1, 9), st.integers(-9, 9), st.data())
def test_units_of_either_scorer_mean_nothing(raw, scale, shift, data) -> None:
    other = data.draw(st.permutations(list(raw)).map(np.array))
    plain = combined(raw, other, np.arange(len(raw)))
    scaled = combined(scale * raw + shift, other, np.arange(len(raw)))
    np.testing.assert_allclose(scaled, plain, atol=1e-9)
    swapped = combined(other, raw, np.arange(len(raw)))
    np.testing.assert_allclose(swapped, plain, atol=1e-12)


def test_a_scorer_who_says_the_same_of_everybody_changes_no_order() -> None:
    made = combined(TREES, np.full(4, 0.1), np.arange(4))
    assert (np.diff(made) > 0).all()
    assert Standard.of(np.full(7, 0.1)).spread == 0


def test_who_is_not_scored_stays_so() -> None:
    made = combined(np.array([1.0, 3.0, -np.inf, np.nan]), TREES, np.arange(4))
    np.testing.assert_array_equal(made[2:], [-np.inf, np.nan])
    assert np.isfinite(made[:2]).all()
    constant = combined(np.array([2.0, 2.0, -np.inf, 2.0]), TREES, np.arange(4))
    assert constant[2] == -np.inf
    with pytest.raises(ValueError, match="no score of validation is finite"):
        Standard.of(np.array([-np.inf, np.nan]))


def test_it_survives_json() -> None:
    made = Combination.of(TREES, NETWORK)
    assert Combination.from_dict(json.loads(json.dumps(made.to_dict()))) == made


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ({"mean": 1}, "no combination: KeyError"),
        (None, "no combination: TypeError"),
        ({"mean": "x", "spread": 1}, "could not convert"),
        ({"mean": 0, "spread": -1}, "no mean and spread"),
        ({"mean": float("nan"), "spread": 1}, "no mean and spread"),
    ],
)
def test_other_json_is_refused(first, reason) -> None:
    with pytest.raises(ValueError, match=reason):
        Combination.from_dict({"first": first, "second": {"mean": 0, "spread": 1}})
