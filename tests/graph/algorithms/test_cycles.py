from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.components import InnerGraph
from graph.algorithms.cycles import elementary_cycles
from graph.kernels.csr import Csr
from graph.testing.strategies import multigraphs, trials
from graph.testing.toy_graphs import STRUCTURE_EXAMPLE, TOY_GRAPHS


def inner_of(graph):
    return InnerGraph.build(Csr.build(graph.tail, graph.head, graph.n))


def complete(n):
    arcs = [(a, b) for a in range(n) for b in range(n) if a != b]
    return InnerGraph.build(Csr.build([a for a, _ in arcs], [b for _, b in arcs], n))


def rotated(cycle):
    first = cycle.index(min(cycle))
    return (*cycle[first:], *cycle[:first])


def cycles_by_networkx(arcs, shortest, longest):
    found = nx.simple_cycles(nx.DiGraph(list(arcs)), length_bound=longest)
    return sorted(
        (rotated(tuple(cycle)) for cycle in found if len(cycle) >= shortest),
        key=lambda cycle: (len(cycle), cycle),
    )


@pytest.mark.parametrize("toy", TOY_GRAPHS, ids=lambda toy: toy.name)
def test_the_cycles_are_those_worked_by_hand(toy):
    found = elementary_cycles(inner_of(toy), max_length=10)
    assert sorted(found) == sorted(toy.cycles)
    assert found.truncated_by == ()


def test_the_only_cycle_of_three_or_more_in_the_example_is_its_triangle():
    assert list(elementary_cycles(inner_of(STRUCTURE_EXAMPLE), min_length=3)) == [
        (1, 2, 3)
    ]


def test_a_cycle_longer_than_the_bound_is_left_out():
    nodes = list(range(5))
    inner = InnerGraph.build(Csr.build(nodes, [1, 2, 3, 4, 0], 5))
    assert list(elementary_cycles(inner, max_length=4)) == []
    assert list(elementary_cycles(inner, max_length=5)) == [(0, 1, 2, 3, 4)]


def test_cycles_come_by_length_and_then_by_firm():
    assert list(elementary_cycles(complete(3))) == [
        (0, 1),
        (0, 2),
        (1, 2),
        (0, 1, 2),
        (0, 2, 1),
    ]


def test_a_full_list_is_not_called_truncated():
    found = elementary_cycles(complete(3), max_cycles=5)
    assert (len(found), found.truncated_by) == (5, ())
    assert found.lengths().tolist() == [2, 2, 2, 3, 3]


def test_one_cycle_more_than_the_limit_is_called_truncated():
    found = elementary_cycles(complete(3), max_cycles=4)
    assert (len(found), found.truncated_by) == (4, ("max_cycles",))


def test_a_search_out_of_work_says_so_and_keeps_what_it_found():
    found = elementary_cycles(complete(7), max_length=7, max_work=200)
    assert found.truncated_by == ("max_work",)
    assert len(found) > 0
    assert found.explored > 200


def test_the_buffers_grow_with_the_answer():
    found = elementary_cycles(complete(6))
    # 15 pairs, 20 triples in 2 orders, 15 fours in 6, 6 fives in 24 and one six in 120
    assert len(found) == 15 + 40 + 90 + 144 + 120
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(("low", "high"), [(1, 4), (5, 4), (2, 40_000)])
def test_impossible_lengths_are_refused(low, high):
    with pytest.raises(ValueError, match="lengths"):
        elementary_cycles(complete(3), min_length=low, max_length=high)


@given(graph=multigraphs(), longest=st.integers(2, 9), shortest=st.integers(2, 3))
@trials(2500)
def test_no_cycle_is_lost_and_none_invented(graph, longest, shortest):
    longest = max(longest, shortest)
    found = elementary_cycles(inner_of(graph), min_length=shortest, max_length=longest)
    assert list(found) == cycles_by_networkx(graph.arcs, shortest, longest)
    assert found.truncated_by == ()


@given(graph=multigraphs(), data=st.data())
@trials(500)
def test_cycles_through_firms_are_those_that_touch_them(graph, data):
    if graph.n == 0:
        return
    chosen = data.draw(st.lists(st.integers(0, graph.n - 1), max_size=2))
    expected = [
        cycle
        for cycle in cycles_by_networkx(graph.arcs, 2, 6)
        if set(cycle) & set(chosen)
    ]
    assert list(elementary_cycles(inner_of(graph), through=chosen)) == expected


@given(graph=multigraphs(), data=st.data())
@trials(300)
def test_names_and_row_order_change_no_cycle(graph, data):
    relabel = np.array(data.draw(st.permutations(range(graph.n))), int)
    rows = np.array(data.draw(st.permutations(range(len(graph.tail)))), int)
    tail = relabel[np.array(graph.tail, int)][rows]
    head = relabel[np.array(graph.head, int)][rows]
    moved = elementary_cycles(InnerGraph.build(Csr.build(tail, head, graph.n)))
    expected = {
        rotated(tuple(relabel[list(cycle)].tolist()))
        for cycle in elementary_cycles(inner_of(graph))
    }
    assert set(moved) == expected


@given(graph=multigraphs())
@trials(300)
def test_reversal_turns_every_cycle_round(graph):
    rows = Csr.build(graph.head, graph.tail, graph.n)
    back = elementary_cycles(InnerGraph.build(rows))
    expected = {rotated(cycle[::-1]) for cycle in elementary_cycles(inner_of(graph))}
    assert set(back) == expected
