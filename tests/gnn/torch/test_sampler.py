import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch_geometric.loader import NodeLoader

from gnn.torch.sampler import CsrSampler, shuffled
from torch_graphs import FIRM, every_relation, graph_of, plain_graph, random_graph

PAYS = (FIRM, "pays", FIRM)
PAID = (FIRM, "rev_pays", FIRM)


def samples(graph, rows, fan_out, seed=1, epoch=0):
    """The batch of these seed nodes."""
    sampler = CsrSampler(graph, fan_out, seed)
    sampler.epoch = epoch
    seeds = (FIRM, torch.tensor(rows))
    (batch,) = NodeLoader(graph, sampler, seeds, batch_size=len(rows))
    return batch


def edges_by_key(batch, kind):
    """Edges of each seed's tree by keys of seed, tail and head."""
    key, tree = batch[FIRM].key, batch[FIRM].batch
    seed = key[: batch[FIRM].batch_size]
    tail, head = batch[kind].edge_index
    return sorted(zip(seed[tree[head]].tolist(), key[tail].tolist(),
                      key[head].tolist(), strict=True))  # fmt: skip


def relabelled(edges, inputs, keys, random):
    """The same firms and payments under other numbers, and the new number of each."""
    new = random.permutation(len(keys))
    order = random.permutation(len(edges))
    return (
        plain_graph(
            new[np.array(edges)][order],
            inputs=np.array(inputs)[np.argsort(new)],
            keys=np.array(keys)[np.argsort(new)],
        ),
        new,
    )


@given(st.integers(0, 2**32), st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_draws_hang_on_keys_alone(seed, order):
    random = np.random.default_rng(seed)
    edges, keys = random.integers(0, 12, (60, 2)), random.permutation(99)[:12]
    inputs = random.normal(size=(12, 2))
    graph = plain_graph(edges, inputs=inputs, keys=keys)
    other, new = relabelled(edges, inputs, keys, np.random.default_rng(order))
    rows = [0, 3, 7]
    one = samples(graph, rows, (2, 1))
    two = samples(other, new[rows].tolist(), (2, 1))
    for kind in (PAYS, PAID):
        assert edges_by_key(one, kind) == edges_by_key(two, kind)


def test_all_neighbours_of_two_steps_are_those_of_the_graph():
    graph = random_graph(3)
    (tails, heads), rows = graph[PAYS].edge_index, [0, 4, 9]
    both = [(tails, heads, PAYS), (heads, tails, PAID)]
    batch = samples(graph, rows, (None, None))
    key = graph[FIRM].key
    for kind in (PAYS, PAID):
        expected = []
        for seed in rows:
            ring = {seed}
            for some_tails, some_heads, _ in both:
                ring |= set(some_tails[some_heads == seed].tolist())
            tail, head, _ = both[kind == PAID]
            expected += [
                (key[seed].item(), key[a].item(), key[b].item())
                for a, b in zip(tail.tolist(), head.tolist(), strict=True)
                if b in ring
            ]
        assert edges_by_key(batch, kind) == sorted(expected)


def test_no_more_are_drawn_than_wanted_and_each_from_its_span_in_time():
    edges = [(tail, 0) for tail in range(1, 41)]
    graph = plain_graph(edges, inputs=np.zeros((41, 1)))
    seen = set()
    for epoch in range(60):
        batch = samples(graph, [0], (4,), epoch=epoch)
        edge = batch[PAYS].e_id
        assert edge.tolist() == sorted(edge.tolist())
        assert (edge // 10).tolist() == [0, 1, 2, 3]
        seen |= set(edge.tolist())
    assert seen == set(range(40))


def test_spans_that_are_not_whole_give_each_edge_once():
    graph = plain_graph([(tail, 0) for tail in range(1, 6)], inputs=np.zeros((6, 1)))
    for epoch in range(40):
        edge = samples(graph, [0], (4,), epoch=epoch)[PAYS].e_id.tolist()
        assert 1 < len(edge) <= 4
        assert len(edge) == len(set(edge))


def test_trees_are_apart_and_tell_which_edges_each_step_drew():
    graph = graph_of(every_relation())
    batch = samples(graph, [0, 1, 2], (None, None))
    assert batch[FIRM].n_id[:3].tolist() == [0, 1, 2]
    for kind in graph.edge_types:
        tail, head = batch[kind].edge_index
        tree = batch[kind[2]].batch[head]
        assert torch.equal(batch[kind[0]].batch[tail], tree)
        first = batch[kind].num_sampled_edges[0]
        assert bool((head[:first] < 3).all() or kind[2] != FIRM)
        assert bool((head.diff() >= 0).all())
        drawn = set(batch[kind].e_id.tolist())
        assert drawn <= set(graph[kind].e_id.tolist())


def test_another_epoch_draws_others():
    graph = random_graph(5, n=20, m=400)
    one, two = (samples(graph, [0], (3, 2), epoch=epoch) for epoch in (0, 1))
    assert edges_by_key(one, PAYS) != edges_by_key(two, PAYS)
    assert edges_by_key(one, PAYS) == edges_by_key(samples(graph, [0], (3, 2)), PAYS)


def test_an_order_hangs_on_keys():
    keys = np.array([5, 9, 1, 7], np.uint64)
    order = keys[shuffled(keys, 1, 2)]
    assert keys[::-1][shuffled(keys[::-1], 1, 2)].tolist() == order.tolist()


def test_edges_are_not_sampled_from():
    with pytest.raises(NotImplementedError):
        CsrSampler(random_graph(1), (1,), 1).sample_from_edges(None)
