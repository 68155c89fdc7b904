"""Fans beside brute force, and the endings of a near miss."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.fans import fans
from graph.algorithms.pattern_hits import NO_CAPS
from graph.testing.strategies import trials
from money_graphs import graph_of, transfers_of
from pattern_cases import found, largest

# four accounts pay one within two days
FOUR = [("a", "x", 0, 5), ("b", "x", 1, 5), ("c", "x", 2, 5), ("d", "x", 2, 5)]
IN = {"incoming": True, "window": 2, "least_accounts": 4}


def brute_force(transfers, asked):
    """Every window of one account from one transfer on, the largest ones kept."""
    own, other = (1, 0) if asked["incoming"] else (0, 1)
    bounded = asked["from_amount"] > 0 or asked["below_amount"] < math.inf
    counted = [
        place
        for place, (payer, payee, _, amount) in enumerate(transfers)
        if payer != payee
        and (not bounded or asked["from_amount"] <= amount < asked["below_amount"])
    ]
    windows = set()
    for first in counted:
        windows.add(
            frozenset(
                place
                for place in counted
                if transfers[place][own] == transfers[first][own]
                and 0 <= transfers[place][2] - transfers[first][2] <= asked["window"]
            )
        )
    return {
        window
        for window in largest(windows)
        if len({transfers[place][other] for place in window}) >= asked["least_accounts"]
        and len(window) >= asked["least_transfers"]
        and sum(
            transfers[place][3] for place in window if transfers[place][3] > 0
        ) >= asked["least_total"]
    }  # fmt: skip


@given(
    transfers_of(),
    st.fixed_dictionaries(
        {
            "incoming": st.booleans(),
            "window": st.integers(0, 5),
            "least_accounts": st.integers(1, 3),
            "least_transfers": st.integers(1, 4),
            "from_amount": st.sampled_from([0.0, 60.0]),
            "below_amount": st.sampled_from([math.inf, 100.0]),
            "least_total": st.sampled_from([0.0, 200.0]),
        }
    ),
)
@trials(500)
def test_fans_are_those_of_brute_force(case, asked):
    transfers, keys = case
    hits = found(fans, transfers, keys, **asked)
    assert len(hits) == len(set(hits))
    assert set(hits) == brute_force(transfers, asked)


def test_four_payers_in_two_days_are_one_hit():
    assert found(fans, FOUR, **IN) == [frozenset(range(4))]
    turned = [(payee, payer, *rest) for payer, payee, *rest in FOUR]
    assert found(fans, turned, **{**IN, "incoming": False}) == [frozenset(range(4))]


@pytest.mark.parametrize(
    "near",
    [
        FOUR[:3],  # one too few
        [*FOUR[:3], ("c", "x", 1, 5)],  # one payer twice
        [*FOUR[:3], ("d", "x", 3, 5)],  # one too late
        [*FOUR[:3], ("d", "y", 2, 5)],  # another payee
        [*FOUR[:3], ("x", "x", 2, 5)],  # to itself
        [*FOUR[:3], ("x", "d", 2, 5)],  # the other way
    ],
)
def test_a_near_miss_is_no_hit(near):
    assert found(fans, near, **IN) == []


def test_a_hit_is_as_large_as_its_window():
    longer = [*FOUR, ("e", "x", 3, 5), ("a", "x", 9, 5)]
    assert found(fans, longer, **IN) == [frozenset(range(4)), frozenset({1, 2, 3, 4})]


def test_payments_just_under_a_limit_add_up():
    asked = {
        "incoming": False,
        "window": 3,
        "least_accounts": 1,
        "least_transfers": 3,
        "from_amount": 40.0,
        "below_amount": 50.0,
        "least_total": 130.0,
    }
    split = [("a", "b", 0, 49), ("a", "c", 1, 40), ("a", "b", 3, 41), ("a", "b", 1, 9)]
    assert found(fans, split, **asked) == [frozenset({0, 1, 2})]
    for amount in (50, 39, 40):  # at the limit, far below it, too little in all
        assert found(fans, [*split[:2], ("a", "b", 3, amount)], **asked) == []


def test_accounts_of_one_holder_count_once():
    graph, _ = graph_of(FOUR)
    keys = [0, 0, 2, 3, 4]
    assert len(fans(graph, **IN)) == 1
    import numpy as np

    assert len(fans(graph, **IN, key=np.array(keys, np.int32))) == 0


@pytest.mark.parametrize(
    ("caps", "limit"),
    [
        ({"hits": 1}, "max_hits"),
        ({"evidence": 5}, "max_evidence"),
        ({"work": 5}, "max_work"),
    ],
)
def test_a_cut_search_says_so(caps, limit):
    graph, _ = graph_of([*FOUR, ("e", "x", 3, 5)])
    hits = fans(graph, **IN, caps=NO_CAPS._replace(**caps))
    assert hits.truncated_by == (limit,)
    assert len(hits) <= 1


def test_of_nothing_there_is_nothing():
    assert found(fans, [], **IN) == []
