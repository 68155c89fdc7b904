import json

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

import gnn.torch.array_network as module
from api.cli import app
from gnn.array_files import TEST, ArrayGraph
from gnn.arrays import ArrayModels
from gnn.metrics import auc, average_precision
from gnn.torch.array_network import NODE, array_data, fit_array_network
from gnn.torch.edge_sage import EdgeSage, Shape
from gnn.torch.parameters import NetworkParameters
from gnn.torch.scaling import Scaling
from torch_graphs import CPU

NODES = 400
SMALL = NetworkParameters(hidden=8, dropout=0.0, average=0.8)


def told_by_neighbours(seed=1, relations=1, gaps=0.0):
    """Nodes of which those are positive that hear of large values in a relation."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(NODES, 3)).astype(np.float32)
    links = {
        f"r.{at}": random.integers(0, NODES, (2, 2 * NODES)) for at in range(relations)
    }
    heard = np.full(NODES, -9.0)
    tail, head = links["r.0"]
    np.maximum.at(heard, head, x[tail, 0])
    x[random.random(x.shape) < gaps] = np.nan
    split = random.choice([0, 1, 2, -1], NODES, p=[0.5, 0.2, 0.25, 0.05])
    return ArrayGraph(x, (heard > 1.2).astype(np.int64), links, split)


@pytest.fixture(scope="module", autouse=True)
def quick():
    """One network instead of three, which is judged more often."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_MEMBERS", 1)
        patch.setattr(module, "_STEPS", 10)
        yield


@pytest.fixture(scope="module")
def graph():
    return told_by_neighbours(relations=2, gaps=0.02)


@pytest.fixture(scope="module")
def fitted(graph):
    return fit_array_network(graph, 1, CPU, parameters=SMALL)


def test_what_neighbours_tell_is_learned_among_gaps(graph, fitted):
    rows = graph.rows(TEST)
    positive = graph.y[rows] == 1
    assert auc(positive, fitted.logits[rows]) > 0.85
    assert fitted.logits.shape == (NODES,)
    assert fitted.device == "cpu"


def test_labels_of_the_test_and_of_no_part_change_no_score(graph, fitted):
    y = graph.y.copy()
    hidden = (graph.split == TEST) | (graph.split == -1)
    y[hidden] = 1 - y[hidden]
    again = fit_array_network(
        ArrayGraph(graph.x, y, graph.relations, graph.split), 1, CPU, parameters=SMALL
    )
    assert again.logits.tobytes() == fitted.logits.tobytes()
    assert again.epochs == fitted.epochs


def test_another_seed_is_another_network(graph, fitted):
    other = fit_array_network(graph, 2, CPU, parameters=SMALL)
    assert not np.array_equal(other.logits, fitted.logits)


def test_a_network_scores_nodes_alike_whatever_their_numbers(graph):
    new = np.random.default_rng(3).permutation(NODES)
    back = np.argsort(new)
    moved = ArrayGraph(
        graph.x[back],
        graph.y[back],
        {name: new[links] for name, links in graph.relations.items()},
        graph.split[back],
    )
    one, two = array_data(graph), array_data(moved)
    scaling = Scaling.of(one, {NODE: graph.split == 0}, by_median=True)
    torch.manual_seed(1)
    model = EdgeSage(Shape.of(scaling.applied(one), NODE, hidden=8)).eval()
    with torch.no_grad():
        told, again = (model(scaling.applied(data)) for data in (one, two))
    assert torch.allclose(told, again[new], atol=1e-5)


def test_links_both_ways_are_one_relation_and_others_two():
    x = np.zeros((3, 1), np.float32)
    links = {
        "one way": np.array([[0, 1, 2], [1, 2, 2]]),
        "both ways": np.array([[0, 1, 1, 2], [1, 0, 2, 1]]),
    }
    split = np.zeros(3, np.int64)
    data = array_data(ArrayGraph(x, split, links, split))
    assert [name for _, name, _ in data.edge_types] == [
        "relation0",
        "rev_relation0",
        "relation1",
    ]
    # a link of a node with itself is none
    assert data[NODE, "relation0", NODE].edge_index.tolist() == [[0, 1], [1, 2]]
    counts = np.expm1(data[NODE].x.numpy())
    assert np.allclose(counts, [[0, 0, 1, 1], [0, 1, 1, 2], [0, 1, 0, 1]])


