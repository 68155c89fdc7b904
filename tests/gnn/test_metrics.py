from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gnn import metrics

LABELS = np.array([True, False, True, False, False, True])
SCORES = np.array([0.9, 0.8, 0.7, 0.7, 0.2, 0.1])


@st.composite
def ranked(draw):
    """Labels of both classes, scores with ties, and whole weights."""
    n = draw(st.integers(2, 12))
    rows = {"min_size": n, "max_size": n}
    y = draw(st.lists(st.booleans(), **rows).filter(lambda y: 0 < sum(y) < len(y)))
    score = draw(st.lists(st.sampled_from([-np.inf, -1.0, 0.0, 0.5, 2.0]), **rows))
    weight = draw(st.lists(st.integers(0, 3), **rows))
    return np.array(y), np.array(score), np.array(weight, float)


def pairs_won(y, score) -> float:
    won = [(a > b) + (a == b) / 2 for a, b in product(score[y], score[~y])]
    return float(np.mean(won))


def by_thresholds(y, score) -> list[tuple[float, float, float]]:
    """Precision, recall and share of negatives taken, threshold by threshold."""
    return [
        (y[score >= t].mean(), y[score >= t].sum() / y.sum(), (score >= t)[~y].mean())
        for t in sorted(set(score), reverse=True)
    ]


def stepwise(y, score) -> float:
    """Average precision as a sum over thresholds of precision by gained recall."""
    found, before = 0.0, 0.0
    for precision, recall, _ in by_thresholds(y, score):
        found += precision * (recall - before)
        before = recall
    return found


def expected_in(y, score, k) -> float:
    """Positives among the k highest, averaged over all orders of equal scores."""
    edge = np.sort(score)[::-1][min(k, len(y)) - 1]
    above, level = score > edge, score == edge
    return y[above].sum() + y[level].mean() * (min(k, len(y)) - above.sum())


def test_a_case_worked_by_hand() -> None:
    # positives win 3 pairs, 1 and a half of two more, and none
    assert metrics.auc(LABELS, SCORES) == pytest.approx((3 + 1.5 + 0) / 9)
    # thresholds .9, .7 and .1 find a positive each: precision 1, 2/4, 3/6
    assert metrics.average_precision(LABELS, SCORES) == pytest.approx(2 / 3)
    assert metrics.recall_at_fpr(LABELS, SCORES, 0.01) == pytest.approx(1 / 3)
    assert metrics.recall_at_fpr(LABELS, SCORES, 2 / 3) == pytest.approx(2 / 3)
    assert metrics.precision_at(LABELS, SCORES, 2) == pytest.approx(1 / 2)
    assert metrics.precision_at(LABELS, SCORES, 3) == pytest.approx(1.5 / 3)
    assert metrics.precision_at(LABELS, SCORES, 500) == pytest.approx(1 / 2)
    assert metrics.recall_at_k(LABELS, SCORES) == pytest.approx(1.5 / 3)


@given(ranked())
def test_figures_are_those_of_all_pairs_and_thresholds(case) -> None:
    y, score, _ = case
    assert metrics.auc(y, score) == pytest.approx(pairs_won(y, score))
    assert metrics.average_precision(y, score) == pytest.approx(stepwise(y, score))
    for share in (0.0, 0.01, 0.34, 0.5, 1.0):
        within = [r for _, r, fpr in by_thresholds(y, score) if fpr <= share + 1e-9]
        found = metrics.recall_at_fpr(y, score, share)
        assert found == pytest.approx(max(within, default=0.0))
    for k in range(1, len(y) + 3):
        hits = expected_in(y, score, k)
        found = metrics.precision_at(y, score, k)
        assert found == pytest.approx(hits / min(k, len(y)))
        assert metrics.recall_at_k(y, score, k) == pytest.approx(hits / y.sum())


@given(ranked())
def test_a_weight_repeats_a_row(case) -> None:
    y, score, weight = case
    rows = np.repeat(np.arange(len(y)), weight.astype(int))
    weighed = metrics.curve(y, score, weight)
    repeated = metrics.curve(y[rows], score[rows])
    for figure in (
        lambda curve: curve.auc,
        lambda curve: curve.average_precision,
        lambda curve: curve.recall_at_fpr(0.3),
        lambda curve: curve.precision_at(3),
        lambda curve: curve.recall_at(3),
    ):
        expected = figure(repeated)
        assert figure(weighed) == pytest.approx(expected, nan_ok=True)


@given(ranked(), st.randoms(use_true_random=False))
def test_neither_order_nor_scale_matters(case, random) -> None:
    y, score, weight = case
    rows = list(range(len(y)))
    random.shuffle(rows)
    plain = metrics.curve(y, score, weight)
    other = metrics.curve(y[rows], np.exp(score[rows]), weight[rows])
    np.testing.assert_allclose(other.found, plain.found)
    np.testing.assert_allclose(other.taken, plain.taken)


@given(ranked())
def test_the_opposite_score_loses_what_this_one_wins(case) -> None:
    y, score, _ = case
    assert metrics.auc(y, -score) == pytest.approx(1 - metrics.auc(y, score))


def test_what_is_not_defined_is_nan() -> None:
    nobody, everybody = np.zeros(3, bool), np.ones(3, bool)
    score = np.arange(3.0)
    assert np.isnan(metrics.auc(nobody, score))
    assert np.isnan(metrics.auc(everybody, score))
    assert np.isnan(metrics.average_precision(nobody, score))
    assert metrics.average_precision(everybody, score) == 1
    assert np.isnan(metrics.recall_at_fpr(everybody, score))
    assert metrics.precision_at(nobody, score, 2) == 0
    assert np.isnan(metrics.precision_at(nobody[:0], score[:0], 2))


def test_a_score_that_is_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="score of row 1 is nan"):
        metrics.auc(np.array([True, False]), np.array([1.0, np.nan]))
    with pytest.raises(ValueError, match=r"\(2,\) and scores \(3,\)"):
        metrics.auc(np.array([True, False]), np.zeros(3))
