"""Guarantee contracts, loans, and the figures that risk is computed from."""

from __future__ import annotations

from graph.vocabulary.schema import (
    Form,
    Kind,
    Label,
    Loss,
    Property,
    PropertyType,
    Reference,
    Timing,
)

_T = PropertyType
_CURRENCY = Property("currency", _T.TEXT, Label("Currency", "币种"), unit="ISO 4217")

GUARANTEE = Kind(
    "guarantee",
    Form.NODE,
    Label("Guarantee contract", "担保合同"),
    "Guarantee",
    (
        Reference("guarantee", "guarantee", Label("Contract", "合同")),
        Reference("debtor", "party", Label("Debtor", "债务人")),
        Reference("creditor", "party", Label("Creditor", "债权人"), required=False),
    ),
    (
        Property("contract_no", _T.TEXT, Label("Contract number", "合同编号")),
        Property(
            "guarantee_kind",
            _T.CODE,
            Label("Kind", "担保方式"),
            choices=("guarantee", "counter_guarantee", "mortgage", "pledge"),
        ),
        Property(
            "liability",
            _T.CODE,
            Label("Liability", "责任方式"),
            choices=("general", "joint", "unspecified"),
        ),
        Property(
            "cap_kind",
            _T.CODE,
            Label("Cap kind", "额度类型"),
            choices=("single", "maximum"),
        ),
        Property("cap", _T.MONEY, Label("Cap", "担保额"), minimum=0),
        Property(
            "cap_basis",
            _T.CODE,
            Label("Cap basis", "额度口径"),
            choices=("all_in", "principal"),
        ),
        Property("paid", _T.MONEY, Label("Already paid", "已代偿"), minimum=0),
        _CURRENCY,
        Property("covered_loan_ids", _T.IDS, Label("Covered loans", "对应贷款")),
        Property("same_document", _T.BOOLEAN, Label("Same document", "同一合同书")),
        Property(
            "mutual_recourse",
            _T.CODE,
            Label("Recourse between guarantors", "担保人间追偿"),
            choices=("none", "amount", "pro_rata"),
        ),
        Property("signed_on", _T.DATE, Label("Signed", "签订日")),
        Property("maturity", _T.DATE, Label("Maturity", "到期日")),
        Property("period_end", _T.DATE, Label("Guarantee period ends", "保证期间届满")),
        Property("exercised_on", _T.DATE, Label("Exercised", "行权日")),
        Property(
            "resolution",
            _T.CODE,
            Label("Resolution", "决议"),
            choices=("ok", "missing", "not_required", "unknown"),
        ),
        Property(
            "disclosed",
            _T.BOOLEAN,
            Label("Disclosed by the listed guarantor", "上市公司已披露"),
        ),
        Property("refinance_of", _T.TEXT, Label("Refinances loan", "借新还旧")),
        Property(
            "enforceability",
            _T.NUMBER,
            Label("Legal force", "法律效力"),
            unit="fraction",
            minimum=0,
            maximum=1,
        ),
        Property(
            "status",
            _T.CODE,
            Label("Status", "状态"),
            choices=("active", "released", "called", "expired", "disputed"),
        ),
        Property("relation", _T.TEXT, Label("Relation", "关系")),
    ),
)

GUARANTOR = Kind(
    "guarantor",
    Form.EDGE,
    Label("Guarantor's promise", "保证人承诺"),
    "GUARANTOR_OF",
    (
        Reference("guarantor", "party", Label("Guarantor", "保证人")),
        Reference("guarantee", "guarantee", Label("Contract", "合同")),
    ),
    (
        Property(
            "share",
            _T.SHARE,
            Label("Agreed share", "约定份额"),
            unit="fraction",
            minimum=0,
            maximum=1,
        ),
        Property("joint_group", _T.TEXT, Label("Joint group", "联保组")),
    ),
    loss=Loss.HEAD_TO_TAIL,
)

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
        _CURRENCY,
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
            choices=("normal", "special_mention", "substandard", "doubtful", "loss"),
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
)

FINANCIALS = Kind(
    "financials",
    Form.STATEMENT,
    Label("Financial statement", "财务报表"),
    "Financials",
    (Reference("party", "party", Label("Party", "主体")),),
    (
        Property("period_end", _T.DATE, Label("Period end", "报告期末"), required=True),
        _CURRENCY,
        Property("total_assets", _T.MONEY, Label("Total assets", "总资产")),
        Property("total_liabilities", _T.MONEY, Label("Total liabilities", "总负债")),
        Property("liquid_assets", _T.MONEY, Label("Liquid assets", "流动资产")),
        Property("pledged_assets", _T.MONEY, Label("Pledged assets", "受限资产")),
        Property("revenue", _T.MONEY, Label("Revenue", "营业收入")),
        Property("tier1_capital", _T.MONEY, Label("Tier 1 capital", "一级资本")),
        Property("net_capital", _T.MONEY, Label("Net capital", "资本净额")),
    ),
    timing=Timing.PUBLICATION,
)

RATING = Kind(
    "rating",
    Form.STATEMENT,
    Label("Rating", "评级"),
    "Rating",
    (Reference("party", "party", Label("Party", "主体")),),
    (
        Property("grade", _T.TEXT, Label("Grade", "等级")),
        Property(
            "self_pd",
            _T.NUMBER,
            Label("PD on its own, 12 months", "自身违约概率（12个月）"),
            unit="probability",
            minimum=0,
            maximum=1,
        ),
        Property("agency", _T.TEXT, Label("Agency", "评级机构")),
    ),
)

EXCHANGE_RATE = Kind(
    "exchange_rate",
    Form.STATEMENT,
    Label("Exchange rate", "汇率"),
    "ExchangeRate",
    (),
    (
        Property("base_currency", _T.TEXT, Label("From", "基准币种"), required=True),
        Property("quote_currency", _T.TEXT, Label("To", "报价币种"), required=True),
        Property(
            "rate", _T.NUMBER, Label("Rate", "汇率"), required=True, unit="quote/base"
        ),
    ),
)

KINDS = (GUARANTEE, GUARANTOR, LOAN, FINANCIALS, RATING, EXCHANGE_RATE)
