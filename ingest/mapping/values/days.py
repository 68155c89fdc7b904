"""Days and moments in every form that lists have them, as YYYY-MM-DD."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from ingest.files.sheets.cells import CellKind
from ingest.mapping.values.characters import narrow, word
from ingest.mapping.values.outcome import Fault, Question, by_value, converted

if TYPE_CHECKING:
    import pyarrow as pa

    from ingest.mapping.values.outcome import Converted, Kinds

DayFormat: TypeAlias = Literal["dmy", "mdy", "serial", "serial-1904"]
Epoch: TypeAlias = Literal[1900, 1904]

EXPECTED = "a day such as 2023-05-01, 2023年5月1日 or 20230501"
_ENDLESS = """
长期 长期有效 永久 永久有效 永续 无固定期限 无期限 无限期 不定期 至今
indefinite openended noexpiry perpetual permanent
"""
OPEN_ENDS = frozenset(_ENDLESS.split())
"""How lists write that something has no end."""

_TIME = (
    r"(?:(?:T| +)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})(?:"
    r" ?年 ?(?P<month>[0-9]{1,2}) ?月 ?(?P<day>[0-9]{1,2}) ?[日号]"
    r"| ?(?P<sep>[-/.]) ?(?P<month2>[0-9]{1,2}) ?(?P=sep) ?(?P<day2>[0-9]{1,2})"
    r"|(?P<month3>[0-9]{2})(?P<day3>[0-9]{2}))" + _TIME
)
_YEAR_LAST = re.compile(
    r"(?P<first>[0-9]{1,2})(?P<sep>[-/.])(?P<second_>[0-9]{1,2})(?P=sep)"
    r"(?P<year>[0-9]{4})" + _TIME
)
_NAMED = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[ -](?P<name>[a-z]{3,9})\.?,?[ -]"
    r"|(?P<name2>[a-z]{3,9})\.? (?P<day2>[0-9]{1,2})(?:st|nd|rd|th)?,? )"
    r"(?P<year>[0-9]{4})",
    re.IGNORECASE,
)
_MONTHS = """
january february march april may june july august september october november december
"""
_MONTH_NAMES = {
    name: month
    for month, full in enumerate(_MONTHS.split(), 1)
    for name in (full, full[:3], full[:4])
}
_SERIAL = re.compile(r"[0-9]{1,7}(?:\.[0-9]+)?")
_SERIAL_FORMS = {"serial", "serial-1904"}
_EPOCHS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
_LEAP_BUG = 60
"""The serial of 29 February 1900, which the 1900 epoch counts and nobody lived."""
_LAST_SERIAL = 2_958_465
"""9999-12-31 in the 1900 epoch, the last day that a spreadsheet has."""
_PLAUSIBLE = range(1950, 2100)
"""Judgement: years of what a list means by a bare number. 2023 is a year, not 1905."""
_REFUSED = {CellKind.PERCENT: "is a percentage", CellKind.FLAG: "is true or false"}
_NO_DAY = Fault("is no date", EXPECTED)
_NO_SUCH_DAY = Fault("is a date that does not exist", EXPECTED)
_SWAPPED = Fault(
    "may be day or month first", f"{EXPECTED}, or format: dmy or mdy in the mapping"
)
_BARE = Fault(
    "is a bare number", f"{EXPECTED}; for a serial date, format: serial in the mapping"
)
_ENDLESS_HERE = Fault("is no date, and nothing ends here", EXPECTED)
_ZONED = Fault("has an offset, so that its day depends on the zone", EXPECTED)


class _Reading(NamedTuple):
    form: DayFormat | None
    epoch: Epoch | None
    end: bool
    times: bool


_ANY_SERIAL = _Reading(None, 1900, end=False, times=False)


def days(
    texts: pa.StringArray,
    kinds: Kinds | None = None,
    form: DayFormat | None = None,
    epoch: Epoch | None = None,
    *,
    end: bool = False,
    times: bool = False,
) -> Converted:
    """Days, however they are written.

    Parameters
    ----------
    texts, kinds
        Cells as typed, and a `CellKind` for each, shape (rows,).
    form
        ``dmy`` or ``mdy`` of dates that end with the year, which are refused without;
        ``serial`` where bare numbers are serial dates, counted from `epoch` or 1900, in
        text files, too; ``serial-1904`` where they count from 1904.
    epoch
        The first year of the workbook's serial dates. With it a number cell of a
        plausible year is one; None where the file has no serial dates.
    end
        Whether 长期 and its like are no end (null) instead of a fault.
    times
        Whether a time of day is kept, as RFC 3339 with or without offset; midnight is
        the day. Without it the day alone counts, and an offset is refused.
    """
    reading = _Reading(form, epoch, end, times)

    def read(text: str, kind: CellKind) -> str | Fault | None:
        plain = narrow(text)
        if found := _YEAR_FIRST.fullmatch(plain):
            return _year_first(found, reading)
        if found := _YEAR_LAST.fullmatch(plain):
            return _year_last(found, reading)
        if found := _NAMED.fullmatch(plain):
            return _named(found)
        if _SERIAL.fullmatch(plain):
            return _serial(float(plain), kind, reading)
        if word(plain) not in OPEN_ENDS:
            return _NO_DAY
        return None if end else _ENDLESS_HERE

    return converted(by_value(texts, kinds, read, EXPECTED, _REFUSED))


class JudgedDays(NamedTuple):
    """How a column's days are written; a question where that is open."""

    form: DayFormat | None
    question: Question | None


