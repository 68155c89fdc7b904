"""What was found of firms later, or planted among them, as labels at an instant.

A label is never what is merely not known: whoever is under an open case later, or was
found to have begun only after the instant, is neither positive nor negative.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.errors import LabelError
from graph.analysis.case_outcomes import TASKS, CaseState, case_labels
from graph.instant import format_day, format_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.analysis.case_outcomes import CaseLabel
    from graph.kernels.csr import Int32s
    from graph.snapshot.source import FactView

    Flags = NDArray[np.bool_]

FRAUD = ("related_party_fraud", "guarantee_fraud")
"""Suspicions whose confirmed cases are positives; `money_ring` is reported apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedScheme:
    """A scheme of a generated economy.

    Attributes
    ----------
    joined
        Instant of each member's first part in it, by party id, UTC milliseconds.
    discovered, confirmed
        Instants, which may lie ahead.
    controlled
        By which kind of tie the hidden hand holds a member, by party id.
    incomplete
        Whether a guarantee among the members was not collected.
    """

    scheme_id: str
    pattern: str
    task: str
    joined: Mapping[str, int]
    discovered: int
    confirmed: int
    controlled: Mapping[str, str] = field(default_factory=dict)
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Planted:
    """What a generated economy hides, and the honest groups that look like it."""

    schemes: tuple[PlantedScheme, ...]
    honest: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """One row a firm, in the order of its features.

    Attributes
    ----------
    positive
        Shape (n,). Confirmed by the later day, or planted, and under way at the
        instant.
    left_out
        Shape (n,). Confirmed or under an open case by the instant: nobody scores them.
    masked
        Shape (n,). Neither positive nor negative.
    scheme
        Shape (n,). Place in `schemes` of what a positive, or a masked one, is part of;
        else -1.
    schemes, types
        Name of each scheme or case, and what kind of thing it is.
    """

    positive: Flags
    left_out: Flags
    masked: Flags
    scheme: Int32s
    schemes: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def judged(self) -> Flags:
        """Firms that count, as positives or negatives; shape (n,)."""
        return ~(self.left_out | self.masked)


def known_cases(view: FactView) -> dict[str, dict[str, CaseLabel]]:
    """What had been said of parties by the view's instant, by task and party."""
    return {task: case_labels(view, task) for task in TASKS}


def found_labels(then: FactView, later: FactView, ids: Sequence[str]) -> Labels:
    """Labels at one instant as they were known at another.

    Parameters
    ----------
    then, later
        The facts at the instant, and on the day on which a model is trained.
    ids
        Party id of each row.

    Raises
    ------
    LabelError
        `later` is not later.
    """
    if later.at.as_of <= then.at.as_of:
        raise LabelError(
            f"labels known at {format_instant(later.at.as_of)} of firms at "
            f"{format_instant(then.at.as_of)}: expected a later day"
        )
    rows = {party: row for row, party in enumerate(ids)}
    after = known_cases(later)
    left_out = _left_out(known_cases(then), rows)
    day = format_day(then.at.as_of)
    positive, masked = np.zeros((2, len(rows)), np.bool_)
    groups = _Groups(len(rows))
    for task, cases in after.items():
        for party, case in cases.items():
            row = rows.get(party)
            if row is None or left_out[row] or case.state is CaseState.DISMISSED:
                continue
            groups.put(row, case.scheme_ref or case.case_no, task)
            begun = case.began_on is None or case.began_on <= day
            if case.state is CaseState.CONFIRMED and begun and task in FRAUD:
                positive[row] = True
            else:
                masked[row] = True
    return groups.labels(positive, left_out, masked & ~positive)


def planted_labels(then: FactView, planted: Planted, ids: Sequence[str]) -> Labels:
    """Labels at an instant as the generator knows them.

    A firm counts from its own first part in a scheme.
    """
    rows = {party: row for row, party in enumerate(ids)}
    left_out = _left_out(known_cases(then), rows)
    positive, masked = np.zeros((2, len(rows)), np.bool_)
    groups = _Groups(len(rows))
    for scheme in planted.schemes:
        for party, joined in scheme.joined.items():
            row = rows.get(party)
            if row is None or left_out[row] or joined > then.at.as_of:
                continue
            groups.put(row, scheme.scheme_id, scheme.pattern)
            (positive if scheme.task in FRAUD else masked)[row] = True
    return groups.labels(positive, left_out, masked & ~positive)


def clusters(labels: Labels, planted: Planted | None, ids: Sequence[str]) -> Int32s:
    """What a bootstrap draws: schemes, honest groups, and firms alone; shape (n,)."""
    n = len(ids)
    found = np.arange(n, dtype=np.int32) + np.int32(len(labels.schemes))
    if planted is not None:
        rows = {party: row for row, party in enumerate(ids)}
        for number, group in enumerate(planted.honest):
            members = [rows[party] for party in group if party in rows]
            found[members] = n + len(labels.schemes) + number
    return np.where(labels.scheme >= 0, labels.scheme, found).astype(np.int32)


def confirmed_between(
    later: FactView, first: int, last: int, ids: Sequence[str]
) -> Flags:
    """Firms of which a fraud was confirmed after `first` and by `last`; shape (n,)."""
    confirmed = _confirmed(later, first, last)
    return np.array([party in confirmed for party in ids], np.bool_)


def planted_confirmed(
    planted: Planted, first: int, last: int, ids: Sequence[str]
) -> Flags:
    """Firms of planted frauds that are confirmed in the same span; shape (n,)."""
    confirmed = {
        party
        for scheme in planted.schemes
        if scheme.task in FRAUD and first < scheme.confirmed <= last
        for party in scheme.joined
    }
    return np.array([party in confirmed for party in ids], np.bool_)


def count_confirmed(later: FactView, first: int, last: int) -> int:
    """How many parties that is by what a store knows."""
    return len(_confirmed(later, first, last))


def _confirmed(later: FactView, first: int, last: int) -> set[str]:
    from_day, to_day = format_day(first), format_day(last)
    return {
        party
        for task in FRAUD
        for party, case in case_labels(later, task).items()
        if case.state is CaseState.CONFIRMED and from_day < case.since <= to_day
    }


def _left_out(
    cases: Mapping[str, Mapping[str, CaseLabel]], rows: Mapping[str, int]
) -> Flags:
    known = {CaseState.CONFIRMED, CaseState.UNDER_INVESTIGATION}
    flags = np.zeros(len(rows), np.bool_)
    said: Iterable[Any] = (item for task in cases.values() for item in task.items())
    for party, case in said:
        if party in rows and case.state in known:
            flags[rows[party]] = True
    return flags


class _Groups:
    """Numbers schemes in the order in which they are first named."""

    def __init__(self, n: int) -> None:
        self._scheme = np.full(n, -1, np.int32)
        self._names: dict[str, int] = {}
        self._types: list[str] = []

    def put(self, row: int, name: str, kind: str) -> None:
        """Enter a firm, unless it is part of something already."""
        if name not in self._names:
            self._names[name] = len(self._names)
            self._types.append(kind)
        if self._scheme[row] < 0:
            self._scheme[row] = self._names[name]

    def labels(self, positive: Flags, left_out: Flags, masked: Flags) -> Labels:
        return Labels(
            positive,
            left_out,
            masked,
            self._scheme,
            tuple(self._names),
            tuple(self._types),
        )
