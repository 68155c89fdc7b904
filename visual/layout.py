"""Ring, hop and force layouts, computed here so that every browser draws the same.

Every layout takes `n` nodes numbered 0 .. n-1 and edges as pairs of numbers, and
returns positions in px around (0, 0), shape (n, 2), y downwards. Deterministic.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

STRETCH = 1.45
"""Aspect ratio of the ellipses of a ring layout: screens are wider than high."""
HOP_STRETCH = 1.75
"""Aspect ratio of the ellipses of a hop layout, which have no nodes outside."""
HOP_RADIUS = 135.0
"""Least distance in px from one hop to the next."""
RING_GAP = 120.0
"""Arc length in px from one member of a ring to the next."""
NEAR, FAR = 150.0, 225.0
"""Distances in px of outsiders from a ring: linked to it, and linked weakly."""
_SPACING = 80.0
"""Least distance in px between two nodes inside a ring."""


def neighbours_of(n: int, edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Adjacency lists of the undirected graph, ascending, without loops."""
    found: list[set[int]] = [set() for _ in range(n)]
    for tail, head in edges:
        if tail != head:
            found[tail].add(head)
            found[head].add(tail)
    return [sorted(nodes) for nodes in found]


def ring(
    order: Sequence[int],
    n: int,
    edges: Sequence[tuple[int, int]],
    *,
    inside: Sequence[int] = (),
    far: Sequence[int] = (),
) -> NDArray[np.float64]:
    """Ring layout: `order` clockwise from the top, the other nodes outside.

    An outsider stands beyond the ring near the member it is linked to, one of `far`
    farther off; a node of `inside` stands within, towards the members it is linked to.
    """
    positions = np.zeros((n, 2))
    radius = max(150.0, len(order) * RING_GAP / (2 * np.pi))
    angle_of = {}
    for place, node in enumerate(order):
        angle_of[node] = 2 * np.pi * place / max(len(order), 1) - np.pi / 2
        positions[node] = _on_ellipse(angle_of[node], radius)
    neighbours = neighbours_of(n, edges)
    occupied: list[NDArray[np.float64]] = []
    for node in inside:
        tied = [positions[other] for other in neighbours[node] if other in angle_of]
        wanted = 0.45 * np.mean(tied, axis=0) if tied else np.zeros(2)
        positions[node] = _free_position(wanted, occupied)
        occupied.append(positions[node])
    outside = set(range(n)) - {*angle_of, *inside}
    for nodes, gap in ((outside - {*far}, NEAR), (outside & {*far}, FAR)):
        wanted = sorted(
            (
                _mean_angle([angle_of[x] for x in neighbours[node] if x in angle_of]),
                node,
            )
            for node in nodes
        )
        angles = _separated([angle for angle, _ in wanted])
        for (_, node), angle in zip(wanted, angles, strict=True):
            positions[node] = _on_ellipse(angle, radius + gap)
    return positions


