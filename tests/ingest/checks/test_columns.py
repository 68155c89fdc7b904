"""Columns checked at once judge every cell as the row model does."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.instant import to_milliseconds
from graph.vocabulary import KINDS, PropertyType
from ingest.checks import columns
from ingest.checks.cells import id_fault
from ingest.checks.patterns import expected_text
from ingest.checks.rows import explain
from ingest.checks.times import UTC as UTC_ZONE
from ingest.checks.times import instants

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
@settings(max_examples=50)
@given(cells=st.lists(SPELT.filter(bool), min_size=1, max_size=8))
def test_a_column_refuses_what_the_row_model_refuses(kind, item, cells):
    wrong = columns.convert(item, pa.array(cells), UTC_ZONE).wrong
    explained = [
        item.name in {fault.column for fault in explain(kind, {item.name: cell}, None)}
        for cell in cells
    ]
    assert wrong.tolist() == explained


@given(cells=st.lists(SPELT.filter(bool), min_size=1))
@example(cells=["-0", "1e3", "1.", "1.000000000000"])
def test_amounts_are_judged_as_the_row_model_does(cells):
    kind = KINDS["loan"]
    texts = pa.array(cells)
    wrong = columns.money(texts, pa.repeat("JPY", len(cells)), 0).wrong
    rows = ({"loan_id": "l", "principal": cell} for cell in cells)
    explained = [bool(explain(kind, row, "JPY")) for row in rows]
    assert wrong.tolist() == explained


@given(cells=st.lists(st.text(), min_size=1))
@example(cells=[" a", "a\n", "x" * 513, "\u00a0a"])
def test_ids_are_judged_as_the_row_model_does(cells):
    wrong = columns.identifier(pa.array(cells), required=True).wrong
    assert wrong.tolist() == [id_fault(cell) is not None for cell in cells]


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
        assert not column.wrong.any()


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
    values, wrong = instants(pa.array(texts), zone)
    expected = [
        to_milliseconds(
            moment.replace(
                microsecond=moment.microsecond // 1000 * 1000, tzinfo=zone
            ).astimezone(UTC)
        )
        for moment in moments
    ]
    assert values.to_pylist() == expected
    assert not wrong.any()


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
    values, wrong = instants(pa.array(["1970-01-01T00:00:00.123999Z"]), UTC_ZONE)
    assert (values.to_pylist(), wrong.tolist()) == ([123], [False])


def test_the_first_day_of_the_calendar_is_no_earlier_than_the_beginning():
    values, wrong = instants(pa.array(["0001-01-01"]), ZoneInfo("Asia/Shanghai"))
    assert values.to_pylist() == [to_milliseconds(date(1, 1, 1))]
    assert not wrong.any()


def test_a_slice_of_a_column_is_judged_at_its_place():
    codes = pa.array(["91350100M000100Y44", "91350100M000100Y43", None]).slice(1)
    uscc = KINDS["party"].property_by_name["uscc"]
    assert columns.convert(uscc, codes, UTC_ZONE).wrong.tolist() == [False, False]


def test_ids_that_claim_to_be_codes_are_checked():
    ids = pa.array(["uscc:91350100M000100Y43", "uscc:1", "lei:x", "x:1", None])
    assert np.flatnonzero(columns.party_identifier(ids)).tolist() == [1, 2]
