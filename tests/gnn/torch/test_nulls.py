import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gnn.torch.nulls import rewired, without_edges
from gnn.torch.relation import Relation
from torch_graphs import FIRM, every_relation, graph_of

MONTH = 2_678_400_000


@given(st.integers(0, 2**32), st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_ends_keep_their_degrees_and_heads_their_moments(seed, draw):
    random = np.random.default_rng(seed)
    tail, head = random.integers(0, 6, (2, 40))
    time = random.integers(0, 3, 40) * MONTH
    item = Relation(
        source=FIRM, name="pays", target=FIRM, facts="transfer", tail=tail, head=head,
        time=time, values=np.arange(40.0, dtype=np.float32)[:, None], names=("amount",),
        record=np.arange(40),
    )  # fmt: skip
    other = rewired(item, draw)
    assert other.head.tolist() == head.tolist()
    assert other.time.tolist() == time.tolist()
    assert other.values.tolist() == item.values.tolist()
    for month in range(3):
        at = time == month * MONTH
        assert sorted(other.tail[at]) == sorted(tail[at])
    assert rewired(item, draw).tail.tolist() == other.tail.tolist()


def test_a_month_of_one_edge_stays_as_it_is():
    time = np.array([0, MONTH])
    item = Relation(
        source=FIRM, name="pays", target=FIRM, facts="transfer", time=time,
        tail=np.array([1, 2]), head=np.array([3, 4]), names=(),
        values=np.zeros((2, 0), np.float32), record=np.arange(2),
    )  # fmt: skip
    assert rewired(item, 5).tail.tolist() == [1, 2]


def test_without_edges_all_nodes_stay():
    graph = graph_of(every_relation())
    bare = without_edges(graph)
    assert bare.validate()
    assert torch.equal(bare[FIRM].x.nan_to_num(), graph[FIRM].x.nan_to_num())
    assert bare.edge_types == graph.edge_types
    assert sum(bare[kind].num_edges for kind in bare.edge_types) == 0
