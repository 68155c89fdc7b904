from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from api.cli.model_explain import unsaid
from graph.analysis.answer import Sentence


def answered(**parts: Any) -> Any:
    """Evidence of which so much is there."""
    told = {"left_out": 0, "circle": 3, "circle_shown": True, "not_collected": ()}
    whole: dict[str, Any] = {"counterfactual": None, "no_counterfactual": None}
    whole |= {name: parts.pop(name) for name in [*parts] if name in whole}
    return SimpleNamespace(completeness=SimpleNamespace(**told | parts), **whole)


def test_what_the_tables_lack_is_said() -> None:
    assert [*unsaid(answered())] == []
    cut = answered(left_out=1_234, circle=40, circle_shown=False)
    assert [*unsaid(cut)] == [
        "The rule names 1,234 more firms, which are left out.",
        "Its guarantee circle of 40 firms is too large to be shown.",
    ]
    assert [*unsaid(answered(not_collected=("family", "transfer")))] == [
        "Not collected: family, transfer."
    ]
    frozen = SimpleNamespace(frozen=("network_failed",))
    assert [*unsaid(answered(counterfactual=frozen))] == [
        "Features that stay as they are without its edges: network_failed."
    ]
    none = SimpleNamespace(text=Sentence("the firm was not scored", "未评分"))
    assert [*unsaid(answered(no_counterfactual=none))] == [
        "No score without its edges: the firm was not scored."
    ]
