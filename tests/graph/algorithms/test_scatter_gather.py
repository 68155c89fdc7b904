"""Scatter-gathers beside brute force, and the endings of a near miss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.scatter_gather import scatter_gather
from graph.testing.strategies import trials
from money_graphs import came_before, transfers_of
from pattern_cases import found

THREE = [
    ("s", "a", 0, 100), ("s", "b", 0, 100), ("s", "c", 1, 100),
    ("a", "t", 2, 95), ("b", "t", 3, 90), ("c", "t", 5, 92),
]  # fmt: skip
ASKED = {"window": 5, "least_accounts": 3, "keep": 0.9}


def brute_force(transfers, keys, asked):
    """For each source, target and first transfer the ways inside, then the balance."""
    hits = []
    names = sorted({end for transfer in transfers for end in transfer[:2]})
    known = [place for place, row in enumerate(transfers) if row[3] > 0]
    for source in names:
        for target in names:
            pairs = [
                (one, other)
                for one in known
                for other in known
                if transfers[one][0] == source
                and transfers[one][1] == transfers[other][0]
                and transfers[other][1] == target
                and len({source, target, transfers[one][1]}) == 3
                and came_before(transfers, keys, one, other)
            ]
            for first in known:
                begin = transfers[first][2]
                inside = [
                    (one, other)
                    for one, other in pairs
                    if (begin, keys[first], first)
                    <= (transfers[one][2], keys[one], one)
                    and transfers[other][2] <= begin + asked["window"]
                ]
                hits.append(balance(transfers, inside, asked))
    return {hit for hit in hits if hit}


def balance(transfers, pairs, asked):
    ways = {transfers[one][1] for one, _ in pairs}
    while len(ways) >= asked["least_accounts"]:
        inside = [pair for pair in pairs if transfers[pair[0]][1] in ways]
        received = dict.fromkeys(ways, 0.0)
        passed = dict(received)
        for one in {one for one, _ in inside}:
            received[transfers[one][1]] += transfers[one][3]
        for other in {other for _, other in inside}:
            passed[transfers[other][0]] += transfers[other][3]
        share = sum(passed.values()) / sum(received.values())
        if asked["keep"] <= share <= asked["gain"]:
            return frozenset(place for pair in inside for place in pair)
        if share < asked["keep"]:
            room = {way: passed[way] - asked["keep"] * received[way] for way in ways}
        else:
            room = {way: asked["gain"] * received[way] - passed[way] for way in ways}
        ways.remove(min(sorted(ways), key=room.__getitem__))
    return frozenset()


@given(
    transfers_of(accounts=5),
    st.fixed_dictionaries(
        {
            "window": st.integers(0, 8),
            "least_accounts": st.integers(1, 3),
            "keep": st.sampled_from([0.0, 0.9]),
            "gain": st.sampled_from([1.0, 2.0]),
        }
    ),
)
@trials(500)
def test_hits_are_those_of_brute_force(case, asked):
    transfers, keys = case
    hits = found(scatter_gather, transfers, keys, **asked)
    every = brute_force(transfers, keys, asked)
    assert set(hits) <= every
    for hit in every:
        assert any(hit <= other for other in hits)


def test_three_ways_are_one_hit():
    assert found(scatter_gather, THREE, **ASKED) == [frozenset(range(6))]


@pytest.mark.parametrize(
    "near",
    [
        THREE[:2] + THREE[3:5],  # one way too few
        [*THREE[:3], ("a", "t", 2, 89), ("b", "t", 3, 90), ("c", "t", 5, 90)],
        [*THREE[:5], ("c", "t", 6, 92)],  # one payment too late
        [*THREE[:5], ("c", "t", 1, 92)],  # at the same moment
        [*THREE[:5], ("c", "t", 0, 92)],  # before it was paid
        [*THREE[:5], ("c", "u", 5, 92)],  # another target
        [*THREE[:5], ("c", "t", 5, float("nan"))],  # who knows how much
    ],
)
def test_a_near_miss_is_no_hit(near):
    assert found(scatter_gather, near, **ASKED) == []


def test_a_number_of_the_source_orders_one_moment():
    tied = [*THREE[:5], ("c", "t", 1, 92)]
    keys = [(-1, -1)] * 6
    keys[2], keys[5] = (1, 1), (1, 2)
    assert found(scatter_gather, tied, keys, **ASKED) == [frozenset(range(6))]


def test_split_amounts_add_up():
    split = [*THREE[:5], ("c", "t", 4, 50), ("c", "t", 5, 42)]
    assert found(scatter_gather, split, **ASKED) == [frozenset(range(7))]


def test_a_way_that_keeps_the_money_is_left_out():
    lossy = [*THREE, ("s", "d", 0, 1_000), ("d", "t", 4, 10)]
    assert found(scatter_gather, lossy, **ASKED) == [frozenset(range(6))]
