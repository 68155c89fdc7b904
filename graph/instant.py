"""The two-axis instant that every read takes, and UTC milliseconds.

A fact is *valid* during ``[valid_from, valid_to)`` in the world and *recorded*
during ``[recorded_from, recorded_to)`` in the store; an open end is ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

BEGINNING = -62_135_596_800_000
"""0001-01-01T00:00Z in milliseconds: the start of a fact whose start is unknown."""

END = 253_402_300_799_999
"""The last millisecond of the year 9999: no calendar here goes further."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400_000


def latest_collection() -> int:
    """The last moment at which anything can have been collected, UTC milliseconds.

    A day from now: clocks differ, and so do zones.
    """
    return to_milliseconds(datetime.now(UTC)) + _DAY


def to_milliseconds(moment: datetime | date) -> int:
    """UTC milliseconds since 1970 of a moment; a date means its first instant.

    Raises
    ------
    ValueError
        The datetime carries no time zone, or is none of UTC's years 1 to 9999.

    Examples
    --------
    >>> to_milliseconds(date(1970, 1, 2))
    86400000
    """
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} carries no time zone")
    try:
        moment = moment.astimezone(UTC)
    except OverflowError as error:
        message = f"{moment.isoformat()} lies outside the years 1 to 9999 in UTC"
        raise ValueError(message) from error
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_milliseconds(milliseconds: int) -> datetime:
    """The moment as an aware UTC datetime."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


def format_instant(milliseconds: int | None) -> str | None:
    """RFC 3339 text with milliseconds, or `None` for an open or unknown end.

    Examples
    --------
    >>> format_instant(0)
    '1970-01-01T00:00:00.000Z'
    """
    if milliseconds is None or milliseconds <= BEGINNING:
        return None
    text = from_milliseconds(milliseconds).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def format_day(milliseconds: int) -> str:
    """The day in UTC on which a moment lies, ``YYYY-MM-DD``.

    Examples
    --------
    >>> format_day(1_767_225_600_000)
    '2026-01-01'
    """
    return from_milliseconds(milliseconds).date().isoformat()


def parse_instant(text: str) -> int:
    """Milliseconds of a date or of an RFC 3339 instant; without a zone it is UTC.

    Raises
    ------
    ValueError
        The text is neither.

    Examples
    --------
    >>> parse_instant("1970-01-01T00:00:01Z"), parse_instant("1970-01-02")
    (1000, 86400000)
    """
    moment = datetime.fromisoformat(text)
    return to_milliseconds(
        moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    )


def parse_as_of(text: str) -> int:
    """Milliseconds of the instant that facts are asked for; a date is its last one.

    Who asks for a day means all of it: what was signed that morning counts. Stated
    times of facts and of knowledge are read by `parse_instant`, where a date is its
    first instant.

    Raises
    ------
    ValueError
        The text is neither a date nor an RFC 3339 instant.

    Examples
    --------
    >>> parse_as_of("1970-01-01"), parse_as_of("1970-01-01T00:00:00Z")
    (86399999, 0)
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return parse_instant(text)
    return to_milliseconds(day) + _DAY - 1


def parse_span(since: str | None, until: str | None) -> tuple[int | None, int | None]:
    """First moment of a span, and the first behind it; None: open on that side.

    Raises
    ------
    ValueError
        A text is neither a date nor an RFC 3339 instant; `since` or `until` is named.

    Examples
    --------
    >>> parse_span("1970-01-02", "1970-01-02")
    (86400000, 172800000)
    """
    first = None if since is None else _parsed("since", since, parse_instant)
    last = None if until is None else _parsed("until", until, parse_as_of)
    return first, None if last is None else last + 1


def _parsed(name: str, text: str, parse: Callable[[str], int]) -> int:
    try:
        return parse(text)
    except (ValueError, OverflowError) as error:
        raise ValueError(
            f"{name}: {text!r} is neither YYYY-MM-DD nor an RFC 3339 instant "
            "of the years 1 to 9999"
        ) from error


@dataclass(frozen=True, slots=True)
class At:
    """What was true at `as_of`, as it was known at `known_at` (UTC milliseconds)."""

    as_of: int
    known_at: int

    def __str__(self) -> str:
        return (
            f"as of {format_instant(self.as_of)}, known {format_instant(self.known_at)}"
        )

    def to_dict(self) -> dict[str, str | None]:
        """Both axes as RFC 3339 text."""
        return {
            "as_of": format_instant(self.as_of),
            "known_at": format_instant(self.known_at),
        }

    @classmethod
    def parse(cls, as_of: str, known_at: str) -> Self:
        """Both axes from text."""
        return cls(parse_as_of(as_of), parse_instant(known_at))

    def last_day(self, valid_to: int | None) -> str | None:
        """The last day of what is over here, in UTC; None of what still holds.

        Examples
        --------
        >>> At(as_of=86_400_000, known_at=0).last_day(86_400_000)
        '1970-01-01'
        """
        if valid_to is None or self.as_of < valid_to:
            return None
        return format_day(valid_to - 1)

    def sees(
        self,
        valid_from: int,
        valid_to: int | None,
        recorded_from: int,
        recorded_to: int | None,
    ) -> bool:
        """Whether a fact with these four times is visible here.

        Examples
        --------
        >>> At(as_of=10, known_at=5).sees(10, 11, 5, None)
        True
        >>> At(as_of=11, known_at=5).sees(10, 11, 5, None)
        False
        """
        return (
            valid_from <= self.as_of
            and (valid_to is None or self.as_of < valid_to)
            and recorded_from <= self.known_at
            and (recorded_to is None or self.known_at < recorded_to)
        )
