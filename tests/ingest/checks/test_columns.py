"""Columns checked at once judge every cell as Python judges it alone."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.identifier import id_fault
from graph.instant import to_milliseconds
from graph.money import EXPONENTS
from graph.testing.strategies import at_most
from graph.vocabulary import KINDS, SHARE_UNIT, PropertyType
from ingest.checks import columns
from ingest.checks.patterns import BOOLEANS, is_currency
from ingest.checks.reasons import Reason
from ingest.checks.times import UTC as UTC_ZONE
from ingest.checks.times import instants
from ingest.checks.words import expected_text

NAMED = ("uscc", "lei", "currency")
SPELT = st.one_of(
    st.text(max_size=30).filter(lambda text: "\0" not in text),
    st.from_regex(r"\A[+-]?[0-9]{0,4}\.?[0-9]{0,4}([eE][+-]?[0-9]{1,3})?\Z"),
    st.from_regex(r"\A[0-9]{4}-[0-3][0-9]-[0-3][0-9]\Z"),
    st.from_regex(
        r"\A20[0-9]{2}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9])?"
        r"(\.[0-9]{1,7})?(Z|[+-][0-2][0-9]:[0-6][0-9])?\Z"
    ),
    st.sampled_from(["true", "0", "TRUE", "yes", "nan", "inf", "CNY", "company", "¥1"]),
    st.sampled_from(["91350100M000100Y43", "5493001KJTIIGC8Y1R12", "١٢", "1_0", "0x1"]),
)
PROPERTIES = [
    (kind, item)
    for kind in KINDS.values()
    for item in kind.properties
    if item.type is not PropertyType.MONEY
]


def sort_of(item):
    named = item.name if item.name in NAMED else ""
    return item.type, item.minimum, item.maximum, named


# one of each sort: a hundred texts would not be judged differently
SORTS = {sort_of(item): (kind, item) for kind, item in PROPERTIES}


@pytest.mark.parametrize(
    ("kind", "item"),
    SORTS.values(),
    ids=[f"{kind.name}.{item.name}" for kind, item in SORTS.values()],
)
@at_most(50)
@given(cells=st.lists(SPELT.filter(bool), min_size=1, max_size=8))
def test_a_column_gives_each_cell_the_reason_that_it_has_alone(kind, item, cells):
    found = columns.convert(item, pa.array(cells), UTC_ZONE).reasons
    assert found.tolist() == [reason_of(item, cell) for cell in cells]


def reason_of(item, cell):
    """The first thing wrong with one cell, 0 where there is nothing."""
    if item.type is PropertyType.CODE:
        return 0 if cell in item.choices else Reason.NO_CODE
    if is_currency(item):
        return 0 if cell in EXPONENTS else Reason.NO_CURRENCY
    if item.name in {"uscc", "lei"}:
        return reason_of_code(item.name, cell)
    return {
        PropertyType.TEXT: lambda: 0,
        PropertyType.IDS: lambda: no_list_of_ids(cell),
        PropertyType.BOOLEAN: lambda: 0 if cell in BOOLEANS else Reason.NO_BOOLEAN,
        PropertyType.INTEGER: lambda: (
            outside(item, int(cell))
            if re.fullmatch(r"[+-]?[0-9]{1,18}", cell)
            else Reason.NO_INTEGER
        ),
        PropertyType.NUMBER: lambda: no_number(cell) or outside(item, float(cell)),
        PropertyType.SHARE: lambda: no_number(cell) or no_share(float(cell)),
        PropertyType.DATE: lambda: no_day(cell),
        PropertyType.INSTANT: lambda: no_instant(cell),
    }[item.type]()


def reason_of_code(name, cell):
    alphabet, size, check = {
        "uscc": ("0123456789ABCDEFGHJKLMNPQRTUWXY", 18, 1),
        "lei": ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 20, 2),
    }[name]
    if len(cell) != size:
        return Reason.CODE_LENGTH
    if not cell.isascii() or not set(cell[:-check]) <= set(alphabet):
        return Reason[f"{name.upper()}_ALPHABET"]
    right = {"91350100M000100Y43", "5493001KJTIIGC8Y1R12"}  # the only ones drawn
    return 0 if cell in right else Reason[f"{name.upper()}_CHECK"]


def no_number(cell):
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", cell):
        return Reason.NO_NUMBER
    return 0 if math.isfinite(float(cell)) else Reason.NOT_FINITE


def outside(item, value):
    if item.minimum is not None and value < item.minimum:
        return Reason.BELOW_MINIMUM
    if item.maximum is not None and value > item.maximum:
        return Reason.ABOVE_MAXIMUM
    return 0


def no_share(value):
    if value > 1:
        return Reason.ABOVE_1
    if value <= 0:
        return Reason.NOT_ABOVE_0
    return 0 if round(value * SHARE_UNIT) else Reason.TOO_SMALL


def no_day(cell):
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell) or cell[:4] == "0000":
        return Reason.NO_DATE
    return Reason.NO_SUCH_DATE if fails(date.fromisoformat, cell) else 0


def no_instant(cell):
    if no_day(cell) != Reason.NO_DATE:
        return no_day(cell)
    spelt = re.fullmatch(
        r"([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?)"
        r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?",
        cell,
    )
    if not spelt or cell[:4] == "0000":
        return Reason.NO_INSTANT
    text = re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", cell)
    return Reason.NO_SUCH_INSTANT if fails(datetime.fromisoformat, text) else 0


def fails(parse, cell):
    try:
        parse(cell)
    except ValueError:
        return True
    return False


@given(cells=st.lists(SPELT.filter(bool), min_size=1))
@example(cells=["-0", "1e3", "1.", "1.000000000000", "1.5", "-1.5", "-2"])
def test_amounts_are_judged_alone(cells):
    texts = pa.array(cells)
    found = columns.money(texts, pa.repeat("JPY", len(cells)), 0).reasons
    assert found.tolist() == [no_yen(cell) for cell in cells]


def no_yen(cell):
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,12})?", cell):
        return Reason.NO_AMOUNT
    if Decimal(cell) % 1:
        return Reason.TOO_MANY_DECIMALS
    return Reason.NEGATIVE if Decimal(cell) < 0 else 0


def test_an_amount_needs_a_currency_and_an_unknown_one_is_told_once():
    texts, currencies = (
        pa.array(["1", "x", "1", None]),
        pa.array([None, None, "ABC", "A"]),
    )
    found = columns.money(texts, currencies, 0).reasons
    missing = Reason.CURRENCY_MISSING
    assert found.tolist() == [missing, missing, 0, 0]


@given(cells=st.lists(st.text() | st.text().map("c:{}".format), min_size=1))
@example(
    cells=["c: a", "c:a\n", "c:" + "x" * 201, "c:\u00a0a", "C:a", "c:\0", "c:e\u0301"]
)
@example(
    cells=["c:;", "c:~", "c:甲/1", "c:\u3000", "c:", ":a", "a" * 64 + ":b", "c:\x7f"]
)
def test_ids_are_judged_alone(cells):
    found = columns.identifier(pa.array(cells)).reasons
    assert found.tolist() == [no_id(cell) for cell in cells]


def no_id(cell):
    fault = id_fault(cell)
    return 0 if fault is None else Reason[f"ID_{fault.name}"]


def no_list_of_ids(cell):
    parts = [cell]
    if ";" in cell:
        parts = sorted({part.strip() for part in cell.split(";")} - {""})
    return next(filter(None, map(no_id, parts)), 0)


def test_every_property_says_what_it_expects():
    texts = [expected_text(item) for kind in KINDS.values() for item in kind.properties]
    assert all(texts)
    probability = KINDS["rating"].property_by_name["self_pd"]
    assert expected_text(probability) == "a decimal number from 0 to 1"


def test_columns_without_any_value_are_sound():
    empty = pa.nulls(3, pa.string())
    for _, item in PROPERTIES:
        column = columns.convert(item, empty, UTC_ZONE)
        assert column.values.null_count == 3
        assert not column.reasons.any()


@given(
    st.lists(
        st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)),  # noqa: DTZ001 - clock times of a declared zone
        min_size=1,
    ),
    st.sampled_from(["UTC", "Asia/Shanghai", "Europe/Berlin"]),
)
def test_clock_times_belong_to_the_declared_zone(moments, name):
    zone = ZoneInfo(name)
    texts = [moment.isoformat(timespec="milliseconds") for moment in moments]
    values, reasons = instants(pa.array(texts), zone)
    expected = [
        to_milliseconds(
            moment.replace(
                microsecond=moment.microsecond // 1000 * 1000, tzinfo=zone
            ).astimezone(UTC)
        )
        for moment in moments
    ]
    assert values.to_pylist() == expected
    assert not reasons.any()


def test_the_last_day_of_a_period_still_belongs_to_it():
    ends, _ = instants(
        pa.array(["2024-02-29", "2024-02-29T00:00:00Z", "9999-12-31", None]),
        UTC_ZONE,
        end=True,
    )
    assert ends.to_pylist() == [
        to_milliseconds(date(2024, 3, 1)),
        to_milliseconds(date(2024, 2, 29)),
        None,
        None,
    ]


def test_what_is_finer_than_milliseconds_is_cut_off():
    values, reasons = instants(pa.array(["1970-01-01T00:00:00.123999Z"]), UTC_ZONE)
    assert (values.to_pylist(), reasons.tolist()) == ([123], [0])


def test_the_first_day_of_the_calendar_is_no_earlier_than_the_beginning():
    values, reasons = instants(pa.array(["0001-01-01"]), ZoneInfo("Asia/Shanghai"))
    assert values.to_pylist() == [to_milliseconds(date(1, 1, 1))]
    assert not reasons.any()


def test_a_slice_of_a_column_is_judged_at_its_place():
    codes = pa.array(["91350100M000100Y44", "91350100M000100Y43", None]).slice(1)
    uscc = KINDS["party"].property_by_name["uscc"]
    assert columns.convert(uscc, codes, UTC_ZONE).reasons.tolist() == [0, 0]


def test_ids_that_claim_to_be_codes_are_checked():
    ids = pa.array(["uscc:91350100M000100Y43", "uscc:1", "lei:x", "x:1", None, " lei:"])
    assert np.flatnonzero(columns.party_identifier(ids).reasons).tolist() == [1, 2, 5]


def test_each_empty_cell_of_a_required_column_is_refused():
    texts = pa.array(["a", None, ""])
    assert columns.text(texts).required(texts).reasons.tolist() == [0, Reason.EMPTY, 0]
