"""Two scorers together: the mean of their log-odds, each in units of its own spread.

Scorers of different kinds err on different firms, and the scale of either's log-odds
means little to the other: what is comparable is how far a firm stands out. Mean and
spread are those of validation and stay as they are, so that a score depends on nobody
else who is scored.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Standard:
    """Where log-odds lay in validation: their `mean` and their `spread`, 0 or more.

    A scorer of spread 0, who says the same of everybody, tells 0.
    """

    mean: float
    spread: float

    @classmethod
    def of(cls, raw: Floats) -> Self:
        """Of log-odds of shape (n,).

        Those that are not finite, of whom a scorer says nothing, do not count.

        Raises
        ------
        ValueError
            None is finite.
        """
        known = raw[np.isfinite(raw)]
        if not len(known):
            raise ValueError("no score of validation is finite")
        # equal values may have a spread of a rounding error
        spread = 0.0 if known.min() == known.max() else float(known.std())
        return cls(float(known.mean()), spread)

    def standardised(self, raw: Floats) -> Floats:
        """Spreads above the mean, shape (n,); what is not finite stays as it is."""
        if self.spread > 0:
            return (raw - self.mean) / self.spread
        return np.where(np.isfinite(raw), 0.0, raw)


@dataclass(frozen=True, slots=True)
class Combination:
    """How two scorers are taken together."""

    first: Standard
    second: Standard

    @classmethod
    def of(cls, first: Floats, second: Floats) -> Self:
        """From both scorers' log-odds of the same nodes in validation, shape (n,).

        Raises
        ------
        ValueError
            A scorer has no finite score of them.
        """
        return cls(Standard.of(first), Standard.of(second))

    def applied(self, first: Floats, second: Floats) -> Floats:
        """Mean of both scorers' standardised log-odds, shape (n,).

        What neither or only one of them scores is as little finite as there: minus
        infinity, or NaN.
        """
        parts = self.first.standardised(first), self.second.standardised(second)
        mean: Floats = np.mean(parts, axis=0)
        return mean

    def in_first_units(self, first: Floats, second: Floats) -> Floats:
        """The same mean as log-odds of the first scorer, shape (n,)."""
        return (first + self.first.mean) / 2 + self.second_share(second)

    def second_share(self, second: Floats) -> Floats:
        """What the second scorer adds to those log-odds, shape (n,)."""
        return self.first.spread * self.second.standardised(second) / 2

    def second_moved(self, change: float) -> float:
        """What it adds more where its own log-odds change by so much."""
        if self.second.spread > 0:
            return self.first.spread * change / self.second.spread / 2
        return 0.0

    def to_dict(self) -> dict[str, dict[str, float]]:
        """As JSON keeps it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, told: Mapping[str, Mapping[str, float]]) -> Self:
        """The inverse of `to_dict`.

        Raises
        ------
        ValueError
            It is none, or a value cannot be.
        """
        try:
            first, second = (
                Standard(float(told[name]["mean"]), float(told[name]["spread"]))
                for name in ("first", "second")
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"it is no combination: {error!r}") from error
        for item in (first, second):
            if not (np.isfinite([item.mean, item.spread]).all() and item.spread >= 0):
                raise ValueError(f"{item} is no mean and spread")
        return cls(first, second)
