"""What a node's log-odds hang on, in graphs that were made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from api.cli.model_diagnostic import print_gradients
from feature_rows import NOW
from gnn.features import build_features
from gnn.features.firms import Firms
from gnn.second_scorer import SecondScorer
from gnn.serving.diagnostic import gradients
from gnn.torch.edge_sage import EdgeConvolution, EdgeSage, Shape
from gnn.torch.gradients import CLOSE, LABEL, STEPS, integrated_gradients
from gnn.torch.graph import build_graph
from gnn.torch.inputs import GROUPS
from gnn.torch.network import Network
from gnn.torch.scaling import Scaling
from graph.errors import NotFoundError
from graph.testing.facts import snapshot_of
from torch_graphs import CPU, FIRM, every_relation, plain_graph, random_graph

PAYS, PAID = (FIRM, "pays", FIRM), (FIRM, "rev_pays", FIRM)


def network(graph, seed=1):
    torch.manual_seed(seed)
    return EdgeSage(Shape.of(graph, FIRM, hidden=8)).eval()


def scored(model, graph, row):
    with torch.no_grad():
        return float(model(graph)[row])


@given(st.integers(0, 2**20))
@settings(max_examples=5, deadline=None)
def test_contributions_add_up_to_what_edges_change(seed):
    graph = random_graph(seed, n=20, m=40)
    model = network(graph, seed)
    found = integrated_gradients(model, graph, 3, CPU)
    added = sum(part.sum() for part in found.values.values())
    change = found.logit - found.without
    assert abs(added - change) <= CLOSE * abs(change)
    assert found.steps >= STEPS
    assert found.logit == pytest.approx(scored(model, graph, 3), abs=1e-5)


def test_without_messages_a_node_scores_as_alone():
    inputs = np.random.default_rng(2).normal(size=(5, 4))
    edges = [(1, 0), (2, 1), (3, 4)]
    graph, alone = (plain_graph(part, inputs=inputs) for part in (edges, []))
    model = network(graph)
    found = integrated_gradients(model, graph, 0, CPU)
    # but for the spread of messages, which is never quite 0
    assert found.without == pytest.approx(scored(model, alone, 0), abs=0.05)


def test_a_node_alone_hangs_on_nothing():
    graph = plain_graph([(1, 2)], inputs=np.eye(3))
    found = integrated_gradients(network(graph), graph, 0, CPU)
    assert found.logit == found.without
    assert all(len(part) == 0 for part in found.values.values())
    assert (found.lost, found.steps) == (0, STEPS)


def test_only_what_is_within_two_steps_counts():
    graph = plain_graph([(3, 2), (2, 1), (1, 0)], inputs=np.eye(4))
    found = integrated_gradients(network(graph), graph, 0, CPU)
    ends = found.batch[PAYS].edge_index
    names = found.batch[FIRM].n_id
    told = {(int(names[tail]), int(names[head])) for tail, head in ends.T}
    assert told == {(1, 0), (2, 1)}


def test_a_tie_that_tells_nothing_gets_nothing():
    """Messages of one relation are silenced, and the other carries all."""
    graph = random_graph(5, n=15, m=30)
    model = network(graph)
    for layer in model.layers:
        torch.nn.init.zeros_(layer.relations["company__rev_pays__company"].out.weight)
    row = int(graph[PAYS].edge_index[1, 0])
    found = integrated_gradients(model, graph, row, CPU)
    assert not found.values[PAID].any()
    assert found.values[PAYS].any()


def test_a_weight_of_one_is_none_and_of_zero_is_silence():
    torch.manual_seed(3)
    convolution = EdgeConvolution(4, 2)
    x, attr = torch.randn(3, 4), torch.randn(2, 2)
    index, degree = torch.tensor([[0, 1], [2, 2]]), torch.ones(3)
    plain = convolution(x, index, attr, degree)[1]
    assert torch.equal(convolution(x, index, attr, degree, torch.ones(2))[1], plain)
    one = convolution(x, index, attr, degree, torch.tensor([1.0, 0.0]))[1]
    assert not torch.equal(one, plain)


@pytest.fixture(scope="module")
def told():
    firms = Firms(snapshot_of(every_relation(), NOW))
    features = build_features(firms, GROUPS)
    graph = build_graph(firms, features)
    scaling = Scaling.of(graph)
    weights = Network(network(scaling.applied(graph)), scaling).to_bytes()
    scorer = SecondScorer(weights=weights, combination=None, ranks=False, standing={})
    model = SimpleNamespace(schema=SimpleNamespace(groups=GROUPS))
    with pytest.raises(NotFoundError, match="p"):
        gradients(firms.snapshot, model, scorer, "p")  # a person
    return gradients(firms.snapshot, model, scorer, "c")


def test_it_is_labelled_and_told_by_relation_and_edge(told):
    assert told["label"] == LABEL
    assert told["party_id"] == "c"
    change = told["logit"] - told["without_edges"]
    added = sum(item["contribution"] for item in told["relations"])
    assert added + told["lost"] == pytest.approx(change)
    assert abs(told["lost"]) <= CLOSE * abs(change)
    assert sum(item["share"] for item in told["relations"]) == pytest.approx(1)
    sizes = [abs(item["contribution"]) for item in told["edges"]]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == 10


def test_it_is_printed_with_its_label(told, capsys):
    print_gradients(told)
    printed = capsys.readouterr().out
    assert f"c, {LABEL}" in printed
    assert all(item["relation"] in printed for item in told["relations"])


def test_an_edge_and_its_reverse_are_one_and_have_the_ids_of_their_ends(told):
    named = {
        (item["relation"], item["source"]["id"], item["target"]["id"])
        for item in told["edges"]
    }
    # what is within two steps of c
    assert named <= {
        ("guarantee", "a", "b"), ("guarantee", "b", "c"), ("guarantee", "c", "a"),
        ("guarantee", "p", "c"), ("transfer", "c", "d"), ("transfer", "a", "b"),
        ("transfer", "a", "d"), ("contact", "c", "tel-1"), ("contact", "q", "tel-1"),
        ("holding", "p", "a"), ("holding", "a", "d"), ("role", "p", "b"),
        ("role", "q", "b"), ("family", "p", "q"), ("suit", "a", "d"),
        ("suit", "d", "a"),
    }  # fmt: skip
    kinds = {item["source"]["id"]: item["source"]["kind"] for item in told["edges"]}
    assert all(kind == ("person" if name in "pq" else "company")
               for name, kind in kinds.items())  # fmt: skip
