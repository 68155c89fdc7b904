"""Paths between two parties at any instant, over the relations of the explorer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.answer import Completeness
from graph.analysis.links import Link, links_of
from graph.analysis.neighbourhood import Neighbourhood, Shown, describe
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.analysis.neighbourhood import NodeKey
    from graph.instant import At
    from graph.stores.base import Store

MAX_NODES = 5_000
_ADVICE = "Name fewer relations or a shorter length; more paths may exist."


@dataclass(frozen=True, slots=True)
class PathFound:
    """A path: nodes in order, and the link between each two neighbours."""

    nodes: tuple[NodeKey, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PathsFound:
    """Paths shortest first, and the part of the graph they lie in."""

    paths: tuple[PathFound, ...]
    surroundings: Neighbourhood


@dataclass(slots=True)
class _Side:
    """One half of the search: distance and links of each node reached."""

    distance: dict[NodeKey, int]
    frontier: list[NodeKey]


def paths_between(
    store: Store,
    at: At,
    start: NodeKey,
    end: NodeKey,
    *,
    relations: Sequence[str] = ("guarantee", "ownership", "role", "family"),
    max_length: int = 4,
    limit: int = 5,
) -> PathsFound:
    """Shortest paths between two nodes, direction ignored.

    Raises
    ------
    NotFoundError
        One of the nodes is not visible at that instant.

    Notes
    -----
    Grows the smaller side a hop at a time, at most 5,000 nodes in all.
    """
    known = describe(store, at, [start, end])
    for key in (start, end):
        if key not in known:
            raise NotFoundError(*key)
    links: dict[NodeKey, list[Link]] = defaultdict(list)
    sides = [_Side({start: 0}, [start]), _Side({end: 0}, [end])]
    cut = set()
    while not set(sides[0].distance) & set(sides[1].distance):
        grown = sides[0].distance[_last(sides[0])] + sides[1].distance[_last(sides[1])]
        side = min((s for s in sides if s.frontier), key=_size, default=None)
        if side is None or grown >= max_length:
            break
        if sum(len(s.distance) for s in sides) > MAX_NODES:
            cut.add("nodes")
            break
        page = links_of(store, at, side.frontier, relations)
        cut.update(f"reads:{name}" for name in page.cut)
        _grow(side, page.links, links)
    paths = list(_walk(start, end, links, max_length, limit + 1))
    if len(paths) > limit:
        cut.add("limit")
    explored = sum(len(side.distance) for side in sides)
    return _found(store, at, start, paths[:limit], explored=explored, cut=cut)


def _size(side: _Side) -> int:
    return len(side.frontier)


def _last(side: _Side) -> NodeKey:
    return next(reversed(side.distance))


def _grow(side: _Side, page: Sequence[Link], links: dict[NodeKey, list[Link]]) -> None:
    reached: list[NodeKey] = []
    frontier = set(side.frontier)
    for link in page:
        for near in {link.tail, link.head} & frontier:
            far = link.other(near)
            links[near].append(link)
            links[far].append(link)
            if far not in side.distance:
                side.distance[far] = side.distance[near] + 1
                reached.append(far)
    side.frontier = reached


def _walk(
    start: NodeKey,
    end: NodeKey,
    links: dict[NodeKey, list[Link]],
    max_length: int,
    wanted: int,
) -> Iterator[PathFound]:
    """Simple paths in the links found, breadth first, one link per step."""
    queue: list[tuple[tuple[NodeKey, ...], tuple[Link, ...]]] = [((start,), ())]
    found = 0
    for nodes, steps in queue:  # grows while it is read
        if nodes[-1] == end:
            yield PathFound(nodes, steps)
            found += 1
            if found == wanted:
                return
            continue
        if len(steps) == max_length or len(queue) > MAX_NODES * 4:
            continue
        best: dict[NodeKey, Link] = {}
        for link in sorted(links[nodes[-1]], key=lambda item: item.link_id):
            best.setdefault(link.other(nodes[-1]), link)
        queue.extend(
            ((*nodes, far), (*steps, link))
            for far, link in best.items()
            if far not in nodes
        )


def _found(
    store: Store,
    at: At,
    start: NodeKey,
    paths: Sequence[PathFound],
    *,
    explored: int,
    cut: set[str],
) -> PathsFound:
    hops: dict[NodeKey, int] = {start: 0}
    used: dict[str, Link] = {}
    for path in paths:
        for hop, key in enumerate(path.nodes):
            hops.setdefault(key, hop)
        used.update((link.link_id, link) for link in path.links)
    facts = describe(store, at, list(hops))
    surroundings = Neighbourhood(
        focus=start,
        nodes=tuple(Shown(key, hop, facts.get(key)) for key, hop in hops.items()),
        links=tuple(sorted(used.values(), key=lambda link: link.link_id)),
        completeness=Completeness.cut(explored, *cut, advice=_ADVICE),
    )
    return PathsFound(tuple(paths), surroundings)
