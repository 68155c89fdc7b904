"""Words for the limits that cut an answer, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis.answer import Sentence

if TYPE_CHECKING:
    from graph.analysis.answer import Completeness

LIMITS: dict[str, Sentence] = {
    "ancestors": Sentence("the reach of the calculation", "计算范围"),
    "depth": Sentence("the depth", "层数"),
    "evidence": Sentence("the room for evidence", "证据数量"),
    "guarantors": Sentence("the cap on guarantors", "保证人数量"),
    "hub_cap": Sentence("the hub cap", "枢纽上限"),
    "length": Sentence("the length", "长度"),
    "limit": Sentence("the limit", "数量上限"),
    "nodes": Sentence("the node limit", "节点上限"),
    "outsiders": Sentence("the room for parties outside the circle", "圈外主体数量"),
    "rate": Sentence("a missing exchange rate", "缺少汇率"),
    "reads": Sentence("the cap on reads", "读取上限"),
    "records": Sentence("the cap on records", "记录数量"),
    "search_limit": Sentence("the limit of searches", "搜索上限"),
    "work": Sentence("the search budget", "搜索预算"),
}
"""Every name that `truncated_by` holds, without what it cut.

The explorer has the same names, and what to do about each.
"""


MOST_WORK = 30_000_000
"""Transfers that a search looks at for who waits for it: about two seconds."""
BUDGETS = {
    "max_rings": "records",
    "max_hits": "records",
    "max_evidence": "evidence",
    "max_work": "work",
}
"""What `truncated_by` calls the parameters of searches that cut an answer."""


def limits_of(completeness: Completeness) -> Sentence:
    """The limits that cut an answer, in words; ``reads:guarantee`` is `reads`.

    Examples
    --------
    >>> from graph.analysis.answer import Completeness
    >>> limits_of(Completeness.cut(3, "reads:guarantee", "length", "reads:role")).en
    'the length and the cap on reads'
    """
    names = dict.fromkeys(name.partition(":")[0] for name in completeness.truncated_by)
    words = [LIMITS.get(name, Sentence(name, name)) for name in names]
    return Sentence(
        " and ".join(word.en for word in words), "、".join(word.zh for word in words)
    )
