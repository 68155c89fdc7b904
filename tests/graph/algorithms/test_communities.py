from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.communities import communities, undirected_weights
from graph.testing.strategies import multigraphs, trials


def two_groups():
    """Two complete groups of four joined by one edge."""
    arcs = [(a, b) for a in range(4) for b in range(a)]
    arcs += [(a + 4, b + 4) for a, b in arcs]
    return [a for a, _ in arcs] + [3], [b for _, b in arcs] + [4]


def test_two_dense_groups_are_two_communities():
    tail, head = two_groups()
    groups = communities(tail, head, 8)
    assert groups.labels.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert len(groups) == 2
    reference = nx.Graph(list(zip(tail, head, strict=True)))
    expected = nx.community.modularity(reference, [{0, 1, 2, 3}, {4, 5, 6, 7}])
    assert groups.quality == pytest.approx(expected)


def test_a_higher_resolution_gives_more_communities():
    tail, head = two_groups()
    assert len(communities(tail, head, 8, resolution=10.0)) > 2


def test_a_heavy_guarantee_joins_what_light_ones_do_not():
    tail, head = [0, 1, 2], [1, 2, 3]
    weight = [1.0, 9.0, 1.0]
    labels = communities(tail, head, 4, weight=weight).labels
    assert labels[1] == labels[2]


def test_firms_without_guarantees_stand_alone():
    assert communities([], [], 3).labels.tolist() == [0, 1, 2]
    assert communities([1], [1], 2).labels.tolist() == [0, 1]
    assert len(communities([], [], 0)) == 0


@pytest.mark.parametrize(
    "resolution", [0.0, -1.0, 5e-324, 1e-9, 1e9, float("nan"), float("inf")]
)
def test_an_impossible_resolution_is_refused(resolution):
    with pytest.raises(ValueError, match="resolution"):
        communities([0], [1], 2, resolution=resolution)


@pytest.mark.parametrize("weight", [0.0, -2.0, float("nan")])
def test_an_impossible_weight_is_refused(weight):
    with pytest.raises(ValueError, match="weight"):
        communities([0], [1], 2, weight=[weight])


def test_parallel_and_opposite_guarantees_add_up():
    low, high, weight = undirected_weights([2, 0, 2, 1], [0, 2, 0, 1], [1, 2, 4, 8])
    assert (low.tolist(), high.tolist(), weight.tolist()) == ([0], [2], [7.0])


@given(graph=multigraphs(), data=st.data())
@trials(200)
def test_row_order_and_direction_change_nothing(graph, data):
    rows = np.array(data.draw(st.permutations(range(len(graph.tail)))), int)
    turned = data.draw(st.booleans())
    ends = np.array([graph.tail, graph.head], int)[:, rows]
    tail, head = ends[::-1] if turned else ends
    first = communities(graph.tail, graph.head, graph.n, seed=3)
    second = communities(tail, head, graph.n, seed=3)
    assert first.labels.tolist() == second.labels.tolist()
    assert first.quality == second.quality
    seen = [first.labels.tolist().index(label) for label in range(len(first))]
    assert seen == sorted(seen)
