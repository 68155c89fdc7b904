from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.components import InnerGraph
from graph.algorithms.long_cycles import has_longer_cycles, shortest_cycle
from graph.kernels.csr import Csr
from graph.testing.strategies import multigraphs


def ring(n):
    return Csr.build(list(range(n)), [*range(1, n), 0], n)


def test_a_ring_of_any_length_is_its_shortest_cycle():
    for n in (3, 9, 13, 200):
        assert shortest_cycle(ring(n), n // 2) == tuple(range(n))


def test_a_mutual_pair_is_left_out_unless_it_is_asked_for():
    rows = Csr.build([0, 1, 1, 2], [1, 0, 2, 0], 3)
    assert shortest_cycle(rows, 1) == (0, 1, 2)
    assert shortest_cycle(rows, 1, min_length=2) == (0, 1)
    assert shortest_cycle(Csr.build([0, 1], [1, 0], 2), 0) == ()


def test_other_lengths_are_refused():
    with pytest.raises(ValueError, match="must be 2 or 3"):
        shortest_cycle(ring(3), 0, min_length=4)


def test_a_longer_cycle_is_ruled_out_or_not():
    inner = InnerGraph.build(ring(9))
    assert has_longer_cycles(inner, 8)
    assert not has_longer_cycles(inner, 8, known=1)
    assert not has_longer_cycles(inner, 9)


def test_a_search_past_its_budget_rules_nothing_out():
    # a hundred triangles through one firm: no cycle is longer
    spokes = [(0, k, k + 1) for k in range(1, 201, 2)]
    arcs = [pair for a, b, c in spokes for pair in ((a, b), (b, c), (c, a))]
    star = InnerGraph.build(Csr.build([a for a, _ in arcs], [b for _, b in arcs], 201))
    assert not has_longer_cycles(star, 3)
    assert has_longer_cycles(star, 3, max_work=1)


@given(multigraphs(), st.integers(2, 3), st.integers(2, 6))
def test_both_are_those_of_networkx(graph, shortest, length):
    rows = Csr.build(graph.tail, graph.head, graph.n)
    arcs = {
        (a, b) for a, b in zip(graph.tail, graph.head, strict=True) if int(a) != int(b)
    }
    cycles = [tuple(cycle) for cycle in nx.simple_cycles(nx.DiGraph(list(arcs)))]
    longer = sum(len(cycle) > length for cycle in cycles)
    inner = InnerGraph.build(rows)
    for known in (longer - 1, longer, longer + 1):
        if known >= 0:
            assert has_longer_cycles(inner, length, known=known) == (longer > known)
    for node in range(graph.n):
        found = shortest_cycle(rows, node, min_length=shortest)
        through = [c for c in cycles if node in c and len(c) >= shortest]
        assert len(found) == min(map(len, through), default=0)
        if found:
            assert found[0] == min(found)
            assert set(zip(found, (*found[1:], found[0]), strict=True)) <= arcs
