"""Layers of accounts beside brute force, and the endings of a near miss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.layers import layered
from graph.testing.strategies import trials
from money_graphs import transfers_of
from pattern_cases import found

TWO = [(payer, payee, 1, 5) for payer in "abc" for payee in "xyz"]
THREE = [
    *((payer, payee, 0, 5) for payer in "ab" for payee in "mn"),
    *((payer, payee, 2, 5) for payer in "mn" for payee in "yz"),
]
BIPARTITE = {"layers": 2, "window": 3, "least_accounts": 3, "most_transfers": 30}
STACK = {"layers": 3, "window": 2, "least_accounts": 2, "most_transfers": 30}


def largest_core(transfers, inside, asked):
    """Drop flows of steps one by one until all that are left may stay."""
    steps = asked["layers"] - 1
    stays = {(step, e) for step in range(steps) for e in inside}
    while True:
        for step, e in sorted(stays):
            payer, payee, time, _ = transfers[e]
            own = [f for s, f in stays if s == step]
            paid = {transfers[f][1] for f in own if transfers[f][0] == payer}
            payers = {transfers[f][0] for f in own if transfers[f][1] == payee}
            before = step == 0 or any(
                s == step - 1 and transfers[f][1] == payer and transfers[f][2] < time
                for s, f in stays
            )
            after = step == steps - 1 or any(
                s == step + 1 and transfers[f][0] == payee and transfers[f][2] > time
                for s, f in stays
            )
            least = asked["least_accounts"]
            if not (before and after and min(len(paid), len(payers)) >= least):
                stays.remove((step, e))
                break
        else:
            return stays


def connected(transfers, stays):
    groups = []
    for step, e in stays:
        ends = {(step, transfers[e][0]), (step + 1, transfers[e][1])}
        joined = [group for group in groups if group[0] & ends]
        groups = [group for group in groups if not group[0] & ends]
        nodes = ends.union(*(group[0] for group in joined))
        groups.append((nodes, {e}.union(*(group[1] for group in joined))))
    return [frozenset(group[1]) for group in groups]


def is_busy(transfers, own, asked):
    near = [row for row in transfers if abs(row[2] - own[2]) <= asked["window"]]
    return any(
        sum(row[end] == own[end] for row in near) > asked["most_transfers"]
        for end in (0, 1)
    )


def brute_force(transfers, asked):
    hits = set()
    others = [
        e
        for e, row in enumerate(transfers)
        if row[0] != row[1] and not is_busy(transfers, row, asked)
    ]
    for begin in {row[2] for row in transfers}:
        inside = [
            e for e in others if begin <= transfers[e][2] <= begin + asked["window"]
        ]
        hits |= {*connected(transfers, largest_core(transfers, inside, asked))}
    return {hit for hit in hits if not any(hit < other for other in hits)}


@given(
    transfers_of(accounts=6, most=16, moments=5),
    st.fixed_dictionaries(
        {
            "layers": st.integers(2, 3),
            "window": st.integers(1, 20),
            "least_accounts": st.integers(1, 2),
            "most_transfers": st.sampled_from([2, 3, 30]),
        }
    ),
)
@trials(500)
def test_hits_are_those_of_brute_force(case, asked):
    transfers, keys = case
    hits = found(layered, transfers, keys, **asked)
    assert len(hits) == len(set(hits))
    assert set(hits) == brute_force(transfers, asked)


def test_two_layers_are_one_hit_and_three():
    assert found(layered, TWO, **BIPARTITE) == [frozenset(range(9))]
    assert found(layered, THREE, **STACK) == [frozenset(range(8))]


def test_a_hit_within_the_window_of_an_earlier_one_is_found():
    later = [(f"{payer}2", f"{payee}2", *rest) for payer, payee, *rest in TWO]
    earlier = [(*TWO[0][:2], 0, 5), *TWO[1:]]
    hits = found(layered, [*earlier, *later], **BIPARTITE)
    assert set(hits) == {frozenset(range(9)), frozenset(range(9, 18))}


@pytest.mark.parametrize(
    "near",
    [
        TWO[:8],  # one payment too few
        [*TWO[:8], ("c", "z", 5, 5)],  # one too late
        [*TWO[:8], ("z", "c", 1, 5)],  # the other way
        [*TWO[:8], ("c", "y", 1, 5)],  # one pair twice
    ],
)
def test_a_near_miss_of_two_layers_is_no_hit(near):
    assert found(layered, near, **BIPARTITE) == []


@pytest.mark.parametrize(
    "near",
    [
        THREE[:7],
        [*THREE[:7], ("n", "z", 3, 5)],  # too late
        [*THREE[:7], ("n", "z", 0, 5)],  # at the moment when it was paid
        [(*row[:2], 2 - row[2], 5) for row in THREE],  # in broken order
    ],
)
def test_a_near_miss_of_three_layers_is_no_hit(near):
    assert found(layered, near, **STACK) == []


def test_a_hub_of_many_transfers_is_no_layer():
    hub = [("h", f"p{number}", number, 5) for number in range(500)]
    assert found(layered, hub, **BIPARTITE) == []
