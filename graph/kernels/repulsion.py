"""Forces between the nodes of a picture: every pair pushes apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(cache=True, nogil=True, error_model="numpy")
def repulsion(positions: NDArray[np.float64], ideal: float) -> NDArray[np.float64]:
    """Sum of the pushes on each node, each ``ideal**2 / distance`` away from another.

    Parameters
    ----------
    positions
        Shape (n, 2), in px. Nodes nearer than 1 px push as from 1 px.
    ideal
        In px.

    Returns
    -------
    numpy.ndarray
        Shape (n, 2). Pushes are added up in the order of the nodes that push.

    Notes
    -----
    O(n^2) time, O(n) memory. Each pair is looked at twice: so the inner loop adds to
    rows of its own, which the processor does for several nodes at once, with the same
    bits whatever its width.
    """
    n = positions.shape[0]
    x, y = positions[:, 0].copy(), positions[:, 1].copy()
    push_x, push_y = np.zeros(n), np.zeros(n)
    strength = ideal * ideal
    for other in range(n):
        other_x, other_y = x[other], y[other]
        for node in range(n):
            along_x, along_y = x[node] - other_x, y[node] - other_y
            square = along_x * along_x + along_y * along_y
            weight = strength / (max(1.0, square))
            push_x[node] += along_x * weight
            push_y[node] += along_y * weight
    push = np.empty((n, 2))
    push[:, 0], push[:, 1] = push_x, push_y
    return push
