"""Paths between two parties at any instant, over the relations of the explorer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from graph.analysis.answer import INTERNAL, Completeness, PartyRef
from graph.analysis.description import described
from graph.analysis.links import Link, links_of
from graph.analysis.neighbourhood import Neighbourhood, Shown, describe
from graph.analysis.relations import usual_relations
from graph.errors import NotFoundError
from graph.instant import At
from graph.vocabulary import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.analysis.neighbourhood import NodeKey
    from graph.snapshot.source import FactView

MAX_NODES = 5_000
_ADVICE = {
    "length": "Raise the length; a longer path may exist.",
    "limit": "Raise the limit; more paths are as short.",
    "nodes": "Name fewer relations; more paths may exist.",
    "reads": "Name fewer relations; more paths may exist.",
}


@dataclass(frozen=True, slots=True)
class PathFound:
    """A path: nodes in order, and the link between each two neighbours."""

    nodes: tuple[NodeKey, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PathsFound:
    """Shortest paths in order of their nodes, and the part of the graph they lie in."""

    paths: tuple[PathFound, ...]
    surroundings: Neighbourhood


@dataclass(frozen=True, slots=True)
class NamedPath:
    """One path: party ids in order and the ids of the edges between them."""

    nodes: tuple[PartyRef, ...]
    edges: tuple[str, ...]
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsRecord:
    """Paths between two parties, shortest first."""

    paths: tuple[NamedPath, ...]
    at: At
    completeness: Completeness
    surroundings: Neighbourhood = field(metadata=INTERNAL)


def named_paths(found: PathsFound, at: At, *, sees_personal: bool) -> PathsRecord:
    """Paths by the names of their nodes."""
    facts = {node.key: node.fact for node in found.surroundings.nodes}
    paths = tuple(
        NamedPath(
            nodes=tuple(
                described(facts.get(key), key, at, sees_personal=sees_personal)
                for key in path.nodes
            ),
            edges=tuple(link.link_id for link in path.links),
            length=len(path.links),
        )
        for path in found.paths
    )
    return PathsRecord(
        paths=paths,
        at=at,
        completeness=found.surroundings.completeness,
        surroundings=found.surroundings,
    )


@dataclass(slots=True)
class _Side:
    """One half of the search: distance and links of each node reached."""

    distance: dict[NodeKey, int]
    frontier: list[NodeKey]


def paths_between(
    view: FactView,
    start: NodeKey,
    end: NodeKey,
    *,
    relations: Sequence[str] | None = None,
    max_length: int = 4,
    limit: int = 5,
) -> PathsFound:
    """All shortest paths between two nodes, direction ignored.

    Parameters
    ----------
    relations
        Those to go by; by default those that pictures of paths show.
    max_length
        Most links on a path. It is told as a cut where both nodes lead on past it.
    limit
        Most paths.

    Raises
    ------
    NotFoundError
        One of the nodes is not visible at that instant, or there is no such relation.

    Notes
    -----
    Grows the smaller side a hop at a time until both meet: every shortest path then
    lies in the links read. Stops above 5,000 nodes in all.
    """
    chosen = usual_relations(View.PATHS) if relations is None else relations
    known = describe(view, [start, end])
    for key in (start, end):
        if key not in known:
            raise NotFoundError(*key)
    links: dict[NodeKey, dict[NodeKey, Link]] = defaultdict(dict)
    sides = [_Side({start: 0}, [start]), _Side({end: 0}, [end])]
    cut: set[str] = set()
    length = 0
    while sides[0].distance.keys().isdisjoint(sides[1].distance):
        side = min(sides, key=_size)
        if not side.frontier:
            break
        if length == max_length:
            if all(_leads_on(view, side, chosen) for side in sides):
                cut.add("length")
            break
        if sum(len(s.distance) for s in sides) > MAX_NODES:
            cut.add("nodes")
            break
        page = links_of(view, side.frontier, chosen)
        cut.update(f"reads:{name}" for name in page.cut)
        _grow(side, page.links, links)
        length += 1
    paths = list(islice(_walk(start, end, links), limit + 1))
    if len(paths) > limit:
        cut.add("limit")
    explored = sum(len(side.distance) for side in sides)
    return _found(view, start, paths[:limit], explored=explored, cut=cut)


def _size(side: _Side) -> int:
    return len(side.frontier)


def _leads_on(view: FactView, side: _Side, relations: Sequence[str]) -> bool:
    """Whether a side knows, or may know, nodes past those that it reached."""
    page = links_of(view, side.frontier, relations)
    ends = {end for link in page.links for end in (link.tail, link.head)}
    return bool(page.cut) or not ends <= side.distance.keys()


def _grow(
    side: _Side, page: Sequence[Link], links: dict[NodeKey, dict[NodeKey, Link]]
) -> None:
    """Go one hop on; of several links between two nodes keep the first by id."""
    reached: list[NodeKey] = []
    frontier = set(side.frontier)
    for link in page:
        for near in {link.tail, link.head} & frontier:
            far = link.other(near)
            links[near].setdefault(far, link)
            links[far].setdefault(near, link)
            if far not in side.distance:
                side.distance[far] = side.distance[near] + 1
                reached.append(far)
    side.frontier = reached


def _walk(
    start: NodeKey, end: NodeKey, links: dict[NodeKey, dict[NodeKey, Link]]
) -> Iterator[PathFound]:
    """All shortest paths in the links found, in order of their nodes."""
    left = {end: 0}
    queue = [end]
    for node in queue:  # grows while it is read
        for far in links[node]:
            if far not in left:
                left[far] = left[node] + 1
                queue.append(far)
    if start not in left:
        return
    waiting: list[tuple[NodeKey, ...]] = [(start,)]
    while waiting:
        nodes = waiting.pop()
        last = nodes[-1]
        if last == end:
            steps = tuple(links[near][far] for near, far in pairwise(nodes))
            yield PathFound(nodes, steps)
            continue
        nearer = [far for far in links[last] if left[far] == left[last] - 1]
        waiting.extend((*nodes, far) for far in sorted(nearer, reverse=True))


def _found(
    view: FactView,
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
    facts = describe(view, list(hops))
    surroundings = Neighbourhood(
        focus=start,
        nodes=tuple(Shown(key, hop, facts.get(key)) for key, hop in hops.items()),
        links=tuple(sorted(used.values(), key=lambda link: link.link_id)),
        completeness=Completeness.cut(explored, *cut, advice=_ADVICE),
    )
    return PathsFound(tuple(paths), surroundings)
