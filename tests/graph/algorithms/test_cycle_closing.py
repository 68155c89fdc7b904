from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.cycle_closing import ClosingIndex, ClosingScratch
from graph.kernels.csr import Csr
from graph.snapshot.builder.numbering import number_parties
from graph.testing.strategies import multigraphs, trials


def numbered(graph):
    """A snapshot's number of each node, and the component of each number."""
    order, component = number_parties(
        np.array(graph.tail, np.int32), np.array(graph.head, np.int32), graph.n
    )
    return np.argsort(order), component


def rows_of(edges, n):
    return Csr.build([a for a, _ in edges], [b for _, b in edges], n)


def index_of(edges, n):
    return ClosingIndex.build(rows_of(edges, n))


def pairs(values):
    return (
        np.array([a for a, _ in values], np.int32),
        np.array([b for _, b in values], np.int32),
    )


def assert_shortest(answer, edges, n, guarantor, debtor):
    """The path runs along the edges and is as short as networkx finds it."""
    reference = nx.DiGraph()
    reference.add_nodes_from(range(n))
    reference.add_edges_from(edges)
    assert not answer.truncated
    if not nx.has_path(reference, debtor, guarantor):
        assert answer.path == ()
        return
    assert answer.path[0] == debtor
    assert answer.path[-1] == guarantor
    assert all(reference.has_edge(a, b) for a, b in pairwise(answer.path))
    shortest = nx.shortest_path_length(reference, debtor, guarantor)
    assert len(answer.path) == shortest + 1


def test_a_guarantee_back_along_a_chain_closes_a_circle():
    index = index_of([(0, 1), (1, 2)], 3)
    answer = index.find(2, 0, ClosingScratch())
    assert answer.closes
    assert answer.path == (0, 1, 2)


def test_a_guarantee_along_a_chain_closes_nothing():
    answer = index_of([(0, 1), (1, 2)], 3).find(0, 2, ClosingScratch())
    assert (answer.closes, answer.path, answer.truncated) == (False, (), False)


def test_an_answered_guarantee_is_a_pair_of_two():
    assert index_of([(0, 1)], 2).find(1, 0, ClosingScratch()).path == (0, 1)


def test_without_the_direct_guarantee_only_the_longer_way_counts():
    index = index_of([(0, 1), (0, 2), (2, 1)], 3)
    scratch = ClosingScratch()
    assert index.find(1, 0, scratch).path == (0, 1)
    assert index.find(1, 0, scratch, skip_direct=True).path == (0, 2, 1)


def test_a_self_guarantee_is_its_own_path():
    assert index_of([], 1).find(0, 0, ClosingScratch()).path == (0,)


def test_component_labels_refuse_without_a_search():
    rows = Csr.build([2, 1], [1, 0], 3)
    index = ClosingIndex.build(rows, labels=np.arange(3, dtype=np.int32))
    assert index.find(2, 0, ClosingScratch()).explored == 0


def test_a_search_out_of_budget_says_so():
    index = index_of([(node, node + 1) for node in range(9)], 10)
    answer = index.find(9, 0, ClosingScratch(), max_work=3)
    assert answer.truncated
    assert not answer.closes
    assert answer.explored > 3


def test_a_new_firm_in_the_overlay_can_carry_the_path():
    index = index_of([(0, 1)], 2)
    overlay = index.overlay(added=pairs([(1, 2)]), n=3)
    scratch = ClosingScratch()
    assert index.find(2, 0, scratch, overlay=overlay).path == (0, 1, 2)
    assert index.find(1, 0, scratch).path == (0, 1)


def test_a_pair_both_closed_and_added_is_present():
    index = index_of([(0, 1)], 2)
    overlay = index.overlay(added=pairs([(0, 1)]), closed=pairs([(0, 1)]))
    assert index.find(1, 0, ClosingScratch(), overlay=overlay).closes


def test_an_overlay_against_the_component_order_still_prunes():
    rows = Csr.build([1, 3], [0, 2], 4)
    index = ClosingIndex.build(rows, labels=np.arange(4, dtype=np.int32))
    scratch = ClosingScratch()
    overlay = index.overlay(added=pairs([(0, 3)]))  # 1 > 0 > 3 > 2
    assert index.find(2, 1, scratch, overlay=overlay).path == (1, 0, 3, 2)
    assert index.find(1, 2, scratch, overlay=overlay).explored == 0
    assert index.overlay(added=pairs([(3, 0)])).ranks.tolist() == [0, 1, 2, 3]


def test_a_pair_opened_again_is_settled_too():
    # 1 > 0 is gone while 2 > 1 > 0 > 2 would have been a circle
    index = ClosingIndex.build(Csr.build([1, 2], [0, 1], 3))
    gone = index.overlay(closed=pairs([(1, 0)]))
    climbed = index.overlay(added=pairs([(0, 2)]), closed=pairs([(1, 0)]), before=gone)
    again = index.overlay(added=pairs([(0, 2)]), before=climbed)
    assert index.find(0, 1, ClosingScratch(), overlay=again).path == (1, 0)


