"""Money rings beside brute force, hand-worked cases and what must not change them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.money_graph import MoneyGraph, whole
from graph.algorithms.rings import RingBounds, money_rings
from graph.testing.strategies import trials

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


def bounds_of(**others):
    given_ = {"min_length": 3, "max_length": 6, "gap": 5, "window": 10, "keep": 0.9}
    return RingBounds(**{**given_, "gain": 1.0, **others})


def graph_of(transfers, keys=None):
    """The graph, and which transfer each of its edges is.

    `keys` are batch and step of each transfer.
    """
    keys = keys or [(-1, -1)] * len(transfers)
    order = sorted(range(len(transfers)), key=lambda e: (transfers[e][2], keys[e]))
    names = sorted({end for transfer in transfers for end in transfer[:2]})
    rows = [transfers[e] for e in order]
    graph = MoneyGraph.build(
        len(names),
        tuple([names.index(row[end]) for row in rows] for end in (0, 1)),
        [row[2] for row in rows],
        [row[3] for row in rows],
        sequence=tuple([keys[e][part] for e in order] for part in (0, 1)),
        rank=rank_of(transfers, order),
    )
    return graph, order


def rank_of(transfers, order):
    """Earliest first, ties by place among the transfers."""
    by_time = sorted(order, key=lambda e: (transfers[e][2], e))
    return [by_time.index(e) for e in order]


def found(transfers, bounds, keys=None, **limits):
    """Rings as tuples of places in `transfers`."""
    graph, order = graph_of(transfers, keys)
    rings = money_rings(graph, bounds, **limits)
    return [tuple(order[edge] for edge in ring) for ring in rings]


def brute_force(transfers, bounds, keys=None):
    """Every sequence of transfers that is a ring by the words of its definition."""
    keys = keys or [(-1, -1)] * len(transfers)

    def comes_before(one, other):
        if transfers[one][2] != transfers[other][2]:
            return transfers[one][2] < transfers[other][2]
        return keys[one][0] == keys[other][0] >= 0 and keys[one][1] < keys[other][1]

    def fits(one, other):
        (_, payee, time, amount), (payer, _, later, passed) = (
            transfers[one],
            transfers[other],
        )
        if payee != payer:
            return False
        if not bounds.any_order and not (
            comes_before(one, other) and later - time <= bounds.gap
        ):
            return False
        if not bounds.conserving:
            return True
        return min(amount, passed) > 0 and (
            bounds.keep <= passed / amount <= bounds.gain
        )

    rings = set()
    stack = [(edge,) for edge in range(len(transfers))]
    while stack:
        path = stack.pop()
        if len(path) >= bounds.min_length and is_ring(transfers, path, bounds):
            rings.add(path)
        if len(path) < bounds.max_length:
            stack.extend(
                (*path, edge)
                for edge in range(len(transfers))
                if edge not in path and fits(path[-1], edge)
            )
    return rings


def is_ring(transfers, path, bounds):
    payers = [transfers[edge][0] for edge in path]
    times = [transfers[edge][2] for edge in path]
    earliest = min(path, key=lambda edge: (transfers[edge][2], edge))
    return (
        transfers[path[-1]][1] == payers[0]
        and len(set(payers)) == len(payers)
        and max(times) - times[0] <= bounds.window
        and (not bounds.any_order or path[0] == earliest)
        and (not bounds.conserving or transfers[path[0]][3] > 0)
    )


@st.composite
def cases(draw):
    """Few accounts, moments and amounts, so that much ties and much closes."""
    account = st.sampled_from("abcde"[: draw(st.integers(2, 5))])
    transfer = st.tuples(
        account,
        account,
        st.integers(0, 6),
        st.sampled_from([100.0, 95.0, 90.0, 81.0, 110.0, 0.0, float("nan")]),
    )
    transfers = draw(st.lists(transfer, max_size=11))
    batches = draw(
        st.lists(st.integers(-1, 1), min_size=len(transfers), max_size=len(transfers))
    )
    keys = [
        (-1, -1) if batch < 0 else (2 * transfer[2] + batch, draw(st.integers(0, 2)))
        for batch, transfer in zip(batches, transfers, strict=True)
    ]
    shortest = draw(st.integers(2, 3))
    bounds = RingBounds(
        min_length=shortest,
        max_length=draw(st.integers(shortest, 6)),
        gap=draw(st.integers(0, 4)),
        window=draw(st.integers(1, 8)),
        keep=draw(st.sampled_from([0.0, 0.9, 0.95])),
        gain=draw(st.sampled_from([1.0, 1.1])),
        conserving=draw(st.booleans()),
        any_order=draw(st.booleans()),
    )
    return transfers, keys, bounds


@given(cases())
@trials(10_000)
def test_rings_are_those_that_brute_force_finds(case):
    transfers, keys, bounds = case
    rings = found(transfers, bounds, keys)
    assert len(set(rings)) == len(rings)
    assert set(rings) == brute_force(transfers, bounds, keys)


@given(cases(), st.integers(0, 60), st.integers(0, 3))
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


@given(cases(), st.randoms(use_true_random=False))
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
    again = found(renamed, bounds, [keys[place] for place in places])
    assert {tuple(places[edge] for edge in ring) for ring in again} == set(
        found(transfers, bounds, keys)
    )


@given(cases(), st.integers(1, 1_000), st.integers(-50, 50))
@trials(300)
def test_another_unit_and_a_later_start_change_no_ring(case, unit, shift):
    transfers, keys, bounds = case
    moved = [
        (payer, payee, time + shift, amount * unit)
        for payer, payee, time, amount in transfers
    ]
    assert found(moved, bounds, keys) == found(transfers, bounds, keys)


@given(cases())
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
    few = found(transfers, bounds, keys)
    assert set(few) <= set(found(transfers, wider, keys))


@given(cases(), st.integers(0, 7))
@trials(300)
def test_rings_of_two_spans_are_those_of_both(case, cut):
    transfers, keys, bounds = case
    parts = [
        found(transfers, bounds, keys, end=cut),
        found(transfers, bounds, keys, begin=cut),
    ]
    assert [ring for part in parts for ring in part] == found(transfers, bounds, keys)


def test_seven_transfers_have_one_ring():
    assert found(SEVEN, bounds_of()) == [(0, 1, 2)]


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
        assert found(missed, bounds_of()) == []


def test_bounds_are_inclusive():
    exact = [("a", "b", 0, 1000), ("b", "c", 5, 900), ("c", "a", 10, 810)]
    assert len(found(exact, bounds_of())) == 1
    assert found(exact, bounds_of(window=9)) == []
    assert found(exact, bounds_of(gap=4)) == []
    assert found(exact, bounds_of(keep=0.9001)) == []


def test_two_accounts_are_a_ring_where_that_is_asked_for():
    both = [("a", "b", 0, 10), ("b", "a", 1, 10)]
    assert found(both, bounds_of()) == []
    assert found(both, bounds_of(min_length=2)) == [(0, 1)]
    assert found(both, bounds_of(min_length=2, max_length=2)) == [(0, 1)]


def test_whatever_order_finds_what_was_lent_before_it_was_refunded():
    mixed = [("a", "b", 1, 100), ("b", "c", 7, 95), ("c", "a", 0, 95)]
    assert found(mixed, bounds_of()) == []
    assert found(mixed, bounds_of(any_order=True, keep=0.9, gain=1.1)) == [(2, 0, 1)]
    assert found(mixed, bounds_of(any_order=True, window=6, gain=1.1)) == []


def test_a_long_ring_is_found_at_its_full_length_only():
    ring = [(f"{k:02}", f"{(k + 1) % 16:02}", k, 100) for k in range(16)]
    assert found(ring, bounds_of(max_length=16, window=15)) == [tuple(range(16))]
    assert found(ring, bounds_of(max_length=15, window=15)) == []


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
