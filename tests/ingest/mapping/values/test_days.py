from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.files.sheets.cells import CellKind
from ingest.mapping.values import day_format, days

FIRST_OF_MAY = date(2023, 5, 1)


def read(text: str, kind: CellKind = CellKind.TEXT, *args, **options):
    found = days(pa.array([text]), np.array([kind], np.uint8), *args, **options)
    return found.texts[0].as_py(), found.faults.get(0)


@pytest.mark.parametrize(
    "text",
    [
        "2023年5月1日", "2023年05月01日", "2023 年 5 月 1 日", "２０２３年５月１日",
        "2023/5/1", "2023.05.01", "2023-05-01", "20230501", "2023-05-01 00:00:00",
        "2023-05-01T14:30:00", "2023/5/1 0:00", "1-May-2023", "1 May 2023",
        "May 1, 2023", "1st May 2023",
    ],
)  # fmt: skip
def test_each_form_is_the_same_day(text) -> None:
    assert read(text) == ("2023-05-01", None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023-02-30", "is a date that does not exist"),
        ("2023年13月1日", "is a date that does not exist"),
        ("20231301", "is a date that does not exist"),
        ("2023-05-01 24:00", "is an instant that does not exist"),
        ("45047", "is a bare number"),
        ("2023", "is a bare number"),
        ("2023年5月", "is no date"),
        ("23.5.1", "is no date"),
        ("2023-5/1", "is no date"),
        ("1/5/2023", "may be day or month first"),
        ("31/5/2023", "may be day or month first"),
        ("2023-05-01T10:00:00Z", "has an offset, so that its day depends on the zone"),
        ("长期", "is no date, and nothing ends here"),
        ("1 Mai 2023", "is no date"),
        ("#VALUE!", "is an error of the spreadsheet"),
    ],
)
def test_what_is_no_certain_day_is_refused(text, reason) -> None:
    found, fault = read(text)
    assert found is None
    assert fault.reason == reason


@pytest.mark.parametrize(
    ("epoch", "serial", "day"),
    [
        (1900, "1", "1900-01-01"),
        (1900, "59", "1900-02-28"),
        (1900, "60", None),  # 29 February 1900 is in no calendar but this
        (1900, "61", "1900-03-01"),
        (1900, "45047", "2023-05-01"),
        (1900, "45047.9", "2023-05-01"),
        (1900, "2958465", "9999-12-31"),
        (1900, "2958466", None),
        (1904, "0", "1904-01-01"),
        (1904, "43585", "2023-05-01"),
        (1904, "2957003", "9999-12-31"),
        (1904, "2957004", None),
    ],
)
def test_serial_dates_count_from_both_epochs(epoch, serial, day) -> None:
    found, fault = read(serial, CellKind.TEXT, "serial", epoch)
    assert found == day
    assert (fault is None) == (day is not None)


def test_a_number_cell_is_a_serial_date_where_it_is_plausible() -> None:
    number = CellKind.NUMBER
    assert read("45047", number, None, 1900) == ("2023-05-01", None)
    assert read("20230501", number, None, 1900) == ("2023-05-01", None)
    year = read("2023", number, None, 1900)[1]
    assert year.reason == "is a number, which as a serial date were 1905-07-15"
    assert read("45047", number)[1].reason == "is a bare number"


@pytest.mark.parametrize("text", ["长期", "長期有效", "永久", "open-ended"])
def test_an_open_end_is_no_end(text) -> None:
    assert read(text, end=True) == (None, None)


def test_a_time_of_day_is_kept_where_it_counts() -> None:
    found = days(
        pa.array(
            [
                "2023-05-01 09:05",
                "2023-05-01T09:05:07+0800",
                "2023/5/1 00:00:00",
                "45047.5",
            ]
        ),
        None,
        "serial",
        1900,
        times=True,
    )
    assert found.texts.to_pylist() == [
        "2023-05-01T09:05:00",
        "2023-05-01T09:05:07+08:00",
        "2023-05-01",
        "2023-05-01T12:00:00",
    ]


def test_a_column_tells_whether_days_come_first() -> None:
    assert day_format("Date", pa.array(["1/5/2023", "31/5/2023"])) == ("dmy", None)
    assert day_format("Date", pa.array(["1/5/2023", "5/31/2023"])) == ("mdy", None)
    assert day_format("Date", pa.array(["2023/5/1", None])) == (None, None)
    for texts in (["1/5/2023"], ["13/5/2023", "5/13/2023"]):
        form, question = day_format("Date", pa.array(texts))
        assert form is None
        assert (question.code, question.column) == ("day_format", "Date")
    assert read("1/5/2023", CellKind.TEXT, "dmy") == ("2023-05-01", None)
    assert read("5/1/2023", CellKind.TEXT, "mdy") == ("2023-05-01", None)


def test_bare_numbers_of_plausible_years_are_asked_and_never_guessed() -> None:
    question = day_format("起始日", pa.array(["45047", "2023-05-01"])).question
    assert (question.code, question.column) == ("serial_dates", "起始日")
    assert day_format("起始日", pa.array(["20230501", "2023"])) == (None, None)
    assert read("43585", CellKind.TEXT, "serial-1904") == ("2023-05-01", None)
    assert read("45047", CellKind.TEXT, "serial") == ("2023-05-01", None)


@given(st.dates(date(1000, 1, 1)))
def test_every_form_of_a_day_is_the_same_day(day) -> None:
    forms = [
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month:02d}.{day.day:02d}",
        f"{day:%Y%m%d}",
        f"{day} 00:00:00",
    ]
    assert days(pa.array(forms)).texts.to_pylist() == [day.isoformat()] * len(forms)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from([1900, 1904]))
def test_a_serial_date_is_the_day_that_a_workbook_shows(day, epoch) -> None:
    start = date(1899, 12, 30) if epoch == 1900 else date(1904, 1, 1)
    serial = str((day - start).days)
    assert read(serial, CellKind.NUMBER, None, epoch) == (day.isoformat(), None)


@given(st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001 - cells have no zone
def test_a_serial_time_is_the_second_that_a_workbook_shows(moment) -> None:
    moment = moment.replace(microsecond=0)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001
    found, fault = read(f"{serial:.15g}", CellKind.NUMBER, None, 1900, times=True)
    assert fault is None
    assert datetime.fromisoformat(found) == moment


@given(st.lists(st.text(max_size=12) | st.none()))
def test_any_text_is_a_day_or_a_fault_or_blank(texts) -> None:
    found = days(pa.array(texts, pa.string()), None, "dmy", 1904)
    for row, text in enumerate(found.texts.to_pylist()):
        if text is None:
            assert row in found.faults or not (texts[row] or "").strip()
        else:
            date.fromisoformat(text)
