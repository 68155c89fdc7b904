from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.components import (
    InnerGraph,
    component_sizes,
    strongly_connected_components,
    topological_numbering,
    weakly_connected_components,
)
from graph.kernels.csr import Csr
from graph.testing.strategies import multigraphs, trials
from graph.testing.toy_graphs import TOY_GRAPHS


def parts(labels):
    groups = {}
    for node, label in enumerate(labels.tolist()):
        groups.setdefault(label, set()).add(node)
    return frozenset(map(frozenset, groups.values()))


def networkx_graph(graph):
    reference = nx.MultiDiGraph()
    reference.add_nodes_from(range(graph.n))
    reference.add_edges_from(graph.edges)
    return reference


def strong(graph):
    return strongly_connected_components(Csr.build(graph.tail, graph.head, graph.n))


@pytest.mark.parametrize("toy", TOY_GRAPHS, ids=lambda toy: toy.name)
def test_the_components_are_those_worked_by_hand(toy):
    assert parts(weakly_connected_components(toy.tail, toy.head, toy.n)) == toy.weak
    assert parts(strong(toy)) == toy.strong


def test_a_debtor_has_a_lower_label_than_its_guarantor():
    labels = strongly_connected_components(Csr.build([2, 1], [1, 0], 3))
    assert labels.tolist() == [0, 1, 2]


def test_weak_labels_follow_the_smallest_member():
    labels = weakly_connected_components([3, 1], [0, 2], 5)
    assert labels.tolist() == [0, 1, 1, 0, 2]


def test_a_long_chain_needs_no_recursion():
    nodes = np.arange(5_000)
    labels = strongly_connected_components(Csr.build(nodes[:-1], nodes[1:], nodes.size))
    assert labels.tolist() == list(range(nodes.size - 1, -1, -1))


@given(graph=multigraphs())
@trials(1000)
def test_components_agree_with_networkx(graph):
    reference = networkx_graph(graph)
    weak = weakly_connected_components(graph.tail, graph.head, graph.n)
    labels = strong(graph)
    assert parts(weak) == {
        frozenset(c) for c in nx.weakly_connected_components(reference)
    }
    assert parts(labels) == {
        frozenset(c) for c in nx.strongly_connected_components(reference)
    }
    assert all(labels[b] <= labels[g] for g, b in graph.edges)
    assert component_sizes(labels).sum() == graph.n


@given(graph=multigraphs(), extra=st.tuples(st.integers(0, 7), st.integers(0, 7)))
@trials(300)
def test_a_further_edge_never_splits_a_component(graph, extra):
    if graph.n == 0:
        return
    a, b = extra[0] % graph.n, extra[1] % graph.n
    before = strong(graph)
    after = strongly_connected_components(
        Csr.build([*graph.tail, a], [*graph.head, b], graph.n)
    )
    for group in parts(before):
        assert len({after[node] for node in group}) == 1


@given(graph=multigraphs())
@trials(300)
def test_reversal_keeps_the_strong_components(graph):
    rows = Csr.build(graph.tail, graph.head, graph.n)
    assert parts(strongly_connected_components(rows)) == parts(
        strongly_connected_components(rows.reverse())
    )


def test_nodes_are_numbered_from_debtor_to_guarantor():
    numbering = topological_numbering([0, 0, 1, 2], [1, 2, 3, 1], [0, 1, 2, 3])
    assert numbering.order.tolist() == [3, 1, 2, 0]
    assert numbering.number[numbering.order].tolist() == [0, 1, 2, 3]
    assert numbering.starts.tolist() == [0, 1, 2, 3, 4]
    assert numbering.labels().tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("rank", [[0, 0], [1, 2], [-1, 0]])
def test_a_tie_rank_that_is_no_permutation_is_refused(rank):
    with pytest.raises(ValueError, match="permutation"):
        topological_numbering([], [], rank)


def test_an_edge_outside_the_ranked_nodes_is_refused():
    with pytest.raises(ValueError, match="head"):
        topological_numbering([0], [-1], [0])


@given(graph=multigraphs(), data=st.data())
@trials(500)
def test_equal_facts_get_equal_numbers_whatever_the_input_order(graph, data):
    rank = np.array(data.draw(st.permutations(range(graph.n))), np.int32)
    first = topological_numbering(graph.tail, graph.head, rank)
    relabel = np.array(data.draw(st.permutations(range(graph.n))), np.int32)
    rows = np.array(data.draw(st.permutations(range(len(graph.tail)))), int)
    tail = relabel[np.array(graph.tail, int)][rows]
    head = relabel[np.array(graph.head, int)][rows]
    moved = np.empty_like(rank)
    moved[relabel] = rank
    second = topological_numbering(tail, head, moved)
    assert rank[first.order].tolist() == moved[second.order].tolist()
    assert first.starts.tolist() == second.starts.tolist()
    labels = first.labels()[first.number]
    assert parts(labels) == parts(strong(graph))
    assert all(labels[b] <= labels[g] for g, b in graph.edges)
    for start, end in zip(first.starts[:-1], first.starts[1:], strict=True):
        ranks = rank[first.order[start:end]].tolist()
        assert ranks == sorted(ranks)


@given(graph=multigraphs())
@trials(300)
def test_the_inner_graph_holds_each_arc_of_a_component_once(graph):
    labels = strong(graph)
    inner = InnerGraph.build(Csr.build(graph.tail, graph.head, graph.n))
    arcs = list(zip(inner.forward.tails(), inner.forward.indices, strict=True))
    assert arcs == sorted((a, b) for a, b in graph.arcs if labels[a] == labels[b])
    for position, pair in enumerate(graph.edges):
        arc = inner.arc_of_edge[position]
        assert (arcs[arc] == pair) if pair in arcs else (arc == -1)
