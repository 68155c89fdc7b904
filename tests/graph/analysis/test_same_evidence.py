"""Rows of a list that are joined where rules name them together."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.same_evidence import EvidenceGroups

ROWS = 12
rows = st.integers(0, ROWS - 1)


@given(st.lists(st.tuples(rows, rows), max_size=20), st.sets(rows))
def test_groups_are_those_of_a_graph_of_who_names_whom(pairs, chosen):
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(ROWS))
    parts = [sorted(part) for part in nx.connected_components(graph)]
    firm, named = np.array(pairs, int).reshape(-1, 2).T
    groups = EvidenceGroups(ROWS, firm, named)
    assert groups.order.tolist() == [row for part in sorted(parts) for row in part]
    assert groups.order[groups.place].tolist() == groups.place[groups.order].tolist()
    expected = {}
    for part in parts:
        assert {int(row) for row in groups.first[part]} == {part[0]}
        of_part = [row for row in part if row in chosen]
        if len(of_part) > 1:
            expected[part[0]] = of_part[0], len(of_part)
    assert groups.among(np.array(sorted(chosen), np.intp)) == expected
    joined = groups.order[np.isin(groups.order, sorted(chosen))]
    assert groups.among(joined) == expected
