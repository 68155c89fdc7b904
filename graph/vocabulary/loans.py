"""Loans."""

from __future__ import annotations

from graph.vocabulary.display import (
    Icon,
    Label,
    NodeDisplay,
    NodeStyle,
    RelationDisplay,
    Shape,
)
from graph.vocabulary.schema import (
    Form,
    Kind,
    Property,
    PropertyType,
    Reference,
    codes,
)

_T = PropertyType

LOAN = Kind(
    "loan",
    Form.NODE,
    Label("Loan", "贷款"),
    "Loan",
    (
        Reference("loan", "loan", Label("Loan", "贷款")),
        Reference("borrower", "party", Label("Borrower", "借款人"), required=False),
        Reference("lender", "party", Label("Lender", "贷款人"), required=False),
    ),
    (
        Property("principal", _T.MONEY, Label("Principal", "本金"), minimum=0),
        Property("outstanding", _T.MONEY, Label("Outstanding", "余额"), minimum=0),
        Property("currency", _T.TEXT, Label("Currency", "币种"), unit="ISO 4217"),
        Property(
            "effective_rate",
            _T.NUMBER,
            Label("Effective rate", "实际利率"),
            unit="per year",
        ),
        Property(
            "five_class",
            _T.CODE,
            Label("Five-class grade", "五级分类"),
            codes=codes(
                normal=("normal", "正常"),
                special_mention=("special mention", "关注"),
                substandard=("substandard", "次级"),
                doubtful=("doubtful", "可疑"),
                loss=("loss", "损失"),
            ),
        ),
        Property(
            "days_past_due", _T.INTEGER, Label("Days past due", "逾期天数"), minimum=0
        ),
        Property(
            "origination_pd",
            _T.NUMBER,
            Label("PD at origination", "发放时违约概率"),
            minimum=0,
            maximum=1,
        ),
        Property(
            "origination_grade", _T.TEXT, Label("Grade at origination", "发放时评级")
        ),
        Property("off_balance", _T.BOOLEAN, Label("Off balance sheet", "表外")),
        Property(
            "collateral_value", _T.MONEY, Label("Collateral", "抵质押物价值"), minimum=0
        ),
        Property(
            "collateral_haircut",
            _T.NUMBER,
            Label("Haircut", "折扣率"),
            minimum=0,
            maximum=1,
        ),
        Property("purpose", _T.TEXT, Label("Purpose", "用途")),
        Property("organization", _T.TEXT, Label("Organisation", "受理机构")),
        Property("started_on", _T.INSTANT, Label("Start", "发放日")),
        Property("maturity", _T.DATE, Label("Maturity", "到期日")),
    ),
    relation=RelationDisplay(
        "loan",
        Label("Loan", "贷款"),
        Label("loan", "贷款"),
        outward=Label("Loans", "贷款"),
        inward=Label("Borrower", "借款人"),
        rank=90,
        tail="borrower",
        measure="outstanding",
        above=True,
        self_evident=True,
    ),
    node=NodeDisplay(NodeStyle(Shape.DOCUMENT, Icon.LOAN)),
)
