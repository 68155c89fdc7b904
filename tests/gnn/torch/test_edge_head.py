"""Guarantees of schemes, told from states that were made by hand or by a network."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from gnn.errors import ModelFileError
from gnn.labels import Labels
from gnn.torch.edge_head import EdgeParameters, EdgeStates, fit_edges, judged_edges
from gnn.torch.network import Network
from gnn.torch.parameters import NetworkParameters
from gnn.torch.samples import Part
from torch_graphs import CPU, every_relation, graph_of, learned

FIRMS, EDGES = 300, 1_200


def labels_of(scheme, *, positive=None, left_out=()):
    """Labels of firms by the number of their scheme, -1 where there is none."""
    number = np.array(scheme, np.int32)
    out = np.zeros(len(number), np.bool_)
    out[list(left_out)] = True
    hit = number >= 0 if positive is None else np.array(positive, np.bool_)
    names = tuple(map(str, range(number.max() + 1)))
    masked = np.zeros(len(number), np.bool_)
    return Labels(hit & ~out, out, masked, number, names, ("circle",) * len(names))


def edges_of(pairs, states, columns, keys=None):
    """Guarantees with these states of their ends."""
    names = np.arange(len(states)) if keys is None else np.array(keys)
    return EdgeStates(
        torch.tensor(np.array(states), dtype=torch.float32),
        names.astype(np.uint64),
        torch.tensor(np.array(pairs, np.int64).reshape(-1, 2).T.copy()),
        torch.tensor(np.array(columns), dtype=torch.float32),
    )


def moment(seed):
    """Schemes of three among firms; what their guarantees have in common is large."""
    random = np.random.default_rng(seed)
    scheme = np.where(np.arange(FIRMS) < 60, np.arange(FIRMS) // 3, -1)
    first = np.arange(60)
    inside = np.stack([first, first // 3 * 3 + (first + 1) % 3], 1)
    pairs = np.concatenate([inside, random.integers(0, FIRMS, (EDGES, 2))])
    of_scheme = np.arange(len(pairs)) < len(inside)
    columns = random.normal(size=(len(pairs), 2)) + 2.0 * of_scheme[:, None]
    states = random.normal(size=(FIRMS, 3)) + 1.0 * (scheme >= 0)[:, None]
    return edges_of(pairs, states, columns), labels_of(scheme), states.sum(axis=1)


@pytest.fixture(scope="module")
def moments():
    return [moment(seed) for seed in (1, 2, 3)]


def fitted(moments, **options):
    return fit_edges([part[:2] for part in moments[:2]], seed=1, **options)


@pytest.fixture(scope="module")
def head(moments):
    return fitted(moments)


def test_positive_are_guarantees_within_one_scheme_and_only_known_ends_count():
    pairs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (5, 0)]
    found = edges_of(pairs, np.zeros((6, 1)), np.zeros((6, 1)))
    # 0 and 1 are of one scheme, 2 of another, 3 is no positive of it, 5 counts not
    labels = labels_of([0, 0, 1, 1, -1, 0], positive=[1, 1, 1, 0, 0, 1], left_out=[5])
    counted, positive = found.known(labels)
    assert counted.tolist() == [0, 1, 2, 3, 4]
    assert positive.tolist() == [True, False, False, False, False]


def test_a_head_finds_more_than_the_scores_of_both_ends(moments, head):
    found, labels, nodes = moments[2]
    told = judged_edges(head, found, nodes, labels)
    _, positive = found.known(labels)
    assert told["edges"] == len(found.edge_attr)
    assert told["positive"] == positive.sum()
    assert told["ap"] > 0.8 > told["ap_of_ends"] > positive.mean()


def test_a_figure_without_positives_is_none(moments, head):
    found, _, nodes = moments[2]
    told = judged_edges(head, found, nodes, labels_of(np.full(FIRMS, -1)))
    assert (told["positive"], told["ap"], told["ap_of_ends"]) == (0, None, None)


def test_with_one_seed_it_is_the_same_to_the_bit_and_leaves_others_numbers(
    moments, head
):
    torch.manual_seed(7)
    before = torch.random.get_rng_state()
    again = fitted(moments)
    assert torch.equal(torch.random.get_rng_state(), before)
    found = moments[2][0]
    assert again.logits(found).tobytes() == head.logits(found).tobytes()


def test_logits_in_parts_are_those_of_all_at_once(moments, head, monkeypatch):
    found = moments[2][0]
    whole = head.logits(found)
    monkeypatch.setattr("gnn.torch.edge_head._AT_ONCE", 7)
    assert np.allclose(head.logits(found), whole, atol=1e-5)
    assert len(head.logits(edges_of([], np.zeros((2, 3)), np.zeros((0, 2))))) == 0


def test_draws_are_the_same_whatever_the_numbers_of_firms():
    random = np.random.default_rng(5)
    pairs, keys = random.integers(0, 20, (50, 2)), random.permutation(100)[:20]
    new, order = random.permutation(20), random.permutation(50)
    one = edges_of(pairs, np.zeros((20, 1)), np.zeros((50, 1)), keys)
    other_keys = np.empty(20, int)
    other_keys[new] = keys
    two = edges_of(new[pairs][order], np.zeros((20, 1)), np.zeros((50, 1)), other_keys)
    drawn = pairs[one.order(np.arange(50), 3, 1)]
    again = new[pairs][order][two.order(np.arange(50), 3, 1)]
    assert (new[drawn] == again).all()
    assert (drawn != pairs[one.order(np.arange(50), 3, 2)]).any()


def test_negatives_are_as_many_as_wanted(moments):
    few = fitted(moments, parameters=EdgeParameters(negatives=1, epochs=2, hidden=4))
    assert few.shape == (8, 4, 0.2)


def test_where_no_guarantee_is_of_a_scheme_or_each_is_there_is_no_head():
    found = edges_of([(0, 1), (1, 0)], np.zeros((2, 1)), np.zeros((2, 1)))
    for scheme in ([-1, -1], [0, 0]):
        assert fit_edges([(found, labels_of(scheme))], seed=1) is None


@pytest.fixture(scope="module")
def networks():
    """One without a head and the same with one, and their graph."""
    graph = graph_of(every_relation())
    part = Part(graph, np.array([1, 1, 0, 0], bool), np.ones(4, bool))
    small = NetworkParameters(hidden=8, epochs=2, every=1)
    bare = learned(part, part, part, parameters=small).network
    edges = guarantees(bare, graph)
    head = fit_edges([(edges, labels_of([0, 0, -1, -1]))], seed=1)
    return bare, replace(bare, edges=head), graph


def guarantees(network, graph):
    scaled = network.scaling.applied(graph)
    return EdgeStates.of(scaled, network.scored(scaled, CPU).states)


def test_a_head_leaves_the_network_as_it_is(networks):
    bare, both, graph = networks
    one, two = (network.logits(graph, CPU)[0] for network in (bare, both))
    assert one.tobytes() == two.tobytes()
    assert b"edge_head" not in bare.to_bytes()
    assert guarantees(bare, graph).edge_index.shape == (2, 3)


def test_a_head_survives_the_bytes_of_its_network(networks):
    _, both, graph = networks
    read = Network.from_bytes(both.to_bytes(), "net")
    one, two = (
        network.edges.logits(guarantees(network, graph)) for network in (both, read)
    )
    assert one.tobytes() == two.tobytes()
    assert read.to_bytes() == both.to_bytes()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b", 48, 0.2]", b", 47, 0.2]", "its weights do not fit"),
        (b", 48, 0.2]", b', 48, "a"]', "it holds no network"),
        (b'\\"edge_head\\"', b'\\"edge_haed\\"', "its weights do not fit"),
    ],
)  # fmt: skip
def test_another_head_is_refused(networks, old, new, reason):
    content = networks[1].to_bytes()
    assert old in content
    with pytest.raises(ModelFileError, match=f"^net: {reason}"):
        Network.from_bytes(content.replace(old, new), "net")
