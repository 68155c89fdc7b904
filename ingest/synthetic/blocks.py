"""Planted structures: which firms of a block guarantee which, and what is a circle.

All arcs between blocks run from an earlier block to a later one, so that each cycle
of the whole network lies inside one block, and the truth about circles is the union
of the blocks' truths. Arcs are (guarantor, debtor) by place within the block.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Arcs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """A structure of `size` firms.

    `arcs` has shape (m, 2). `circles` holds the members of each strict circle by
    place; firms of the block that are in none are bystanders. `joint` says that
    each debtor's guarantors sign one document (联保).
    """

    shape: str
    size: int
    arcs: Arcs
    circles: tuple[tuple[int, ...], ...]
    joint: bool = False


def _ring_arcs(places: tuple[int, ...]) -> list[tuple[int, int]]:
    return [
        (place, places[(index + 1) % len(places)]) for index, place in enumerate(places)
    ]


def _block(
    shape: str,
    size: int,
    arcs: list[tuple[int, int]],
    *circles: tuple[int, ...],
    joint: bool = False,
) -> Block:
    return Block(shape, size, np.array(arcs, dtype=np.int64), circles, joint)


def mutual_pair(_random: np.random.Generator) -> Block:
    """Two firms that guarantee each other (互保): no circle."""
    return _block("mutual_pair", 2, [(0, 1), (1, 0)])


def mutual_chain(random: np.random.Generator) -> Block:
    """Neighbours in a row guarantee each other: mutually reachable, yet no circle."""
    size = int(random.integers(3, 6))
    arcs = [pair for i in range(size - 1) for pair in ((i, i + 1), (i + 1, i))]
    return _block("mutual_chain", size, arcs)


def ring(random: np.random.Generator) -> Block:
    """One directed cycle of 3 to 8 firms."""
    size = int(random.integers(3, 9))
    members = tuple(range(size))
    return _block("ring", size, _ring_arcs(members), members)


def ring_with_chord(random: np.random.Generator) -> Block:
    """A ring of 5 to 8 with a short cut and one guarantee returned."""
    size = int(random.integers(5, 9))
    members = tuple(range(size))
    arcs = [*_ring_arcs(members), (size - 2, 0), (2, 1)]
    return _block("ring_with_chord", size, arcs, members)


def ring_with_partner(random: np.random.Generator) -> Block:
    """A ring whose first member has a mutual partner, who is in no circle."""
    size = int(random.integers(3, 7))
    members = tuple(range(size))
    arcs = [*_ring_arcs(members), (0, size), (size, 0)]
    return _block("ring_with_partner", size + 1, arcs, members)


def joined_rings(random: np.random.Generator) -> Block:
    """Two rings joined by a mutual pair: one component, two circles."""
    first = tuple(range(int(random.integers(3, 6))))
    start = len(first)
    second = tuple(range(start, start + int(random.integers(3, 6))))
    arcs = [*_ring_arcs(first), *_ring_arcs(second), (0, start), (start, 0)]
    return _block("joined_rings", start + len(second), arcs, first, second)


def joint_group(random: np.random.Generator) -> Block:
    """Each member's debt is guaranteed by all others in one document (联保)."""
    size = int(random.integers(3, 7))
    arcs = list(permutations(range(size), 2))
    return _block("joint_group", size, arcs, tuple(range(size)), joint=True)


def dense_core(random: np.random.Generator, size: int) -> Block:
    """One tangle: a long cycle with three more guarantees from each firm."""
    members = tuple(range(size))
    tail = np.repeat(np.arange(size), 3)
    head = (tail + random.integers(2, size, len(tail))) % size
    arcs = np.concatenate([np.array(_ring_arcs(members)), np.stack([tail, head], 1)])
    return Block("dense_core", size, np.unique(arcs, axis=0), (members,))


CIRCLE_SHAPES: dict[str, tuple[float, Callable[[np.random.Generator], Block]]] = {
    "ring": (0.50, ring),
    "ring_with_chord": (0.14, ring_with_chord),
    "ring_with_partner": (0.08, ring_with_partner),
    "joined_rings": (0.06, joined_rings),
    "joint_group": (0.22, joint_group),
}
"""How often each shape is planted, and how it is drawn."""


def draw_circles(random: np.random.Generator, count: int) -> list[Block]:
    """At least one block of each shape, `count` or more in all, in random order."""
    shapes = list(CIRCLE_SHAPES)
    weights = [CIRCLE_SHAPES[shape][0] for shape in shapes]
    drawn = random.choice(len(shapes), max(0, count - len(shapes)), p=weights)
    picks = [*range(len(shapes)), *drawn.tolist()]
    return [CIRCLE_SHAPES[shapes[pick]][1](random) for pick in picks]