def test_scratch_is_cleared_when_its_stamps_run_out():
    index = index_of([(0, 1)], 2)
    scratch = ClosingScratch(2)
    assert index.find(1, 0, scratch).closes
    scratch.stamp = np.iinfo(np.int32).max
    assert not index.find(0, 1, scratch).closes
    assert scratch.stamp == 1


@given(graph=multigraphs(max_nodes=9, max_edges=14))
@trials(400)
def test_every_question_agrees_with_networkx(graph):
    index = index_of(graph.edges, graph.n)
    scratch = ClosingScratch()
    for guarantor in range(graph.n):
        for debtor in range(graph.n):
            answer = index.find(guarantor, debtor, scratch)
            assert_shortest(answer, graph.edges, graph.n, guarantor, debtor)


@given(graph=multigraphs(max_nodes=9, max_edges=14))
@trials(400)
def test_labels_change_the_work_but_not_the_answer(graph):
    number, component = numbered(graph)
    edges = [(number[a], number[b]) for a, b in graph.edges]
    rows = rows_of(edges, graph.n)
    quick = ClosingIndex.build(rows, labels=component)
    scratch = ClosingScratch()
    for guarantor in range(graph.n):
        for debtor in range(graph.n):
            answer = quick.find(guarantor, debtor, scratch)
            assert_shortest(answer, edges, graph.n, guarantor, debtor)


@given(graph=multigraphs(max_nodes=7, max_edges=12))
@trials(200)
def test_leaving_out_the_direct_guarantee_equals_removing_it(graph):
    index = index_of(graph.edges, graph.n)
    scratch = ClosingScratch()
    for guarantor in range(graph.n):
        for debtor in range(graph.n):
            if guarantor == debtor:
                continue
            others = [pair for pair in graph.edges if pair != (debtor, guarantor)]
            answer = index.find(guarantor, debtor, scratch, skip_direct=True)
            assert_shortest(answer, others, graph.n, guarantor, debtor)


@given(graph=multigraphs(max_nodes=7, max_edges=12), data=st.data())
@trials(400)
def test_an_overlay_equals_the_graph_rebuilt(graph, data):
    total = graph.n + data.draw(st.integers(0, 2))
    if total == 0:
        return
    node = st.integers(0, total - 1)
    added = data.draw(st.lists(st.tuples(node, node), max_size=5))
    closed = data.draw(
        st.lists(st.sampled_from(sorted(set(graph.edges))), unique=True)
        if graph.edges
        else st.just([])
    )
    known, component = numbered(graph)
    number = [*known.tolist(), *range(graph.n, total)]

    def moved(values):
        return [(number[a], number[b]) for a, b in values]

    edges = moved(graph.edges)
    rows = rows_of(edges, graph.n)
    index = ClosingIndex.build(rows, labels=component)
    overlay = index.overlay(
        added=pairs(moved(added)), closed=pairs(moved(closed)), n=total
    )
    now = [pair for pair in edges if pair not in moved(closed)] + moved(added)
    scratch = ClosingScratch()
    for guarantor in range(total):
        for debtor in range(total):
            answer = index.find(guarantor, debtor, scratch, overlay=overlay)
            assert_shortest(answer, now, total, guarantor, debtor)


def sequences(graph, steps):
    """Steps of changes on a graph with room for two new nodes: pairs that toggle."""
    node = st.integers(0, graph.n + 1)
    known = st.sampled_from(graph.edges) if graph.edges else st.nothing()
    toggled = st.lists(st.tuples(node, node) | known, max_size=3)
    return st.lists(st.tuples(toggled, st.sampled_from((0, 3, None))), max_size=steps)


@given(graph=multigraphs(max_nodes=7, max_edges=12), data=st.data())
@trials(400)
def test_overlay_after_overlay_equals_the_graph_rebuilt(graph, data):
    known, component = numbered(graph)
    number = [*known.tolist(), graph.n, graph.n + 1]
    base = {(number[a], number[b]) for a, b in graph.edges}
    index = ClosingIndex.build(rows_of(sorted(base), graph.n), labels=component)
    now, before, total = set(base), None, graph.n
    scratch = ClosingScratch()
    for toggled, max_work in data.draw(sequences(graph, 5)):
        now ^= {(number[a], number[b]) for a, b in toggled}
        total = max(total, *(max(pair) + 1 for pair in now), 0)
        before = index.overlay(
            added=pairs(sorted(now - base)),
            closed=pairs(sorted(base - now)),
            n=total,
            before=before,
            max_work=max_work,
        )
        assert before.ranks.size == total
        assert all(before.ranks[a] >= before.ranks[b] for a, b in now)
        for guarantor in range(total):
            for debtor in range(total):
                answer = index.find(guarantor, debtor, scratch, overlay=before)
                assert_shortest(answer, now, total, guarantor, debtor)
