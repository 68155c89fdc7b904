from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.kernels import hashing
from graph.testing.strategies import at_most

WORDS = st.integers(0, 2**64 - 1).map(np.uint64)


@hashing.modular()
def lanes(p, *, key=1, word=0, asked=hashing.ALL_LANES, seed=0, purpose=1):
    base = np.uint64(hashing.seed_key(np.uint64(seed), purpose))
    stream = np.uint64(hashing.stream_of(base, np.uint64(key)))
    return int(hashing.bernoulli_lanes(p, stream, np.uint64(word), np.uint64(asked)))


def ones(n_words, p, **named):
    return sum(lanes(p, word=w, **named).bit_count() for w in range(n_words))


def test_a_party_key_is_the_blake2b_of_its_id_alone():
    together = hashing.party_keys(["a", "b", "华为"])
    assert together.dtype == np.uint64
    alone = [hashing.party_keys([name])[0] for name in ("a", "b", "华为")]
    assert together.tolist() == alone
    assert hex(hashing.party_keys(["uscc:91330000"])[0]) == "0x99dac0bc0e4a6aec"
    assert hashing.party_keys([]).shape == (0,)


def test_mix_is_the_output_function_of_splitmix64():
    # first two outputs for state 0, as every implementation publishes them
    gamma = 0x9E3779B97F4A7C15
    with hashing.modular():
        outputs = [int(hashing.mix(np.uint64(k * gamma % 2**64))) for k in (1, 2)]
    assert outputs == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4]


def test_a_pair_has_another_key_the_other_way_round():
    a, b = hashing.party_keys(["a", "b"])
    with hashing.modular():
        assert hashing.pair_key(a, b) != hashing.pair_key(b, a)


@given(WORDS)
def test_popcount_counts_the_bits(word):
    with hashing.modular():
        assert hashing.popcount(word) == int(word).bit_count()


@pytest.mark.parametrize("p", [0.0, 2.0**-20, 0.027, 0.25, 0.5, 0.75, 0.9, 1.0])
def test_the_share_of_lanes_is_the_probability(p):
    n = 64 * 400
    error = np.sqrt(p * (1 - p) / n)
    assert abs(ones(400, p, key=5) / n - p) <= 4 * error


@at_most(60)
@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 9), st.integers(0, 2**64 - 1))
def test_a_higher_probability_keeps_every_lane(p, q, word, key):
    low, high = sorted((p, q))
    assert lanes(low, key=key, word=word) & ~lanes(high, key=key, word=word) == 0


@at_most(60)
@given(st.floats(0, 1), st.integers(0, 2**64 - 1), st.integers(0, 9))
def test_lanes_asked_in_two_parts_are_the_lanes_asked_at_once(p, part, word):
    rest = ~part & (2**64 - 1)
    assert lanes(p, word=word, asked=part) | lanes(p, word=word, asked=rest) == lanes(
        p, word=word
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"key": 1}, {"key": 2}),
        ({"seed": 1}, {"seed": 2}),
        ({"purpose": hashing.OWN_FAILURE}, {"purpose": hashing.PASS_THROUGH}),
    ],
)
def test_draws_of_another_name_are_independent(one, other):
    n = 300
    both = sum(
        (lanes(0.5, word=w, **one) & lanes(0.5, word=w, **other)).bit_count()
        for w in range(n)
    )
    assert abs(both / (64 * n) - 0.25) < 4 * np.sqrt(0.25 * 0.75 / (64 * n))


def test_neighbouring_words_and_lanes_are_independent():
    drawn = [lanes(0.5, word=w) for w in range(400)]
    next_word = sum((a & b).bit_count() for a, b in pairwise(drawn))
    next_lane = sum((a & (a >> 1)).bit_count() for a in drawn)
    bound = 4 * np.sqrt(0.25 * 0.75 / (64 * 399))
    assert abs(next_word / (64 * 399) - 0.25) < bound
    assert abs(next_lane / (63 * 400) - 0.25) < bound


def test_each_lane_gets_its_share():
    drawn = [lanes(0.3, word=w) for w in range(600)]
    by_lane = np.array([[(word >> lane) & 1 for lane in range(64)] for word in drawn])
    z = (by_lane.mean(axis=0) - 0.3) / np.sqrt(0.3 * 0.7 / 600)
    # chi-square with 64 degrees of freedom: mean 64, standard deviation 11.3
    assert 64 - 45 < (z**2).sum() < 64 + 45


@hashing.modular()
def test_uniform_numbers_lie_inside_the_open_interval_and_spread_evenly():
    stream = np.uint64(17)
    drawn = np.array([hashing.uniform(stream, np.uint64(w)) for w in range(2000)])
    assert 0 < drawn.min() < 0.01
    assert 0.99 < drawn.max() < 1
    assert abs(drawn.mean() - 0.5) < 4 / np.sqrt(12 * 2000)


@pytest.mark.integration  # in a process of its own
def test_the_same_lanes_come_from_compiled_and_interpreted_code():
    script = (
        "import numpy as np\n"
        "from graph.kernels import hashing as h\n"
        "with h.modular():\n"
        "    print([int(h.bernoulli_lanes(p, np.uint64(2**63 + 5), np.uint64(7),\n"
        "           h.ALL_LANES)) for p in (0.01, 0.3, 0.77, 1.0)])\n"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-W", "error", "-c", script],
            env={**os.environ, "NUMBA_DISABLE_JIT": disabled},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for disabled in ("0", "1")
    }
    assert len(texts) == 1
