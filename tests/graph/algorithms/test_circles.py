from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.circles import (
    circle_arc_mask,
    mutual_pairs,
    strict_circles,
    strong_bridges,
)
from graph.algorithms.components import InnerGraph
from graph.kernels.csr import Csr
from graph.testing.strategies import multigraphs, trials
from graph.testing.toy_graphs import TOY_GRAPHS


def inner_of(graph):
    return InnerGraph.build(Csr.build(graph.tail, graph.head, graph.n))


def reaches(arcs, start, end):
    graph = nx.DiGraph(list(arcs))
    return start in graph and end in graph and nx.has_path(graph, start, end)


def circle_arcs_by_search(arcs):
    """The definition, word for word: v reaches u without the arc v -> u."""
    return {(u, v) for u, v in arcs if reaches(arcs - {(v, u)}, v, u)}


def circle_pairs(inner):
    arcs = circle_arc_mask(inner)
    tails, heads = inner.forward.tails()[arcs], inner.forward.indices[arcs]
    return set(zip(tails.tolist(), heads.tolist(), strict=True))


def members(circles):
    return {frozenset(circles.circle(c).tolist()) for c in range(len(circles))}


@pytest.mark.parametrize("toy", TOY_GRAPHS, ids=lambda toy: toy.name)
def test_the_circles_are_those_worked_by_hand(toy):
    inner = inner_of(toy)
    circles = strict_circles(inner)
    assert circle_pairs(inner) == toy.circle_edges
    assert members(circles) == toy.strict_circles
    assert {tuple(pair) for pair in mutual_pairs(inner).tolist()} == toy.mutual_pairs


@given(graph=multigraphs(max_nodes=7, max_edges=16))
@trials(2000)
def test_circle_edges_agree_with_their_definition(graph):
    expected = circle_arcs_by_search(graph.arcs)
    inner = inner_of(graph)
    assert circle_pairs(inner) == expected
    circles = strict_circles(inner)
    assert members(circles) == {
        frozenset(part) for part in nx.connected_components(nx.Graph(list(expected)))
    }
    assert all(len(part) >= 3 for part in members(circles))
    first = [circles.circle(c)[0] for c in range(len(circles))]
    assert first == sorted(first)


@given(graph=multigraphs(max_nodes=7, max_edges=16))
@trials(500)
def test_strong_bridges_agree_with_removal(graph):
    inner = inner_of(graph)
    arcs = zip(inner.forward.tails(), inner.forward.indices, strict=True)
    expected = [not reaches(graph.arcs - {(a, b)}, a, b) for a, b in arcs]
    assert strong_bridges(inner).tolist() == expected


@given(graph=multigraphs(), data=st.data())
@trials(300)
def test_names_and_row_order_change_no_circle(graph, data):
    relabel = np.array(data.draw(st.permutations(range(graph.n))), int)
    rows = np.array(data.draw(st.permutations(range(len(graph.tail)))), int)
    tail = relabel[np.array(graph.tail, int)][rows]
    head = relabel[np.array(graph.head, int)][rows]
    moved = InnerGraph.build(Csr.build(tail, head, graph.n))
    expected = {
        frozenset(relabel[list(part)].tolist())
        for part in members(strict_circles(inner_of(graph)))
    }
    assert members(strict_circles(moved)) == expected


@given(graph=multigraphs())
@trials(300)
def test_reversal_keeps_circle_edges(graph):
    reverse = InnerGraph.build(Csr.build(graph.head, graph.tail, graph.n))
    assert circle_pairs(inner_of(graph)) == {(v, u) for u, v in circle_pairs(reverse)}


@given(graph=multigraphs(), extra=st.tuples(st.integers(0, 7), st.integers(0, 7)))
@trials(300)
def test_a_further_edge_never_removes_a_circle_edge(graph, extra):
    if graph.n == 0:
        return
    a, b = extra[0] % graph.n, extra[1] % graph.n
    more = InnerGraph.build(Csr.build([*graph.tail, a], [*graph.head, b], graph.n))
    assert circle_pairs(inner_of(graph)) <= circle_pairs(more)
