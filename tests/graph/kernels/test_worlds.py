from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.world_blocks import WorldsSample, draw_alone, propagate_failures
from graph.kernels import hashing, worlds
from graph.testing.loss_networks import named_network, named_networks
from graph.testing.strategies import at_most

SETTINGS = at_most(40)


def block(named, *, first_word=0, width=2, seed=0):
    """Own failures and all failures of a block, (n, width) each."""
    sample = WorldsSample(seed=seed)
    alone = np.empty((named.network.n_nodes, width), dtype=np.uint64)
    draw_alone(alone, first_word, named.network, sample)
    states = alone.copy()
    propagate_failures(states, first_word, named.network, sample)
    return alone, states


@hashing.modular()
def live_lanes(network, edge, debtor, word, seed=0):
    base = np.uint64(hashing.seed_key(np.uint64(seed), hashing.PASS_THROUGH))
    keys = network.node_key
    pair = np.uint64(hashing.pair_key(keys[network.indices[edge]], keys[debtor]))
    stream = np.uint64(hashing.stream_of(base, pair))
    lanes = hashing.bernoulli_lanes(
        network.p_edge[edge], stream, np.uint64(word), hashing.ALL_LANES
    )
    return np.uint64(lanes)


@SETTINGS
@given(named_networks(max_parties=6, max_guarantees=12), st.integers(0, 5))
def test_failures_are_the_closure_of_own_failures_over_live_edges(named, seed):
    network = named.network
    alone, states = block(named, seed=seed)
    expected = alone.copy()
    for _ in range(network.n_nodes):
        for edge, debtor in enumerate(network.debtors):
            for word in range(2):
                live = live_lanes(network, edge, debtor, word, seed)
                expected[network.indices[edge], word] |= expected[debtor, word] & live
    assert np.array_equal(states, expected)


@SETTINGS
@given(named_networks(), st.integers(1, 5))
def test_a_block_starting_later_holds_the_same_worlds(named, first_word):
    whole = block(named, width=first_word + 2)[1]
    assert np.array_equal(
        block(named, first_word=first_word, width=2)[1], whole[:, first_word:]
    )


def test_a_certain_ring_fails_as_one():
    ring = {("a", "b"): 1.0, ("b", "c"): 1.0, ("c", "a"): 1.0}
    alone, states = block(named_network(dict.fromkeys("abc", 0.05), ring))
    assert np.array_equal(states, np.tile(np.bitwise_or.reduce(alone), (3, 1)))


def test_a_firm_that_guarantees_itself_changes_nothing():
    p_self = {"a": 0.3}
    assert np.array_equal(
        block(named_network(p_self, {("a", "a"): 1.0}))[1],
        block(named_network(p_self, {}))[1],
    )


def test_counts_are_the_bits_of_the_states():
    states = np.array([[0, 2**64 - 1], [5, 1]], dtype=np.uint64)
    counts = np.array([1, 0])
    with hashing.modular():
        worlds.add_counts(states, counts)
        by_word = worlds.counts_by_word(states)
    assert counts.tolist() == [65, 3]
    assert by_word.tolist() == [[0, 64], [2, 1]]


def test_squared_differences_run_on_over_blocks():
    own = np.zeros((1, 1), dtype=np.uint8)
    last, squares = np.array([-1]), np.array([0])
    with hashing.modular():
        for word in (0b111, 0b1, 0b11):
            states = np.array([[word]], dtype=np.uint64)
            worlds.add_squared_differences(states, own, last, squares)
    assert squares.tolist() == [(1 - 3) ** 2 + (2 - 1) ** 2]


def test_the_factor_takes_one_place_in_each_stratum():
    with hashing.modular():
        places = worlds.factor_positions(50, np.uint64(3))
    assert np.array_equal(np.floor(places * 50), np.arange(50))
