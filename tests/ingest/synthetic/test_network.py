from __future__ import annotations

from collections import Counter

import networkx as nx
import numpy as np
import pytest

from ingest.synthetic import guarantee_network


@pytest.mark.parametrize("seed", range(4))
def test_components_are_the_planted_ones(seed):
    network = guarantee_network(1_000, seed)
    graph = nx.DiGraph(zip(network.tail.tolist(), network.head.tolist(), strict=True))
    found = {
        frozenset(part)
        for part in nx.strongly_connected_components(graph)
        if len(part) > 1
    }
    labels = np.unique(network.component[network.component >= 0])
    planted = {
        frozenset(np.flatnonzero(network.component == label).tolist())
        for label in labels
    }
    assert found == planted
    assert graph.number_of_edges() == len(network.tail)
    assert not list(nx.selfloop_edges(graph))


def test_the_large_network_has_the_measured_shape():
    network = guarantee_network(50_000, 1, edges_per_firm=2.07)
    assert len(network.tail) == pytest.approx(2.07 * 50_000, rel=0.02)
    sizes = Counter(Counter(network.component.tolist()).values())
    assert (network.component == 0).sum() == 1_000
    assert sizes[2] == 600
    assert all(sizes[size] for size in range(3, 9))
    degree = np.bincount(np.concatenate([network.tail, network.head]))
    assert degree.max() > 100
    assert 0 < network.p_self.min() <= network.p_self.max() < 1
    assert network.p_self.mean() == pytest.approx(0.02, abs=0.002)
    assert network.amount.min() > 0


def test_the_same_seed_gives_the_same_arrays():
    first, again = guarantee_network(2_000, 9), guarantee_network(2_000, 9)
    for name in ("tail", "head", "amount", "p_self", "component"):
        assert np.array_equal(getattr(first, name), getattr(again, name))
    assert not np.array_equal(first.p_self, guarantee_network(2_000, 10).p_self)


def test_too_few_firms_or_edges_are_refused():
    with pytest.raises(ValueError, match="1,000 or more"):
        guarantee_network(10, 1)
    with pytest.raises(ValueError, match="no room"):
        guarantee_network(1_000, 1, edges_per_firm=0.1)
