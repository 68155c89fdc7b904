from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.exact import exact_default_probability
from graph.algorithms.world_blocks import WorldsSample, stated_error, wilson_interval
from graph.algorithms.worlds import sample_worlds
from graph.testing.loss_networks import named_network, named_networks
from graph.testing.strategies import at_most

SMALL = WorldsSample(n_worlds=320, seed=11)
SETTINGS = at_most(40)


def states(named, sample=SMALL, **options):
    """All failures by party, as words."""
    every = np.arange(named.network.n_nodes)
    result = sample_worlds(named.network, sample, watch=every, **options)
    return {party: result.failed[node] for party, node in named.number.items()}


def equal(one, other):
    return all(np.array_equal(one[party], other[party]) for party in one)


def never_fewer(before, after):
    return all(not np.any(before[party] & ~after[party]) for party in before)


@at_most(30)
@given(named_networks(max_parties=6, max_guarantees=9))
def test_sampled_probabilities_lie_within_their_errors_of_the_exact_ones(named):
    result = sample_worlds(named.network, WorldsSample(n_worlds=6400, seed=5))
    low, high = wilson_interval(result.increment, result.n_worlds, z=4.5)
    for node in range(named.network.n_nodes):
        exact = exact_default_probability(named.network, node)
        increment = exact - named.network.p_self[node]
        assert low[node] - 1e-12 <= increment <= high[node] + 1e-12
        assert result.pd[node] == pytest.approx(exact, abs=5 / np.sqrt(6400) / 2)


def test_an_error_that_no_world_shows_is_bounded():
    own = {"a": 1e-9, "g": 0.1, "alone": 0.1, "sure": 1.0, "idle": 0.1}
    passing = {("g", "a"): 0.5, ("sure", "a"): 0.5, ("idle", "a"): 0.0}
    named = named_network(own, passing)
    for rho in (0.0, 0.2):
        result = sample_worlds(named.network, WorldsSample(6400, seed=5, rho=rho))
        assert not result.se.any()
        stated = stated_error(
            result.se, result.increment, result.n_worlds, named.network.exposed
        )
        errors = {party: stated[node] for party, node in named.number.items()}
        # 0 of n worlds: Wilson's upper bound is z^2 / (n + z^2)
        assert errors.pop("g") == pytest.approx(1.96 / (6400 + 1.96**2))
        assert set(errors.values()) == {0.0}


def test_an_error_that_worlds_show_is_stated_as_it_is():
    network = named_network({"a": 0.2, "g": 0.1}, {("g", "a"): 0.5}).network
    result = sample_worlds(network, WorldsSample(6400, seed=5))
    stated = stated_error(result.se, result.increment, result.n_worlds, network.exposed)
    assert result.se.max() > 0
    assert np.array_equal(stated, result.se)


def test_the_error_is_that_of_repeated_runs():
    ring = {("b", "a"): 0.5, ("c", "b"): 0.5, ("a", "c"): 0.5}
    network = named_network(dict.fromkeys("abc", 0.05), ring).network
    runs = [sample_worlds(network, WorldsSample(640, seed=s)) for s in range(200)]
    spread = np.std([run.pd for run in runs], axis=0)
    stated = np.mean([run.se for run in runs], axis=0)
    assert spread == pytest.approx(stated, rel=0.2)
    assert np.mean([run.pd for run in runs], axis=0) == pytest.approx(
        0.08503125, abs=4 * stated[0] / np.sqrt(200)
    )


@SETTINGS
@given(named_networks(), st.data())
def test_another_guarantee_only_adds_failures_to_each_world(named, data):
    parties = sorted(named.p_self)
    pair = data.draw(st.tuples(st.sampled_from(parties), st.sampled_from(parties)))
    more = {pair: 0.5} | dict(named.guarantees)
    assert never_fewer(states(named), states(named_network(named.p_self, more)))


@SETTINGS
@given(named_networks(), st.floats(0, 1))
def test_higher_probabilities_only_add_failures_to_each_world(named, share):
    def raised(p):
        return p + (1 - p) * share

    higher = named_network(
        {party: raised(p) for party, p in named.p_self.items()},
        {pair: raised(p) for pair, p in named.guarantees.items()},
    )
    assert never_fewer(states(named), states(higher))


@SETTINGS
@given(named_networks(), st.randoms(use_true_random=False))
def test_another_numbering_changes_nothing(named, random):
    places = list(range(len(named.p_self)))
    random.shuffle(places)
    rank = dict(zip(sorted(named.p_self), places, strict=True))
    other = named_network(named.p_self, named.guarantees, rank=rank)
    assert equal(states(named), states(other))


