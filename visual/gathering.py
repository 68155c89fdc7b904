"""A layout for evidence: what belongs together stands together, with room for names.

Distances follow the steps between nodes (stress majorisation), the longest way lies
across, and nodes then part until their names fit and no stranger stands in a group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROOM = np.array([150.0, 100.0])
"""Width and height in px of a node with its name."""
_STRESS_ROUNDS, _PART_ROUNDS = 40, 80
_MARGIN = 0.75
"""Room between a group and a stranger, in rooms of a node."""
_AWAY, _APART, _INWARD = 0.2, 0.35, 0.02
"""Parts of what is short or over that one round makes good; by eye."""


def gathered(
    start: Floats,
    edges: Sequence[tuple[int, int]],
    groups: Sequence[Sequence[int]],
) -> Floats:
    """Positions in px, shape (n, 2), of up to a hundred nodes; the first leads.

    Parameters
    ----------
    start
        Shape (n, 2), such as from another layout. The first node is kept left and up.
    groups
        Nodes that stand together, such as firms of one controller; they may overlap.

    Notes
    -----
    O(n^3) once and O(n^2) a round. Deterministic.

    References
    ----------
    Gansner, Koren, North, "Graph drawing by stress majorization", GD 2004.
    """
    n = len(start)
    if n < 2:
        return np.zeros((n, 2))
    ties = [(a, b) for group in groups for a in group for b in group if a < b]
    steps = _steps(n, sorted({(min(pair), max(pair)) for pair in [*edges, *ties]}))
    scaled = start / max(float(np.abs(start).max()), 1.0)
    positions = _across(_stressed(scaled, steps)) * ROOM
    return _parted(positions, groups)


def _steps(n: int, edges: Sequence[tuple[int, int]]) -> Floats:
    """Steps between each two nodes; where there is no way, one more than any."""
    steps = np.full((n, n), np.inf)
    np.fill_diagonal(steps, 0.0)
    for tail, head in edges:
        if tail != head:
            steps[tail, head] = steps[head, tail] = 1.0
    for middle in range(n):
        steps = np.minimum(steps, steps[:, middle : middle + 1] + steps[middle])
    known = np.isfinite(steps)
    return np.where(known, steps, steps[known].max() + 1)


def _stressed(start: Floats, steps: Floats) -> Floats:
    """Positions whose distances are near the steps, near ones first."""
    n = len(start)
    positions = start + 1e-3 * np.arange(n)[:, None]  # equal points would never part
    weights = 1.0 / np.maximum(steps, 1.0) ** 2
    np.fill_diagonal(weights, 0.0)
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    pull = -weights * steps
    for _ in range(_STRESS_ROUNDS):
        _, length = _between(positions)
        target = pull / length
        np.fill_diagonal(target, 0.0)
        np.fill_diagonal(target, -target.sum(axis=1))
        positions = inverse @ (target @ positions)
    centred: Floats = positions - positions.mean(axis=0)
    return centred


def _across(positions: Floats) -> Floats:
    """Turned so that the longest way lies across, and the first node left and up."""
    _, _, axes = np.linalg.svd(positions, full_matrices=False)
    turned: Floats = positions @ axes.T
    turned *= np.where(turned[0] > 0, -1.0, 1.0)
    return turned


def _parted(positions: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """Moved until each has its room, and strangers stand outside the groups."""
    n = len(positions)
    at = positions / ROOM
    inside = [np.asarray(sorted(set(group))) for group in groups if len({*group}) > 1]
    outside = [np.setdiff1d(np.arange(n), members) for members in inside]
    for _ in range(_PART_ROUNDS):
        gap, length = _between(at)
        short = np.maximum(0.0, 1.0 - length) / length
        np.fill_diagonal(short, 0.0)
        move = _APART * np.einsum("ijk,ij->ik", gap, short)
        for members, others in zip(inside, outside, strict=True):
            centre = at[members].mean(axis=0)
            reach = max(float(np.hypot(*(at[members] - centre).T).max()), 0.4)
            move[members] += _INWARD * (centre - at[members])
            away = at[others] - centre
            far = np.maximum(np.hypot(*away.T), 1e-6)
            push = _AWAY * np.maximum(0.0, reach + _MARGIN - far) / far
            move[others] += away * push[:, None]
        at = at + move
    placed: Floats = (at - at.mean(axis=0)) * ROOM
    return placed


def _between(positions: Floats) -> tuple[Floats, Floats]:
    """Ways from each node to each, shape (n, n, 2), and how long they are."""
    gap = positions[:, None] - positions[None]
    return gap, np.maximum(np.hypot(gap[..., 0], gap[..., 1]), 1e-6)
