from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.passthrough import (
    Balance,
    PassThroughQuality,
    PassThroughSettings,
    SelfPdQuality,
    pass_through,
    self_probability,
)

NAN = np.nan
NORMAL = NormalDist()


def one(call, p_self=0.02, *, liabilities=NAN, net_assets=NAN, capital=NAN, **settings):
    """Probability and quality of a single edge."""
    figures = (np.array([x], dtype=float) for x in (liabilities, net_assets, capital))
    p, quality = pass_through(
        np.array([call], dtype=float),
        np.array([p_self]),
        Balance(*figures),
        PassThroughSettings(**settings),
    )
    assert p.dtype == np.float64
    assert quality.dtype == np.int8
    return float(p[0]), PassThroughQuality(quality[0])


@given(
    st.floats(0, 1e9), st.floats(1, 1e9), st.floats(1e-6, 0.999), st.floats(0.05, 1.5)
)
def test_the_structural_model_is_its_formula(call, liabilities, p_self, sigma):
    shifted = NORMAL.cdf(
        NORMAL.inv_cdf(p_self) + np.log1p(call / liabilities) / (sigma * np.sqrt(2.0))
    )
    found, quality = one(
        call, p_self, liabilities=liabilities, sigma=sigma, horizon=2.0
    )
    expected = (shifted - p_self) / (1 - p_self)
    assert found == pytest.approx(expected, abs=1e-9)
    model = PassThroughQuality.STRUCTURAL if call else PassThroughQuality.NO_CALL
    assert quality is model


@pytest.mark.parametrize(("p_self", "expected"), [(0.0, 0.0), (1.0, 0.0)])
def test_certain_firms_pass_nothing_on_structurally(p_self, expected):
    assert one(50, p_self, liabilities=100)[0] == expected


def test_a_call_of_nothing_passes_nothing_on():
    for known in ({}, {"liabilities": 1}, {"net_assets": 1}, {"net_assets": -1}):
        assert one(0, **known) == (0.0, PassThroughQuality.NO_CALL)


def test_a_call_as_large_as_the_net_assets_passes_on_half_the_time():
    found, quality = one(100, net_assets=100)
    assert found == pytest.approx(1 - np.exp(-0.7))
    assert quality is PassThroughQuality.NET_ASSETS


@pytest.mark.parametrize("net_assets", [0.0, -5.0])
def test_a_guarantor_without_net_assets_bears_no_call(net_assets):
    assert one(1, net_assets=net_assets) == (1.0, PassThroughQuality.NET_ASSETS)


def test_registered_capital_stands_in_and_is_flagged():
    found, quality = one(50, capital=100)
    assert found == pytest.approx(1 - np.exp(-0.35))
    assert quality is PassThroughQuality.REGISTERED_CAPITAL


def test_the_best_model_wins():
    figures = {"liabilities": 100.0, "net_assets": 50.0, "capital": 10.0}
    found = [one(20, **figures)[1]]
    for missing in ("liabilities", "net_assets", "capital"):
        figures[missing] = NAN
        found.append(one(20, **figures)[1])
    found.append(one(0, **figures)[1])
    assert found == list(PassThroughQuality)


def test_liabilities_of_nothing_fall_through_to_net_assets():
    assert one(20, liabilities=0, net_assets=50)[1] is PassThroughQuality.NET_ASSETS


def test_an_unknown_call_leaves_the_setting():
    assert one(NAN, liabilities=100, net_assets=50, capital=10, unknown=0.3) == (
        0.3,
        PassThroughQuality.SETTING,
    )


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0.001, 0.9))
def test_a_larger_call_never_passes_on_less(one_call, other_call, p_self):
    low, high = sorted((one_call, other_call))
    for known in ({"liabilities": 100.0}, {"net_assets": 100.0}, {"capital": 100.0}):
        assert one(low, p_self, **known)[0] <= one(high, p_self, **known)[0]


def test_edges_are_judged_one_by_one():
    figures = Balance(
        liabilities=np.array([100.0, NAN, NAN, NAN]),
        net_assets=np.array([NAN, 50.0, NAN, NAN]),
        registered_capital=np.array([NAN, NAN, 10.0, NAN]),
    )
    _, quality = pass_through(np.full(4, 5.0), np.full(4, 0.02), figures)
    assert quality.tolist() == [0, 1, 2, 3]


def test_a_negative_call_is_refused():
    with pytest.raises(ValueError, match=r"-1\.0"):
        one(-1)


@pytest.mark.parametrize("p_self", [-0.1, 1.1, NAN])
def test_an_own_probability_outside_its_range_is_refused(p_self):
    with pytest.raises(ValueError, match="p_self"):
        one(1, p_self)


@pytest.mark.parametrize(
    "wrong", [{"lam": 0.0}, {"sigma": -1.0}, {"horizon": NAN}, {"unknown": 2.0}]
)
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        PassThroughSettings(**wrong)


TABLE = np.array([0.001, 0.05, NAN])


def test_an_explicit_probability_wins_over_the_rating_and_that_over_the_setting():
    p, quality = self_probability(
        np.array([0.3, NAN, NAN, NAN, 0.0]),
        np.array([1, 1, 2, -1, 0], dtype=np.int32),
        TABLE,
        unknown=0.04,
    )
    assert p.tolist() == [0.3, 0.05, 0.04, 0.04, 0.0]
    assert [SelfPdQuality(q).name for q in quality] == [
        "EXPLICIT",
        "RATING",
        "SETTING",
        "SETTING",
        "EXPLICIT",
    ]


@pytest.mark.parametrize(
    ("self_pd", "grade", "table", "unknown", "named"),
    [
        (1.2, 0, 0.1, 0.02, "self_pd"),
        (0.2, 0, -0.1, 0.02, "grade_pd"),
        (0.2, 0, 0.1, NAN, "unknown"),
        (0.2, 1, 0.1, 0.02, "grade"),
        (0.2, -2, 0.1, 0.02, "grade"),
    ],
)
def test_inputs_out_of_range_are_refused(self_pd, grade, table, unknown, named):
    with pytest.raises(ValueError, match=named):
        self_probability(
            np.array([self_pd]), np.array([grade]), np.array([table]), unknown
        )
