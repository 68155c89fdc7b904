"""Positions computed here, so that a picture is the same in every browser.

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
"""Screens are wider than high: rings become ellipses of this aspect."""
HOP_RADIUS = 170.0
RING_GAP = 120.0
LAYER_HEIGHT = 130.0
COLUMN_WIDTH = 170.0


def _neighbours(n: int, edges: Sequence[tuple[int, int]]) -> list[list[int]]:
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
) -> NDArray[np.float64]:
    """The nodes of `order` on a ring, clockwise from the top; the others outside.

    An outsider stands beyond the ring near the member it is linked to; a node of
    `inside` stands within, towards the members it is linked to.
    """
    positions = np.zeros((n, 2))
    radius = max(150.0, len(order) * RING_GAP / (2 * np.pi))
    angle_of = {}
    for place, node in enumerate(order):
        angle_of[node] = 2 * np.pi * place / max(len(order), 1) - np.pi / 2
        positions[node] = _on_ellipse(angle_of[node], radius)
    neighbours = _neighbours(n, edges)
    for node in inside:
        tied = [positions[other] for other in neighbours[node] if other in angle_of]
        positions[node] = 0.45 * np.mean(tied, axis=0) if tied else 0.0
    outside = [node for node in range(n) if node not in {*angle_of, *inside}]
    wanted = []
    for node in outside:
        anchors = [angle_of[other] for other in neighbours[node] if other in angle_of]
        wanted.append((_mean_angle(anchors), node))
    for (_, node), angle in zip(sorted(wanted), _spread(sorted(wanted)), strict=True):
        positions[node] = _on_ellipse(angle, radius + 150.0)
    return positions


def _mean_angle(angles: Sequence[float]) -> float:
    if not angles:
        return 0.0
    return float(np.angle(np.mean(np.exp(1j * np.asarray(angles)))))


def _spread(wanted: Sequence[tuple[float, int]]) -> list[float]:
    """Angles near the wanted ones, at least a node's width apart, in their order."""
    gap = min(0.35, 2 * np.pi / max(len(wanted), 1))
    placed: list[float] = []
    for angle, _ in wanted:
        placed.append(max(angle, placed[-1] + gap) if placed else angle)
    return placed


def _on_ellipse(angle: float, radius: float) -> tuple[float, float]:
    return (radius * STRETCH * float(np.cos(angle)), radius * float(np.sin(angle)))


def hops(focus: int, n: int, edges: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """The focus in the middle, each hop an ellipse around it, a sector per branch."""
    neighbours = _neighbours(n, edges)
    parent, level = [-1] * n, [-1] * n
    children: list[list[int]] = [[] for _ in range(n)]
    level[focus] = 0
    order = [focus]
    queue = deque(order)
    while queue:
        node = queue.popleft()
        for other in neighbours[node]:
            if level[other] < 0:
                level[other], parent[other] = level[node] + 1, node
                children[node].append(other)
                order.append(other)
                queue.append(other)
    for node in range(n):  # what is not connected stands on the outermost ring
        if level[node] < 0:
            level[node] = max(level) + 1 if not children[focus] else 1
            children[focus].append(node)
            order.append(node)
    leaves = [1] * n
    for node in reversed(order):
        if children[node]:
            leaves[node] = sum(leaves[child] for child in children[node])
    children[focus] = _alternating(children[focus], leaves)
    positions = np.zeros((n, 2))
    sector = {focus: (-np.pi, np.pi)}
    radii = _radii(level, n)
    for node in order:
        start, end = sector[node]
        shares = [leaves[child] ** 0.6 for child in children[node]]
        for child, share in zip(children[node], shares, strict=True):
            width = (end - start) * share / sum(shares)
            sector[child] = (start, start + width)
            positions[child] = _on_ellipse(start + width / 2, radii[level[child]])
            start += width
    return positions


def _alternating(branches: Sequence[int], leaves: Sequence[int]) -> list[int]:
    """Large branches between small ones, so that they do not crowd one side."""
    ranked = sorted(branches, key=lambda node: (-leaves[node], node))
    half = len(ranked) // 2
    mixed = [0] * len(ranked)
    mixed[::2], mixed[1::2] = ranked[: len(ranked) - half], ranked[len(ranked) - half :]
    return mixed


def _radii(level: Sequence[int], n: int) -> list[float]:
    """Radius of each hop: far enough for its nodes to stand side by side."""
    counts = np.bincount(np.asarray(level), minlength=1) if n else np.zeros(1)
    radii = [0.0]
    for count in counts[1:]:
        needed = count * 62.0 / (2 * np.pi)
        radii.append(max(radii[-1] + HOP_RADIUS, needed))
    return radii


def layers(n: int, edges: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """Owners above what they own: longest-path layers, ordered to cross little.

    Edges that close a loop are ignored for the layering.
    """
    level = _longest_path(n, edges)
    rows: dict[int, list[int]] = {}
    for node in range(n):
        rows.setdefault(level[node], []).append(node)
    neighbours = _neighbours(n, edges)
    place = {node: float(i) for row in rows.values() for i, node in enumerate(row)}
    for sweep in range(4):
        for depth in sorted(rows, reverse=bool(sweep % 2)):
            rows[depth].sort(
                key=lambda node: (
                    np.mean([place[other] for other in neighbours[node]] or [0.0]),
                    node,
                )
            )
            for i, node in enumerate(rows[depth]):
                place[node] = i - (len(rows[depth]) - 1) / 2
    height = max(rows, default=0) / 2
    return np.array(
        [
            (place[node] * COLUMN_WIDTH, (level[node] - height) * LAYER_HEIGHT)
            for node in range(n)
        ]
    ).reshape(n, 2)


def _longest_path(n: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    level = [0] * n
    for _ in range(n):
        changed = False
        for tail, head in edges:
            if tail != head and level[head] < level[tail] + 1 < n:
                level[head] = level[tail] + 1
                changed = True
        if not changed:
            return level
    # a loop of ownership pushed itself down: keep the order it found, compressed
    seen = {depth: rank for rank, depth in enumerate(sorted(set(level)))}
    return [seen[depth] for depth in level]


def force(
    start: NDArray[np.float64], edges: Sequence[tuple[int, int]], *, rounds: int = 80
) -> NDArray[np.float64]:
    """Spring layout from `start`; O(rounds * n^2), for pictures of some hundred nodes.

    References
    ----------
    Fruchterman, Reingold, "Graph drawing by force-directed placement", Software:
    Practice and Experience 21(11), 1991.
    """
    positions = start.astype(np.float64).copy()
    n = len(positions)
    if n < 2:
        return positions
    positions += 1e-3 * np.arange(n)[:, None]  # equal points would never part
    ideal = 120.0
    pairs = np.asarray([e for e in edges if e[0] != e[1]], dtype=np.int64).reshape(
        -1, 2
    )
    for step in range(rounds):
        delta = positions[:, None, :] - positions[None, :, :]
        distance = np.maximum(np.linalg.norm(delta, axis=2), 1.0)
        push = (delta * (ideal**2 / distance**2)[..., None]).sum(axis=1)
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
    """Where a name stands: outside, away from the middle."""
    if abs(x) < 40:
        return "above" if y < -40 else "below"
    return "left" if x < 0 else "right"
