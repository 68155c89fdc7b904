"""Days on which things are signed: more of them at the ends of quarters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Days = NDArray[np.datetime64]

DAY = 86_400
"""Seconds."""
OFFICE_HOURS = (3_600, 36_000)
"""Seconds of a day in UTC, the first and the first that is too late: of China."""


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
    return start + random.integers(*OFFICE_HOURS, len(days))


def bunched(random: np.random.Generator, days: Days, weight: float) -> Days:
    """The same days, some put off to the last ten of their quarter.

    As many as make a day there `weight` times as likely as another.
    """
    share, natural = 10 * weight / (10 * weight + 81.25), 10 / 91.25
    chance = max(0.0, (share - natural) / (1 - natural))
    month = days.astype("datetime64[M]")
    quarter_end = (month + (3 - month.astype(np.int64) % 3)).astype("datetime64[D]")
    late = quarter_end - random.integers(1, 11, len(days)).astype("timedelta64[D]")
    put_off = random.random(len(days)) < chance
    moved: Days = np.where(put_off, np.maximum(late, days), days)
    return moved


def earlier_spells(
    start: Days,
    born: Days,
    first: np.datetime64,
    lives: Callable[[NDArray[np.int64], Days], NDArray[Any]],
) -> tuple[NDArray[np.int64], Days, Days]:
    """The predecessors of ties, and theirs, back to a first day.

    Parameters
    ----------
    start
        Shape (n,), first day of each present tie.
    born
        Shape (n,), day before which a tie can have no predecessor.
    first
        Ties that ended before this day are left out.
    lives
        Draws how many days ties lasted, by their places and last days.

    Returns
    -------
    tuple
        Places in `start`, first and last days; each ends on the eve of the next.
    """
    places, begins, ends = [], [], []
    place, follows = np.arange(len(start)), start
    floor = np.maximum(born, first)
    while len(place):
        older = follows > floor[place]
        place, follows = place[older], follows[older]
        end = follows - np.timedelta64(1, "D")
        follows = np.maximum(end - lives(place, end).astype(np.int64), born[place])
        places.append(place)
        begins.append(follows)
        ends.append(end)
    return np.concatenate(places), np.concatenate(begins), np.concatenate(ends)
