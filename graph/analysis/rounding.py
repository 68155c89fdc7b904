"""Figures rounded together, so that what is shown adds up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_EXACT = 1e-9
"""Of a unit: what binary fractions miss of a decimal figure."""


def rounded_parts(parts: Sequence[float], digits: int = 0) -> list[float]:
    """Parts of a whole, rounded so that they sum to the rounded whole.

    Each is rounded down, and the units that are then missing go to the largest
    fractions, to earlier parts among equal ones (largest remainder method), so that
    no part is a unit off.

    Parameters
    ----------
    parts
        Non-negative.
    digits
        Decimal places.

    References
    ----------
    Balinski and Young, "Fair representation", 1982, chapter 3 (Hamilton's method).

    Examples
    --------
    >>> rounded_parts([1.004, 1.004, 1.004], 2)
    [1.01, 1.0, 1.0]
    """
    unit = 10**digits
    scaled = [part * unit for part in parts]
    floors = [math.floor(part + _EXACT) for part in scaled]
    missing = max(0, round(math.fsum(scaled)) - sum(floors))
    by_fraction = sorted(
        range(len(scaled)), key=lambda place: floors[place] - scaled[place]
    )
    for place in by_fraction[:missing]:
        floors[place] += 1
    return [floor / unit for floor in floors]
