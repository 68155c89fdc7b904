from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.components import InnerGraph
from graph.algorithms.cycles import elementary_cycles
from graph.kernels.csr import Csr
from graph.kernels.cycles import (
    COMPLETE,
    bounded_cycles,
    doubled,
    grouped_by_length,
    starts_by_length,
    write_cycle,
)
from graph.testing.strategies import multigraphs, trials


def inner_of(graph):
    return InnerGraph.build(Csr.build(graph.tail, graph.head, graph.n))


@given(graph=multigraphs(), data=st.data())
@trials(500)
def test_the_order_of_roots_changes_no_cycle(graph, data):
    inner = inner_of(graph)
    roots = np.array(data.draw(st.permutations(inner.roots.tolist())), np.int32)
    flat, ends, in_order, _, reason = bounded_cycles(
        inner.forward.indptr,
        inner.forward.indices,
        inner.backward.indptr,
        inner.backward.indices,
        roots,
        2,
        6,
        10_000,
        10**9,
        np.zeros(graph.n, np.int16),
    )
    nodes, counts = grouped_by_length(flat, ends, 6)
    starts = starts_by_length(counts)
    found = [tuple(nodes[start:end].tolist()) for start, end in pairwise(starts)]
    expected = list(elementary_cycles(inner))
    assert reason == COMPLETE
    assert sorted(found, key=lambda cycle: (len(cycle), cycle)) == expected
    assert counts.sum() == len(found)
    if in_order:
        assert found == expected


def test_a_large_component_takes_its_hubs_first():
    ring = np.arange(70)
    tail = [*ring, 5]
    head = [*np.roll(ring, -1), 9]
    inner = InnerGraph.build(Csr.build(tail, head, 70))
    assert inner.roots[:3].tolist() == [5, 9, 0]
    assert list(elementary_cycles(inner, max_length=70)) == [
        (*range(6), *range(9, 70)),
        tuple(range(70)),
    ]


def test_a_cycle_is_written_from_its_smallest_node():
    flat = np.zeros(4, np.int32)
    assert write_cycle(flat, 1, np.array([5, 2, 7], np.int32), 3) == 1
    assert flat.tolist() == [0, 2, 7, 5]


def test_a_full_buffer_doubles_and_keeps_its_values():
    assert doubled(np.array([4, 7], np.int32))[:2].tolist() == [4, 7]
    assert doubled(np.zeros(3, np.int64)).size == 6