def day_format(header: str, texts: pa.StringArray) -> JudgedDays:
    """How the days of a column are written, where their form leaves it open.

    Of dates that end with the year, a number above 12 is the day; where none or both of
    the places hold one, it is a question. So are bare numbers that may be serial dates:
    nothing in them says from which year they count.
    """
    pairs: list[tuple[int, int]] = []
    bare = False
    for text in texts.unique().to_pylist():
        plain = narrow(text or "")
        if found := _YEAR_LAST.fullmatch(plain):
            pairs.append((int(found["first"]), int(found["second_"])))
        elif _SERIAL.fullmatch(plain):
            day = _serial(float(plain), CellKind.NUMBER, _ANY_SERIAL)
            bare = bare or not isinstance(day, Fault)
    if bare:
        text = (
            "Are its numbers days counted from 1900 (format: serial) or from 1904 "
            "(format: serial-1904)?"
        )
        return JudgedDays(None, Question("serial_dates", header, text))
    if not pairs:
        return JudgedDays(None, None)
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    if day_first != month_first:
        return JudgedDays("dmy" if day_first else "mdy", None)
    text = "Do its dates begin with the day (format: dmy) or the month (format: mdy)?"
    return JudgedDays(None, Question("day_format", header, text))


def _year_first(found: re.Match[str], reading: _Reading) -> str | Fault:
    parts = found.groupdict()
    month = parts["month"] or parts["month2"] or parts["month3"]
    day = parts["day"] or parts["day2"] or parts["day3"]
    return _written(parts["year"], month, day, parts, times=reading.times)


def _named(found: re.Match[str]) -> str | Fault:
    month = _MONTH_NAMES.get((found["name"] or found["name2"]).lower())
    day = found["day"] or found["day2"]
    return _NO_DAY if month is None else _written(found["year"], month, day, {})


def _year_last(found: re.Match[str], reading: _Reading) -> str | Fault:
    first, second = found["first"], found["second_"]
    if reading.form not in {"dmy", "mdy"}:
        if int(first) != int(second):
            return _SWAPPED
    elif reading.form == "mdy":
        first, second = second, first
    return _written(
        found["year"], second, first, found.groupdict(), times=reading.times
    )


def _written(
    year: str,
    month: str | int,
    day: str,
    clock: dict[str, str | None],
    *,
    times: bool = False,
) -> str | Fault:
    try:
        found = date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return _NO_SUCH_DAY
    offset = clock.get("offset") or ""
    parts = [int(clock.get(name) or 0) for name in ("hour", "minute", "second")]
    if parts[0] > 23 or parts[1] > 59 or parts[2] > 59:
        return Fault("is an instant that does not exist", EXPECTED)
    if not times:
        return _ZONED if offset else found
    if not offset and not any(parts):
        return found
    if offset and offset != "Z" and ":" not in offset:
        offset = f"{offset[:3]}:{offset[3:]}"
    return f"{found}T{parts[0]:02d}:{parts[1]:02d}:{parts[2]:02d}{offset}"


def _serial(value: float, kind: CellKind, reading: _Reading) -> str | Fault:
    asked = reading.form in _SERIAL_FORMS
    if not asked and (reading.epoch is None or kind is not CellKind.NUMBER):
        return _BARE
    epoch = 1904 if reading.form == "serial-1904" else reading.epoch or 1900
    whole, seconds = divmod(round(value * 86_400), 86_400)
    if not 1 - (epoch == 1904) <= whole <= _LAST_SERIAL - 1462 * (epoch == 1904):
        return _NO_SUCH_DAY
    if epoch == 1900 and whole == _LEAP_BUG:
        return _NO_SUCH_DAY
    early = epoch == 1900 and whole < _LEAP_BUG
    day = _EPOCHS[epoch] + timedelta(days=whole + early)
    if not asked and day.year not in _PLAUSIBLE:
        return Fault(f"is a number, which as a serial date were {day}", EXPECTED)
    if not reading.times or not seconds:
        return day.isoformat()
    hour, rest = divmod(seconds, 3600)
    return f"{day}T{hour:02d}:{rest // 60:02d}:{rest % 60:02d}"
