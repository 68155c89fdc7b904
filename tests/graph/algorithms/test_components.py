from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.components import (
    component_sizes,
    strongly_connected_components,
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
