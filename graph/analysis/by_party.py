"""Figures of the parties of a snapshot, by their ids."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import NotFoundError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot import Snapshot


class ByParty:
    """An array by party number, read by party id; absent where not in the snapshot."""

    def __init__(self, snapshot: Snapshot, values: NDArray[np.float64]) -> None:
        self._snapshot, self._values = snapshot, values

    def get(self, party_id: str, /) -> float | None:
        """The value of a party; None for one that the snapshot does not know."""
        try:
            number = self._snapshot.number("party", party_id)
        except NotFoundError:
            return None
        value = float(self._values[number])
        return None if math.isnan(value) else value

    def at_least(self, value: float) -> NDArray[np.intp]:
        """Numbers of the parties whose value is known and no lower."""
        return np.flatnonzero(self._values >= value)
