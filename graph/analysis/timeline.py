"""Dated facts month by month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import Completeness, Meaning, MoneyText, PartyRef
from graph.instant import BEGINNING, At, format_day
from graph.money import to_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class CurrencySum:
    """What the known amounts in one currency come to; null where none is stated."""

    currency: str | None
    amount: MoneyText


@dataclass(frozen=True, slots=True)
class MonthTally:
    """How many facts began in a month, and what those with an amount come to."""

    count: int
    sums: tuple[CurrencySum, ...]
    unknown_amounts: int


@dataclass(frozen=True, slots=True)
class MonthOutcome:
    """An outcome of a case, on its day."""

    party: PartyRef
    task: str
    outcome: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineMonth:
    """A month in which something began or happened, in UTC."""

    month: Annotated[str, Meaning("Such as 2026-07.", pattern=r"^\d{4}-\d{2}$")]
    guarantees: MonthTally
    holdings: int
    payments: MonthTally
    outcomes: tuple[MonthOutcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What began, was paid and was found, month by month.

    Of the facts that hold at its instant: what was over by then is not counted, and a
    record that says something new from a later day counts from that day on.
    """

    months: tuple[TimelineMonth, ...]
    undated_guarantees: int
    undated_holdings: int
    outcomes_hidden: Annotated[
        bool,
        Meaning(
            "Whether outcomes of natural persons are left out, if there are any: the "
            "key lacks `read:personal`."
        ),
    ]
    at: At
    completeness: Completeness


@dataclass(frozen=True, slots=True)
class Dated:
    """When a fact begins, UTC milliseconds, with its amount in minor units."""

    begins: int
    amount: int | None = None
    currency: str | None = None


@dataclass(slots=True)
class _Month:
    guarantees: list[Dated] = field(default_factory=list)
    holdings: int = 0
    payments: list[Dated] = field(default_factory=list)
    outcomes: list[MonthOutcome] = field(default_factory=list)


def months_of(
    guarantees: Iterable[Dated],
    holdings: Iterable[Dated],
    payments: Iterable[Dated],
    outcomes: Iterable[MonthOutcome],
) -> tuple[TimelineMonth, ...]:
    """The months in which something began, in order; what has no date is left out."""
    months: dict[str, _Month] = defaultdict(_Month)
    for item in guarantees:
        if item.begins > BEGINNING:
            months[_month(item.begins)].guarantees.append(item)
    for item in holdings:
        if item.begins > BEGINNING:
            months[_month(item.begins)].holdings += 1
    for item in payments:
        months[_month(item.begins)].payments.append(item)
    for outcome in outcomes:
        months[outcome.day[:7]].outcomes.append(outcome)
    return tuple(
        TimelineMonth(
            month=name,
            guarantees=_tally(month.guarantees),
            holdings=month.holdings,
            payments=_tally(month.payments),
            outcomes=tuple(month.outcomes),
        )
        for name, month in sorted(months.items())
    )


def _month(milliseconds: int) -> str:
    return format_day(milliseconds)[:7]


def _tally(items: list[Dated]) -> MonthTally:
    sums: dict[str | None, int] = defaultdict(int)
    for item in items:
        if item.amount is not None:
            sums[item.currency] += item.amount
    return MonthTally(
        count=len(items),
        sums=tuple(
            CurrencySum(currency, to_decimal(sums[currency], currency))
            for currency in sorted(sums, key=lambda name: name or "")
        ),
        unknown_amounts=sum(item.amount is None for item in items),
    )