@SETTINGS
@given(named_networks(), st.integers(1, 7))
def test_the_block_size_changes_nothing(named, block_words):
    assert equal(states(named), states(named, block_words=block_words))


@SETTINGS
@given(named_networks())
def test_unrelated_firms_change_nothing(named):
    p_self = {"x": 0.4, "y": 0.4, "a": 0.4} | dict(named.p_self)
    more = {("x", "y"): 0.9, ("y", "a"): 0.9} | dict(named.guarantees)
    assert equal(states(named), states(named_network(p_self, more)))


def test_one_more_world_than_a_word_makes_two_words():
    network = named_network({"a": 0.5}, {}).network
    assert sample_worlds(network, WorldsSample(64)).n_worlds == 64
    assert sample_worlds(network, WorldsSample(65)).n_worlds == 128
    assert sample_worlds(network, WorldsSample(1, rho=0.1)).n_worlds == 128


def test_more_worlds_begin_with_the_same_ones():
    named = named_network({"a": 0.3, "b": 0.1}, {("b", "a"): 0.5})
    fewer, more = (states(named, WorldsSample(n))["b"] for n in (128, 256))
    assert np.array_equal(fewer, more[:2])


def test_kept_states_agree_with_the_counts():
    named = named_network({"a": 0.3, "b": 0.1}, {("b", "a"): 0.5})
    watch = np.array([named.number["b"]])
    result = sample_worlds(named.network, WorldsSample(640), watch=watch)
    own, failed = (
        int(np.bitwise_count(kept[0]).sum())
        for kept in (result.failed_alone, result.failed)
    )
    assert own == result.own_worlds[watch[0]]
    assert failed - own == result.contagion_worlds[watch[0]]
    assert result.increment[watch[0]] == (failed - own) / 640
    assert result.pd[watch[0]] == 0.1 + (failed - own) / 640


def test_progress_is_told_after_each_block():
    heard = []
    network = named_network({"a": 0.5}, {}).network
    sample_worlds(
        network,
        WorldsSample(320),
        block_words=2,
        progress=lambda done, total: heard.append((done, total)),
    )
    assert heard == [(128, 320), (256, 320), (320, 320)]


def test_a_network_without_firms_has_an_empty_answer():
    assert sample_worlds(named_network({}, {}).network).pd.shape == (0,)


CHAIN = named_network({"a": 0.1, "b": 0.1}, {("b", "a"): 0.6})


def test_a_common_factor_keeps_own_probabilities_and_ties_firms_together():
    every = np.arange(2)
    alone = [
        sample_worlds(CHAIN.network, WorldsSample(64_000, rho=rho), watch=every)
        for rho in (0.0, 0.5)
    ]
    shares = [result.own_worlds / result.n_worlds for result in alone]
    both = [
        np.bitwise_count(np.bitwise_and.reduce(result.failed_alone)).sum() / 64_000
        for result in alone
    ]
    assert shares[1] == pytest.approx([0.1, 0.1], abs=0.005)
    # 0.0324 is the bivariate normal distribution at the .1 quantiles, correlation .5
    assert both[0] == pytest.approx(0.01, abs=0.002)
    assert both[1] == pytest.approx(0.0324, abs=0.004)


def test_the_error_with_a_common_factor_is_that_of_repeated_runs():
    runs = [
        sample_worlds(CHAIN.network, WorldsSample(1280, seed=s, rho=0.3))
        for s in range(150)
    ]
    node = CHAIN.number["b"]
    spread = np.std([run.pd[node] for run in runs])
    assert spread == pytest.approx(np.mean([run.se[node] for run in runs]), rel=0.2)


@pytest.mark.parametrize(
    "wrong", [{"n_worlds": 0}, {"seed": -1}, {"seed": 2**64}, {"rho": 1.0}]
)
def test_a_sample_out_of_range_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        WorldsSample(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"p_self": np.array([0.1])},
        {"p_self": np.array([0.1, np.nan])},
        {"p_edge": np.array([1.5])},
        {"component": np.array([1, 0], dtype=np.int32)},
        {"indptr": np.array([0, 0, 1]), "indices": np.array([0], dtype=np.int32)},
    ],
)
def test_a_network_that_is_not_as_described_is_refused(wrong):
    with pytest.raises(ValueError, match=r"expected|outside|topological"):
        dataclasses.replace(CHAIN.network, **wrong)


def test_a_block_of_no_words_is_refused():
    with pytest.raises(ValueError, match="block_words"):
        sample_worlds(CHAIN.network, block_words=0)
