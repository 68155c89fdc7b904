"""Features and groups of features in sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gnn.features.schema import Group, Unit
from graph.analysis.answer import Sentence
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gnn.features.schema import Feature

GROUPS: Mapping[Group, Sentence] = {
    Group.OWN: Sentence("own records", "自身信息"),
    Group.DEGREES: Sentence("partners and amounts", "往来对手与金额"),
    Group.CONTROL_OVERLAP: Sentence("shared control", "同一控制"),
    Group.RECENCY: Sentence("recent activity", "近期活动"),
    Group.LITIGATION: Sentence("cases and changes", "涉诉与变更"),
    Group.CONTAGION: Sentence("contagion and circles", "传染与担保圈"),
    Group.PAYMENTS: Sentence("money rings and patterns", "资金环与模式"),
}


def label_of(group: Group, kinds: tuple[str, ...]) -> Sentence:
    """Features of a group that rest on the same kinds of facts.

    Examples
    --------
    >>> label_of(Group.RECENCY, ("guarantee", "guarantor")).en
    'recent activity: guarantee contract'
    """
    name, first = GROUPS[group], KINDS[kinds[0]].label
    return Sentence(f"{name.en}: {_lowered(first.en)}", f"{name.zh}：{first.zh}")


def sentence_of(feature: Feature, value: float, currency: str) -> Sentence:
    """What is known of a firm, as a noun phrase with its figure.

    Parameters
    ----------
    value
        NaN where it is not known.
    """
    english, chinese = _figure(feature.unit, value, currency)
    return Sentence(f"{feature.en}: {english}", f"{feature.zh}：{chinese}")


ELSE = Sentence("All else", "其他")


def else_of(others: int) -> Sentence:
    """What stands for the groups that are not named."""
    return Sentence(
        f"{others} other groups of features" if others > 1 else "one other group",
        f"其他 {others} 类特征",
    )


def _figure(unit: Unit, value: float, currency: str) -> tuple[str, str]:
    if math.isnan(value):
        return "not known", "未知"
    if unit in (Unit.SHARE, Unit.PROBABILITY):
        return (f"{value:.1%}",) * 2
    if unit is Unit.DAYS:
        return f"{value:.0f} days", f"{value:.0f} 天"
    if unit is Unit.LOG_AMOUNT:
        return (f"{math.expm1(value):,.0f} {currency}",) * 2
    if unit is Unit.LOG:
        return (f"{math.exp(value):,.4g}",) * 2
    return (f"{value:,.4g}",) * 2


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
