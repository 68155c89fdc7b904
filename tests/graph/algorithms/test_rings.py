"""Money rings beside brute force, hand-worked cases and what must not change them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.money_graph import MoneyGraph, whole
from graph.algorithms.rings import RingBounds, money_rings
from graph.snapshot.conversion import Converter
from graph.testing.strategies import trials
from money_graphs import graph_of
from ring_cases import bounds_of, brute_force, ring_cases, rings_of

# payer, payee, time, amount: design case of seven transfers with one ring
SEVEN = (
    ("a", "b", 0, 100),
    ("b", "c", 2, 95),
    ("c", "a", 3, 90),
    ("c", "a", 1, 95),
    ("b", "c", 9, 99),
    ("c", "d", 4, 90),
    ("d", "a", 5, 60),
)


@given(ring_cases())
@trials(10_000)
def test_rings_are_those_that_brute_force_finds(case):
    transfers, keys, bounds = case
    rings = rings_of(transfers, bounds, keys)
    assert len(set(rings)) == len(rings)
    assert set(rings) == brute_force(transfers, bounds, keys)


@given(
    first=st.integers(1, 10**12),
    off=st.integers(-2, 2),
    percent=st.sampled_from([50, 90, 95, 100]),
    rate=st.one_of(st.floats(1e-4, 1e4), st.sampled_from([7.1234, 0.1404, 1.0])),
)
@trials(1_000)
def test_amounts_of_one_currency_are_compared_in_its_own_units(
    first, off, percent, rate
):
    passed = first * percent // 100 + off
    dollars = pa.table({"amount": [first, max(passed, 0)], "currency": ["USD"] * 2})
    converter = Converter(rates("USD", rate), "CNY")
    amounts = whole(converter.amounts(dollars, "amount", "amounts") * 100)
    graph = MoneyGraph.build(2, ([0, 1], [1, 0]), [0, 1], amounts)
    bounds = RingBounds(2, 2, gap=1, window=1, keep=percent / 100, gain=1.0)
    kept = passed > 0 and percent * first <= 100 * passed <= 100 * first
    assert len(money_rings(graph, bounds)) == kept


def rates(currency, rate):
    """Exchange rates with which a currency is converted to CNY."""
    row = {"base_currency": currency, "quote_currency": "CNY", "rate": rate}
    return pa.Table.from_pylist(
        [row | {"valid_from": 0, "source": "", "record_id": ""}]
    )


@given(ring_cases(), st.integers(0, 60), st.integers(0, 3))
@trials(500)
def test_a_cut_search_is_complete_up_to_the_day_it_names(case, work, most):
    transfers, keys, bounds = case
    graph, order = graph_of(transfers, keys)
    every = list(money_rings(graph, bounds))
    cut = money_rings(graph, bounds, max_work=work, max_rings=most)
    assert list(cut) == every[: len(cut)]
    if not cut.truncated_by:
        assert cut.complete_before is None
        assert len(cut) == len(every)
        return
    early = [
        ring for ring in every if transfers[order[ring[0]]][2] < cut.complete_before
    ]
    assert list(cut)[: len(early)] == early


@given(ring_cases(), st.randoms(use_true_random=False))
@trials(300)
def test_the_order_and_the_names_of_rows_change_no_ring(case, random):
    transfers, keys, bounds = case
    if bounds.any_order:  # the earliest is chosen by name
        return
    places = list(range(len(transfers)))
    random.shuffle(places)
    letters = dict(zip("abcde", random.sample("vwxyz", 5), strict=True))
    renamed = [
        (letters[row[0]], letters[row[1]], *row[2:])
        for row in (transfers[place] for place in places)
    ]
    again = rings_of(renamed, bounds, [keys[place] for place in places])
    assert {tuple(places[edge] for edge in ring) for ring in again} == set(
        rings_of(transfers, bounds, keys)
    )


@given(ring_cases(), st.integers(1, 1_000), st.integers(-50, 50))
@trials(300)
def test_another_unit_and_a_later_start_change_no_ring(case, unit, shift):
    transfers, keys, bounds = case
    moved = [
        (payer, payee, time + shift, amount * unit)
        for payer, payee, time, amount in transfers
    ]
    assert rings_of(moved, bounds, keys) == rings_of(transfers, bounds, keys)


@given(ring_cases())
@trials(300)
def test_wider_bounds_lose_no_ring(case):
    transfers, keys, bounds = case
    wider = RingBounds(
        2,
        6,
        bounds.gap + 1,
        bounds.window + 1,
        bounds.keep / 2,
        bounds.gain * 2,
        conserving=bounds.conserving,
        any_order=bounds.any_order,
    )
    few = rings_of(transfers, bounds, keys)
    assert set(few) <= set(rings_of(transfers, wider, keys))


@given(ring_cases(), st.integers(0, 7))
@trials(300)
def test_rings_of_two_spans_are_those_of_both(case, cut):
    transfers, keys, bounds = case
    parts = [
        rings_of(transfers, bounds, keys, end=cut),
        rings_of(transfers, bounds, keys, begin=cut),
    ]
    assert [ring for part in parts for ring in part] == rings_of(
        transfers, bounds, keys
    )


def test_seven_transfers_have_one_ring():
    assert rings_of(SEVEN, bounds_of()) == [(0, 1, 2)]


def test_each_near_miss_of_the_ring_is_none():
    for place, change in (
        (2, ("c", "a", 3, 85)),  # less than 0.9 of 95
        (2, ("c", "a", 8, 90)),  # six days after
        (1, ("b", "c", 0, 95)),  # at the same moment
        (1, ("b", "c", -1, 95)),  # before the money came
        (1, ("b", "c", 2, 101)),  # more than came in
    ):
        missed = list(SEVEN[:3])
        missed[place] = change
        assert rings_of(missed, bounds_of()) == []


def test_bounds_are_inclusive():
    exact = [("a", "b", 0, 1000), ("b", "c", 5, 900), ("c", "a", 10, 810)]
    assert len(rings_of(exact, bounds_of())) == 1
    assert rings_of(exact, bounds_of(window=9)) == []
    assert rings_of(exact, bounds_of(gap=4)) == []
    assert rings_of(exact, bounds_of(keep=0.9001)) == []


def test_two_accounts_are_a_ring_where_that_is_asked_for():
    both = [("a", "b", 0, 10), ("b", "a", 1, 10)]
    assert rings_of(both, bounds_of()) == []
    assert rings_of(both, bounds_of(min_length=2)) == [(0, 1)]
    assert rings_of(both, bounds_of(min_length=2, max_length=2)) == [(0, 1)]


def test_whatever_order_finds_what_was_lent_before_it_was_refunded():
    mixed = [("a", "b", 1, 100), ("b", "c", 7, 95), ("c", "a", 0, 95)]
    assert rings_of(mixed, bounds_of()) == []
    assert rings_of(mixed, bounds_of(any_order=True, keep=0.9, gain=1.1)) == [(2, 0, 1)]
    assert rings_of(mixed, bounds_of(any_order=True, window=6, gain=1.1)) == []


def test_a_long_ring_is_found_at_its_full_length_only():
    ring = [(f"{k:02}", f"{(k + 1) % 16:02}", k, 100) for k in range(16)]
    assert rings_of(ring, bounds_of(max_length=16, window=15)) == [tuple(range(16))]
    assert rings_of(ring, bounds_of(max_length=15, window=15)) == []


def test_without_transfers_there_are_no_rings():
    assert list(money_rings(MoneyGraph.build(0, ([], []), [], []), bounds_of())) == []


def test_rows_out_of_time_are_refused():
    with pytest.raises(ValueError, match="order of time"):
        MoneyGraph.build(2, ([0, 1], [1, 0]), [1, 0], [1, 1])


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"max_length": 1}, "max_length"),
        ({"max_length": 17}, "max_length"),
        ({"min_length": 1}, "min_length"),
        ({"window": 0}, "window"),
        ({"gap": -1}, "gap"),
        ({"keep": 1.1}, "keep"),
        ({"keep": float("nan")}, "keep"),
    ],
)
def test_bounds_that_no_ring_can_meet_are_refused(changed, word):
    with pytest.raises(ValueError, match=word):
        bounds_of(**changed)


def test_amounts_are_whole_minor_units_where_they_were():
    minor = np.arange(100_000)
    assert (whole(minor / 100 * 100) == minor).all()
    assert np.isnan(whole(np.array([np.nan])))[0]
