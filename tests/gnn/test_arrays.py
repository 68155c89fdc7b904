from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gnn.array_files import TEST, ArrayGraph
from gnn.array_trees import TOGETHER
from gnn.arrays import ArrayFit, ArrayModels
from gnn.errors import ModelInputError
from gnn.metrics import auc, average_precision, recall_at_k

if TYPE_CHECKING:
    from pathlib import Path

NODES = 4_000


def planted(*, shuffled: bool = False, by_neighbours: bool = False) -> ArrayGraph:
    """Random links, and labels by one column: a node's own, or its neighbours' mean."""
    random = np.random.default_rng(17)
    x = np.round(random.normal(size=(NODES, 6)), 1).astype(np.float32)
    edges = random.integers(0, NODES, (2, 12_000))
    deciding = x[:, 3]
    if by_neighbours:
        deciding = np.zeros(NODES)
        np.add.at(deciding, edges[0], x[edges[1], 3])
        np.add.at(deciding, edges[1], x[edges[0], 3])
    y = (deciding > np.quantile(deciding, 0.93)).astype(np.int64)
    y[:100] = -1
    if shuffled:
        y = random.permutation(y)
    split = random.choice([0, 1, 2, -1], NODES, p=[0.4, 0.2, 0.3, 0.1])
    return ArrayGraph(x, y, {"edge": edges}, split)


@pytest.fixture(scope="module")
def graph() -> ArrayGraph:
    return planted()


@pytest.fixture(scope="module")
def fitted(graph: ArrayGraph) -> ArrayFit:
    return ArrayModels().fit(graph, seed=3)


def test_one_deciding_column_is_found(fitted: ArrayFit) -> None:
    assert (
        fitted.metrics["lgbm"].ap
        == fitted.metrics["lgbm"].auc
        == fitted.metrics["lgbm"].recall_at_k
        == 1
    )
    assert fitted.run["recipe"] == TOGETHER
    assert fitted.scores.shape == (NODES,)
    assert (fitted.scores > 0).all()
    assert (fitted.scores < 1).all()


def test_shuffled_labels_are_not_found() -> None:
    graph = planted(shuffled=True)
    base = float(np.mean(graph.y[graph.rows(TEST)]))
    found = ArrayModels().fit(graph, seed=3).metrics["lgbm"]
    assert found.ap == pytest.approx(base, abs=0.03)
    assert found.auc == pytest.approx(0.5, abs=0.07)


def test_what_neighbours_decide_is_found() -> None:
    assert (
        ArrayModels().fit(planted(by_neighbours=True), seed=3).metrics["lgbm"].ap > 0.95
    )


def test_files_hold_the_scores_that_were_judged(
    graph: ArrayGraph, fitted: ArrayFit, tmp_path: Path
) -> None:
    out = tmp_path / "deep" / "out"
    for _ in range(2):  # the second replaces the first
        fitted.write(out)
    names = ["metrics.json", "run.json", "scores.npy"]
    assert sorted(path.name for path in out.iterdir()) == names
    assert json.loads((out / "run.json").read_text()) == {
        "model": "lgbm",
        "seed": 3,
        "device": "cpu",
        "recipe": TOGETHER,
    }
    scores = np.load(out / "scores.npy", allow_pickle=False)
    told = json.loads((out / "metrics.json").read_text())
    rows = graph.rows(TEST)
    labels = graph.y[rows] == 1
    assert told.keys() == {"lgbm"}
    assert told["lgbm"] == {
        "auc": auc(labels, scores[rows]),
        "ap": average_precision(labels, scores[rows]),
        "recall_at_k": recall_at_k(labels, scores[rows]),
        "cpu_seconds": fitted.metrics["lgbm"].cpu_seconds,
        "seed": 3,
    }
    with pytest.raises(ModelInputError, match=r"scores\.npy: out is a file; expected"):
        fitted.write(out / "scores.npy")


def test_labels_of_the_test_change_no_score(
    graph: ArrayGraph, fitted: ArrayFit
) -> None:
    rows = graph.rows(TEST)
    y = graph.y.copy()
    y[rows] = 1 - y[rows]
    other = ArrayModels().fit(
        ArrayGraph(graph.x, y, graph.relations, graph.split), seed=3
    )
    np.testing.assert_array_equal(other.scores, fitted.scores)
    assert other.metrics["lgbm"].auc == 0
