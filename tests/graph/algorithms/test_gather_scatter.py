"""Gather-scatters beside brute force, and the endings of a near miss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.gather_scatter import gather_scatter
from graph.testing.strategies import trials
from money_graphs import transfers_of
from pattern_cases import found

HUB = [
    ("a", "h", 0, 100), ("b", "h", 1, 100), ("c", "h", 2, 100),
    ("h", "x", 3, 90), ("h", "y", 4, 95), ("h", "z", 6, 100),
]  # fmt: skip
ASKED = {"window": 6, "least_accounts": 3, "most_transfers": 50, "keep": 0.9}


def brute_force(transfers, order, asked):
    """For each account and first gather the largest choice of both runs."""
    hits = []
    for hub in {end for row in transfers for end in row[:2]}:
        known = [e for e in order if transfers[e][3] > 0]
        gathers = [e for e in known if transfers[e][1] == hub != transfers[e][0]]
        scatters = [e for e in known if transfers[e][0] == hub != transfers[e][1]]
        for low, root in enumerate(gathers):
            begin = transfers[root][2]
            end = begin + asked["window"]
            ins = [e for e in gathers[low:] if transfers[e][2] <= end]
            outs = [e for e in scatters if begin < transfers[e][2] <= end]
            if len(ins) + len(outs) > asked["most_transfers"]:
                continue
            best = []
            for high in range(1, len(ins) + 1):
                own = ins[:high]
                later = [e for e in outs if transfers[e][2] > transfers[own[-1]][2]]
                for last in range(1, len(later) + 1):
                    choice = own + later[:last]
                    if len(choice) > len(best) and meets(
                        transfers, own, later[:last], asked
                    ):
                        best = choice
            hits.append(frozenset(best))
    return {
        hit for hit in hits if hit and not any(hit < other for other in hits)
    }  # fmt: skip


def meets(transfers, ins, outs, asked):
    least = asked["least_accounts"]
    received = sum(transfers[e][3] for e in ins)
    passed = sum(transfers[e][3] for e in outs)
    return (
        len({transfers[e][0] for e in ins}) >= least
        and len({transfers[e][1] for e in outs}) >= least
        and asked["keep"] <= passed / received <= asked["gain"]
    )


@given(
    transfers_of(accounts=4, most=12),
    st.fixed_dictionaries(
        {
            "window": st.integers(0, 8),
            "least_accounts": st.integers(1, 2),
            "most_transfers": st.sampled_from([4, 50]),
            "keep": st.sampled_from([0.3, 0.9]),
            "gain": st.sampled_from([1.0, 2.0]),
        }
    ),
)
@trials(500)
def test_hits_are_those_of_brute_force(case, asked):
    from money_graphs import graph_of

    transfers, keys = case
    order = graph_of(transfers, keys)[1]
    hits = found(gather_scatter, transfers, keys, **asked)
    assert len(hits) == len(set(hits))
    assert set(hits) == brute_force(transfers, order, asked)


def test_three_in_and_three_out_are_one_hit():
    assert found(gather_scatter, HUB, **ASKED) == [frozenset(range(6))]


@pytest.mark.parametrize(
    "near",
    [
        HUB[1:],  # one payer too few
        HUB[:5],  # one payee too few
        [*HUB[:5], ("h", "z", 6, 84)],  # just under the ratio
        [*HUB[:5], ("h", "z", 6, 116)],  # more than came in
        [*HUB[:5], ("h", "z", 7, 100)],  # one payment too late
        [*HUB[:5], ("h", "z", 2, 100)],  # at the moment of the last gather
        [*HUB[:5], ("h", "z", 1, 100)],  # before the last gather
        [*HUB[:5], ("h", "y", 6, 100)],  # one payee twice
        [*HUB[:5], ("h", "h", 6, 100)],  # to itself
    ],
)
def test_a_near_miss_is_no_hit(near):
    assert found(gather_scatter, near, **ASKED) == []


def test_a_busy_account_is_a_business():
    assert found(gather_scatter, HUB, **{**ASKED, "most_transfers": 5}) == []
