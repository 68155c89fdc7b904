"""Dates and instants of files as UTC milliseconds, many at once.

A date is the day's first instant; as the end of a period it is the last day that
still belongs to it, so that the period ends where the next day begins. Days and
instants without an offset are those of the declared time zone. The last day of the
calendar, 9999-12-31, is how many sources write "no end"; as an end it is kept as none.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from graph.instant import BEGINNING, to_milliseconds
from ingest.checks.patterns import DAY, INSTANT, NAIVE_INSTANT

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

UTC = ZoneInfo("UTC")
NO_END = to_milliseconds(date(9999, 12, 31))
_DAY_MS = 86_400_000
_END = NO_END + _DAY_MS - 1


def days(texts: pa.Array) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Calendar days, free of any zone, as the millisecond they begin in UTC.

    Returns
    -------
    tuple
        int64 array with nulls, and which texts are no day; both shape (rows,).
    """
    return _by_value(texts, lambda unique: _parsed(unique, DAY, pa.timestamp("ms")))


def instants(
    texts: pa.Array, zone: ZoneInfo, *, end: bool = False
) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Dates and RFC 3339 instants as UTC milliseconds.

    Parameters
    ----------
    texts
        Text with nulls, shape (rows,).
    zone
        Zone of dates and of instants that name none.
    end
        Whether a date is the last day of a period instead of its first.

    Returns
    -------
    tuple
        int64 array with nulls, and which texts are neither; both shape (rows,).
    """
    values, wrong = _by_value(texts, lambda unique: _any_form(unique, zone, end=end))
    if end:
        open_ended = pc.greater_equal(values, NO_END)
        values = pc.if_else(open_ended, pa.scalar(None, pa.int64()), values)
    return values, wrong


def _by_value(
    texts: pa.Array, parse: Callable[[pa.Array], pa.Array]
) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Parse each distinct text once."""
    coded = texts.dictionary_encode()
    values = parse(coded.dictionary).take(coded.indices)
    wrong = pc.and_(pc.is_valid(texts), pc.is_null(values))
    return values, wrong.to_numpy(zero_copy_only=False)


def _any_form(texts: pa.Array, zone: ZoneInfo, *, end: bool) -> pa.Array:
    whole = _parsed(texts, DAY, pa.timestamp("ms"))
    if end:
        whole = pc.add(whole, _DAY_MS)
    naive = _parsed(texts, NAIVE_INSTANT, pa.timestamp("ms"))
    local = pc.coalesce(whole, naive)
    if zone.key != "UTC":
        local = _in_zone(local, zone)
    exact = _parsed(texts, INSTANT, pa.timestamp("ms", "UTC"))
    moments = pc.coalesce(local, exact)
    # an offset may lead out of the calendar by some hours
    for nearest, bound in (
        (pc.max_element_wise, BEGINNING),
        (pc.min_element_wise, _END),
    ):
        moments = nearest(moments, pa.scalar(bound, pa.int64()), skip_nulls=False)
    return moments


def _parsed(texts: pa.Array, pattern: str, arrow_type: pa.DataType) -> pa.Array:
    """Milliseconds of the texts that match; null for others and impossible days."""
    match = pc.match_substring_regex(texts, pattern)
    texts = pc.if_else(match, texts, pa.scalar(None, pa.string()))
    if texts.null_count == len(texts):
        return pa.nulls(len(texts), pa.int64())
    # stores keep milliseconds; what is finer is cut off
    texts = pc.replace_substring_regex(texts, r"(\.[0-9]{3})[0-9]+", r"\1")
    try:
        return texts.cast(arrow_type).cast(pa.int64())
    except pa.ArrowInvalid:
        singles = [_single(text, arrow_type) for text in texts]
        return pa.array(singles, pa.int64())


def _single(text: pa.Scalar, arrow_type: pa.DataType) -> int | None:
    if not text.is_valid:
        return None
    try:
        milliseconds: int = text.cast(arrow_type).cast(pa.int64()).as_py()
    except pa.ArrowInvalid:
        return None
    return milliseconds


def _in_zone(local: pa.Array, zone: ZoneInfo) -> pa.Array:
    """UTC milliseconds of clock times in the zone; the earlier of two such moments."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    shifted = []
    for clock in local.to_pylist():
        if clock is None or not BEGINNING + _DAY_MS <= clock < NO_END:
            shifted.append(clock)
            continue
        moment = (epoch + timedelta(milliseconds=clock)).replace(tzinfo=zone)
        shifted.append(to_milliseconds(moment.astimezone(UTC)))
    return pa.array(shifted, pa.int64())
