"""Bars of the benchmarks: which figures meet them."""

from __future__ import annotations

from runpy import run_path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def bars(root: Path) -> SimpleNamespace:
    """The names of the module of the bars, which stands among scripts."""
    names = run_path(str(root / "tests" / "benchmarks" / "bars.py"), run_name="bars")
    return SimpleNamespace(**names)


@pytest.mark.parametrize(
    ("figure", "met"),
    [(0.0199, False), (0.02, True), (0.05, True), (0.07, True), (0.0701, False)],
)
def test_a_range_is_missed_from_either_side(bars, figure, met):
    bar = bars.Bar(0.07, "AP", at_least=0.02)
    assert bar.met(figure) is met
    assert str(bar) == "0.02-0.07 AP"


def test_a_cost_is_met_up_to_its_limit_and_a_ratio_from_it(bars):
    cost, ratio = bars.Bar(3, "x"), bars.Bar(3, "x", of_ratio=True)
    assert [cost.met(figure) for figure in (0, 3, 3.1)] == [True, True, False]
    assert [ratio.met(figure) for figure in (0, 3, 3.1)] == [False, True, True]
    assert (str(cost), str(ratio)) == ("≤ 3 x", "≥ 3 x")


def test_no_figure_meets_a_bar(bars):
    missing = float("nan")
    for bar in bars.BARS.values():
        assert not bar.met(missing)
