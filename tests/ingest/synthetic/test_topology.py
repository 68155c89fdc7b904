from __future__ import annotations

from datetime import date

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.testing.strategies import at_most
from ingest.synthetic.horizon import Horizon
from ingest.synthetic.options import EconomyOptions
from ingest.synthetic.topology import build_topology

HORIZON = Horizon.until(date(2026, 9, 30), 5)


def graph_of(topology):
    return nx.DiGraph(zip(topology.tail.tolist(), topology.head.tolist(), strict=True))


@pytest.fixture(scope="module")
def topology():
    return build_topology(20_000, 7, EconomyOptions(), HORIZON)


def test_the_network_has_the_published_proportions(topology):
    graph = graph_of(topology)
    sizes = sorted(map(len, nx.weakly_connected_components(graph)), reverse=True)
    pairs = sum(size == 2 for size in sizes) / len(sizes)
    assert 1.05 < graph.number_of_edges() / graph.number_of_nodes() < 1.15
    assert 0.6 < pairs < 0.85
    assert 0.35 < sizes[0] / sum(sizes) < 0.5
    assert sizes[1] > 10
    assert 0.17 < nx.overall_reciprocity(graph) < 0.23


def test_a_few_hubs_have_most_of_the_guarantees(topology):
    degree = np.sort([d for _, d in graph_of(topology).degree])
    assert np.median(degree) <= 2
    assert degree[-1] > 40
    out = graph_of(topology).out_degree
    assert max(d for _, d in out) > 25


@given(
    seed=st.integers(0, 2**31),
    edges=st.floats(0.9, 2.5),
    reciprocity=st.floats(0.0, 0.5),
    giant=st.floats(0.0, 0.8),
)
@at_most(25)
def test_each_component_lies_in_one_block_whatever_the_options(
    seed, edges, reciprocity, giant
):
    options = EconomyOptions(
        edges_per_firm=edges, reciprocity=reciprocity, giant_share=giant
    )
    topology = build_topology(1_000, seed, options, HORIZON)
    graph = graph_of(topology)
    block = {
        firm: number
        for number, members in enumerate(topology.members)
        for firm in members.tolist()
    }
    assert len(block) == sum(map(len, topology.members))
    for part in nx.strongly_connected_components(graph):
        if len(part) > 1:
            assert len({block[firm] for firm in part}) == 1
    assert set(graph) <= set(topology.firms.tolist())
    assert graph.number_of_edges() == len(topology.tail)


def test_reciprocity_and_density_are_knobs():
    options = EconomyOptions(reciprocity=0.3, edges_per_firm=1.4)
    graph = graph_of(build_topology(10_000, 3, options, HORIZON))
    assert nx.overall_reciprocity(graph) == pytest.approx(0.3, abs=0.03)
    assert graph.number_of_edges() / len(graph) == pytest.approx(1.4, abs=0.03)