def _free_position(
    wanted: NDArray[np.float64], occupied: Sequence[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """The wanted position, or the nearest free one above or below it.

    Each occupied position blocks at most two of the candidates.
    """
    shifts = [(i + 1) // 2 * (1 if i % 2 else -1) for i in range(2 * len(occupied) + 1)]
    candidates = [wanted + np.array([0.0, shift * _SPACING]) for shift in shifts]
    return next(
        place
        for place in candidates
        if all(np.linalg.norm(place - other) >= _SPACING - 1e-9 for other in occupied)
    )


def _mean_angle(angles: Sequence[float]) -> float:
    return float(np.angle(np.sum(np.exp(1j * np.asarray(angles)))))


def _separated(wanted: Sequence[float]) -> list[float]:
    """Closest angles to these ascending ones that are a least gap apart, in radians.

    Least squares: runs that stand too close are centred on their mean (pool adjacent
    violators), so what belongs to one member fans out to both of its sides.
    """
    gap = min(0.35, 2 * np.pi / max(len(wanted), 1))
    runs: list[tuple[float, int]] = []  # mean less the gaps, length
    for place, angle in enumerate(wanted):
        mean, size = angle - place * gap, 1
        while runs and runs[-1][0] > mean:
            before, length = runs.pop()
            mean = (mean * size + before * length) / (size + length)
            size += length
        runs.append((mean, size))
    means = [mean for mean, size in runs for _ in range(size)]
    placed = [mean + place * gap for place, mean in enumerate(means)]
    for place in range(len(placed) - 1, -1, -1):  # the last may not pass the first
        limit = placed[0] + 2 * np.pi - (len(placed) - place) * gap
        placed[place] = min(placed[place], limit)
    return placed


def _on_ellipse(
    angle: float, radius: float, stretch: float = STRETCH
) -> tuple[float, float]:
    return (radius * stretch * float(np.cos(angle)), radius * float(np.sin(angle)))


def hops(focus: int, n: int, edges: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """Radial tree layout: one ellipse per hop around the focus, a sector per branch.

    What is not connected to the focus stands on the innermost ellipse.
    """
    if n == 0:
        return np.zeros((0, 2))
    neighbours = neighbours_of(n, edges)
    level = [-1] * n
    children: list[list[int]] = [[] for _ in range(n)]
    level[focus] = 0
    order = [focus]
    queue = deque(order)
    while queue:
        node = queue.popleft()
        for other in neighbours[node]:
            if level[other] < 0:
                level[other] = level[node] + 1
                children[node].append(other)
                order.append(other)
                queue.append(other)
    for node in range(n):
        if level[node] < 0:
            level[node] = 1
            children[focus].append(node)
            order.append(node)
    leaves = [1] * n
    for node in reversed(order):
        if children[node]:
            leaves[node] = sum(leaves[child] for child in children[node])
    children[focus] = _alternating(children[focus], leaves)
    positions = np.zeros((n, 2))
    sector = {focus: (-np.pi, np.pi)}
    radii = _radii(level)
    for node in order:
        start, end = sector[node]
        shares = [leaves[child] ** 0.6 for child in children[node]]
        unit = (end - start) / max(sum(shares), 1.0)
        for child, share in zip(children[node], shares, strict=True):
            width = unit * share
            sector[child] = (start, start + width)
            positions[child] = _on_ellipse(
                start + width / 2, radii[level[child]], HOP_STRETCH
            )
            start += width
    return positions


def _alternating(branches: Sequence[int], leaves: Sequence[int]) -> list[int]:
    """Branches ordered so that large ones (by leaves) stand between small ones."""
    ranked = sorted(branches, key=lambda node: (-leaves[node], node))
    half = len(ranked) // 2
    mixed = [0] * len(ranked)
    mixed[::2], mixed[1::2] = ranked[: len(ranked) - half], ranked[len(ranked) - half :]
    return mixed


def _radii(level: Sequence[int]) -> list[float]:
    """Radius of each hop in px, large enough for its nodes side by side."""
    radii = [0.0]
    for count in np.bincount(level)[1:]:
        needed = count * 54.0 / (2 * np.pi)
        radii.append(max(radii[-1] + HOP_RADIUS, needed))
    return radii


def force(
    start: NDArray[np.float64], edges: Sequence[tuple[int, int]], *, rounds: int = 80
) -> NDArray[np.float64]:
    """Force-directed layout from `start`; O(rounds * n^2), for up to 2,000 nodes.

    References
    ----------
    Fruchterman, Reingold, "Graph drawing by force-directed placement", Software:
    Practice and Experience 21(11), 1991.
    """
    from graph.kernels.repulsion import repulsion

    positions = np.array(start, dtype=np.float64, order="C")
    n = len(positions)
    if n < 2:
        return positions
    positions += 1e-3 * np.arange(n)[:, None]  # equal points would never part
    ideal = 120.0
    pairs = np.asarray([e for e in edges if e[0] != e[1]], dtype=np.int64).reshape(
        -1, 2
    )
    for step in range(rounds):
        push = repulsion(positions, ideal)
        if len(pairs):
            along = positions[pairs[:, 0]] - positions[pairs[:, 1]]
            length = np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1.0)
            pull = along * length / ideal
            np.add.at(push, pairs[:, 0], -pull)
            np.add.at(push, pairs[:, 1], pull)
        size = np.maximum(np.linalg.norm(push, axis=1, keepdims=True), 1e-9)
        heat = ideal * (1 - step / rounds)
        positions += push / size * np.minimum(size, heat)
    positions -= positions.mean(axis=0)
    return positions


def label_side(x: float, y: float) -> str:
    """Side of a node on which its name stands: the one away from the middle."""
    if abs(x) < 40:
        return "above" if y < -40 else "below"
    return "left" if x < 0 else "right"
