"""Amounts between minor units and text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.money import EXPONENTS, exponent, to_decimal


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (0, "CNY", "0.00"),
        (5, "CNY", "0.05"),
        (-5, "CNY", "-0.05"),
        (123_456, "USD", "1234.56"),
        (7, "JPY", "7"),
        (-7, "KRW", "-7"),
        (1, "KWD", "0.001"),
        (100, None, "1.00"),
        (100, "no such currency", "1.00"),
    ],
)
def test_minor_units_are_written_exactly(minor, currency, text):
    assert to_decimal(minor, currency) == text


@given(
    minor=st.integers(-(2**63), 2**63 - 1), currency=st.sampled_from(sorted(EXPONENTS))
)
def test_the_text_has_the_value(minor, currency):
    value = Decimal(to_decimal(minor, currency))
    assert value.scaleb(exponent(currency)) == minor


def test_currencies_are_three_capital_letters():
    assert all(len(code) == 3 and code.isupper() for code in EXPONENTS)
    assert set(EXPONENTS.values()) == {0, 2, 3}
