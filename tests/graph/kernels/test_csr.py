from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.kernels.csr import Csr, stable_order, time_order
from graph.testing.strategies import multigraphs, trials


def test_rows_are_sorted_and_parallel_edges_keep_their_order():
    rows = Csr.build([1, 0, 1, 1], [2, 1, 0, 2], 3)
    assert rows.indptr.tolist() == [0, 1, 4, 4]
    assert rows.indices.tolist() == [1, 0, 2, 2]
    assert rows.edge.tolist() == [1, 2, 0, 3]
    assert rows.tails().tolist() == [0, 1, 1, 1]


def test_a_graph_without_nodes_has_no_rows():
    rows = Csr.build([], [], 0)
    assert (rows.n, rows.m) == (0, 0)
    assert rows.reverse().indptr.tolist() == [0]


def test_the_element_types_are_narrow():
    rows = Csr.build([0], [1], 2)
    assert (rows.indptr.dtype, rows.indices.dtype, rows.edge.dtype) == (
        np.int64,
        np.int32,
        np.int32,
    )


@pytest.mark.parametrize(("tail", "head"), [([0], [2]), ([-1], [0]), ([0, 1], [0])])
def test_an_edge_outside_the_graph_is_refused(tail, head):
    with pytest.raises(ValueError, match="tail"):
        Csr.build(tail if tail != [0] else [2], head if head != [2] else [0], 2)


def test_equal_keys_keep_their_order():
    starts, order = stable_order(np.array([1, 0, 1, 0], np.int32), 3)
    assert starts.tolist() == [0, 2, 4, 4]
    assert order.tolist() == [1, 3, 0, 2]


@given(graph=multigraphs())
@trials(300)
def test_the_rows_are_the_sorted_edges(graph):
    rows = Csr.build(graph.tail, graph.head, graph.n)
    slots = list(zip(rows.tails(), rows.indices, rows.edge, strict=True))
    expected = [(a, b, position) for position, (a, b) in enumerate(graph.edges)]
    assert slots == sorted(expected)


@given(graph=multigraphs())
@trials(300)
def test_the_reverse_is_the_graph_built_the_other_way(graph):
    reverse = Csr.build(graph.tail, graph.head, graph.n).reverse()
    other = Csr.build(graph.head, graph.tail, graph.n)
    assert reverse.indptr.tolist() == other.indptr.tolist()
    assert reverse.indices.tolist() == other.indices.tolist()
    assert reverse.edge.tolist() == other.edge.tolist()


@given(
    st.lists(
        st.integers(-5, 5) | st.integers(0, 2**43) | st.sampled_from([-7, 2**60]),
        max_size=20,
    ),
    st.sampled_from([-7, -2]),
)
@trials(300)
def test_moments_are_put_in_stable_order_whatever_lies_between(times, unknown):
    moments = np.array(times, np.int64)
    expected = np.argsort(moments, kind="stable").tolist()
    assert time_order(moments, unknown).tolist() == expected
