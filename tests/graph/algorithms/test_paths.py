from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.algorithms.paths import neighbourhood, paths_between
from graph.kernels.csr import Csr
from graph.testing.strategies import multigraphs, trials


def rows_of(graph):
    return Csr.build(graph.tail, graph.head, graph.n)


def star(leaves):
    """Node 0 guarantees each leaf, and the last leaf guarantees one firm more."""
    last = leaves + 1
    return Csr.build([0] * leaves + [leaves], [*range(1, leaves + 1), last], last + 1)


def test_nodes_come_nearest_first():
    chain = Csr.build([0, 1, 2], [1, 2, 3], 4)
    near = neighbourhood([chain], [0], hops=2)
    assert (near.nodes.tolist(), near.hops.tolist()) == ([0, 1, 2], [0, 1, 2])
    assert near.truncated_by == ()


def test_no_hop_is_the_seeds_themselves():
    near = neighbourhood([star(3)], [2, 1], hops=0, max_nodes=1)
    assert (near.nodes.tolist(), near.hops.tolist()) == ([2, 1], [0, 0])


def test_several_kinds_of_step_are_walked_together():
    owns = Csr.build([0], [1], 3)
    guarantees = Csr.build([1], [2], 3)
    assert neighbourhood([owns, guarantees], [0], hops=2).nodes.tolist() == [0, 1, 2]
    assert neighbourhood([owns], [0], hops=2).nodes.tolist() == [0, 1]


def test_a_full_neighbourhood_is_not_called_truncated():
    near = neighbourhood([star(3)], [0], hops=1, max_nodes=4)
    assert (near.nodes.size, near.truncated_by) == (4, ())


def test_one_node_more_than_the_cap_is_called_truncated():
    near = neighbourhood([star(3)], [0], hops=1, max_nodes=3)
    assert near.nodes.tolist() == [0, 1, 2]
    assert near.truncated_by == ("max_nodes",)


def test_a_hub_is_found_but_not_walked_through():
    rows = star(5)
    both = [rows, rows.reverse()]
    near = neighbourhood(both, [1], hops=2, max_degree=4)
    assert (near.nodes.tolist(), near.truncated_by) == ([1, 0], ("max_degree",))
    assert neighbourhood(both, [0], hops=1, max_degree=4).nodes.size == 6


@given(graph=multigraphs(), hops=st.integers(0, 4), data=st.data())
@trials(500)
def test_hops_agree_with_networkx(graph, hops, data):
    assume(graph.n > 0)
    seed = data.draw(st.integers(0, graph.n - 1))
    directed = data.draw(st.booleans())
    rows = rows_of(graph)
    reference = nx.MultiDiGraph() if directed else nx.MultiGraph()
    reference.add_nodes_from(range(graph.n))
    reference.add_edges_from(graph.edges)
    near = neighbourhood(
        [rows] if directed else [rows, rows.reverse()], [seed], hops=hops
    )
    expected = nx.single_source_shortest_path_length(reference, seed, cutoff=hops)
    assert dict(zip(near.nodes.tolist(), near.hops.tolist(), strict=True)) == expected
    assert np.all(np.diff(near.hops) >= 0)


def test_the_shortest_path_comes_first():
    rows = Csr.build([0, 1, 0], [1, 2, 2], 3)
    found = paths_between([rows], [rows.reverse()], 0, 2)
    assert (found.paths, found.truncated_by) == (((0, 2), (0, 1, 2)), ())


def test_without_a_connection_there_is_no_path():
    rows = Csr.build([1], [0], 3)
    assert paths_between([rows], [rows.reverse()], 0, 1).paths == ()
    assert paths_between([rows], [rows.reverse()], 0, 2).paths == ()


def test_one_path_more_than_asked_is_called_truncated():
    rows = Csr.build([0, 1, 0], [1, 2, 2], 3)
    steps = ([rows], [rows.reverse()], 0, 2)
    assert paths_between(*steps, max_paths=1).truncated_by == ("max_paths",)
    assert paths_between(*steps, max_paths=2).truncated_by == ()


def test_a_search_out_of_work_says_so():
    ends = [(a, b) for a in range(7) for b in range(7)]
    rows = Csr.build([a for a, _ in ends], [b for _, b in ends], 7)
    found = paths_between(
        [rows], [rows.reverse()], 0, 6, max_paths=10_000, max_work=100
    )
    assert found.truncated_by == ("max_work",)


def test_a_node_cap_on_the_way_is_reported():
    rows = star(9)
    found = paths_between([rows], [rows.reverse()], 0, 10, max_nodes=3, max_length=2)
    assert found.truncated_by == ("max_nodes",)


@pytest.mark.parametrize(
    ("target", "limits"), [(0, {}), (1, {"max_length": 0}), (1, {"max_paths": 0})]
)
def test_impossible_questions_are_refused(target, limits):
    rows = star(2)
    with pytest.raises(ValueError, match="must be"):
        paths_between([rows], [rows.reverse()], 0, target, **limits)


@given(
    graph=multigraphs(max_nodes=7, max_edges=14),
    length=st.integers(1, 6),
    data=st.data(),
)
@trials(800)
def test_paths_agree_with_networkx(graph, length, data):
    assume(graph.n > 1)
    source, target = data.draw(st.permutations(range(graph.n)))[:2]
    directed = data.draw(st.booleans())
    rows = rows_of(graph)
    steps = [rows] if directed else [rows, rows.reverse()]
    back = [rows.reverse()] if directed else steps
    reference = nx.DiGraph() if directed else nx.Graph()
    reference.add_nodes_from(range(graph.n))
    reference.add_edges_from(graph.edges)
    found = paths_between(
        steps, back, source, target, max_length=length, max_paths=10_000
    )
    every = nx.all_simple_paths(reference, source, target, cutoff=length)
    expected = sorted(map(tuple, every), key=lambda path: (len(path), path))
    assert list(found.paths) == expected
    assert found.truncated_by == ()
