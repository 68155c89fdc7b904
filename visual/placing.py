"""Layout input from a neighbourhood: node numbers and the edges that count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.relations import DISPLAYS
from visual import layout as layouts
from visual.layers import layers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from graph.analysis.neighbourhood import Neighbourhood, Shown

    Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Ends:
    """Edges of a picture by node number; folded nodes are numbered last."""

    count: int
    """How many nodes there are."""
    down: Pairs
    """Edges (tail, head) that put the head below the tail."""
    beside: Pairs
    """Edges (tail, head) that put both on one level."""
    near: frozenset[int]
    """Nodes with an edge of a relation that is not background."""


def ends_of(surroundings: Neighbourhood, folds: Sequence[Shown]) -> Ends:
    """Edges of a neighbourhood, with one from each node to its folded neighbours."""
    number = {shown.key: i for i, shown in enumerate(surroundings.nodes)}
    ordered = any(DISPLAYS[link.relation].above for link in surroundings.links)
    down: Pairs = []
    beside: Pairs = []
    near: set[int] = set()
    for link in surroundings.links:
        pair = (number[link.tail], number[link.head])
        display = DISPLAYS[link.relation]
        (beside if ordered and not display.above else down).append(pair)
        if not display.background:
            near.update(pair)
    down += [(number[fold.key], len(number) + i) for i, fold in enumerate(folds)]
    return Ends(len(number) + len(folds), down, beside, frozenset(near))


def place_ring(
    ends: Ends, order: Sequence[int], inside: Sequence[int]
) -> NDArray[np.float64]:
    """Ring layout; nodes with background relations only stand farthest off."""
    far = [node for node in range(ends.count) if node not in ends.near]
    return layouts.ring(
        order, ends.count, ends.down + ends.beside, inside=inside, far=far
    )


def place_around(ends: Ends, focus: int, layout: str) -> NDArray[np.float64]:
    """Layout of a focus and its surroundings: ``hops``, ``layers`` or ``force``."""
    if layout == "layers":
        return layers(ends.count, ends.down, beside=ends.beside)
    pairs = ends.down + ends.beside
    positions = layouts.hops(focus, ends.count, pairs)
    return layouts.force(positions, pairs) if layout == "force" else positions
