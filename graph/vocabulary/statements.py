"""Figures that risk is computed from: statements, ratings, rates of exchange."""

from __future__ import annotations

from graph.vocabulary.display import (
    Label,
)
from graph.vocabulary.schema import (
    Form,
    Kind,
    Property,
    PropertyType,
    Reference,
    Timing,
)

_T = PropertyType

FINANCIALS = Kind(
    "financials",
    Form.STATEMENT,
    Label("Financial statement", "财务报表"),
    "Financials",
    (Reference("party", "party", Label("Party", "主体")),),
    (
        Property("period_end", _T.DATE, Label("Period end", "报告期末"), required=True),
        Property("currency", _T.TEXT, Label("Currency", "币种"), unit="ISO 4217"),
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
    distinguished_by=("agency",),
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
            "rate",
            _T.NUMBER,
            Label("Rate", "汇率"),
            required=True,
            unit="quote/base",
            minimum=1e-9,  # judgement: beyond any two currencies of ISO 4217
            maximum=1e9,
        ),
    ),
)
