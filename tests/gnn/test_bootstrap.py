from __future__ import annotations

import numpy as np
import pytest

from gnn.bootstrap import FIGURES, ClusterDraws, bootstrap, interval
from gnn.metrics import auc, average_precision, curve


def planted(rows: int = 400) -> tuple[np.ndarray, dict[str, np.ndarray], np.ndarray]:
    """Twelve schemes of five firms among honest groups of two; two models that rank."""
    random = np.random.default_rng(4)
    y = np.arange(rows) < 60
    cluster = np.where(y, np.arange(rows) // 5, np.arange(rows) // 2) * 7
    noise = random.normal(size=rows)
    scores = {"strong": noise + 2.0 * y, "weak": noise + 0.5 * y, "ties": y * 1.0}
    return y, scores, cluster


def test_points_are_the_figures_of_the_rows() -> None:
    y, scores, cluster = planted()
    found = bootstrap(y, scores, cluster, seed=1, draws=50)
    for model, score in scores.items():
        assert found.figures[model]["auc"].point == auc(y, score)
        assert found.figures[model]["ap"].point == average_precision(y, score)
        for name, item in found.figures[model].items():
            assert item.low <= item.point <= item.high, (model, name)
    assert set(found.differences) == {("strong", "weak"), ("strong", "ties")}


def test_a_draw_repeats_whole_clusters() -> None:
    y, scores, cluster = planted()
    names, position = np.unique(cluster, return_inverse=True)
    draws = ClusterDraws(y, cluster, seed=3)
    ap = []
    for _ in range(20):
        weight = draws.draw()
        rows = np.repeat(np.arange(len(y)), weight[position].astype(int))
        assert weight.sum() == len(names)
        assert y[rows].sum() == y.sum()  # twelve schemes of five
        ap.append(curve(y[rows], scores["weak"][rows]).average_precision)
    low, high = np.percentile(ap, [2.5, 97.5])
    found = bootstrap(y, {"weak": scores["weak"]}, cluster, seed=3, draws=20)
    assert found.figures["weak"]["ap"].low == pytest.approx(low)
    assert found.figures["weak"]["ap"].high == pytest.approx(high)


def test_models_are_judged_on_the_same_draws() -> None:
    y, scores, cluster = planted()
    twins = {"one": scores["weak"], "other": 2 * scores["weak"] - 1}
    found = bootstrap(y, twins, cluster, seed=2, draws=40)
    assert found.figures["one"] == found.figures["other"]
    for item in found.differences[("one", "other")].values():
        assert (item.point, item.low, item.high) == (0, 0, 0)


def test_a_gain_is_surer_than_its_figures() -> None:
    y, scores, cluster = planted()
    found = bootstrap(y, scores, cluster, seed=2, draws=200)
    gain = found.differences[("strong", "weak")]["ap"]
    strong, weak = (found.figures[model]["ap"] for model in ("strong", "weak"))
    assert gain.low > 0
    assert gain.point == pytest.approx(strong.point - weak.point)
    assert gain.high - gain.low < (strong.high - strong.low) + (weak.high - weak.low)


def test_one_seed_gives_one_answer_and_pairs_are_chosen() -> None:
    y, scores, cluster = planted()
    told: list[int] = []
    first, second, third = (
        bootstrap(
            y,
            scores,
            cluster,
            seed=seed,
            draws=10,
            pairs=[("weak", "strong")],
            progress=lambda done, total: told.append(done * 100 // total),
        )
        for seed in (5, 5, 6)
    )
    assert first == second != third
    assert set(first.differences) == {("weak", "strong")}
    assert told == [*range(10, 101, 10)] * 3


def test_one_cluster_of_each_kind_leaves_no_doubt() -> None:
    y = np.array([True, False, False])
    found = bootstrap(y, {"m": np.array([3.0, 4, 1])}, np.array([0, 1, 1]), seed=1)
    for item in found.figures["m"].values():
        assert item.low == item.point == item.high


def test_without_positives_nothing_is_said_of_finding_them() -> None:
    y = np.zeros(4, bool)
    found = bootstrap(y, {"m": np.arange(4.0)}, np.arange(4), seed=1, draws=3)
    assert set(found.figures["m"]) == set(FIGURES)
    assert np.isnan(
        [found.figures["m"]["ap"].low, found.figures["m"]["ap"].point]
    ).all()
    assert found.figures["m"]["precision_at_100"].high == 0


def test_draws_without_a_figure_are_passed_over() -> None:
    found = interval(0.5, np.array([0.2, np.nan, 0.4]))
    assert (found.low, found.high) == (pytest.approx(0.205), pytest.approx(0.395))
