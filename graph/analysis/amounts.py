"""Sums of amounts of which some are not collected."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def known_sum(amounts: NDArray[np.float64]) -> float:
    """Sum of the known amounts; NaN where there are some and none is known.

    Examples
    --------
    >>> known_sum(np.array([1.0, np.nan])), known_sum(np.array([np.nan]))
    (1.0, nan)
    """
    unknown = np.isnan(amounts)
    if amounts.size and unknown.all():
        return math.nan
    return float(np.where(unknown, 0.0, amounts).sum())
