"""Search in ascending arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def sorted_positions(values: NDArray[Any], wanted: NDArray[Any]) -> NDArray[np.intp]:
    """First position of each wanted value among ascending ones, -1 where it is absent.

    Shape (wanted,). O(k log n).

    Examples
    --------
    >>> sorted_positions(np.array([2, 5, 5]), np.array([5, 3, 9, 2])).tolist()
    [1, -1, -1, 0]
    """
    if not values.size:
        return np.full(wanted.size, -1, np.intp)
    places = np.searchsorted(values, wanted)
    places[places == values.size] = 0  # greater than all, so unequal to the first
    return np.where(values[places] == wanted, places, -1)
