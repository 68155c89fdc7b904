"""What payments amount to, whoever pays and whatever for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def everyday_amounts(random: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Amounts of payments of any sort, in whole hundreds of yuan."""
    return in_hundreds(random.lognormal(np.log(180_000), 1.2, count))


def in_hundreds(amounts: NDArray[np.float64]) -> NDArray[np.int64]:
    """Amounts as they are paid: whole hundreds of yuan, at least one."""
    return (np.round(amounts, -2) + 100).astype(np.int64)
