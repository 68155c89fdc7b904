from __future__ import annotations

from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.components import InnerGraph
from graph.algorithms.cycles import elementary_cycles
from graph.kernels.csr import Csr
from graph.kernels.cycles import TOO_MANY, TOO_MUCH_WORK
from graph.kernels.hashing import modular
from graph.kernels.small_cycles import MOST_NODES, small_component_cycles
from graph.testing.strategies import multigraphs, trials

COMPLETE_FOUR = list(permutations(range(4), 2))


def inner_of(arcs, n):
    return InnerGraph.build(Csr.build([a for a, _ in arcs], [b for _, b in arcs], n))


@modular()
def counted(arcs, n, *, limit=1_000, budget=1_000):
    inner = inner_of(arcs, n)
    counts = np.zeros(7, np.int64)
    outcome = small_component_cycles(
        inner.forward.indptr,
        inner.forward.indices,
        inner.roots,
        2,
        6,
        limit,
        budget,
        np.zeros(n, np.int32),
        np.empty(0, np.int32),
        counts,
    )
    return counts.tolist(), outcome


def test_four_firms_that_all_guarantee_each_other_have_twenty_cycles():
    counts, (in_order, _, _) = counted(COMPLETE_FOUR, 4)
    assert counts == [0, 0, 6, 8, 6, 0, 0]
    assert in_order


def test_components_that_interleave_are_out_of_order():
    arcs = [(0, 2), (2, 0), (1, 3), (3, 1)]
    assert not counted(arcs, 4)[1][0]
    assert list(elementary_cycles(inner_of(arcs, 4))) == [(0, 2), (1, 3)]


def test_counting_stops_at_one_cycle_too_many():
    assert counted(COMPLETE_FOUR, 4, limit=20)[1][2] == 0
    assert counted(COMPLETE_FOUR, 4, limit=19)[1][2] == TOO_MANY


def test_counting_stops_when_it_has_read_too_much():
    assert counted(COMPLETE_FOUR, 4, budget=10)[1][2] == TOO_MUCH_WORK


@pytest.mark.parametrize("size", [MOST_NODES, MOST_NODES + 1])
def test_a_ring_as_wide_as_a_word_is_one_cycle(size):
    ring = [(node, (node + 1) % size) for node in range(size)]
    found = elementary_cycles(inner_of(ring, size), max_length=size)
    assert list(found) == [tuple(range(size))]


@given(graph=multigraphs(), data=st.data())
@trials(200)
def test_small_components_beside_a_large_one_lose_no_cycle(graph, data):
    size = MOST_NODES + 1
    shift = data.draw(st.integers(0, 1)) * size
    start = graph.n if shift == 0 else 0
    arcs = [(start + node, start + (node + 1) % size) for node in range(size)]
    arcs += [(start, start + 2), (start + 2, start)]
    arcs += [(a + shift, b + shift) for a, b in graph.arcs]
    found = elementary_cycles(inner_of(arcs, graph.n + size), max_length=6)
    expected = {
        (*cycle[cycle.index(min(cycle)) :], *cycle[: cycle.index(min(cycle))])
        for cycle in nx.simple_cycles(nx.DiGraph(arcs), length_bound=6)
        if len(cycle) > 1
    }
    assert list(found) == sorted(expected, key=lambda cycle: (len(cycle), cycle))


def test_the_limit_holds_over_small_and_large_components_together():
    size = MOST_NODES + 1
    arcs = [(node, (node + 1) % size) for node in range(size)]
    arcs += [(1, 0), (size, size + 1), (size + 1, size)]
    inner = inner_of(arcs, size + 2)
    both = elementary_cycles(inner, max_cycles=2)
    assert (list(both), both.truncated_by) == ([(0, 1), (size, size + 1)], ())
    one = elementary_cycles(inner, max_cycles=1)
    assert (len(one), one.truncated_by) == (1, ("max_cycles",))
