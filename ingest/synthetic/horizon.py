"""The stretch of time that an economy tells of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    Days = NDArray[np.datetime64]

NEVER = np.datetime64("NaT", "D")
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Horizon:
    """The day of the economy, and the years before it of which files tell."""

    day: np.datetime64
    years: int

    @classmethod
    def until(cls, day: date, years: int) -> Horizon:
        """The years before a day."""
        return cls(np.datetime64(day), years)

    @property
    def days(self) -> int:
        """Length in days."""
        return _YEAR * self.years

    @property
    def first(self) -> np.datetime64:
        """First day."""
        return self.day - np.timedelta64(self.days, "D")

    def since(self, random: np.random.Generator, mean_days: float, count: int) -> Days:
        """First days of present ties that end by chance, `mean_days` old on average."""
        age = 1 + random.exponential(mean_days, count).astype(np.int64)
        started: Days = self.day - age
        return started
