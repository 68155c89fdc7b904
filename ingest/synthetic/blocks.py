"""Planted structures: which firms of a block guarantee which, and what is a circle.

All arcs between blocks run from an earlier block to a later one, so that each cycle
of the whole network lies inside one block, and the truth about circles is the union
of the blocks' truths. Arcs are (guarantor, debtor) by place within the block.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Arcs = NDArray[np.int64]


_LARGEST_JOINT, _SMALLEST_CHORD = 6, 5


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


def ring(random: np.random.Generator, size: int | None = None) -> Block:
    """One directed cycle, of 3 to 8 firms unless told."""
    size = size or int(random.integers(3, 9))
    members = tuple(range(size))
    return _block("ring", size, _ring_arcs(members), members)


def ring_with_chord(random: np.random.Generator, size: int | None = None) -> Block:
    """A ring, of 5 to 8 unless told, with a short cut and one guarantee returned."""
    size = size or int(random.integers(5, 9))
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


def joint_group(random: np.random.Generator, size: int | None = None) -> Block:
    """Each member's debt is guaranteed by all others in one document (联保)."""
    size = size or int(random.integers(3, 7))
    arcs = list(permutations(range(size), 2))
    return _block("joint_group", size, arcs, tuple(range(size)), joint=True)


def scheme_block(random: np.random.Generator, size: int) -> Block:
    """What a guarantee scheme looks like: like an honest circle of its size."""
    if size <= _LARGEST_JOINT and random.random() < 0.2:
        return joint_group(random, size)
    if size >= _SMALLEST_CHORD and random.random() < 0.25:
        return ring_with_chord(random, size)
    return ring(random, size)


def open_ring(size: int) -> Block:
    """A ring with one guarantee missing: a chain, which the last firm could close."""
    return _block("open_ring", size, _ring_arcs(tuple(range(size)))[:-1])


def group(random: np.random.Generator) -> Block:
    """A parent (place 0) that stands behind its subsidiaries, and some they return."""
    size = int(random.integers(3, 8))
    places = range(1, size)
    arcs = {(0, place) for place in places}
    style = random.random()
    if style < 0.25:
        arcs |= set(_ring_arcs(tuple(range(size))))
    elif style < 0.55:
        arcs |= {(place, 0) for place in places if random.random() < 0.4}
    elif style < 0.8:
        arcs |= {(place, place + 1) for place in range(1, size - 1)}
    drawn = np.array(sorted(arcs), dtype=np.int64)
    return Block("group", size, drawn, strict_circles(drawn))


def dense_core(random: np.random.Generator, size: int) -> Block:
    """One tangle: a long cycle with three more guarantees from each firm."""
    members = tuple(range(size))
    tail = np.repeat(np.arange(size), 3)
    head = (tail + random.integers(2, size, len(tail))) % size
    arcs = np.concatenate([np.array(_ring_arcs(members)), np.stack([tail, head], 1)])
    return Block("dense_core", size, np.unique(arcs, axis=0), (members,))


def strict_circles(arcs: Arcs) -> tuple[tuple[int, ...], ...]:
    """Members of each strict circle of some arcs, by the definition's own words.

    An arc is of a circle if the debtor reaches the guarantor without the arc that
    leads straight back. O(arcs + returned arcs * size of their component).
    """
    names, ends = np.unique(arcs, return_inverse=True)
    ends = ends.reshape(-1, 2)
    label = _components(ends, len(names), "strong")
    inside = label[ends[:, 0]] == label[ends[:, 1]]
    after: dict[int, set[int]] = {}
    for tail, head in ends[inside].tolist():
        after.setdefault(tail, set()).add(head)
    chosen = [
        (tail, head)
        for tail, head in ends[inside].tolist()
        if tail not in after[head] or _goes_round(after, head, tail)
    ]
    if not chosen:
        return ()
    edges = np.array(chosen, dtype=np.int64)
    part = _components(edges, len(names), "weak")
    firms = np.unique(edges)
    order = firms[np.argsort(part[firms], kind="stable")]
    cuts = np.flatnonzero(np.diff(part[order])) + 1
    return tuple(tuple(names[group].tolist()) for group in np.split(order, cuts))


def _components(
    ends: Arcs, count: int, connection: Literal["weak", "strong"]
) -> NDArray[np.int64]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(ends), dtype=np.int8)
    matrix = coo_array((ones, (ends[:, 0], ends[:, 1])), shape=(count, count))
    label = connected_components(matrix, connection=connection)[1]
    return np.asarray(label, dtype=np.int64)


def _goes_round(after: dict[int, set[int]], start: int, goal: int) -> bool:
    """Whether a path of two or more arcs leads from one firm to another."""
    seen, front = {start}, after[start] - {goal}
    while front:
        seen |= front
        front = {head for firm in front for head in after.get(firm, ())} - seen
        if goal in front:
            return True
    return False


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
