from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.rounding import rounded_parts

PARTS = st.lists(st.floats(0, 100), max_size=12)


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ([], []),
        ([0.0], [0.0]),
        ([0.004, 0.004], [0.01, 0.0]),
        ([1.006, 1.006], [1.01, 1.0]),
        ([0.1 + 0.2, 0.7], [0.3, 0.7]),
        ([0.29, 0.57, 1.13], [0.29, 0.57, 1.13]),
    ],
)
def test_parts_by_hand(parts, shown):
    assert rounded_parts(parts, 2) == shown


@given(PARTS, st.integers(0, 3))
def test_rounded_parts_sum_to_the_rounded_whole(parts, digits):
    shown = rounded_parts(parts, digits)
    whole = round(math.fsum(parts) * 10**digits)
    assert sum(round(part * 10**digits) for part in shown) == whole


@given(PARTS, st.integers(0, 3))
def test_no_part_is_a_unit_off(parts, digits):
    unit = 10.0**-digits
    for part, shown in zip(parts, rounded_parts(parts, digits), strict=True):
        assert abs(part - shown) < unit * (1 + 1e-6)
        assert shown >= 0


@given(st.lists(st.integers(0, 10_000), max_size=12))
def test_figures_that_are_round_stay(units):
    parts = [unit / 100 for unit in units]
    assert rounded_parts(parts, 2) == parts
