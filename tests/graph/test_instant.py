from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.instant import (
    BEGINNING,
    At,
    format_instant,
    from_milliseconds,
    parse_as_of,
    parse_instant,
    to_milliseconds,
)

MILLISECONDS = st.integers(BEGINNING + 1, to_milliseconds(date(9999, 12, 31)))


@given(MILLISECONDS)
def test_instants_survive_being_written(milliseconds):
    text = format_instant(milliseconds)
    assert text is not None
    assert parse_instant(text) == milliseconds
    assert to_milliseconds(from_milliseconds(milliseconds)) == milliseconds


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("1970-01-01", 0),
        ("1970-01-01T08:00:00+08:00", 0),
        ("1970-01-01T00:00:00.001", 1),
        ("0001-01-01", BEGINNING),
        ("1969-12-31T23:59:59.999Z", -1),
    ],
)
def test_dates_and_instants_are_read(text, milliseconds):
    assert parse_instant(text) == milliseconds


@pytest.mark.parametrize("text", ["", "today", "2024-13-01", "12/31/2024"])
@pytest.mark.parametrize("parse", [parse_instant, parse_as_of])
def test_other_texts_are_no_instants(parse, text):
    with pytest.raises(ValueError):
        parse(text)


@given(st.dates())
def test_a_day_that_is_asked_for_ends_a_millisecond_before_the_next(day):
    start = to_milliseconds(day)
    assert parse_as_of(day.isoformat()) == start + 86_399_999
    assert parse_as_of(f"{day.isoformat()}T00:00:00Z") == start
    assert parse_instant(day.isoformat()) == start


@given(MILLISECONDS)
def test_an_instant_that_is_asked_for_is_itself(milliseconds):
    assert parse_as_of(format_instant(milliseconds)) == milliseconds


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        to_milliseconds(datetime(2024, 1, 1))  # noqa: DTZ001 - that is the point


def test_a_moment_means_the_same_in_every_zone():
    moment = datetime(2024, 1, 1, 12, tzinfo=UTC)
    east = moment.astimezone(timezone(timedelta(hours=8)))
    assert to_milliseconds(moment) == to_milliseconds(east)


def test_parts_of_a_millisecond_are_dropped_downwards():
    assert to_milliseconds(datetime(1969, 12, 31, 23, 59, 59, 999999, UTC)) == -1


@pytest.mark.parametrize("unknown", [None, BEGINNING, BEGINNING - 1])
def test_open_and_unknown_ends_have_no_text(unknown):
    assert format_instant(unknown) is None


@pytest.mark.parametrize(
    ("times", "visible"),
    [
        ((10, 11, 5, 6), True),
        ((10, None, 5, None), True),
        ((11, None, 5, None), False),
        ((9, 10, 5, None), False),
        ((10, None, 6, None), False),
        ((10, None, 4, 5), False),
        ((10, 10, 5, None), False),
    ],
)
def test_intervals_hold_their_start_and_not_their_end(times, visible):
    assert At(as_of=10, known_at=5).sees(*times) == visible


def test_an_instant_has_both_axes_as_text():
    at = At.parse("2024-01-31", "2024-02-01T00:00:00+08:00")
    assert at.to_dict() == {
        "as_of": "2024-01-31T23:59:59.999Z",
        "known_at": "2024-01-31T16:00:00.000Z",
    }
    assert str(at) == ("as of 2024-01-31T23:59:59.999Z, known 2024-01-31T16:00:00.000Z")
