"""Firms of which a model says nothing, and why.

A model that has not seen the like guesses. It abstains where facts that it learned from
were not collected at all, and of firms that lie outside what it was trained on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from gnn.features import FeatureTable, Group

    Floats = NDArray[np.float64]
    Floats32 = NDArray[np.float32]
    Codes = NDArray[np.int8]

_TAIL = 0.001
MOST_OUTSIDE = 0.05
"""Largest share of the columns that may lie outside the range of training."""


class Abstention(IntEnum):
    """Why a firm has no score; `NONE` if it has one."""

    NONE = 0
    NOT_COLLECTED = 1
    OUTSIDE_TRAINING = 2


@dataclass(frozen=True, slots=True, eq=False)
class Ranges:
    """Where 99.8 % of the known values of each column lay in training.

    Attributes
    ----------
    names
        Of the d columns.
    low, high
        Shape (d,). Quantiles .001 and .999; NaN of a column that was never known, and
        which no tree can use.
    """

    names: tuple[str, ...]
    low: Floats
    high: Floats

    @classmethod
    def of(cls, x: Floats32, names: tuple[str, ...]) -> Self:
        """Of the training rows, shape (n, d), NaN where unknown; O(n d)."""
        bounds = np.full((2, x.shape[1]), np.nan)
        for at, column in enumerate(x.T):
            known = column[~np.isnan(column)]
            if len(known):
                bounds[:, at] = np.quantile(known, [_TAIL, 1 - _TAIL])
        return cls(names, *bounds)

    def outside(self, x: Floats32) -> Floats:
        """Share of the columns whose known value lies outside its range.

        Parameters
        ----------
        x
            Shape (n, d), columns as in training. What is not known is not outside.

        Returns
        -------
        shares
            Shape (n,), in [0, 1].
        """
        count = np.zeros(len(x))
        for column, low, high in zip(x.T, self.low, self.high, strict=True):
            count += (column < low) | (column > high)
        return count / max(len(self.names), 1)

    def to_dict(self) -> dict[str, list[float | None]]:
        """As JSON keeps it: the two bounds of each column by its name."""
        return {
            name: [None if np.isnan(bound) else float(bound) for bound in pair]
            for name, *pair in zip(self.names, self.low, self.high, strict=True)
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Self:
        """What `to_dict` gave.

        Raises
        ------
        ValueError, TypeError
            It is none.
        """
        pairs = [
            [np.nan if bound is None else float(bound) for bound in pair]
            for pair in told.values()
        ]
        if any(len(pair) != 2 for pair in pairs):
            raise ValueError("a column has no two bounds")
        return cls(tuple(told), *np.array(pairs, np.float64).reshape(-1, 2).T)


def missing_groups(
    collected: Mapping[Group, bool], required: Iterable[Group]
) -> tuple[Group, ...]:
    """Groups none of whose source kinds was collected, in the order asked for."""
    return tuple(group for group in required if not collected.get(group, False))


def abstentions(
    table: FeatureTable, ranges: Ranges, required: Iterable[Group]
) -> Codes:
    """Whether a model says something of each firm.

    A gap in the facts of one firm is no reason: trees know what to do without a value.

    Parameters
    ----------
    table
        Features in the columns of training.
    required
        Groups that the model was trained on while they were collected.

    Returns
    -------
    codes
        Shape (n,). Values of `Abstention`; where a group was not collected in the
        snapshot, that of each firm.
    """
    if missing_groups(table.collected, required):
        return np.full(len(table.values), Abstention.NOT_COLLECTED, np.int8)
    outside = ranges.outside(table.values) > MOST_OUTSIDE
    return np.where(outside, Abstention.OUTSIDE_TRAINING, Abstention.NONE).astype(
        np.int8
    )


def counted(raw: Floats, codes: Codes) -> Floats:
    """Margins as figures count them: a firm without a score has the lowest of all.

    Parameters
    ----------
    raw, codes
        Shape (n,).

    Returns
    -------
    margins
        Shape (n,). Minus infinity, a chance of 0, where the model abstains.
    """
    return np.where(codes == Abstention.NONE, raw, -np.inf)
