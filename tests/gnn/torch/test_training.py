import json

import numpy as np
import pytest
import torch

from gnn.errors import ModelFileError
from gnn.metrics import auc
from gnn.torch.network import Network
from gnn.torch.parameters import NetworkParameters
from gnn.torch.samples import Part, Samples
from torch_graphs import (
    CPU,
    FIRM,
    every_relation,
    graph_of,
    learned,
    moment,
    plain_graph,
)

SMALL = NetworkParameters(hidden=8, epochs=6, every=2, batch=32, dropout=0.0)


@pytest.fixture(scope="module")
def parts():
    return [moment(seed) for seed in (1, 2, 3)]


def fitted(parts, **options):
    first, second, _ = parts
    return learned(first, second, first, parameters=SMALL, **options)


@pytest.fixture(scope="module")
def network(parts):
    return fitted(parts).network


def test_what_only_neighbours_tell_is_learned(parts, network):
    last = parts[2]
    scores, device = network.logits(last.graph, CPU)
    assert device == CPU
    assert auc(last.positive, scores) > 0.9


def test_with_one_seed_it_is_the_same_to_the_bit(parts, network):
    again = fitted(parts).network
    assert again.to_bytes() == network.to_bytes()
    one, two = (made.logits(parts[2].graph, CPU)[0] for made in (network, again))
    assert one.tobytes() == two.tobytes()


def test_random_numbers_of_others_are_left_alone(parts):
    torch.manual_seed(7)
    before = torch.random.get_rng_state()
    fitted(parts)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_progress_is_told_of_both_trainings(parts):
    told = []
    fitted(parts, progress=lambda done, total: told.append((done, total)))
    done, totals = zip(*told, strict=True)
    assert list(done) == sorted(done)
    assert done[-1] == totals[-1]


def test_a_network_survives_its_bytes(parts, network):
    read = Network.from_bytes(network.to_bytes(), "network.safetensors")
    one, two = (item.logits(parts[2].graph, CPU)[0] for item in (network, read))
    assert one.tobytes() == two.tobytes()
    assert read.to_bytes() == network.to_bytes()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"edge-sage 1", b"edge-sage 9", "it is of format"),
        (b'\\"layers\\": 2', b'\\"layers\\": 3', "its weights do not fit"),
        (b'\\"hidden\\": 8', b'\\"hidden\\": 9', "its weights do not fit"),
        (b'\\"target\\"', b'\\"tarjet\\"', "it holds no network: 'target'"),
        (b'\\"layers\\": 2', b'\\"layers\\": 9', "it holds no network: .* 9 layers"),
        (b'"F32"', b'"I32"', "it holds no network: .* is of torch.int32"),
        (b'\\"inputs\\": {', b'\\"input_\\": {', "it holds no network: 'inputs'"),
    ],
)
def test_other_bytes_are_no_network(network, old, new, reason):
    content = network.to_bytes()
    assert old in content
    with pytest.raises(ModelFileError, match=f"^net: {reason}"):
        Network.from_bytes(content.replace(old, new), "net")


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("hidden", 10**7, "its weights do not fit"),  # of which 11 GB would be made
        ("inputs", {"company": 10**9}, "its weights do not fit"),
        ("inputs", [], "it holds no network"),
        ("layers", 10**6, "it holds no network: it has 1000000 layers"),
    ],
)
def test_a_header_of_another_shape_costs_no_memory(network, field, value, reason):
    content = network.to_bytes()
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    told = json.loads(header["__metadata__"]["network"]) | {field: value}
    header["__metadata__"]["network"] = json.dumps(told)
    changed = json.dumps(header).encode()
    whole = len(changed).to_bytes(8, "little") + changed + content[8 + size :]
    with pytest.raises(ModelFileError, match=f"^net: {reason}"):
        Network.from_bytes(whole, "net")


@pytest.mark.parametrize("kept", [0, 8, 100, -1])
def test_a_part_of_its_bytes_is_no_network(network, kept):
    with pytest.raises(ModelFileError, match=r"^net: it holds no network"):
        Network.from_bytes(network.to_bytes()[:kept], "net")


def test_a_graph_of_other_columns_is_refused(network):
    with pytest.raises(ModelFileError, match="company has 3 columns here, and 2 in it"):
        network.check_fits(plain_graph([(0, 1)], inputs=np.zeros((2, 3))), "net")
    network.check_fits(plain_graph([(0, 1)], inputs=np.zeros((2, 2))), "net")


def test_a_relation_without_edges_here_or_there_is_no_obstacle(network):
    graph = plain_graph([], inputs=[[0.0, 0.0], [np.nan, 1.0]])
    assert np.isfinite(network.logits(graph, CPU)[0]).all()
    alone = Part(graph, np.array([True, False]), np.array([True, True]))
    made = fitted([alone, alone, alone]).network
    assert np.isfinite(made.logits(graph, CPU)[0]).all()
    assert np.isfinite(made.logits(moment(1).graph, CPU)[0]).all()


def test_every_relation_of_a_snapshot_is_learned_from():
    graph = graph_of(every_relation())
    part = Part(graph, np.array([1, 0, 1, 0], bool), np.ones(4, bool))
    network = learned(part, part, part, parameters=SMALL).network
    assert len(network.logits(graph, CPU)[0]) == 4


def test_negatives_are_as_many_as_wanted_and_drawn_by_key(parts):
    part = parts[0]
    positive = np.flatnonzero(part.positive & part.judged)
    samples = Samples(part, FIRM, NetworkParameters(negatives=1, batch=10), 1)
    first, second = (np.concatenate(samples.batches(epoch)) for epoch in (1, 2))
    assert len(first) == 2 * len(positive)
    assert set(positive) <= set(first)
    assert part.judged[first].all()
    assert set(first) != set(second)
    half = part.positive[first][: len(positive)].mean()
    assert 0.2 < half < 0.8
