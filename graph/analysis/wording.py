"""Words for facts, in both languages: labels, legal force, short descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis.answer import Sentence
from graph.analysis.relations import DISPLAYS, RELATIONS
from graph.instant import format_day
from graph.legal_force import Force
from graph.vocabulary import SHARE_UNIT, PropertyType, Timing

if TYPE_CHECKING:
    from graph.analysis.links import Link
    from graph.instant import At
    from graph.model import Fact
    from graph.vocabulary import Label

NOT_APPLICABLE = "not_applicable"
"""State of force of what is no guarantee."""

FORCE_STATES: dict[Force | None, str] = {
    None: NOT_APPLICABLE,
    Force.IN_FORCE: "in_force",
    Force.REDUCED: "in_force",
    Force.CALLED: "called",
    Force.RELEASED: "released",
    Force.LAPSED: "lapsed",
    Force.NO_RESOLUTION: "no_effect",
    Force.UNDISCLOSED: "no_effect",
    Force.NOT_A_GUARANTEE: "no_effect",
    Force.VOID: "no_effect",
    Force.EXHAUSTED: "no_effect",
}
"""State of an edge as the explorer draws it; of what is no guarantee that of None."""

FORCE_REASONS: dict[Force | None, Sentence | None] = {
    None: None,
    Force.IN_FORCE: None,
    Force.REDUCED: Sentence("enforceability reduced by the source", "来源标注效力受限"),
    Force.CALLED: Sentence("the creditor has claimed", "债权人已要求履行"),
    Force.RELEASED: Sentence("released", "已解除"),
    Force.LAPSED: Sentence(
        "guarantee period ended unexercised (Civil Code 692-693)",
        "保证期间届满未行权（民法典692-693条）",
    ),
    Force.NO_RESOLUTION: Sentence(
        "no company resolution (Company Law art. 15)", "无公司决议（公司法第15条）"
    ),
    Force.UNDISCLOSED: Sentence(
        "listed guarantor without disclosure (Interpretation art. 9)",
        "上市公司担保未披露（担保制度解释第9条）",
    ),
    Force.NOT_A_GUARANTEE: Sentence(
        "counter-guarantee or collateral", "反担保或物的担保"
    ),
    Force.VOID: Sentence("the source states no legal force", "来源标注无效力"),
    Force.EXHAUSTED: Sentence("nothing is left to call", "已无可代偿余额"),
}


def said(label: Label) -> Sentence:
    """A name of the vocabulary as a sentence."""
    return Sentence(label.en, label.zh)


def headed(label: Label) -> Sentence:
    """The same at the head of a line, with a capital."""
    return Sentence(label.en[:1].upper() + label.en[1:], label.zh)


def type_label(fact: Fact) -> Label:
    """What of its kind a fact is, such as a lawsuit; else what its kind is called."""
    subtype = fact.kind.subtype
    if subtype is None:
        return fact.kind.label
    return fact.kind.property_by_name[subtype].code_label(fact.properties[subtype])


def relation_label(link: Link) -> Sentence:
    """What is written on an edge: a share, which of several ties, or the relation."""
    display = DISPLAYS[link.relation]
    fact = link.facts[0] if link.facts else None
    relation = RELATIONS.get(link.relation)
    measure = relation and relation.measure
    if fact and measure and measure.type is PropertyType.SHARE:
        share = fact.properties.get(measure.name)
        if share is not None:
            percent = f"{share * 100 / SHARE_UNIT:.4g} %"
            return Sentence(percent, percent)
    if fact and display.named_by and fact.properties.get(display.named_by):
        named = fact.kind.property_by_name[display.named_by]
        return said(named.code_label(fact.properties[display.named_by]))
    return said(display.phrase)


def ended(day: str) -> Sentence:
    """What is said of a party that is no more; the day is its last one."""
    return Sentence(f"ended on {day}", f"已于 {day} 终止")


def node_subtitle(fact: Fact | None, at: At) -> Sentence | None:
    """The second line under a node's name: what it is, and the day of an event.

    Of a party that ended it is that it did.
    """
    if fact is None:
        return Sentence("not described", "无登记信息")
    if last_day := at.last_day(fact.valid_to):
        return ended(last_day)
    display = fact.kind.node
    if display.subtitle is None:
        return None
    code = fact.properties.get(display.subtitle)
    if code is None or code == display.unsaid:
        return None
    label = fact.kind.property_by_name[display.subtitle].code_label(code)
    if fact.kind.timing is not Timing.EVENT:
        return said(label)
    day = format_day(fact.valid_from)
    name = headed(label)
    return Sentence(f"{name.en} · {day}", f"{name.zh} · {day}")
