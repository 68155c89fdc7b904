"""Days on which things are signed: more of them at the ends of quarters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Days = NDArray[np.datetime64]


def draw_days(
    random: np.random.Generator,
    count: int,
    span: tuple[np.datetime64, np.datetime64],
    quarter_end_weight: float = 1.0,
) -> Days:
    """Days of a span (last day included), weighted towards quarter ends.

    Examples
    --------
    >>> year = np.datetime64("2025-01-01"), np.datetime64("2025-12-31")
    >>> days = draw_days(np.random.default_rng(1), 4_000, year, 5.0)
    >>> 0.3 < float(is_quarter_end(days).mean()) < 0.42
    True
    """
    days = np.arange(span[0], span[1] + np.timedelta64(1, "D"))
    weight = np.where(is_quarter_end(days), quarter_end_weight, 1.0)
    total = np.cumsum(weight)
    place = np.searchsorted(total, random.random(count) * total[-1], side="right")
    drawn: Days = days[place]
    return drawn


def is_quarter_end(days: Days) -> NDArray[np.bool_]:
    """Whether each day is one of the last ten of a quarter."""
    month = days.astype("datetime64[M]")
    quarter_last = month.astype(np.int64) % 3 == 2
    left = (month + 1).astype("datetime64[D]") - days
    late: NDArray[np.bool_] = quarter_last & (left <= np.timedelta64(10, "D"))
    return late


def seconds_of(random: np.random.Generator, days: Days) -> NDArray[np.int64]:
    """An instant in the office hours of China (01:00 to 09:59 UTC) of each day."""
    start = days.astype("datetime64[s]").astype(np.int64)
    return start + random.integers(3_600, 36_000, len(days))


def earlier_spells(
    random: np.random.Generator, start: Days, share: float
) -> tuple[NDArray[np.int64], Days, Days]:
    """Which ties had a predecessor, and its first and last day.

    Parameters
    ----------
    random
        Source of randomness.
    start
        Shape (n,), first day of each present tie.
    share
        Part of the ties that replaced another one.

    Returns
    -------
    tuple
        Places in `start`, and the days, which end on the eve of the present tie.
    """
    places = np.flatnonzero(random.random(len(start)) < share)
    end = start[places] - np.timedelta64(1, "D")
    return places, end - random.integers(200, 2_000, len(places)), end
