from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.money import EXPONENTS, to_decimal
from ingest.checks.money import minor_units
from ingest.checks.reasons import Reason

CURRENCIES = st.sampled_from(["CNY", "JPY", "KWD", "EUR"])


def converted(amounts, currencies):
    exponents = np.array([EXPONENTS.get(name, -1) for name in currencies])
    units, reasons = minor_units(pa.array(amounts, pa.string()), exponents)
    return units.tolist(), reasons.tolist()


@given(st.lists(st.tuples(st.integers(1 - 10**15, 10**15 - 1), CURRENCIES)))
def test_amounts_come_back_from_their_texts_exactly(rows):
    texts = [to_decimal(units, currency) for units, currency in rows]
    units, reasons = converted(texts, [currency for _, currency in rows])
    assert units == [amount for amount, _ in rows]
    assert not any(reasons)


@given(
    st.lists(
        st.tuples(st.from_regex(r"\A-?[0-9]{1,9}(\.[0-9]{1,5})?\Z"), CURRENCIES),
        min_size=1,
    )
)
def test_many_amounts_are_converted_as_single_ones_are(rows):
    units, reasons = converted(*zip(*rows, strict=True))
    for (text, currency), amount, reason in zip(rows, units, reasons, strict=True):
        exact = Decimal(text).scaleb(EXPONENTS[currency])
        whole = exact == exact.to_integral_value()
        assert amount == (int(exact) if whole else 0)
        assert reason == (0 if whole else Reason.TOO_MANY_DECIMALS)


def test_exponents_follow_the_currency_of_each_row():
    assert converted(["1.5", "15", "1.005"], ["CNY", "JPY", "KWD"]) == (
        [150, 15, 1005],
        [0, 0, 0],
    )


def test_zeros_beyond_the_last_decimal_are_no_fractions():
    assert converted(["12.0", "1.500"], ["JPY", "CNY"]) == ([12, 150], [0, 0])


@pytest.mark.parametrize(
    "text", ["1e3", "1,000", "NaN", "inf", "", "1.", "+1", "¥1", "1" * 16]
)
def test_what_is_no_amount_is_refused(text):
    assert converted([text], ["CNY"]) == ([0], [Reason.NO_AMOUNT])


def test_more_decimals_than_the_currency_has_are_refused():
    assert converted(["1.005"], ["CNY"]) == ([0], [Reason.TOO_MANY_DECIMALS])


def test_amounts_of_an_unknown_currency_stay_0():
    assert converted(["1", None], ["ABC", "ABC"]) == ([0, 0], [0, 0])


def test_a_slice_of_a_longer_column_is_read_at_its_place():
    column = pa.array(["1.00", "2.00", "3.00"]).slice(1)
    units, _ = minor_units(column, np.array([2, 2]))
    assert units.tolist() == [200, 300]
