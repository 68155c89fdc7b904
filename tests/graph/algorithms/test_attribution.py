from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from graph.algorithms.attribution import attribute_increment
from graph.algorithms.loss_network import ancestor_network
from graph.algorithms.world_blocks import WorldsSample
from graph.algorithms.worlds import sample_worlds
from graph.kernels import hashing
from graph.testing.loss_networks import named_network, named_networks
from graph.testing.strategies import at_most

SMALL = WorldsSample(n_worlds=192, seed=7)
SETTINGS = at_most(40)
# two first causes at two hops over a shared last debtor, and a debtor of its own
FORK = named_network(
    {"a": 0.3, "b": 0.3, "m": 0.05, "c": 0.2, "v": 0.1},
    {("m", "a"): 0.8, ("m", "b"): 0.5, ("v", "m"): 0.7, ("v", "c"): 0.4},
)


@hashing.modular()
def live_lanes(network, seed):
    """Lanes of the three words in which each (debtor, guarantor) edge is live."""
    base = np.uint64(hashing.seed_key(np.uint64(seed), hashing.PASS_THROUGH))
    lanes = {}
    for edge, b in enumerate(network.debtors.tolist()):
        g = int(network.indices[edge])
        pair = np.uint64(hashing.pair_key(network.node_key[g], network.node_key[b]))
        stream = np.uint64(hashing.stream_of(base, pair))
        lanes[b, g] = [
            int(
                hashing.bernoulli_lanes(
                    network.p_edge[edge], stream, np.uint64(word), hashing.ALL_LANES
                )
            )
            for word in range(3)
        ]
    return lanes


def by_brute_force(network, node):
    """Shares by path as exact fractions: shortest paths in each world's graph."""
    every = np.arange(network.n_nodes)
    alone = sample_worlds(network, SMALL, watch=every).failed_alone
    lanes = live_lanes(network, SMALL.seed)
    key = network.node_key
    shares = defaultdict(Fraction)
    for world in range(192):
        word, bit = divmod(world, 64)
        seeds = [v for v in every.tolist() if (int(alone[v, word]) >> bit) & 1]
        live = nx.DiGraph(edge for edge, on in lanes.items() if (on[word] >> bit) & 1)
        live.add_node(node)
        hops = nx.single_source_shortest_path_length(live.reverse(), node)
        reaching = [seed for seed in seeds if seed in hops]
        if node in seeds or not reaching:
            continue
        least = min(hops[seed] for seed in reaching)
        nearest = [seed for seed in reaching if hops[seed] == least]
        for seed in nearest:
            path = min(
                nx.all_shortest_paths(live, seed, node),
                key=lambda path: [key[v] for v in path],
            )
            shares[tuple(path)] += Fraction(1, len(nearest) * 192)
    return shares


@SETTINGS
@given(named_networks(max_parties=6, max_guarantees=12))
def test_shares_by_path_are_those_of_every_world_searched_alone(named):
    node = named.number[min(named.p_self)]
    found = attribute_increment(named.network, node, SMALL).by_path
    expected = by_brute_force(named.network, node)
    assert {path.nodes: path.contribution for path in found} == {
        path: float(share) for path, share in expected.items()
    }


@SETTINGS
@given(named_networks(max_parties=6, max_guarantees=12))
def test_causes_debtors_and_paths_each_sum_to_the_increment(named):
    result = sample_worlds(named.network, SMALL)
    for node in range(named.network.n_nodes):
        found = attribute_increment(named.network, node, SMALL)
        assert found.increment == result.increment[node]
        assert (found.pd, found.se) == (result.pd[node], result.se[node])
        for shares in (found.by_cause, found.by_debtor, found.by_path):
            total = math.fsum(share.contribution for share in shares)
            assert total == pytest.approx(found.increment, rel=1e-14)


@SETTINGS
@given(named_networks(max_parties=6, max_guarantees=12))
def test_a_counterfactual_is_the_network_without_that_guarantee(named):
    name = {number: party for party, number in named.number.items()}
    node = named.number[min(named.p_self)]
    for one in attribute_increment(named.network, node, SMALL).counterfactuals:
        pair = (name[node], name[one.debtor])
        fewer = {other: p for other, p in named.guarantees.items() if other != pair}
        rank = named.number
        other = named_network(named.p_self, fewer, rank=rank)
        pd = sample_worlds(other.network, SMALL).pd[other.number[name[node]]]
        assert one.pd_without == pytest.approx(pd, abs=1e-12)
        assert named.network.debtors[one.edge] == one.debtor
        assert named.network.indices[one.edge] == node


