"""What happened to a party: lawsuits, enforcement, defaults, what cases found."""

from __future__ import annotations

from graph.vocabulary.display import (
    Arrow,
    Colour,
    Icon,
    Label,
    LineStyle,
    NodeDisplay,
    NodeStyle,
    RelationDisplay,
    Shape,
    View,
)
from graph.vocabulary.schema import (
    Form,
    Kind,
    Loss,
    Property,
    PropertyType,
    Reference,
    Timing,
    codes,
)

_T = PropertyType

RISK_EVENT = Kind(
    "risk_event",
    Form.STATEMENT,
    Label("Risk event", "风险事件"),
    "RiskEvent",
    (
        Reference("party", "party", Label("Party", "主体")),
        Reference(
            "counterparty", "party", Label("Counterparty", "对方"), required=False
        ),
    ),
    (
        Property(
            "event_type",
            _T.CODE,
            Label("Event", "事件"),
            required=True,
            codes=codes(
                litigation=("litigation", "诉讼"),
                enforcement=("enforcement", "被执行"),
                dishonest_debtor=("dishonest-debtor listing", "失信被执行人"),
                consumption_limit=("consumption limit", "限制高消费"),
                equity_freeze=("equity freeze", "股权冻结"),
                bankruptcy=("bankruptcy", "破产"),
                abnormal_operation=("abnormal operation", "经营异常"),
                overdue=("overdue", "逾期"),
                rating_change=("rating change", "评级变动"),
                default=("default", "违约"),
            ),
        ),
        Property("case_no", _T.TEXT, Label("Case number", "案号")),
        Property("court", _T.TEXT, Label("Court", "法院")),
        Property("status", _T.TEXT, Label("Status", "状态")),
        Property("amount", _T.MONEY, Label("Amount", "金额"), minimum=0),
        Property("currency", _T.TEXT, Label("Currency", "币种"), unit="ISO 4217"),
    ),
    timing=Timing.EVENT,
    loss=Loss.NONE,
    subtype="event_type",
    distinguished_by=("case_no",),
    looked_up=("case_no", "record_id"),
    relation=RelationDisplay(
        "event",
        Label("Case", "案件"),
        Label("risk event", "风险事件"),
        outward=Label("Risk events", "风险事件"),
        rank=40,
        legend=Label("case against", "涉案"),
        style=LineStyle(Colour.LITIGATION, arrow=Arrow.BAR),
        measure="amount",
        views=(View.NEIGHBOURHOOD, View.CIRCLE),
        above=True,
        self_evident=True,
    ),
    node=NodeDisplay(
        NodeStyle(Shape.OCTAGON, Icon.CASE, Colour.LITIGATION),
        named_by=("case_no",),
        subtitle="event_type",
    ),
)

CASE_OUTCOME = Kind(
    "case_outcome",
    Form.STATEMENT,
    Label("Case outcome", "调查结果"),
    "CaseOutcome",
    (Reference("party", "party", Label("Party", "主体")),),
    (
        Property(
            "task",
            _T.CODE,
            Label("Suspicion", "嫌疑"),
            required=True,
            codes=codes(
                related_party_fraud=("related-party fraud", "关联交易欺诈"),
                guarantee_fraud=("guarantee fraud", "担保欺诈"),
                money_ring=("money ring", "资金回流"),
            ),
        ),
        Property("case_no", _T.TEXT, Label("Case number", "案号"), required=True),
        Property(
            "outcome",
            _T.CODE,
            Label("Outcome", "结果"),
            required=True,
            codes=codes(
                opened=("opened", "立案"),
                confirmed=("confirmed", "查实"),
                dismissed=("dismissed", "排除"),
                noted=("noted", "备注"),  # a remark, which decides nothing
            ),
        ),
        Property("began_on", _T.DATE, Label("First act found", "最早行为日")),
        Property("scheme_ref", _T.TEXT, Label("Scheme", "所属团伙")),
        Property("reason", _T.TEXT, Label("Reason", "理由"), personal=True),
        Property("stated_by", _T.TEXT, Label("Stated by", "登记人")),
    ),
    timing=Timing.EVENT,
    happened=True,
    subtype="outcome",
)
