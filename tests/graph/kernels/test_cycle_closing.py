from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.kernels.csr import Csr
from graph.kernels.cycle_closing import changed_row, changed_rows
from graph.testing.strategies import multigraphs, trials


def ends(pairs):
    ordered = sorted(pairs)
    return (
        np.array([a for a, _ in ordered], np.int32),
        np.array([b for _, b in ordered], np.int32),
    )


def test_an_unchanged_graph_has_one_vacant_place():
    rows = Csr.build([0], [1], 2)
    table, items = changed_rows(rows.indptr, rows.indices, *ends([]), *ends([]))
    assert table.tolist() == [[-1, -1, -1]]
    assert items.size == 0
    assert changed_row(table, 0) == -1


def test_nodes_that_share_a_place_are_told_apart():
    rows = Csr.build([], [], 40)
    added = [(1, 5), (9, 6), (17, 7)]
    table, items = changed_rows(rows.indptr, rows.indices, *ends(added), *ends([]))
    assert table.shape[0] == 8
    for node, head in added:
        place = changed_row(table, node)
        assert items[table[place, 1] : table[place, 2]].tolist() == [head]
    assert changed_row(table, 25) == -1


@given(graph=multigraphs(max_nodes=6), data=st.data())
@trials(500)
def test_changed_rows_are_the_old_ones_less_closed_plus_added(graph, data):
    total = graph.n + 2
    pair = st.tuples(st.integers(0, total - 1), st.integers(0, total - 1))
    added = data.draw(st.lists(pair, max_size=6))
    closed = data.draw(st.lists(pair, max_size=6))
    rows = Csr.build(graph.tail, graph.head, graph.n)
    table, items = changed_rows(rows.indptr, rows.indices, *ends(added), *ends(closed))
    touched = {a for a, _ in (*added, *closed)}
    for node in range(total):
        place = changed_row(table, node)
        assert (place >= 0) == (node in touched)
        if place < 0:
            continue
        kept = [b for a, b in graph.edges if a == node and (a, b) not in closed]
        now = sorted(kept + [b for a, b in added if a == node])
        assert sorted(items[table[place, 1] : table[place, 2]].tolist()) == now
