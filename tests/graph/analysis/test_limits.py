"""Every limit that can cut an answer has words wherever it is read."""

from __future__ import annotations

import re
from pathlib import Path

from graph.analysis.answer import Completeness
from graph.analysis.limits import BUDGETS, LIMITS, limits_of

ROOT = Path(__file__).parents[3]
STATES = ROOT / "visual" / "web" / "src" / "i18n" / "states.ts"
CUT = re.compile(r"Completeness\.cut\((.*?)\n {4,8}\)", re.DOTALL)
PREFIX = re.compile(r'truncated_by = \[f"([a-z_]+):')


def test_the_explorer_has_words_and_advice_for_each_in_both_languages():
    text = STATES.read_text(encoding="utf-8")
    for name in LIMITS:
        for key in (f'"limit.{name}":', f'"advice.{name}":'):
            assert text.count(key) == 2, key


def test_the_names_that_analyses_give_are_known():
    named = set()
    for path in (ROOT / "graph" / "analysis").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        named.update(PREFIX.findall(text))
        for call in CUT.findall(text):
            named.update(re.findall(r'"([a-z_]+)" if ', call))
    assert named >= {"limit", "rate"}
    assert named | {*BUDGETS.values()} <= LIMITS.keys()


def test_limits_are_said_once_and_in_order():
    found = limits_of(Completeness.cut(1, "reads:role", "depth", "reads:loan"))
    assert (found.en, found.zh) == ("the depth and the cap on reads", "层数、读取上限")


def test_one_that_is_new_is_called_by_its_name():
    assert limits_of(Completeness.cut(1, "patience")).en == "patience"


def test_advice_may_be_by_limit():
    advice = {"depth": "deeper", "reads": "fewer", "limit": "more"}
    cut = Completeness.cut(1, "reads:loan", "depth", advice=advice)
    assert cut.advice == "deeper fewer"
    assert Completeness.cut(1, advice=advice).advice is None
