from __future__ import annotations

import networkx as nx
from hypothesis import given

from graph.algorithms.components import InnerGraph
from graph.kernels.circle_edges import (
    flow_bridges,
    immediate_dominators,
    reciprocal_arcs,
    search_forest,
)
from graph.kernels.csr import Csr
from graph.testing.strategies import multigraphs, trials


def inner_of(graph):
    return InnerGraph.build(Csr.build(graph.tail, graph.head, graph.n))


def arcs_of(inner):
    tails = inner.forward.tails().tolist()
    return list(zip(tails, inner.forward.indices.tolist(), strict=True))


def roots_of(vertex, parent):
    """Root of each node's search tree; parents come before their children."""
    roots = {}
    for place, node in enumerate(vertex.tolist()):
        above = parent[place]
        roots[node] = node if above < 0 else roots[int(vertex[above])]
    return roots


@given(graph=multigraphs(max_nodes=9, max_edges=24))
@trials(800)
def test_dominators_agree_with_networkx(graph):
    inner = inner_of(graph)
    forward, backward = inner.forward, inner.backward
    preorder, vertex, parent = search_forest(forward.indptr, forward.indices)
    found = immediate_dominators(
        preorder, vertex, parent, backward.indptr, backward.indices
    )
    reference = nx.DiGraph(arcs_of(inner))
    roots = roots_of(vertex, parent)
    assert set(roots) == set(reference)
    for root in set(roots.values()):
        expected = nx.immediate_dominators(reference, root)
        for node, above in expected.items():
            if node == root:
                assert found[preorder[node]] == -1
            else:
                assert vertex[found[preorder[node]]] == above


@given(graph=multigraphs(max_nodes=7, max_edges=16))
@trials(400)
def test_a_flow_bridge_is_an_arc_the_root_cannot_do_without(graph):
    inner = inner_of(graph)
    forward, backward = inner.forward, inner.backward
    _, vertex, parent = search_forest(forward.indptr, forward.indices)
    roots = roots_of(vertex, parent)
    bridges = flow_bridges(
        forward.indptr,
        forward.indices,
        backward.indptr,
        backward.indices,
        backward.edge,
    )
    arcs = arcs_of(inner)
    for bridge, (tail, head) in zip(bridges, arcs, strict=True):
        rest = nx.DiGraph([arc for arc in arcs if arc != (tail, head)])
        rest.add_nodes_from((tail, head, roots[head]))
        assert bridge == (not nx.has_path(rest, roots[head], head))


def test_each_arc_knows_the_arc_back():
    rows = Csr.build([0, 1, 1, 2, 2], [1, 0, 2, 0, 1], 3)
    inner = InnerGraph.build(rows)
    found = reciprocal_arcs(
        inner.forward.indptr,
        inner.forward.indices,
        inner.backward.indptr,
        inner.backward.indices,
        inner.backward.edge,
    )
    assert arcs_of(inner) == [(0, 1), (1, 0), (1, 2), (2, 0), (2, 1)]
    assert found.tolist() == [1, 0, 4, -1, 2]
