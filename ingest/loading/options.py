"""What the caller of a load declares for rows that do not say it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa

from graph.instant import latest_collection, to_milliseconds
from graph.money import EXPONENTS
from graph.vocabulary import KINDS
from ingest.checks.columns import record_name
from ingest.checks.facts import Declared
from ingest.checks.reasons import Reason
from ingest.checks.words import Cell, refusal
from ingest.errors import OptionError


def declared_by(
    source: str,
    collected_at: datetime | None = None,
    currency: str | None = None,
    timezone: str = "UTC",
) -> Declared:
    """Defaults for rows that lack them.

    Parameters
    ----------
    collected_at
        By default the beginning of the current day in UTC.
    currency
        ISO 4217.
    timezone
        IANA name.

    Raises
    ------
    OptionError
        One of them cannot be; it is named.
    """
    if currency is not None and currency not in EXPONENTS:
        raise OptionError(f"{currency!r} is no currency of ISO 4217")
    return Declared(
        _source(source),
        _milliseconds(collected_at),
        currency,
        _zone(timezone),
        latest_collection(),
    )


def _source(name: str) -> str:
    reason = record_name(pa.array([name])).reasons[0]
    if reason:
        words, expected = refusal(Reason(reason), Cell(KINDS["party"], "source", name))
        raise OptionError(f"--source {name!r} {words}; expected {expected}")
    return name


def _milliseconds(collected_at: datetime | None) -> int:
    if collected_at is None:
        collected_at = datetime.combine(datetime.now(UTC), time(), UTC)
    return to_milliseconds(collected_at)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise OptionError(f"{name!r} is no known time zone") from error
