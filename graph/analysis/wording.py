"""Words for facts, in both languages: labels, legal force, short descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis.answer import Sentence
from graph.instant import from_milliseconds
from graph.legal_force import Force
from graph.vocabulary import SHARE_UNIT

if TYPE_CHECKING:
    from graph.analysis.links import Link
    from graph.model import Fact

FORCE_STATES: dict[Force, str] = {
    Force.IN_FORCE: "in_force",
    Force.REDUCED: "in_force",
    Force.CALLED: "called",
    Force.RELEASED: "released",
    Force.LAPSED: "lapsed",
    Force.NO_RESOLUTION: "no_effect",
    Force.UNDISCLOSED: "no_effect",
    Force.NOT_A_GUARANTEE: "no_effect",
    Force.VOID: "no_effect",
}
"""State of an edge as the explorer draws it."""

FORCE_REASONS: dict[Force, Sentence | None] = {
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
}

RELATION_LABELS: dict[str, Sentence] = {
    "guarantee": Sentence("guarantees", "担保"),
    "ownership": Sentence("owns", "持股"),
    "role": Sentence("role", "任职"),
    "family": Sentence("family", "亲属"),
    "contact": Sentence("shared contact", "联系方式"),
    "event": Sentence("risk event", "风险事件"),
    "loan": Sentence("loan", "贷款"),
    "account": Sentence("account", "账户"),
    "transfer": Sentence("transfer", "转账"),
    "control": Sentence("controls", "控制"),
}

DIRECTION_LABELS: dict[tuple[str, str], Sentence] = {
    ("guarantee", "out"): Sentence("Gives guarantees", "对外担保"),
    ("guarantee", "in"): Sentence("Receives guarantees", "接受担保"),
    ("ownership", "out"): Sentence("Holdings", "对外投资"),
    ("ownership", "in"): Sentence("Owners", "股东"),
    ("role", "out"): Sentence("Roles held", "任职企业"),
    ("role", "in"): Sentence("People and roles", "任职人员"),
    ("family", "out"): Sentence("Family", "亲属"),
    ("family", "in"): Sentence("Family of", "亲属（反向）"),
    ("contact", "out"): Sentence("Addresses and phones", "地址与电话"),
    ("event", "out"): Sentence("Risk events", "风险事件"),
    ("loan", "out"): Sentence("Loans", "贷款"),
    ("account", "out"): Sentence("Accounts", "账户"),
}

ROLE_NAMES: dict[str, Sentence] = {
    "legal_representative": Sentence("legal representative", "法定代表人"),
    "director": Sentence("director", "董事"),
    "supervisor": Sentence("supervisor", "监事"),
    "executive": Sentence("executive", "高管"),
    "actual_controller": Sentence("actual controller", "实际控制人"),
    "finance_officer": Sentence("finance officer", "财务负责人"),
}

EVENT_NAMES: dict[str, Sentence] = {
    "litigation": Sentence("Litigation", "诉讼"),
    "enforcement": Sentence("Enforcement", "被执行"),
    "dishonest_debtor": Sentence("Dishonest-debtor listing", "失信被执行人"),
    "consumption_limit": Sentence("Consumption limit", "限制高消费"),
    "equity_freeze": Sentence("Equity freeze", "股权冻结"),
    "bankruptcy": Sentence("Bankruptcy", "破产"),
    "abnormal_operation": Sentence("Abnormal operation", "经营异常"),
    "overdue": Sentence("Overdue", "逾期"),
    "rating_change": Sentence("Rating change", "评级变动"),
    "default": Sentence("Default", "违约"),
}

PARTY_TYPE_NAMES: dict[str, Sentence] = {
    "company": Sentence("company", "企业"),
    "person": Sentence("person", "自然人"),
    "guarantee_company": Sentence("licensed guarantor", "融资担保公司"),
    "bank": Sentence("bank", "银行"),
    "state_organ": Sentence("state organ", "国家机关"),
    "fund": Sentence("fund", "基金"),
}


def relation_label(link: Link) -> Sentence:
    """What is written on an edge: a share, a role, a kinship or the relation."""
    if not link.facts:
        return RELATION_LABELS[link.relation]
    properties = link.facts[0].properties
    if link.relation == "ownership" and "share" in properties:
        percent = f"{properties['share'] * 100 / SHARE_UNIT:.4g} %"
        return Sentence(percent, percent)
    if link.relation == "role":
        return ROLE_NAMES[properties["role_type"]]
    if link.relation == "family":
        relation = properties["relation"]
        return Sentence(relation, _KINSHIP[relation])
    return RELATION_LABELS[link.relation]


_KINSHIP = {
    "spouse": "配偶",
    "parent": "父母",
    "child": "子女",
    "sibling": "兄弟姐妹",
    "other": "亲属",
}


def node_subtitle(fact: Fact | None) -> Sentence | None:
    """The second line under a node's name."""
    if fact is None:
        return Sentence("not described", "无登记信息")
    if fact.kind.name == "risk_event":
        day = from_milliseconds(fact.valid_from).date().isoformat()
        name = EVENT_NAMES[fact.properties["event_type"]]
        return Sentence(f"{name.en} · {day}", f"{name.zh} · {day}")
    if fact.kind.name == "party" and fact.properties["party_type"] != "company":
        return PARTY_TYPE_NAMES[fact.properties["party_type"]]
    return None