def test_a_path_carries_its_own_probability_beside_its_share():
    number = FORK.number
    found = attribute_increment(FORK.network, number["v"], WorldsSample(6400))
    by_path = {path.nodes: path.probability for path in found.by_path}
    assert by_path[number["a"], number["m"], number["v"]] == pytest.approx(
        0.3 * 0.8 * 0.7
    )
    assert by_path[number["c"], number["v"]] == pytest.approx(0.2 * 0.4)


def test_the_larger_cause_comes_first_and_debtors_pool_their_causes():
    number = FORK.number
    found = attribute_increment(FORK.network, number["v"], WorldsSample(6400))
    causes = [share.node for share in found.by_cause]
    assert causes.index(number["a"]) < causes.index(number["b"])
    debtors = {share.node: share.contribution for share in found.by_debtor}
    assert set(debtors) == {number["m"], number["c"]}
    through_m = sum(
        share.contribution for share in found.by_cause if share.node != number["c"]
    )
    assert debtors[number["m"]] == pytest.approx(through_m)


def test_an_equal_way_goes_over_the_firm_with_the_smaller_key():
    ends = {"origin": 0.5, "left": 0.0, "right": 0.0, "top": 0.0}
    certain = {
        ("left", "origin"): 1.0,
        ("right", "origin"): 1.0,
        ("top", "left"): 1.0,
        ("top", "right"): 1.0,
    }
    named = named_network(ends, certain)
    found = attribute_increment(named.network, named.number["top"], SMALL)
    left, right = hashing.party_keys(["left", "right"])
    middle = "left" if left < right else "right"
    assert [path.nodes[1] for path in found.by_path] == [named.number[middle]]
    assert [one.reduction for one in found.counterfactuals] == [0.0, 0.0]


def test_a_common_factor_gives_the_same_figures_as_the_sample():
    sample = WorldsSample(1280, seed=2, rho=0.3)
    node = FORK.number["v"]
    result = sample_worlds(FORK.network, sample)
    found = attribute_increment(FORK.network, node, sample)
    assert (found.increment, found.se) == (result.increment[node], result.se[node])


def test_long_paths_outgrow_the_first_records():
    n = 40
    p_self = {f"{i:02}": 0.3 for i in range(n)} | {"00": 1.0}
    chain = {(f"{i:02}", f"{i - 1:02}"): 1.0 for i in range(1, n)}
    named = named_network(p_self | {f"{i:02}": 0.0 for i in range(1, n)}, chain)
    found = attribute_increment(named.network, named.number["39"], SMALL)
    assert [path.nodes for path in found.by_path] == [tuple(range(n))]
    assert found.increment == 1.0


def test_far_ancestors_are_left_out_and_said_to_be():
    chain = {("b", "a"): 0.9, ("c", "b"): 0.9, ("d", "c"): 0.9}
    named = named_network(dict.fromkeys("abcd", 0.2), chain)
    node = named.number["d"]
    whole = attribute_increment(named.network, node, SMALL, max_ancestors=4)
    cut = attribute_increment(named.network, node, SMALL, max_ancestors=3)
    assert (whole.explored, whole.truncated) == (4, False)
    assert (cut.explored, cut.truncated) == (3, True)
    assert cut.increment <= whole.increment
    assert named.number["a"] not in {share.node for share in cut.by_cause}


def test_a_hop_cut_in_two_keeps_the_firms_with_the_smallest_keys():
    debtors = [f"d{i}" for i in range(6)]
    star = {("v", debtor): 0.5 for debtor in debtors}
    named = named_network({"v": 0.0} | dict.fromkeys(debtors, 0.1), star)
    part = ancestor_network(named.network, named.number["v"], limit=4)
    keys = dict(zip(debtors, hashing.party_keys(debtors), strict=True))
    kept = sorted(debtors, key=keys.__getitem__)[:3]
    assert set(part.members.tolist()) == {named.number[k] for k in ["v", *kept]}


def test_a_firm_nobody_can_hit_has_nothing_to_explain():
    found = attribute_increment(FORK.network, FORK.number["a"], SMALL)
    assert (found.increment, found.pd) == (0.0, 0.3)
    assert found.by_cause == found.by_path == found.counterfactuals == ()
