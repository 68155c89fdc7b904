from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mapping.simplified import simplified
from ingest.mapping.values import Unit, unit_of


@pytest.mark.parametrize(
    ("header", "factor", "currency"),
    [
        ("担保金额（万元）", "1e4", None),
        ("担保金额万元", "1e4", None),
        ("担保余额_万元", "1e4", None),
        ("金额/万元", "1e4", None),
        ("担保额度（如有）（万元）", "1e4", None),
        ("单位：万元", "1e4", None),
        ("担保額（人民幣千元）", "1e3", "CNY"),
        ("注册资本(万元人民币)", "1e4", "CNY"),
        ("贷款余额（单位：人民币元）", "1", "CNY"),
        ("金额（百万元）", "1e6", None),
        ("亿港元", "1e8", "HKD"),
        ("(万美元)", "1e4", "USD"),
        ("Guarantee amount (RMB mn)", "1e6", "CNY"),
        ("Amount (USD'000)", "1e3", "USD"),
        ("RMB’000", "1e3", "CNY"),
        ("Total (RMB'0000)", "1e4", "CNY"),
        ("Balance, EUR m", "1e6", "EUR"),
        ("Outstanding (US$ in millions)", "1e6", "USD"),
        ("in thousands of US dollars", "1e3", "USD"),
        ("RMB 100 million", "1e8", "CNY"),
        ("Loan amount RMB", "1", "CNY"),
    ],
)
def test_a_header_names_its_unit(header, factor, currency) -> None:
    assert unit_of(header) == Unit(Decimal(factor), currency)


@pytest.mark.parametrize(
    "header",
    [
        "", "担保方式", "担保金额", "序号", "持股比例(%)", "持股数（万股）", "所属单元",
        "Term (m)", "Amount", "金额(万元/万美元)", "金额（万元）（亿元）", "期限（月）",
    ],
)  # fmt: skip
def test_a_header_without_a_unit_or_with_two_names_none(header) -> None:
    assert unit_of(header) is None


@given(st.text())
def test_a_simplified_text_is_simplified_and_as_long(text) -> None:
    once = simplified(text)
    assert simplified(once) == once
    assert len(once) == len(text)
