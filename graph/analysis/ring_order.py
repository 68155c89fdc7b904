"""The order in which the members of a circle stand on its ring."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.components import InnerGraph
from graph.algorithms.cycles import elementary_cycles
from graph.algorithms.long_cycles import shortest_cycle
from graph.algorithms.subgraphs import rows_inside
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from graph.snapshot import Snapshot


def numbered_members(
    snapshot: Snapshot, member_ids: Iterable[str]
) -> tuple[list[str], NDArray[np.int32]]:
    """Some parties by id, ascending, each once, and their numbers.

    Raises
    ------
    NotFoundError
        One of them is unknown.
    """
    members = sorted(set(member_ids))
    numbers = snapshot.numbers("party", members)
    if np.any(numbers < 0):
        raise NotFoundError("party", members[int(np.argmin(numbers))])
    return members, numbers


def ring_order(snapshot: Snapshot, member_ids: Sequence[str]) -> tuple[str, ...]:
    """Members in the order of a long cycle, the others beside a partner.

    The order in which a ring is drawn: debtor after guarantor. Deterministic.

    Raises
    ------
    NotFoundError
        One of them is unknown.

    Notes
    -----
    O((n + m) log n) after a search of at most 2,000 cycles.
    """
    members, numbers = numbered_members(snapshot, member_ids)
    inner = InnerGraph.build(rows_inside(snapshot, numbers)[0])
    partners = _partners(inner)
    ring = _longest_cycle(inner, len(members))
    following = dict(pairwise((_START, *ring)))
    waiting = sorted({partner for node in ring for partner in partners[node]})
    rest = iter(range(len(members)))
    last = ring[-1] if ring else _START
    placed = {_START, *ring}
    while len(placed) <= len(members):
        node = heappop(waiting) if waiting else next(rest)
        if node in placed:
            continue
        beside = min((p for p in partners[node] if p in placed), default=last)
        if beside in following:
            following[node] = following[beside]
        following[beside] = node
        last = node if beside == last else last
        placed.add(node)
        for partner in partners[node]:
            heappush(waiting, partner)
    order, node = [], _START
    while node in following:
        node = following[node]
        order.append(members[node])
    return tuple(order)


_START = -1
"""Before the first firm of a ring."""


def _partners(inner: InnerGraph) -> list[list[int]]:
    """Firms on either side of a guarantee with each firm, ascending."""
    found: list[set[int]] = [set() for _ in range(inner.forward.n)]
    for tail, head in zip(
        inner.forward.tails().tolist(), inner.forward.indices.tolist(), strict=True
    ):
        found[tail].add(head)
        found[head].add(tail)
    return [sorted(partners) for partners in found]


def _longest_cycle(inner: InnerGraph, size: int) -> tuple[int, ...]:
    """The longest of the first 2,000 cycles of at most 12 firms; ties by number.

    Where there is no such cycle but mutual pairs, a shortest one of the others.
    """
    longest = min(max(size, 2), 12)
    cycles: Iterable[tuple[int, ...]] = elementary_cycles(
        inner, min_length=2, max_length=longest, max_cycles=2_000
    )
    found = min(cycles, key=lambda cycle: (-len(cycle), cycle), default=())
    if len(found) > 2 or size <= longest:
        return found
    firms = np.sort(inner.roots).tolist()
    longer = (shortest_cycle(inner.forward, firm) for firm in firms)
    return next(filter(None, longer), found)
