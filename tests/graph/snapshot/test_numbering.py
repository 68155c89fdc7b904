"""Party numbers in topological order of the condensed guarantee graph."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.snapshot.builder.numbering import number_parties
from graph.testing.strategies import multigraphs, trials


def numbered(edges, n):
    ends = np.array(edges, np.int32).reshape(-1, 2)
    return number_parties(ends[:, 0].copy(), ends[:, 1].copy(), n)


def test_parties_are_numbered_from_debtor_to_guarantor():
    order, component = numbered([(0, 1), (0, 2), (1, 3), (2, 1)], 4)
    assert order.tolist() == [3, 1, 2, 0]
    assert component.tolist() == [0, 1, 2, 3]


@given(graph=multigraphs(), data=st.data())
@trials(300)
def test_components_stay_together_and_distress_only_travels_up(graph, data):
    order, component = numbered(graph.edges, graph.n)
    label = dict(zip(order.tolist(), component.tolist(), strict=True))
    assert sorted(label) == list(range(graph.n))
    assert (np.diff(component) >= 0).all()
    assert all(label[debtor] <= label[guarantor] for guarantor, debtor in graph.edges)
    reference = nx.DiGraph(graph.edges)
    reference.add_nodes_from(range(graph.n))
    together = {
        frozenset(nodes) for nodes in nx.strongly_connected_components(reference)
    }
    assert {
        frozenset(node for node in label if label[node] == own)
        for own in label.values()
    } == together
    again = numbered(data.draw(st.permutations(graph.edges)), graph.n)
    assert (order.tolist(), component.tolist()) == tuple(a.tolist() for a in again)
