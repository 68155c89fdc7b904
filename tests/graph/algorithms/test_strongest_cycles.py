from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.components import InnerGraph
from graph.algorithms.strongest_cycles import pair_amounts, strongest_cycles
from graph.kernels.csr import Csr
from graph.testing.strategies import multigraphs, trials
from graph.testing.toy_graphs import STRUCTURE_EXAMPLE

UNKNOWN = math.nan


def inner_of(graph):
    return InnerGraph.build(Csr.build(graph.tail, graph.head, graph.n))


def complete(n):
    arcs = [(a, b) for a in range(n) for b in range(n) if a != b]
    return InnerGraph.build(Csr.build([a for a, _ in arcs], [b for _, b in arcs], n))


@pytest.mark.parametrize(("low", "high"), [(1, 4), (5, 4), (2, 40_000)])
def test_impossible_lengths_are_refused(low, high):
    with pytest.raises(ValueError, match="lengths"):
        strongest_cycles(complete(3), np.ones(6), min_length=low, max_length=high)


def test_a_negative_number_of_cycles_is_refused():
    with pytest.raises(ValueError, match="wanted"):
        strongest_cycles(complete(3), np.ones(6), wanted=-1)


def test_the_strongest_cycle_has_the_largest_smallest_amount():
    toy = STRUCTURE_EXAMPLE
    best = strongest_cycles(inner_of(toy), toy.amounts, min_length=2)
    assert list(best.cycles) == [(0, 1), (1, 2, 3)]
    assert best.bottleneck.tolist() == [80.0, 40.0]
    assert best.weakest.tolist() == [[1, 0], [3, 1]]


def test_parallel_edges_add_up_and_unknown_ones_are_left_out():
    inner = InnerGraph.build(Csr.build([0, 0, 0, 1], [1, 1, 0, 0], 2))
    amounts = pair_amounts(inner, [3.0, UNKNOWN, 8.0, UNKNOWN])
    assert amounts[0] == 3.0
    assert math.isnan(amounts[1])


def test_a_cycle_of_unknown_amount_is_found_and_comes_last():
    inner = InnerGraph.build(Csr.build([0, 1, 2, 3, 4, 5], [1, 2, 0, 4, 5, 3], 6))
    best = strongest_cycles(inner, [9.0, UNKNOWN, 9.0, 1.0, 1.0, 1.0])
    assert list(best.cycles) == [(3, 4, 5), (0, 1, 2)]
    assert best.bottleneck[0] == 1.0
    assert math.isnan(best.bottleneck[1])


def test_a_strongest_search_out_of_work_says_so():
    inner = complete(6)
    best = strongest_cycles(inner, np.ones(30), wanted=1000, max_work=50)
    assert best.cycles.truncated_by == ("max_work",)


def test_no_cycle_wanted_is_no_cycle_given():
    best = strongest_cycles(complete(3), np.ones(6), wanted=0)
    assert (len(best.cycles), best.cycles.truncated_by) == (0, ())


def ranked_by_force(graph, amounts, shortest, longest):
    """Every cycle with its key, by enumeration, in the documented order."""
    total = {}
    for pair, amount in zip(graph.edges, amounts, strict=True):
        before = total.get(pair, UNKNOWN)
        known = [value for value in (before, amount) if not math.isnan(value)]
        total[pair] = sum(known) if known else UNKNOWN

    def strength(pair):
        amount = total[pair]
        return (math.isnan(amount), 0 if math.isnan(amount) else -amount, pair)

    ranks = {pair: place for place, pair in enumerate(sorted(graph.arcs, key=strength))}
    keyed = []
    for found in nx.simple_cycles(nx.DiGraph(list(graph.arcs)), length_bound=longest):
        first = found.index(min(found))
        cycle = (*found[first:], *found[:first])
        if len(cycle) < shortest:
            continue
        arcs = [(a, b) for a, b in zip(cycle, (*cycle[1:], cycle[0]), strict=True)]
        places = [ranks[arc] for arc in arcs]
        worst = places.index(max(places))
        read = (*places[worst:], *places[:worst])
        keyed.append((read[0], len(cycle), read[1:], cycle, total[arcs[worst]]))
    return [(cycle, amount) for *_, cycle, amount in sorted(keyed)]


@given(
    graph=multigraphs(max_nodes=6, max_edges=18),
    data=st.data(),
    wanted=st.integers(0, 12),
    shortest=st.integers(2, 3),
)
@trials(1500)
def test_the_strongest_cycles_agree_with_enumeration(graph, data, wanted, shortest):
    amount = st.sampled_from([1.0, 2.0, 3.0, 5.0, UNKNOWN])
    count = len(graph.edges)
    amounts = data.draw(st.lists(amount, min_size=count, max_size=count))
    best = strongest_cycles(
        inner_of(graph), amounts, wanted=wanted, min_length=shortest, max_length=5
    )
    expected = ranked_by_force(graph, amounts, shortest, 5)[:wanted]
    assert list(best.cycles) == [cycle for cycle, _ in expected]
    assert np.array_equal(
        best.bottleneck, [amount for _, amount in expected], equal_nan=True
    )
    assert best.cycles.truncated_by == ()


@given(graph=multigraphs(max_nodes=6, max_edges=18), data=st.data())
@trials(300)
def test_the_strongest_cycles_within_firms_use_no_others(graph, data):
    if graph.n == 0:
        return
    inside = data.draw(st.sets(st.integers(0, graph.n - 1)))
    amounts = np.arange(1.0, len(graph.edges) + 1)
    all_found = strongest_cycles(inner_of(graph), amounts, wanted=1000, min_length=2)
    some = strongest_cycles(
        inner_of(graph), amounts, wanted=1000, min_length=2, within=sorted(inside)
    )
    assert list(some.cycles) == [c for c in all_found.cycles if set(c) <= inside]
