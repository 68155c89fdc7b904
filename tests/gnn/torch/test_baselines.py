from functools import partial

import numpy as np
import pytest
import torch
from torch_geometric.loader import NodeLoader

from feature_rows import NOW
from gnn.features import build_features
from gnn.features.firms import Firms
from gnn.metrics import auc
from gnn.torch.baselines import (
    HGT,
    Wavelets,
    bwgnn,
    pna,
    rgcn,
    sage,
)
from gnn.torch.comparison import OWN, compared, degrees_of, narrowed
from gnn.torch.edge_sage import Shape
from gnn.torch.inputs import GROUPS, own_columns
from gnn.torch.parameters import NetworkParameters
from gnn.torch.sampler import CsrSampler
from gnn.torch.samples import Part
from gnn.torch.scaling import Scaling
from graph.testing.facts import snapshot_of
from torch_graphs import (
    CPU,
    FIRM,
    every_relation,
    graph_of,
    moment,
    plain_graph,
    scaled,
)

BRIEF = NetworkParameters(
    hidden=8,
    epochs=10,
    every=5,
    batch=64,
    dropout=0.0,
    average=0.5,
    rate=0.02,
    whole=True,
)
NAMES = [OWN, "homogeneous SAGE", "RGCN", "HGT", "PNA", "BWGNN"]


def told_by(parts, seed=1, parameters=BRIEF):
    (first, second, last), scaling = scaled(*parts)
    return compared(
        first, second, first, last.graph, FIRM, scaling=scaling,
        own=np.array([True, False]), seed=seed, device=CPU, parameters=parameters,
    )  # fmt: skip


@pytest.fixture(scope="module")
def parts():
    return [moment(seed, n=150) for seed in (1, 2, 3)]


@pytest.fixture(scope="module")
def found(parts):
    return told_by(parts)


def test_each_network_learns_something_of_what_neighbours_tell(parts, found):
    assert list(found) == NAMES
    last = parts[2]
    for name, logits in found.items():
        assert logits.shape == (150,)
        assert np.isfinite(logits).all()
        assert auc(last.positive, logits) > 0.75, name


def test_with_one_seed_each_is_the_same_to_the_bit(parts):
    short = NetworkParameters(hidden=8, epochs=1, every=1, batch=256)
    one, two, other = (told_by(parts, seed, short) for seed in (1, 1, 2))
    for name in NAMES:
        assert one[name].tobytes() == two[name].tobytes()
        assert one[name].tobytes() != other[name].tobytes()


def makers(graph):
    """Of every network but ours."""
    degrees = degrees_of(graph)
    return [sage, rgcn, HGT, partial(pna, degrees=degrees),
            bwgnn]  # fmt: skip


def test_every_relation_is_read_alone_in_a_batch_and_in_the_whole_graph():
    raw = graph_of(every_relation())
    graph = Scaling.of(raw).applied(raw)
    sampler = CsrSampler(graph, (None, None), 1)
    seeds = (FIRM, torch.tensor([2, 0]))
    (batch,) = NodeLoader(graph, sampler, seeds, batch_size=2)
    for make in makers(raw):
        torch.manual_seed(1)
        model = make(Shape.of(graph, FIRM, hidden=8)).eval()
        with torch.no_grad():
            whole, alone = model(graph), model(batch)[:2]
        assert whole.shape == (4,)
        assert torch.allclose(alone, whole[[2, 0]], atol=1e-5), make


def test_isolated_nodes_are_scored_by_what_they_are():
    graph = plain_graph([], inputs=[[0.0], [1.0]])
    for make in makers(graph):
        torch.manual_seed(1)
        model = make(Shape.of(graph, FIRM, hidden=8)).eval()
        with torch.no_grad():
            told = model(graph)
        assert bool(torch.isfinite(told).all())


def test_wavelets_are_polynomials_of_the_laplacian():
    torch.manual_seed(2)
    index = torch.tensor([[0, 1, 2, 2, 3], [1, 0, 0, 1, 2]])
    x, bank = torch.randn(4, 3), Wavelets(3, 2)
    walk = torch.zeros(4, 4)
    walk.index_put_((index[1], index[0]), torch.ones(5), accumulate=True)
    walk = walk / walk.sum(1, keepdim=True).clamp(min=1)
    half, one = (torch.eye(4) - walk) / 2, torch.eye(4)
    filters = [
        1.5 * (one - half) @ (one - half), 3 * half @ (one - half), 1.5 * half @ half
    ]  # fmt: skip
    told = bank.out(torch.cat([filtered @ x for filtered in filters], 1))
    assert torch.allclose(bank(x, index, index[0]), told, atol=1e-5)


def test_degrees_are_counted_over_all_relations():
    graph = plain_graph([(0, 1), (2, 1)], inputs=np.zeros((4, 1)))
    # firm 1 has both, 0 and 2 their reverses, 3 none
    assert degrees_of(graph).tolist() == [1, 2, 1]


def test_only_inputs_of_companies_alone_are_left():
    firms = Firms(snapshot_of(every_relation(), NOW))
    own = own_columns(build_features(firms, GROUPS))
    graph = graph_of(every_relation())
    assert len(own) == graph[FIRM].x.shape[1]
    assert own[-20:].all()
    assert 20 < own.sum() < len(own)
    narrow = narrowed(graph, FIRM, own)
    assert narrow[FIRM].x.shape == (4, own.sum())
    assert graph[FIRM].x.shape[1] == len(own)
    assert Part(narrow, np.ones(4, bool), np.ones(4, bool)).graph is narrow
