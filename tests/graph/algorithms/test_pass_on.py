"""Accounts that pass on what they are paid, beside plain Python, and near misses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.pass_on import pass_on
from graph.testing.strategies import trials
from money_graphs import came_before, graph_of, transfers_of
from pattern_cases import found

TWICE = [
    ("a", "h", 0, 100), ("h", "x", 1, 95), ("b", "h", 5, 60), ("h", "y", 5.5, 57),
]  # fmt: skip
TWICE = [(payer, payee, int(2 * time), amount) for payer, payee, time, amount in TWICE]
ASKED = {
    "window": 11,
    "gap": 2,
    "least_transfers": 2,
    "most_parts": 1,
    "most_transfers": 50,
    "keep": 0.9,
}


def search(graph, **asked):
    return pass_on(graph, np.ones(len(graph), np.bool_), **asked)


def plain(transfers, keys, order, asked):
    hits = []
    used = set()
    for hub in sorted({end for row in transfers for end in row[:2]}):
        passes = []
        for one in order:
            payer, payee, time, amount = transfers[one]
            if payee != hub or payer == hub or not amount > 0:
                continue
            able = [
                e
                for e in order
                if transfers[e][0] == hub
                and transfers[e][1] not in {hub, payer}
                and e not in used
                and came_before(transfers, keys, one, e)
                and transfers[e][2] - time <= asked["gap"]
                and 0 < transfers[e][3] <= amount * asked["gain"]
            ]
            runs = (
                able[low:high]
                for low in range(len(able))
                for high in range(min(len(able), low + asked["most_parts"]), low, -1)
            )
            fit = (
                run
                for run in runs
                if asked["keep"]
                <= sum(transfers[e][3] for e in run) / amount
                <= asked["gain"]
            )
            if (parts := next(fit, None)) is not None:
                used |= set(parts)
                passes.append([one, *parts])
        for first in passes:
            end = transfers[first[0]][2] + asked["window"]
            inside = [
                one
                for one in passes[passes.index(first) :]
                if transfers[one[-1]][2] <= end
            ]
            if len(inside) >= asked["least_transfers"]:
                hits.append(frozenset(e for one in inside for e in one))
    return {hit for hit in hits if not any(hit < other for other in hits)}


@given(
    transfers_of(accounts=4),
    st.fixed_dictionaries(
        {
            "window": st.integers(1, 8),
            "gap": st.integers(0, 4),
            "least_transfers": st.integers(1, 2),
            "most_parts": st.integers(1, 3),
            "most_transfers": st.just(50),
            "keep": st.sampled_from([0.3, 0.9]),
            "gain": st.sampled_from([1.0, 2.0]),
        }
    ),
)
@trials(500)
def test_hits_are_those_of_plain_python(case, asked):
    transfers, keys = case
    order = graph_of(transfers, keys)[1]
    hits = found(search, transfers, keys, **asked)
    assert set(hits) == plain(transfers, keys, order, asked)


def test_two_passes_are_one_hit():
    assert found(search, TWICE, **ASKED) == [frozenset(range(4))]


@pytest.mark.parametrize(
    "near",
    [
        TWICE[:2],  # one pass too few
        [*TWICE[:3], ("h", "y", 11, 53)],  # just under the ratio
        [*TWICE[:3], ("h", "y", 11, 61)],  # more than came in
        [*TWICE[:3], ("h", "y", 13, 57)],  # too late
        [*TWICE[:3], ("h", "y", 10, 57)],  # at the same moment
        [*TWICE[:3], ("h", "y", 9, 57)],  # before it came in
        [*TWICE[:3], ("h", "b", 11, 57)],  # back to who paid
        [*TWICE[:3], ("h", "h", 11, 57)],  # to itself
        [*TWICE[:3], ("h", "y", 11, 30), ("h", "y", 11, 27)],  # in two parts
        [*TWICE[:2], ("b", "h", 11, 60), ("h", "y", 12, 57)],  # past the window
    ],
)
def test_a_near_miss_is_no_hit(near):
    assert found(search, near, **ASKED) == []


def test_parts_may_add_up_where_it_is_asked_for():
    parts = [*TWICE[:3], ("h", "y", 11, 30), ("h", "z", 12, 27)]
    asked = {**ASKED, "most_parts": 2, "window": 12}
    assert found(search, parts, **asked) == [frozenset(range(5))]


def test_small_amounts_and_busy_accounts_are_left_out():
    assert found(search, TWICE, **ASKED, from_amount=61) == []
    assert found(search, TWICE, **{**ASKED, "most_transfers": 3}) == []
