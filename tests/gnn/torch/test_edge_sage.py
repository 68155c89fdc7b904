import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch_geometric.loader import NodeLoader

from gnn.torch.edge_sage import EdgeConvolution, EdgeSage, Shape
from gnn.torch.sampler import CsrSampler
from gnn.torch.scaling import Scaling
from torch_graphs import FIRM, every_relation, graph_of, plain_graph, random_graph


def network(graph, seed=1, **options):
    """An untrained network for a graph that was scaled."""
    torch.manual_seed(seed)
    return EdgeSage(Shape.of(graph, FIRM, hidden=8, **options)).eval()


def scaled(graph):
    return Scaling.of(graph).applied(graph)


def logits(model, graph):
    with torch.no_grad():
        return model(graph)


def test_a_convolution_is_what_its_sums_say():
    torch.manual_seed(3)
    convolution = EdgeConvolution(4, 2)
    x, edge_attr = torch.randn(5, 4), torch.randn(6, 2)
    edge_index = torch.tensor([[0, 1, 2, 0, 3, 3], [0, 0, 0, 2, 2, 4]])
    degree = torch.tensor([1.0, 0.0, 2.0, 0.0, 0.5])
    heads, told = convolution(x, edge_index, edge_attr, degree)
    assert heads.tolist() == [0, 2, 4]
    for row, head in enumerate(heads.tolist()):
        at = (edge_index[1] == head).nonzero().squeeze(1)
        message = torch.relu(
            x[edge_index[0, at]] @ convolution.node.weight.T
            + convolution.node.bias
            + edge_attr[at] @ convolution.edge.weight.T
        )
        spread = (message.var(0, correction=0) + 1e-5).sqrt()
        plain = torch.cat([message.mean(0), message.amax(0), spread])
        whole = torch.cat([plain, plain * degree[head]])
        assert torch.allclose(told[row], whole @ convolution.out.weight.T, atol=1e-5)


@pytest.mark.parametrize("most", [1, 2, 3, 5, 6])
@pytest.mark.parametrize("weighted", [False, True])
def test_messages_in_blocks_tell_what_all_together_do(most, weighted, monkeypatch):
    monkeypatch.setattr("gnn.torch.edge_sage.AT_ONCE", most)
    torch.manual_seed(3)
    convolution = EdgeConvolution(4, 2)
    edge_index = torch.tensor([[0, 1, 2, 0, 3, 3], [0, 0, 0, 2, 2, 4]])
    given = torch.randn(5, 4), edge_index, torch.randn(6, 2), torch.rand(5)
    weight = torch.rand(6) if weighted else None
    heads, told = convolution(*given, weight)
    with torch.no_grad():
        again, words = convolution(*given, weight)
    assert torch.equal(again, heads)
    assert torch.allclose(words, told, atol=1e-6)


def test_edges_without_columns_are_told_by_their_tails_alone():
    graph = plain_graph([(0, 1), (2, 1)], inputs=np.eye(3))
    told = logits(network(graph), graph)
    assert not any("edge" in name for name, _ in network(graph).named_parameters())
    assert told.shape == (3,)
    apart = plain_graph([(0, 1)], inputs=np.eye(3))
    assert logits(network(graph), apart)[1] != told[1]


@given(st.integers(0, 2**20))
@settings(max_examples=15, deadline=None)
def test_a_score_is_the_same_whatever_the_numbers_of_nodes(seed):
    random = np.random.default_rng(seed)
    n, m = 20, 60
    edges = random.integers(0, n, (m, 2))
    inputs, values = random.normal(size=(n, 3)), random.normal(size=(m, 2))
    keys, new, order = random.permutation(n), random.permutation(n), (
        random.permutation(m))  # fmt: skip
    one = plain_graph(edges, inputs=inputs, values=values, keys=keys)
    back = np.argsort(new)
    two = plain_graph(
        new[edges][order], inputs=inputs[back], values=values[order], keys=keys[back]
    )
    model = network(one)
    assert torch.allclose(logits(model, one), logits(model, two)[new], atol=1e-5)


@pytest.mark.parametrize("rows", [[0], [2, 0], [3, 1, 0, 2]])
def test_a_score_is_the_same_alone_in_a_batch_and_in_the_whole_graph(rows):
    graph = scaled(graph_of(every_relation()))
    model = network(graph)
    whole = logits(model, graph)
    sampler = CsrSampler(graph, (None, None), 1)
    seeds = (FIRM, torch.tensor(rows))
    (batch,) = NodeLoader(graph, sampler, seeds, batch_size=len(rows))
    assert torch.allclose(logits(model, batch)[: len(rows)], whole[rows], atol=1e-5)


def test_firms_in_a_random_graph_score_the_same_in_their_own_trees():
    graph = random_graph(11)
    model, rows = network(graph), torch.arange(0, 60, 7)
    sampler = CsrSampler(graph, (None, None), 1)
    (batch,) = NodeLoader(graph, sampler, (FIRM, rows), batch_size=len(rows))
    alone = logits(model, batch)[: len(rows)]
    assert torch.allclose(alone, logits(model, graph)[rows], atol=1e-5)


def test_a_firm_hears_of_two_steps_and_no_further():
    chain = [(3, 2), (2, 1), (1, 0)]
    kind = (FIRM, "pays", FIRM)
    one = plain_graph(chain, inputs=np.zeros((4, 1)))
    model = network(one)
    for row, moved in ((1, True), (2, True), (3, False)):
        inputs = np.zeros((4, 1))
        inputs[row] = 5
        other = plain_graph(chain, inputs=inputs)
        # what is told forwards only: the reverse would lead further
        for graph in (one, other):
            graph[FIRM, "rev_pays", FIRM].edge_index = torch.zeros(2, 0).long()
            graph[FIRM, "rev_pays", FIRM].edge_attr = torch.zeros(0, 0)
        heard = logits(model, one)[0] != logits(model, other)[0]
        assert bool(heard) is moved
    assert one[kind].num_edges == 3


def test_isolated_nodes_are_scored_by_what_they_are():
    graph = plain_graph([], inputs=[[0.0], [1.0]])
    told = logits(network(graph), graph)
    assert bool(torch.isfinite(told).all())
    assert told[0] != told[1]


def test_all_of_it_is_trained():
    graph = scaled(graph_of(every_relation()))
    model = network(graph).train()
    nn.functional.softplus(model(graph)).sum().backward()
    untouched = [name for name, value in model.named_parameters() if value.grad is None]
    # nobody is told anything of contacts after the first layer but by firms' edges
    assert not untouched
