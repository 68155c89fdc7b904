"""Default probabilities of snapshots: published cases, order and monotonicity."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from graph.algorithms.exact import exact_default_probability
from graph.algorithms.passthrough import PassThroughQuality, SelfPdQuality
from graph.analysis.contagion import (
    GRADE_PD,
    ContagionParameters,
    default_probabilities,
    network_inputs,
)
from graph.analysis.explain import explain_score
from graph.testing.facts import guarantee_rows
from graph.testing.strategies import at_most

PARAMETERS = ContagionParameters(n_worlds=64_000)


def by_id(snapshot, values):
    return dict(zip(snapshot.ids("party").to_pylist(), values.tolist(), strict=True))


def passing(probability, n_worlds=64_000):
    """Every guarantee of unknown amount passes distress on with this probability."""
    return ContagionParameters(n_worlds=n_worlds, default_pass_through=probability)


# domain reference 3.1: own probabilities, arcs "ba" (b for a), pass-through, results
GOLDEN = [
    ({"a": 0.1, "b": 0.1, "c": 0.1}, "ba cb", 0.6, (0.1, 0.154, 0.18316)),
    ({"a": 0.05, "b": 0.05, "c": 0.05}, "ba cb ac", 0.5, (0.0850,) * 3),
    ({"a": 0.05, "b": 0.05}, "ab ba", 0.9, (0.0928,) * 2),
    ({"a": 0.05, "b": 0.05}, "ab ba", 1.0, (0.0975,) * 2),
]


@pytest.mark.parametrize(("own", "arcs", "probability", "expected"), GOLDEN)
def test_published_cases_come_out_of_facts(
    built, network, own, arcs, probability, expected
):
    snapshot, parameters = built(network(arcs, **own)), passing(probability)
    found = default_probabilities(snapshot, parameters)
    inputs = network_inputs(snapshot, parameters)
    assert found.n_worlds == 64_000
    for party, pd in zip(sorted(own), expected, strict=True):
        number = snapshot.number("party", party)
        exact = exact_default_probability(inputs.network, number)
        assert exact == pytest.approx(pd, abs=5.001e-5)
        assert abs(found.pd[number] - exact) <= 4 * found.error[number] + 1e-12


@pytest.fixture
def diamond(network):
    """top stands for left and right, which stand for one origin and have nothing."""
    rows = network("lo ro tl tr", o=0.2, l=0.0, r=0.0, t=0.0)
    for row in rows["guarantee"][:2]:
        row |= {"cap": 100, "currency": "CNY"}
    rows["financials"] = [
        {"party_id": party, "total_assets": 0, "total_liabilities": 0}
        | {"currency": "CNY"}
        for party in "lr"
    ]
    return rows


def test_the_diamond_comes_out_of_facts(built, diamond):
    snapshot, parameters = built(diamond), passing(0.5)
    found = by_id(snapshot, default_probabilities(snapshot, parameters).pd)
    assert found["o"] == 0.2
    assert found["l"] == found["r"] == pytest.approx(0.2, abs=0.01)
    assert found["t"] == pytest.approx(0.15, abs=0.01)
    exact = exact_default_probability(
        network_inputs(snapshot, parameters).network, snapshot.number("party", "t")
    )
    assert exact == pytest.approx(0.15, abs=1e-12)


def test_probability_is_own_part_plus_increment(built, network):
    snapshot = built(network("ba cb", a=0.1, b=0.1, c=0.1))
    found = default_probabilities(snapshot, passing(0.6))
    assert np.array_equal(found.pd, found.self_pd + found.increment)
    debtor = snapshot.number("party", "a")
    assert (found.increment[debtor], found.error[debtor]) == (0.0, 0.0)
    assert found.completeness.complete


def test_contagion_that_was_not_seen_has_an_error_all_the_same(built, network):
    snapshot = built(network("ba", a=1e-9, b=0.1))
    found = default_probabilities(snapshot, passing(0.6))
    number = snapshot.number("party", "b")
    assert found.increment[number] == 0.0
    assert 0 < found.error[number] < 1e-4
    inputs = network_inputs(snapshot, passing(0.6))
    explained = explain_score(snapshot, inputs, passing(0.6), "b")
    assert explained.error == found.error[number]


def inputs_of_pair(built, network, finances, **guarantee):
    rows = network("gb", g=0.02, b=0.1)
    rows["guarantee"][0] |= {"cap": 10_000, "currency": "CNY", **guarantee}
    rows["financials"] = [{"party_id": "g", "currency": "CNY", **finances}]
    inputs = network_inputs(built(rows), ContagionParameters())
    return float(inputs.network.p_edge[0]), PassThroughQuality(inputs.pass_quality[0])


def test_a_call_against_liabilities_is_structural(built, network):
    passed, quality = inputs_of_pair(
        built, network, {"total_assets": 90_000, "total_liabilities": 40_000}
    )
    after = norm.cdf(norm.ppf(0.02) + math.log(1 + 100 / 400) / 0.3)
    assert passed == pytest.approx((after - 0.02) / 0.98)
    assert quality is PassThroughQuality.STRUCTURAL


def test_a_call_as_large_as_net_assets_passes_half(built, network):
    passed, quality = inputs_of_pair(
        built, network, {"total_assets": 10_000, "total_liabilities": 0}
    )
    assert passed == pytest.approx(1 - math.exp(-0.7))
    assert quality is PassThroughQuality.NET_ASSETS


def test_an_unknown_amount_leaves_the_setting(built, network):
    passed, quality = inputs_of_pair(built, network, {"total_assets": 1}, cap=None)
    assert (passed, quality) == (0.5, PassThroughQuality.SETTING)


def test_own_probabilities_come_from_the_best_source(built, network):
    rows = network("ab cd", a=0.3)
    rows["rating"] += [
        {"party_id": "b", "grade": "BB"},
        {"party_id": "c", "grade": "no such grade"},
    ]
    snapshot = built(rows)
    found = default_probabilities(snapshot, ContagionParameters(n_worlds=64))
    own, quality = by_id(snapshot, found.self_pd), by_id(snapshot, found.self_quality)
    assert own == {"a": 0.3, "b": 0.07, "c": 0.02, "d": 0.02}
    assert [SelfPdQuality(quality[name]).name for name in "abcd"] == [
        "EXPLICIT",
        "RATING",
        "SETTING",
        "SETTING",
    ]


def test_each_worse_grade_fails_more_often():
    values = list(GRADE_PD.values())
    assert values == sorted(set(values))
    assert GRADE_PD["D"] == 1.0


def test_the_default_parameters_are_used(built, network):
    found = default_probabilities(built(network("ab")))
    assert found.receipt.parameters["n_worlds"] == 10_000
    assert found.n_worlds == 10_048  # whole words of 64
    assert found.receipt.analysis == "pd"


def test_no_facts_have_no_scores(built):
    assert default_probabilities(built({})).pd.shape == (0,)


def test_progress_ends_where_the_work_does(built, network):
    told = []
    default_probabilities(
        built(network("ab")),
        ContagionParameters(n_worlds=640),
        progress=lambda *report: told.append(report),
    )
    assert told[0] == ("worlds", 0, 1)
    assert told[-1] == ("worlds", 640, 640)


def test_an_expired_contract_is_a_deleted_contract(built, network):
    own = {"a": 0.2, "b": 0.1, "c": 0.1}
    ended = network("ab bc ca", **own)
    ended["guarantee"][0]["period_end"] = -86_400_000
    deleted = network("bc ca", **own)
    parameters = ContagionParameters(n_worlds=6_400)
    one, other = built(ended), built(deleted)
    first, second = (default_probabilities(s, parameters) for s in (one, other))
    for name in ("pd", "increment", "error"):
        assert by_id(one, getattr(first, name)) == by_id(other, getattr(second, name))


ARCS = st.sets(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(
        lambda arc: arc[0] != arc[1]
    ),
    min_size=1,
    max_size=10,
)
SMALL = ContagionParameters(n_worlds=640, default_self_pd=0.2)


@at_most(25)  # each builds snapshots
@given(arcs=ARCS, more=ARCS, rho=st.sampled_from([0.0, 0.2]))
def test_a_further_guarantee_never_lowers_a_probability(built, arcs, more, rho):
    parameters = replace(SMALL, rho=rho)
    everybody = guarantee_rows(*sorted(arcs | more))["party"]
    few, many = (guarantee_rows(*sorted(some)) for some in (arcs, arcs | more))
    few["party"] = everybody
    one, other = built(few), built(many)
    before = by_id(one, default_probabilities(one, parameters).pd)
    after = by_id(other, default_probabilities(other, parameters).pd)
    assert all(after[party] >= before[party] for party in before)


@at_most(25)  # each builds snapshots
@given(arcs=ARCS, order=st.permutations("abcdef"))
def test_new_names_leave_the_exact_probabilities(built, arcs, order):
    new = dict(zip("abcdef", order, strict=True))
    renamed = {(new[tail], new[head]) for tail, head in arcs}

    def exact(some):
        snapshot = built(guarantee_rows(*sorted(some)))
        network = network_inputs(snapshot, SMALL).network
        return {
            name: exact_default_probability(network, snapshot.number("party", name))
            for name in {end for arc in some for end in arc}
        }

    before, after = exact(arcs), exact(renamed)
    assert {new[name]: pd for name, pd in before.items()} == pytest.approx(after)


@at_most(25)  # each builds snapshots
@given(arcs=ARCS, seed=st.randoms(use_true_random=False))
def test_row_order_and_strangers_leave_the_sampled_probabilities(built, arcs, seed):
    rows = guarantee_rows(*sorted(arcs))
    one = built(rows)
    before = by_id(one, default_probabilities(one, SMALL).pd)
    shuffled = {name: seed.sample(some, len(some)) for name, some in rows.items()}
    strangers = guarantee_rows(("A", "B"), ("x", "y"))
    other = built({name: strangers[name] + shuffled[name] for name in rows})
    after = by_id(other, default_probabilities(other, SMALL).pd)
    assert {name: after[name] for name in before} == before
