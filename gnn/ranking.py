"""Firms by falling score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


def ranked(score: Floats, counted: Flags) -> NDArray[np.intp]:
    """Rows of a mask, the highest score first, of equals the first; O(n log n).

    Parameters
    ----------
    score, counted
        Shape (n,). Scores, and which of them count.
    """
    order = np.argsort(-score, kind="stable")
    return order[counted[order]]


def ranks_of(score: Floats, counted: Flags) -> NDArray[np.int64]:
    """Place of each row in that order, from 1, shape (n,); 0 for those outside it.

    Examples
    --------
    >>> ranks_of(np.array([0.1, 3.0, 2.0]), np.array([True, True, False])).tolist()
    [2, 1, 0]
    """
    order = ranked(score, counted)
    rank = np.zeros(score.size, np.int64)
    rank[order] = np.arange(1, order.size + 1)
    return rank
