"""The surroundings of a node at any instant, with everything left out said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.analysis.answer import Completeness
from graph.analysis.links import RELATIONS, Link, links_of
from graph.errors import NotFoundError
from graph.model import Fact, facts_of
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.instant import At
    from graph.stores.base import Store

NodeKey = tuple[str, str]
"""(node kind, id)."""

HUB_ADVICE = "Open the folded node to page through the rest, or name fewer relations."
LIMIT_ADVICE = "Lower the depth, name fewer relations, or raise the limit."


@dataclass(frozen=True, slots=True)
class Extent:
    """How far to look. `hub_cap` bounds the links drawn per node and relation."""

    relations: tuple[str, ...] = ("guarantee", "ownership", "role", "event")
    direction: str = "both"
    depth: int = 1
    limit: int = 60
    hub_cap: int = 20


@dataclass(slots=True)
class Shown:
    """A node of the picture and its distance.

    `hidden` counts links that lead out of the picture, by relation; `folded` is how
    many of them a cap left out although they are near enough.
    """

    key: NodeKey
    hops: int
    fact: Fact | None = None
    hidden: dict[str, int] = field(default_factory=dict)
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Nodes by nearness, the links among them, and what was cut."""

    focus: NodeKey
    nodes: tuple[Shown, ...]
    links: tuple[Link, ...]
    completeness: Completeness


def neighbourhood(
    store: Store, at: At, focus: NodeKey, extent: Extent | None = None
) -> Neighbourhood:
    """Nodes within some hops of `focus`, largest amounts first.

    Raises
    ------
    NotFoundError
        No such node is visible at that instant.

    Notes
    -----
    A handful of indexed reads per hop and relation; any store, any instant.
    """
    chosen = extent or Extent()
    walk = _Walk(store, at, chosen, focus)
    if focus not in describe(store, at, [focus]):
        raise NotFoundError(*focus)
    frontier = [focus]
    for hop in range(1, chosen.depth + 1):
        frontier = walk.step(frontier, hop)
    walk.close(frontier)
    facts = describe(store, at, list(walk.shown))
    for key, shown in walk.shown.items():
        shown.fact = facts.get(key) or walk.event_facts.get(key)
    return Neighbourhood(
        focus=focus,
        nodes=tuple(walk.shown.values()),
        links=tuple(sorted(walk.links.values(), key=lambda link: link.link_id)),
        completeness=Completeness.cut(
            len(walk.shown),
            *walk.cut,
            advice=LIMIT_ADVICE if "limit" in walk.cut else HUB_ADVICE,
        ),
    )


class _Walk:
    def __init__(self, store: Store, at: At, extent: Extent, focus: NodeKey) -> None:
        self.store, self.at, self.extent = store, at, extent
        self.shown: dict[NodeKey, Shown] = {focus: Shown(focus, 0)}
        self.links: dict[str, Link] = {}
        self.event_facts: dict[NodeKey, Fact] = {}
        self.cut: set[str] = set()

    def step(self, frontier: Sequence[NodeKey], hop: int) -> list[NodeKey]:
        """Add the links of the frontier; the nodes that are new."""
        page = self._read(frontier)
        added: list[NodeKey] = []
        for node in frontier:
            for relation, links in _by_relation(page, node).items():
                kept = self._cap(node, relation, links)
                for link in kept:
                    other = link.other(node)
                    if other not in self.shown:
                        if len(self.shown) >= self.extent.limit:
                            self._fold(node, relation, 1, "limit")
                            continue
                        self.shown[other] = Shown(other, hop)
                        added.append(other)
                    self._add(link)
        return added

    def close(self, frontier: Sequence[NodeKey]) -> None:
        """Add links among the nodes shown; count what leads out of the picture."""
        page = self._read(frontier)
        for node in frontier:
            for relation, links in _by_relation(page, node).items():
                for link in links:
                    if link.other(node) in self.shown:
                        self._add(link)
                    else:
                        self._hide(node, relation, 1)

    def _read(self, frontier: Sequence[NodeKey]) -> tuple[Link, ...]:
        page = links_of(
            self.store,
            self.at,
            frontier,
            self.extent.relations,
            direction=self.extent.direction,
        )
        self.cut.update(f"reads:{relation}" for relation in page.cut)
        return page.links

    def _cap(self, node: NodeKey, relation: str, links: list[Link]) -> list[Link]:
        ordered = sorted(links, key=lambda link: (-amount_of(link), link.link_id))
        cap = self.extent.hub_cap
        if len(ordered) > cap:
            self._fold(node, relation, len(ordered) - cap, "hub_cap")
        return ordered[:cap]

    def _fold(self, node: NodeKey, relation: str, count: int, limit: str) -> None:
        self.cut.add(limit)
        self.shown[node].folded += count
        self._hide(node, relation, count)

    def _hide(self, node: NodeKey, relation: str, count: int) -> None:
        hidden = self.shown[node].hidden
        hidden[relation] = hidden.get(relation, 0) + count

    def _add(self, link: Link) -> None:
        self.links[link.link_id] = link
        if RELATIONS[link.relation].head is None:
            self.event_facts[link.head] = link.facts[0]


def _by_relation(links: Iterable[Link], node: NodeKey) -> dict[str, list[Link]]:
    grouped: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if node in (link.tail, link.head):
            grouped[link.relation].append(link)
    return grouped


def amount_of(link: Link) -> float:
    """What ranks a link: money in minor units or a share; unknown comes last."""
    properties = link.facts[0].properties
    for name in ("cap", "amount", "outstanding", "share"):
        if properties.get(name) is not None:
            return float(properties[name])
    return -1.0


def describe(store: Store, at: At, keys: Sequence[NodeKey]) -> dict[NodeKey, Fact]:
    """The visible descriptions of these nodes, in a read per node kind."""
    found: dict[NodeKey, Fact] = {}
    ids: dict[str, list[str]] = defaultdict(list)
    for kind_name, node_id in keys:
        ids[kind_name].append(node_id)
    for kind_name, wanted in ids.items():
        if kind_name not in KINDS or KINDS[kind_name].form != "node":
            continue
        kind = KINDS[kind_name]
        table = store.select(kind, at, by=kind.tail.name, ids=wanted)
        for fact in facts_of(kind, table):
            found[(kind_name, fact.subject_id)] = fact
    return found


def expansion_counts(store: Store, at: At, party_id: str) -> dict[tuple[str, str], int]:
    """How many links of each (relation, direction) a party has: the expand menu.

    Guarantees received are counted as contracts.
    """
    counts: dict[tuple[str, str], int] = {}
    for name, relation in RELATIONS.items():
        ends = [
            ("out", relation.kind, relation.tail, relation.tail_kind),
            ("in", relation.kind, relation.head, relation.head_kind),
        ]
        if name == "guarantee":
            ends[1] = ("in", "guarantee", "debtor", "party")
        for direction, kind, end, node_kind in ends:
            if node_kind == "party" and end is not None:
                found = store.count_by(KINDS[kind], at, by=end, ids=[party_id])
                counts[name, direction] = found.get(party_id, 0)
    return counts
