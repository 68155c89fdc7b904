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

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.instant import BEGINNING, to_milliseconds
from ingest.checks.patterns import DAY, INSTANT, NAIVE_INSTANT
from ingest.checks.reasons import Reason, first_reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ingest.checks.reasons import Reasons

UTC = ZoneInfo("UTC")
NO_END = to_milliseconds(date(9999, 12, 31))
_DAY_MS = 86_400_000
_END = NO_END + _DAY_MS - 1


def days(texts: pa.Array) -> tuple[pa.Array, Reasons]:
    """Calendar days, free of any zone, as the millisecond they begin in UTC.

    Returns
    -------
    tuple
        int64 array with nulls, and why each text is no day; both shape (rows,).
    """
    return _by_value(
        texts, lambda unique: _parsed(unique, DAY, pa.timestamp("ms")), _no_day
    )


def instants(
    texts: pa.Array, zone: ZoneInfo, *, end: bool = False
) -> tuple[pa.Array, Reasons]:
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
        int64 array with nulls, and why each text is neither; both shape (rows,).
    """
    values, reasons = _by_value(
        texts, lambda unique: _any_form(unique, zone, end=end), _no_instant
    )
    if end:
        open_ended = pc.greater_equal(values, NO_END)
        values = pc.if_else(open_ended, pa.scalar(None, pa.int64()), values)
    return values, reasons


def _by_value(
    texts: pa.Array,
    parse: Callable[[pa.Array], pa.Array],
    explain: Callable[[pa.Array], Reasons],
) -> tuple[pa.Array, Reasons]:
    """Parse each distinct text once; those without a value are explained."""
    coded = texts.dictionary_encode()
    values = parse(coded.dictionary)
    if not values.null_count:
        return values.take(coded.indices), first_reason(len(texts))
    reasons = explain(coded.dictionary)
    reasons[_mask(values.is_valid())] = 0
    # a place behind the last one for rows without a text
    places = pc.fill_null(coded.indices, len(reasons)).to_numpy()
    return values.take(coded.indices), np.append(reasons, np.uint8(0))[places]


def _no_day(texts: pa.Array) -> Reasons:
    day = _mask(pc.match_substring_regex(texts, DAY))
    return first_reason(len(day), (Reason.NO_DATE, ~day), (Reason.NO_SUCH_DATE, day))


def _no_instant(texts: pa.Array) -> Reasons:
    day, naive, exact = (
        _mask(pc.match_substring_regex(texts, pattern))
        for pattern in (DAY, NAIVE_INSTANT, INSTANT)
    )
    return first_reason(
        len(day),
        (Reason.NO_SUCH_DATE, day),
        (Reason.NO_SUCH_INSTANT, naive | exact),
        (Reason.NO_INSTANT, ~day),
    )


def _mask(flags: pa.Array) -> NDArray[np.bool_]:
    mask: NDArray[np.bool_] = flags.to_numpy(zero_copy_only=False)
    return mask


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
