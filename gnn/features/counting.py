"""What facts come to firm by firm: counts, sums and largest values within days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.instant import BEGINNING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from graph.kernels.csr import Int32s, Int64s

DAY = 86_400_000
"""Milliseconds."""


def recent(times: Int64s, at: int, days: int) -> NDArray[np.bool_]:
    """Which moments lie in the last days before `at`, its own moment included.

    A moment that is not known lies in none.

    Examples
    --------
    >>> recent(np.array([0, DAY, 2 * DAY, BEGINNING]), 2 * DAY, 1).tolist()
    [False, False, True, False]
    """
    return (times > max(at - days * DAY, BEGINNING)) & (times <= at)


def total(
    firms: Firms, parties: Int32s, amounts: NDArray[np.generic] | None = None
) -> NDArray[np.float64]:
    """Sum of the known amounts at each firm's mentions, by default their count.

    Parameters
    ----------
    parties
        Shape (m,). Party of each mention, -1 where there is none.
    amounts
        Shape (m,). NaN adds nothing.

    Returns
    -------
    numpy.ndarray
        float64, (n,).

    Notes
    -----
    O(n + m).
    """
    there = parties >= 0
    rows = firms.row[parties[there]]
    kept = rows >= 0
    weights = None if amounts is None else np.nan_to_num(amounts[there][kept])
    return np.bincount(rows[kept], weights, len(firms)).astype(np.float64)


def largest(
    firms: Firms, parties: Int32s, values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Largest known value at each firm's mentions, NaN without one; shape (n,)."""
    there = (parties >= 0) & ~np.isnan(values)
    rows = firms.row[parties[there]]
    found = np.full(len(firms), -np.inf)
    np.maximum.at(found, rows[rows >= 0], values[there][rows >= 0])
    found[np.isinf(found)] = np.nan
    return found


def distinct(firms: Firms, parties: Int32s, others: Int32s) -> NDArray[np.float64]:
    """Number of different others at each firm's mentions; shape (n,)."""
    order = np.lexsort((others, parties))
    named, other = parties[order], others[order]
    first = np.ones(order.size, np.bool_)
    first[1:] = (np.diff(named) != 0) | (np.diff(other) != 0)
    return total(firms, named[first])
