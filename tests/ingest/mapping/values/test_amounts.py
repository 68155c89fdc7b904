from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.files.sheets.cells import CellKind
from ingest.mapping.values import Unit, amounts, unit_of

TEN_THOUSAND = Unit(Decimal(10_000))
CENTS = st.integers(-(10**14), 10**14).map(lambda cents: Decimal(cents) / 100)
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


def read(text: str, unit: Unit | None = None, kind: CellKind = CellKind.TEXT):
    found = amounts(pa.array([text]), np.array([kind], np.uint8), unit)
    return found.texts[0].as_py(), found.currencies[0].as_py(), found.faults.get(0)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("1234.5", "1234.5", None),
        ("1,234.50", "1234.50", None),
        ("1 234 567.8", "1234567.8", None),
        ("１，２３４．５０", "1234.50", None),
        ("￥500万元", "5000000", None),
        ("1.5亿元整", "150000000", None),
        ("3000万美元", "30000000", "USD"),
        ("人民币500万元", "5000000", "CNY"),
        ("500萬港元", "5000000", "HKD"),
        ("RMB 5,000,000.00", "5000000", "CNY"),
        ("US$5m", "5000000", "USD"),
        ("USD 1.25 million", "1250000", "USD"),
        ("1.2E+07", "12000000", None),
        ("(1,234)", "-1234", None),
        ("-¥5", "-5", None),
        ("−5", "-5", None),
        ("\ufeff5 ", "5", None),
        (".5", "0.5", None),
        ("-0", "0", None),
    ],
)
def test_an_amount_is_read_as_it_is_typed(text, value, currency) -> None:
    found, named, fault = read(text)
    assert fault is None
    assert (Decimal(found), named) == (Decimal(value), currency)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1.234,50", "is no amount"),
        ("1,23", "is no amount"),
        ("1,2345", "is no amount"),
        ("12 34", "is no amount"),
        ("100-200万元", "is no amount"),
        ("约500万元", "is no amount"),
        ("500万股", "is no amount"),
        ("10²", "is no amount"),
        ("--5", "is no amount"),
        ("5 USD / 7 EUR", "is no amount"),
        ("=1+1", "is no amount"),
        ("9" * 100, "is no amount"),
        ("NaN", "is not finite"),
        ("-inf", "is not finite"),
        ("1E+15", "is too large"),
        ("1e999", "is too large"),
        ("1e-20", "has more than 12 decimals"),
        ("#REF!", "is an error of the spreadsheet"),
        ("#DIV/0!", "is an error of the spreadsheet"),
        ("#n/a", "is an error of the spreadsheet"),
    ],
)
def test_what_is_no_exact_amount_is_refused(text, reason) -> None:
    found, _, fault = read(text, TEN_THOUSAND)
    assert found is None
    assert fault.reason == reason


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (CellKind.ERROR, None, "is an error of the spreadsheet"),
        (CellKind.ERROR, "#REF!", "is an error of the spreadsheet"),
        (CellKind.ERROR, "NaN", "is not finite"),
        (CellKind.UNSTORED, None, "is a formula whose value the file does not hold"),
        (CellKind.UNSTORED, "=A1", "is a formula whose value the file does not hold"),
        (CellKind.PERCENT, "0.5", "is a percentage"),
        (CellKind.DAY, "2023-05-01", "is a date"),
        (CellKind.FLAG, "TRUE", "is true or false"),
    ],
)
def test_cells_of_other_kinds_are_refused_and_never_empty(kind, text, reason) -> None:
    found = amounts(pa.array([text], pa.string()), np.array([kind], np.uint8))
    assert found.texts.null_count == 1
    assert found.faults[0].reason == reason


def test_blank_cells_are_empty_and_keep_their_places() -> None:
    found = amounts(pa.array(["5", None, "", " ", "x", "5"]), None, TEN_THOUSAND)
    assert found.texts.to_pylist() == ["50000", None, None, None, None, "50000"]
    assert set(found.faults) == {4}
    assert amounts(pa.array([], pa.string())).texts.to_pylist() == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("500", "5000000"),
        ("0.000001", "0.01"),
        ("¥500", "5000000"),  # a sign says nothing of the unit
        ("USD 500", "5000000"),
        ("500万元", "5000000"),
        ("500元", "500"),
        ("500美元", "500"),
        ("5亿", "500000000"),
        ("1.2E+03", "12000000"),
    ],
)
def test_a_cell_with_its_own_unit_is_not_multiplied_again(text, value) -> None:
    assert read(text, TEN_THOUSAND)[0] == value


def test_a_currency_of_the_cell_comes_before_that_of_the_column() -> None:
    unit = unit_of("担保金额（人民币万元）")
    found = amounts(pa.array(["1", "1万美元"]), None, unit)
    assert found.currencies.to_pylist() == ["CNY", "USD"]


def _forms(value: Decimal) -> list[str]:
    grouped = f"{value:,.2f}"
    return [
        f"{value:.2f}",
        grouped,
        grouped.replace(",", " "),
        grouped.translate(FULL_WIDTH),
        f"¥{grouped}",
        f"人民币{grouped}元",
        f"RMB {grouped}",
        f"{value / 10_000:f}万元",
        f"{value / 10**8:f}亿元",
        f"RMB {value / 10**6:f} mn",
        f"{value:.15E}",
        f" {grouped}\u00a0元 ",
    ]


@given(CENTS)
def test_every_form_of_an_amount_is_the_same_value(value) -> None:
    forms = _forms(value)
    found = amounts(pa.array(forms))
    assert found.faults == {}
    assert [Decimal(text) for text in found.texts.to_pylist()] == [value] * len(forms)


@given(st.lists(CENTS), st.sampled_from(["元", "千元", "万元", "百万元", "亿元"]))
def test_a_unit_multiplies_exactly(values, name) -> None:
    unit = unit_of(f"金额（{name}）")
    typed = [f"{value / unit.factor:f}" for value in values]
    found = amounts(pa.array(typed, pa.string()), None, unit)
    assert [Decimal(text) for text in found.texts.to_pylist()] == values


@given(st.lists(st.text(max_size=12) | st.none()))
def test_any_text_is_an_amount_or_a_fault_or_blank(texts) -> None:
    found = amounts(pa.array(texts, pa.string()), None, TEN_THOUSAND)
    for row, text in enumerate(found.texts.to_pylist()):
        if text is None:
            assert row in found.faults or not (texts[row] or "").strip()
        else:
            assert row not in found.faults
            assert Decimal(text).is_finite()
