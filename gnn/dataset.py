"""Firms at three instants: to learn from, to choose by, and to be judged on.

A model is trained on the first, stopped on the second, and judged on the third. What
is known of the first two is what was found by the day on which the model is trained;
a scheme that is positive in the second is masked in the first.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

import numpy as np

from gnn.errors import LabelError
from gnn.features import Group, build_features
from gnn.features.firms import Firms
from gnn.labels import clusters, count_confirmed, found_labels, planted_labels
from graph.analysis.history import end_of
from graph.instant import format_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gnn.features import FeatureTable
    from gnn.labels import Labels, Planted
    from graph.kernels.csr import Int32s
    from graph.progress import Progress
    from graph.snapshot import FactSource, Snapshot
    from graph.snapshot.source import FactView

FEWEST = 50
"""Confirmed firms of the year before the day; of fewer, half of them masked, trees
learn single schemes by heart. Judgement."""
TRAIN_MONTHS, VALIDATE_MONTHS = 12, 6
"""Before the day: as measured in the design, labels then are about half complete."""


class Past(Protocol):
    """The facts of the ends of days."""

    def snapshot_of(self, day: date) -> Snapshot:
        """The facts of the end of a day."""

    def view_of(self, day: date) -> FactView:
        """The same facts where they lie."""

    @property
    def store(self) -> FactSource:
        """All facts."""

    def of_source(self, source: FactSource, day: date) -> Snapshot:
        """The facts of the end of a day that another source has."""

    def forget(self, day: date) -> None:
        """Nobody asks for that day again."""


@dataclass(frozen=True, slots=True)
class Days:
    """When a model learns, chooses, and is judged; dates in UTC, whole days.

    Attributes
    ----------
    known
        The day on which it is trained: labels are what was found by its end.
    """

    train: date
    validate: date
    test: date
    known: date

    @classmethod
    def before(
        cls,
        day: date,
        train: int = TRAIN_MONTHS,
        validate: int = VALIDATE_MONTHS,
        test: int = 0,
    ) -> Days:
        """These many months before a day; what was found by its end is known."""
        first, second, third = (
            months_before(day, months) for months in (train, validate, test)
        )
        return cls(first, second, third, day)

    def to_dict(self) -> dict[str, str]:
        """As manifests keep it."""
        return {
            "train": self.train.isoformat(),
            "validate": self.validate.isoformat(),
            "test": self.test.isoformat(),
            "known": self.known.isoformat(),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """Firms at an instant.

    Attributes
    ----------
    ids
        Party id of each row.
    cluster
        Shape (n,). What a bootstrap draws together: a scheme, or an honest group.
    """

    snapshot: Snapshot
    ids: tuple[str, ...]
    features: FeatureTable
    labels: Labels
    cluster: Int32s

    @property
    def day(self) -> str:
        """The instant's day."""
        return format_day(self.snapshot.manifest.at.as_of)

    def only(self, groups: Iterable[Group]) -> Moment:
        """The same firms with the columns of these groups."""
        return replace(self, features=self.features.only(groups))


@dataclass(frozen=True, slots=True)
class Dataset:
    """The three moments; the first's labels lack what the second is positive for.

    `all_found` are the first's labels before that, for calibration.
    """

    train: Moment
    validate: Moment
    test: Moment
    all_found: Labels


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last one.

    Raises
    ------
    LabelError
        It would lie before the first year.

    Examples
    --------
    >>> months_before(date(2026, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    if year < date.min.year:
        raise LabelError(f"day {day}: nothing is known of {months} months before it")
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last))


def month_ends_before(day: date, months: int) -> tuple[date, ...]:
    """The last days of the months that ended before a day, the earliest first.

    Examples
    --------
    >>> [str(end) for end in month_ends_before(date(2026, 3, 15), 2)]
    ['2026-01-31', '2026-02-28']
    """
    firsts = (months_before(day.replace(day=1), back) for back in range(months, 0, -1))
    return tuple(
        first.replace(day=calendar.monthrange(first.year, first.month)[1])
        for first in firsts
    )


def firm_ids(snapshot: Snapshot, features: FeatureTable) -> tuple[str, ...]:
    """Party id of each row."""
    import pyarrow as pa

    ids = snapshot.ids("party").take(pa.array(features.parties))
    return tuple(ids.to_pylist())


def dataset(
    past: Past,
    days: Days,
    groups: Iterable[Group],
    *,
    planted: Planted | None = None,
    progress: Progress | None = None,
) -> Dataset:
    """Build the three moments.

    Parameters
    ----------
    planted
        What is hidden at the last moment. Without it, its labels are what was found
        since; where that is nothing, the second moment stands in its place.

    Raises
    ------
    LabelError
        No firm is positive, or none negative, where a model learns or chooses.
    """
    groups = tuple(groups)
    later = past.view_of(days.known)

    def moment(day: date, truth: Planted | None) -> Moment:
        snapshot = past.snapshot_of(day)
        features = build_features(Firms(snapshot), groups, progress)
        ids = firm_ids(snapshot, features)
        if truth is not None:
            labels = planted_labels(snapshot.view, truth, ids)
        else:
            labels = found_labels(snapshot.view, later, ids)
        return Moment(snapshot, ids, features, labels, clusters(labels, truth, ids))

    validate = moment(days.validate, None)
    train = moment(days.train, None)
    unknown = planted is None and days.test >= days.known
    test = validate if unknown else moment(days.test, planted)
    for name, one in (("train", train), ("validate", validate)):
        require_both(one.labels, name, one.day)
    kept = without_schemes(train.labels, validate.labels)
    require_both(kept, "train", train.day)
    return Dataset(replace(train, labels=kept), validate, test, train.labels)


def without_schemes(labels: Labels, others: Labels) -> Labels:
    """The same labels, where schemes that are positive in `others` are masked."""
    seen = {
        others.schemes[number] for number in np.unique(others.scheme[others.positive])
    }
    shared = np.array([name in seen for name in labels.schemes], np.bool_)
    hit = labels.positive & np.append(shared, False)[labels.scheme]
    return replace(labels, positive=labels.positive & ~hit, masked=labels.masked | hit)


def require_enough(later: FactView, days: Days) -> None:
    """Refuse to begin where too little was found, before anything is built.

    Raises
    ------
    LabelError
        Fewer than `FEWEST` firms were confirmed between training day and the day on
        which it is known.
    """
    since, until = (end_of(day, 0).as_of for day in (days.train, days.known))
    found = count_confirmed(later, since, until)
    if found < FEWEST:
        raise LabelError(
            f"{found} firms were confirmed from {days.train} to {days.known}; a model "
            f"needs {FEWEST}"
        )


def require_both(labels: Labels, name: str, day: str) -> None:
    """Refuse labels of one class.

    Raises
    ------
    LabelError
        Names the moment, its day and the class that is missing.
    """
    judged = labels.judged
    for what, found in (
        ("confirmed", labels.positive & judged),
        ("clean", ~labels.positive & judged),
    ):
        if not found.any():
            raise LabelError(
                f"{name} snapshot of {day}: 0 firms are {what}; a model needs both"
            )
