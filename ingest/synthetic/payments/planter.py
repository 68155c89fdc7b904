"""Draws what a pattern of payments is made of: days, firms, amounts and shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.amounts import everyday_amounts
from ingest.synthetic.payments.book import start_of
from ingest.synthetic.seasons import DAY, OFFICE_HOURS
from ingest.synthetic.streams import stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.synthetic.payments.book import Book

LAST_DAYS = 40
"""Days that a pattern may take."""
_ALONE = 31
"""Days before and after it without other payments: more than any window."""
_TRIES = 300
"""Firms that are looked at for each that must be quiet, before none is left."""
SMALLEST = 20_000
"""Yuan of the least amount that is passed on: rounding to hundreds changes little."""


class CrowdedError(Exception):
    """Too few firms are quiet for so long."""


class Planter:
    """Draws from a stream of its own and writes into the book of all."""

    def __init__(self, book: Book, topic: str) -> None:
        self.book = book
        self.random = stream(book.seed, topic)

    def whole(self, low: int, high: int) -> int:
        """A whole number between two, both included."""
        return int(self.random.integers(low, high + 1))

    def day(
        self, first: np.datetime64 | None = None, last: np.datetime64 | None = None
    ) -> np.datetime64:
        """A day of the history that leaves time for a pattern, or one of a span."""
        horizon = self.book.roster.horizon
        start = horizon.first if first is None else max(first, horizon.first)
        end = horizon.day if last is None else min(last, horizon.day)
        end = max(start, end - LAST_DAYS)
        return start + int(self.random.integers(0, (end - start).astype(int) + 1))

    def moment(self, day: np.datetime64) -> int:
        """A second in the office hours of a day."""
        return start_of(day) + int(self.random.integers(*OFFICE_HOURS))

    def moments(self, day: np.datetime64, count: int) -> list[int]:
        """Different seconds in the office hours of a day, ascending."""
        drawn = self.random.choice(
            np.arange(*OFFICE_HOURS), count, replace=False, shuffle=False
        )
        return [start_of(day) + second for second in sorted(drawn.tolist())]

    def gap(self) -> int:
        """Days between hops."""
        return self.whole(1, 4)

    def keep(self) -> float:
        """Part of an amount that is passed on."""
        return float(self.random.uniform(0.92, 0.99))

    def too_little(self) -> float:
        """A part that is just too small to count as passed on."""
        return float(self.random.uniform(0.86, 0.885))

    def too_much(self) -> float:
        """A part that is more than came in."""
        return float(self.random.uniform(1.03, 1.1))

    def amount(self, least: float = 0) -> float:
        """An everyday amount, not below the least."""
        while True:
            drawn = float(everyday_amounts(self.random, 1)[0])
            if drawn >= least:
                return drawn

    def firms(self, count: int) -> list[int]:
        """Distinct companies."""
        drawn: list[int] = self.random.choice(
            self.book.steady, count, replace=False
        ).tolist()
        return drawn

    def quiet(
        self, count: int, day: np.datetime64, without: Sequence[int] = ()
    ) -> list[int]:
        """Distinct companies that neither pay nor are paid around a pattern's days.

        So nothing but what is planted can be part of what is found there; everyday
        payments that cannot be are added in the end (`traffic`).

        Raises
        ------
        CrowdedError
            There are too few of them.
        """
        found: list[int] = []
        for _ in range(_TRIES * count):
            if len(found) == count:
                return found
            firm = int(self.book.steady[self.random.integers(len(self.book.steady))])
            if firm not in found and firm not in without and self.is_quiet(firm, day):
                found.append(firm)
        raise CrowdedError

    def is_quiet(self, firm: int, day: np.datetime64) -> bool:
        """Whether a company neither pays nor is paid around a pattern's days."""
        start = start_of(day)
        return self.book.calendar.is_free(
            firm, start - _ALONE * DAY, start + (LAST_DAYS + _ALONE) * DAY
        )

    def pay(self, payer: int, payee: int, amount: float, day: np.datetime64) -> int:
        """Add a payment at some moment of a day; return its place."""
        return self.book.pay(payer, payee, amount, self.moment(day))
