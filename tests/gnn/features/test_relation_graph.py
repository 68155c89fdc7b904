import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gnn.features.matrices import row_sums
from gnn.features.relation_graph import (
    MOST_PARTNERS,
    MOST_STEPS,
    RelationGraph,
    looked_through,
    sizes,
)
from gnn.features.relations import Edges

N = 7


def graph_of(pairs, n=N):
    tail, head = (np.array(end, np.int32) for end in zip(*pairs, strict=True))
    nothing = np.zeros(len(pairs))
    return RelationGraph(Edges(tail, head, nothing, nothing), n)


@given(
    st.lists(
        st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)).filter(
            lambda pair: pair[0] != pair[1]
        ),
        min_size=1,
        max_size=20,
    )
)
def test_partners_and_components_are_those_of_networkx(pairs):
    graph = graph_of(pairs)
    directed = nx.DiGraph(pairs)
    directed.add_nodes_from(range(N))
    near = directed.to_undirected()
    nodes = range(N)
    both_ways = nx.Graph(
        pair for pair in directed.edges if directed.has_edge(*reversed(pair))
    )
    within_two = [len(nx.ego_graph(near, node, 2)) for node in nodes]
    assert row_sums(graph.out).tolist() == [directed.out_degree(node) for node in nodes]
    assert row_sums(graph.mutual).tolist() == [
        both_ways.degree(node) if node in both_ways else 0 for node in nodes
    ]
    assert row_sums(graph.ball2).tolist() == within_two
    assert row_sums(graph.two_hops).tolist() == [
        size - 1 - near.degree(node)
        for node, size in zip(nodes, within_two, strict=True)
    ]
    assert graph.triangles.tolist() == [nx.triangles(near, node) for node in nodes]
    for labels, parts in (
        (graph.weak, nx.weakly_connected_components(directed)),
        (graph.strong, nx.strongly_connected_components(directed)),
    ):
        assert sizes(labels).tolist() == [
            len(part)
            for node, part in sorted(
                (node, part) for part in map(frozenset, parts) for node in part
            )
        ]


def test_nothing_is_looked_for_through_a_hub():
    spokes = [(0, place) for place in range(1, MOST_PARTNERS + 2)]
    graph = graph_of([*spokes, (1, 2)], MOST_PARTNERS + 2)
    assert graph.two_hops.nnz == 0
    assert graph.triangles.sum() == 0
    assert row_sums(graph.out)[0] == MOST_PARTNERS + 1  # it is counted all the same


@pytest.mark.parametrize("partners", [40, MOST_PARTNERS])
def test_ways_over_a_firm_stay_within_their_cap(partners):
    crowd = np.full(2 * MOST_STEPS // partners**2, partners)
    assert looked_through(crowd) == partners - 1
    assert looked_through(crowd[: crowd.size // 2]) == MOST_PARTNERS
    some = np.append(crowd, 3)
    assert looked_through(some) == partners - 1
