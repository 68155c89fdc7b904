"""Layered layout of a hierarchy, from owners down to what they own.

As in `visual.layout`: `n` nodes numbered 0 .. n-1, edges as pairs of numbers, positions
in px around (0, 0), shape (n, 2), y downwards. Deterministic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from visual.layout import neighbours_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LAYER_HEIGHT = 130.0
COLUMN_WIDTH = 170.0
"""Distances in px between layers and between nodes of a layer."""


def layers(
    n: int,
    edges: Sequence[tuple[int, int]],
    *,
    beside: Sequence[tuple[int, int]] = (),
) -> NDArray[np.float64]:
    """Longest-path layering with barycentre ordering, so that few edges cross.

    Edges that close a loop are ignored for the layering. Those of `beside` put nobody
    above or below: a node with no others stands in the layer of one it is linked to.
    """
    level = _longest_path(n, edges)
    tied = {node for edge in edges for node in edge}
    besides = neighbours_of(n, beside)
    for node in sorted(set(range(n)) - tied):
        level[node] = max(
            (level[other] for other in tied & {*besides[node]}), default=0
        )
    edges = [*edges, *beside]
    rows: dict[int, list[int]] = {}
    for node in range(n):
        rows.setdefault(level[node], []).append(node)
    neighbours = neighbours_of(n, edges)
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
    """Layer of each node, 0 at the top; edges that close a loop are ignored."""
    heads: list[set[int]] = [set() for _ in range(n)]
    for tail, head in edges:
        heads[tail].add(head)
    finished = _finishing_order(heads)
    rank = {node: place for place, node in enumerate(reversed(finished))}
    level = [0] * n
    for node in reversed(finished):
        for head in heads[node]:
            if rank[head] > rank[node]:
                level[head] = max(level[head], level[node] + 1)
    return level


def _finishing_order(heads: Sequence[set[int]]) -> list[int]:
    """Post-order of a depth-first search: heads before tails, loops excepted.

    The search starts from nodes without an owner, so that only loops are cut.
    """
    owned = set().union(*heads)
    roots = sorted(range(len(heads)), key=lambda node: (node in owned, node))
    order: list[int] = []
    seen: set[int] = set()
    for root in roots:
        waiting = [(root, False)]
        while waiting:
            node, done = waiting.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting.extend((head, False) for head in sorted(heads[node] - seen))
    return order
