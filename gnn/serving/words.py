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
ELSE = Sentence("all else", "其他")
NETWORK = Sentence("graph network", "图神经网络")
_OTHERS = {
    "guarantee_partner": ("guarantee partners", "担保对手"),
    "guarantee_circle": ("circle partners", "担保圈伙伴"),
    "guarantee_hop": ("partners of guarantee partners", "二度担保对手"),
    "payment_partner": ("payment partners", "收付款对手"),
    "payment_circle": ("payment circle partners", "资金循环圈伙伴"),
    "payment_hop": ("partners of payment partners", "二度收付款对手"),
}
"""Of whom D counts those that share something with the firm."""
_SHARED = {
    "two": ("a controller within two steps", "两步内的控制人"),
    "one": ("a controller one step away", "一步内的控制人"),
    "owner": ("an owner", "股东"),
    "officer": ("an officer", "任职人员"),
    "contact": ("a contact point", "联系方式"),
}

_OF_GUARANTEES = ("guarantee_", "network_", "related_given_", "related_taken_")
_OF_PAYMENTS = ("payment_", "related_paid_", "related_got_")


def topic_of(feature: Feature) -> str:
    """The kind of facts that a feature is told with: reasons are by group and topic.

    Registers say who is related, and are the first of the kinds, where the feature is
    about guarantees or payments among the related.
    """
    if feature.name.startswith(_OF_GUARANTEES):
        return "guarantee"
    if feature.name.startswith(_OF_PAYMENTS):
        return "transfer"
    return "transfer" if feature.group is Group.CONTROL_OVERLAP else feature.kinds[0]


def label_of(group: Group, topic: str) -> Sentence:
    """What features of a group that are told with a kind of facts are called.

    Examples
    --------
    >>> label_of(Group.RECENCY, "guarantee").en
    'recent activity: guarantee contract'
    """
    name, kind = GROUPS[group], KINDS[topic].label
    english = kind.en[:1].lower() + kind.en[1:]
    return Sentence(f"{name.en}: {english}", f"{name.zh}：{kind.zh}")


def sentence_of(
    feature: Feature, values: Mapping[str, float], currency: str
) -> Sentence:
    """What is known of a firm, with its figure.

    Parameters
    ----------
    values
        The firm's features by name; NaN where it is not known.

    Examples
    --------
    >>> from gnn.features.schema import Feature
    >>> circle = Feature(name="guarantee_circle_two", group=Group.CONTROL_OVERLAP,
    ...                  unit=Unit.COUNT, kinds=("role",), en="", zh="")
    >>> known = {"guarantee_circle_two": 3.0, "guarantee_circle_share": 0.75}
    >>> sentence_of(circle, known, "CNY").en
    '3 of its 4 circle partners share a controller within two steps'
    """
    counted = _counted(feature.name, values)
    if counted is not None:
        return counted
    english, chinese = _figure(feature.unit, values[feature.name], currency)
    return Sentence(f"{feature.en}: {english}", f"{feature.zh}：{chinese}")


def network_place(rank: int, scored: int) -> Sentence:
    """Where a network ranks a firm."""
    return Sentence(
        f"the graph network ranks it {rank:,} of {scored:,}",
        f"图神经网络排名：{scored:,} 家中第 {rank:,}",
    )


def else_of(others: int) -> Sentence:
    """What stands for the reasons that are not named."""
    return Sentence(
        f"{others} other groups of features" if others > 1 else "one other group",
        f"其他 {others} 类特征",
    )


def _counted(name: str, values: Mapping[str, float]) -> Sentence | None:
    """So many of so many, where a column counts some of those that another has."""
    whose, _, what = name.rpartition("_")
    what = "two" if what == "share" else what
    if whose not in _OTHERS or what not in _SHARED:
        return None
    share, two, count = (
        values.get(f"{whose}_{part}", math.nan) for part in ("share", "two", what)
    )
    if not (share > 0 and count > 0):
        return None
    whole, some = round(two / share), int(count)
    (others, others_zh), (shared, shared_zh) = _OTHERS[whose], _SHARED[what]
    verb = "shares" if some == 1 else "share"
    return Sentence(
        f"{some} of its {whole} {others} {verb} {shared}",
        f"其 {whole} 家{others_zh}中有 {some} 家与其共享{shared_zh}",
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
