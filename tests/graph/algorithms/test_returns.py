"""Money that comes back, beside brute force, and the endings of a near miss."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.returns import returns
from graph.kernels.returns import Targets
from graph.testing.strategies import trials
from money_graphs import came_before, transfers_of
from pattern_cases import found

# a loan l is paid out to a, whose money comes back
LOAN = [("l", "a", 0, 100), ("a", "b", 1, 97), ("b", "c", 3, 95), ("c", "a", 5, 90)]
ASKED = {"window": 5, "gap": 2, "most_hops": 5, "keep": 0.9}


def search_from(payer, own, others=()):
    """A search from all transfers of one payer to accounts, by name."""

    def search(graph, *, names, **asked):
        number = {name: place for place, name in enumerate(names)}
        goals = [number[name] for name in (*own, *others) if name in number]
        marks = [name in own for name in (*own, *others) if name in number]
        starts = np.flatnonzero(graph.edges.tail == number.get(payer, -1))
        targets = Targets(
            np.arange(starts.size + 1) * len(goals),
            np.tile(np.array(goals, np.int32), starts.size),
            np.tile(np.array(marks, np.bool_), starts.size),
        )
        return returns(graph, starts.astype(np.int32), targets, **asked)

    return search


def hits_of(search, transfers, keys=None, **asked):
    names = sorted({end for row in transfers for end in row[:2]})
    return found(search, transfers, keys, names=names, **asked)


def brute_force(transfers, keys, own, others, asked):
    hits = []
    stack = [(e,) for e, row in enumerate(transfers) if row[0] == "a"]
    while stack:
        path = stack.pop()
        passed = [transfers[e][1] for e in path]
        for e, (payer, payee, time, amount) in enumerate(transfers):
            before = transfers[path[-1]]
            if (
                payer != before[1]
                or payee == payer
                or not came_before(transfers, keys, path[-1], e)
                or time - before[2] > asked["gap"]
                or time - transfers[path[0]][2] > asked["window"]
                or not (before[3] > 0 and amount > 0)
                or not asked["keep"] <= amount / before[3] <= asked["gain"]
            ):
                continue
            if payee in own or payee in others:
                if payee not in own or len(path) > 1:
                    hits.append(frozenset((*path, e)))
            elif payee not in passed and len(path) < asked["most_hops"]:
                stack.append((*path, e))
    return hits


@given(
    transfers_of(accounts=5),
    st.fixed_dictionaries(
        {
            "window": st.integers(1, 8),
            "gap": st.integers(0, 4),
            "most_hops": st.integers(1, 4),
            "keep": st.sampled_from([0.3, 0.9]),
            "gain": st.sampled_from([1.0, 2.0]),
        }
    ),
)
@trials(500)
def test_hits_are_those_of_brute_force(case, asked):
    transfers, keys = case
    hits = hits_of(search_from("a", "b", "c"), transfers, keys, **asked)
    assert sorted(map(sorted, hits)) == sorted(
        map(sorted, brute_force(transfers, keys, "b", "c", asked))
    )


def test_a_loan_that_comes_back_is_one_hit():
    assert hits_of(search_from("l", "a"), LOAN, **ASKED) == [frozenset(range(4))]


def test_a_guarantor_may_be_paid_at_once_but_own_accounts_are_no_return():
    direct = [LOAN[0], ("a", "g", 1, 95)]
    assert hits_of(search_from("l", "a", "g"), direct, **ASKED) == [frozenset({0, 1})]
    assert hits_of(search_from("l", "ag"), direct, **ASKED) == []


@pytest.mark.parametrize(
    "near",
    [
        LOAN[:3],  # it does not come back
        [*LOAN[:3], ("c", "a", 5, 85)],  # just under the ratio
        [*LOAN[:3], ("c", "a", 5, 96)],  # more than was passed on
        [*LOAN[:3], ("c", "a", 6, 90)],  # past the gap
        [*LOAN[:3], ("c", "a", 3, 90)],  # at the same moment
        [*LOAN[:3], ("c", "a", 2, 90)],  # before it came
        [*LOAN[:3], ("c", "d", 5, 90)],  # to somebody else
        [*LOAN[1:]],  # no loan
    ],
)
def test_a_near_miss_is_no_hit(near):
    assert hits_of(search_from("l", "a"), near, **ASKED) == []


def test_one_hop_too_many_is_no_hit():
    assert hits_of(search_from("l", "a"), LOAN, **{**ASKED, "most_hops": 2}) == []