def test_gaps_become_the_median_of_training_and_a_column():
    x = np.array([[1.0], [2.0], [9.0], [np.nan], [500.0]], np.float32)
    split = np.array([0, 0, 0, 0, 2])
    data = array_data(ArrayGraph(x, split, {"e": np.zeros((2, 0), np.int64)}, split))
    scaling = Scaling.of(data, {NODE: split == 0}, by_median=True)
    told = scaling.applied(data)[NODE].x.numpy()
    assert scaling.columns[NODE].fill[0] == 2
    assert told[3, 0] == told[1, 0]
    assert told[:, -1].tolist() == [0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("links", "lines"),
    [
        ({"a": [[], []], "b": [[0, 1], [1, 2]]}, ["relation without links"]),
        ({"a": [[3], [3]]}, ["relation without links", "no links at all"]),
    ],
)
def test_relations_without_links_are_told_of_and_no_obstacle(links, lines, monkeypatch):
    random = np.random.default_rng(5)
    n = 60
    x = random.normal(size=(n, 2)).astype(np.float32)
    x[:, 1] = np.nan
    relations = {
        name: np.array(pair, np.int64).reshape(2, -1) for name, pair in links.items()
    }
    graph = ArrayGraph(x, (x[:, 0] > 0).astype(np.int64), relations, np.arange(n) % 3)
    told = []
    monkeypatch.setattr(module.LOG, "warning", lambda line, **_: told.append(line))
    made = fit_array_network(graph, 1, CPU, parameters=SMALL)
    assert [line.partition(":")[0] for line in told] == lines
    rows = graph.rows(TEST)
    assert auc(graph.y[rows] == 1, made.logits[rows]) > 0.9


@pytest.fixture(scope="module")
def both(graph):
    return ArrayModels("both", "cpu").fit(graph, 1)


def test_both_are_the_combination_and_judged_beside_each_other(graph, both, tmp_path):
    rows = graph.rows(TEST)
    positive = graph.y[rows] == 1
    both.write(tmp_path)
    metrics = json.loads((tmp_path / "metrics.json").read_text())
    run = json.loads((tmp_path / "run.json").read_text())
    assert list(metrics) == ["lgbm", "gnn", "both"]
    assert run["device"] == "cpu"
    assert run["combination"].keys() == {"first", "second"}
    scores = np.load(tmp_path / "scores.npy")
    assert metrics["both"]["ap"] == average_precision(positive, scores[rows])
    assert metrics["both"]["ap"] > positive.mean() + 0.2
    alone = [metrics[name]["ap"] for name in ("lgbm", "gnn")]
    assert metrics["both"]["ap"] > min(alone)
    spent = [metrics[name]["cpu_seconds"] for name in ("lgbm", "gnn", "both")]
    assert spent[2] == pytest.approx(spent[0] + spent[1], abs=0.01)


def test_the_command_fits_a_network_and_says_where(graph, tmp_path):
    arrays = {
        "x": graph.x,
        "y": graph.y,
        "edges": graph.relations["r.0"],
        "split": graph.split.astype(np.int8),
    }
    options = ["--model", "gnn", "--device", "cpu", "--json"]
    for name, array in arrays.items():
        np.save(tmp_path / f"{name}.npy", array)
        options += [f"--{name}", str(tmp_path / f"{name}.npy")]
    out = tmp_path / "out"
    options += ["--out", str(out)]
    done = CliRunner().invoke(app, ["model", "fit-arrays", *options])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == json.loads((out / "metrics.json").read_text())
    assert list(json.loads(done.stdout)) == ["gnn"]
    assert json.loads((out / "run.json").read_text())["device"] == "cpu"
    if not torch.cuda.is_available():
        options[options.index("cpu")] = "cuda"
        refused = CliRunner().invoke(app, ["model", "fit-arrays", *options])
        assert "torch finds no GPU here" in str(refused.exception)
