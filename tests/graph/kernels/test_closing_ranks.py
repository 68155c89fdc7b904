from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.kernels.closing_ranks import settle
from graph.kernels.csr import Csr, read_only
from graph.kernels.cycle_closing import changed_rows
from graph.testing.strategies import multigraphs, trials

WIDE = 1_000


def settled(rows, ranks, added, *, budget=WIDE, turn=1):
    """The ranks after these edges were added; None if the budget was too small."""
    ordered = sorted(added)
    tail, head = (
        read_only(np.array([pair[end] for pair in ordered], np.int32)) for end in (0, 1)
    )
    none = read_only(np.empty(0, np.int32))
    back = rows.reverse()
    by_head = np.lexsort((tail, head))
    turned = read_only(head[by_head]), read_only(tail[by_head])
    tables = (
        changed_rows(rows.indptr, rows.indices, tail, head, none, none),
        changed_rows(back.indptr, back.indices, *turned, none, none),
    )
    changed = [read_only(array) for pair in tables for array in pair]
    ends = rows.indptr, rows.indices, back.indptr, back.indices
    ranks = np.array(ranks, np.int32)
    done = settle(*ends, *changed, ranks, tail, head, budget, turn)
    return ranks.tolist() if done else None


def test_an_edge_that_falls_changes_nothing():
    assert settled(Csr.build([], [], 2), [0, 1], [(1, 0)]) == [0, 1]


def test_the_shorter_side_moves():
    chain = Csr.build([3, 2], [2, 1], 5)  # 3 > 2 > 1, and 0 and 4 alone
    assert settled(chain, [0, 1, 2, 3, 4], [(0, 3)], turn=2) == [3, 1, 2, 3, 4]
    assert settled(chain, [0, 1, 2, 3, 4], [(1, 4)], turn=2) == [0, 1, 2, 3, 1]


def test_a_closed_circle_has_one_rank():
    chain = Csr.build([2, 1], [1, 0], 3)
    assert len(set(settled(chain, [0, 1, 2], [(0, 2)]))) == 1


def test_out_of_budget_nothing_is_promised():
    chain = Csr.build([2, 1], [1, 0], 3)
    assert settled(chain, [0, 1, 2], [(0, 2)], budget=0) is None


@given(graph=multigraphs(max_nodes=9, max_edges=14), data=st.data())
@trials(500)
def test_afterwards_no_edge_climbs(graph, data):
    if graph.n == 0:
        return
    node = st.integers(0, graph.n - 1)
    ranks = data.draw(st.lists(node, min_size=graph.n, max_size=graph.n))
    falling = [(a, b) for a, b in graph.edges if ranks[a] >= ranks[b]]
    rows = Csr.build([a for a, _ in falling], [b for _, b in falling], graph.n)
    added = data.draw(st.lists(st.tuples(node, node), max_size=6))
    after = settled(rows, ranks, added, turn=data.draw(st.integers(1, 4)))
    assert all(after[a] >= after[b] for a, b in (*falling, *added))
