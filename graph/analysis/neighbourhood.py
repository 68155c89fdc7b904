"""The surroundings of a node at any instant, with everything left out said."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.analysis.answer import Completeness
from graph.analysis.link_measure import rank_of
from graph.analysis.links import Link, links_of
from graph.analysis.relations import RELATIONS, relation_named, usual_relations
from graph.errors import NotFoundError
from graph.model import Fact, facts_of
from graph.vocabulary import NODE_KINDS, View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.snapshot.source import FactView

NodeKey = tuple[str, str]
"""(node kind, id)."""


def node_ref(key: NodeKey) -> str:
    """Id of a node in a picture: parties by their own id, others with their kind."""
    kind, node_id = key
    return node_id if kind == "party" else f"{kind}|{node_id}"


ADVICE = {
    "limit": "Lower the depth, name fewer relations, or raise the limit.",
    "hub_cap": "Open the folded node to page through the rest, or name fewer "
    "relations.",
    "reads": "Lower the depth, name fewer relations, or ask for fewer nodes at once.",
    "depth": "Raise the depth, or ask for what is around a node at the rim.",
    "outsiders": "Ask for what is around a member for its links outside the circle.",
}
"""What to do about each limit of a picture."""
HUB_CAP = 20
"""Links that a node brings in per relation, where nobody says how many."""
MOST_LINKS = 30_000
"""Links read for one picture, after which it goes no hop further. Judgement: about
three seconds of processor time."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How far to look.

    `relations` are by default those that a picture around such a node shows. `hub_cap`
    is how many links a node brings in per relation, largest amounts first; `limit` is
    the most nodes shown. Without `fold` each of parallel links is one of its own.
    """

    relations: tuple[str, ...] | None = None
    direction: str = "both"
    depth: int = 1
    limit: int = 60
    hub_cap: int = HUB_CAP
    fold: bool = True


@dataclass(slots=True)
class Shown:
    """A node of the picture and its distance.

    `hidden` counts links in the direction asked for that are not drawn, by relation,
    and `hidden_facts` the facts that they stand for; `folded` is how many of the links
    a cap left out although they are near enough, `folded_facts` the facts of those.
    """

    key: NodeKey
    hops: int
    fact: Fact | None = None
    hidden: dict[str, int] = field(default_factory=dict)
    hidden_facts: dict[str, int] = field(default_factory=dict)
    folded: int = 0
    folded_facts: int = 0

    def leave_out(
        self, relation: str, links: int, facts: int, *, folded: bool = False
    ) -> None:
        """Count links that are not drawn, and the facts that they stand for."""
        self.hidden[relation] = self.hidden.get(relation, 0) + links
        self.hidden_facts[relation] = self.hidden_facts.get(relation, 0) + facts
        if folded:
            self.folded += links
            self.folded_facts += facts


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Nodes by nearness, the links among them, and what was cut."""

    focus: NodeKey
    nodes: tuple[Shown, ...]
    links: tuple[Link, ...]
    completeness: Completeness


def neighbourhood(
    view: FactView, focus: NodeKey, extent: Extent | None = None
) -> Neighbourhood:
    """Nodes within some hops of `focus`, largest amounts first.

    Raises
    ------
    NotFoundError
        No such node is visible at that instant, or there is no such relation.

    Notes
    -----
    A handful of indexed reads per hop and relation; any store, any instant.
    """
    chosen = extent or Extent()
    if focus not in describe(view, [focus]):
        raise NotFoundError(*focus)
    walk = _Walk(view, chosen, focus)
    frontier = [focus]
    for hop in range(1, chosen.depth + 1):
        if walk.read > MOST_LINKS:
            walk.stop_at(hop - 1)
            break
        frontier = walk.step(frontier, hop)
    walk.finish(frontier)
    facts = describe(view, list(walk.shown))
    for key, shown in walk.shown.items():
        shown.fact = facts.get(key) or walk.event_facts.get(key)
    return Neighbourhood(
        focus=focus,
        nodes=tuple(walk.shown.values()),
        links=tuple(sorted(walk.drawn.values(), key=lambda link: link.link_id)),
        completeness=Completeness.cut(len(walk.shown), *walk.cut, advice=ADVICE),
    )


class _Walk:
    """Nodes shown, and every link of each of them, ranked within its relation."""

    def __init__(self, view: FactView, extent: Extent, focus: NodeKey) -> None:
        self.view, self.extent = view, extent
        self.relations = (
            usual_relations(View.NEIGHBOURHOOD, focus[0])
            if extent.relations is None
            else extent.relations
        )
        self.focus = focus
        self.shown: dict[NodeKey, Shown] = {focus: Shown(focus, 0)}
        self.ranked: dict[NodeKey, dict[str, list[Link]]] = {}
        self.drawn: dict[str, Link] = {}
        self.event_facts: dict[NodeKey, Fact] = {}
        self.cut: set[str] = set()
        self.unread: set[str] = set()
        self.read = 0
        self.reach = extent.depth

    def stop_at(self, hops: int) -> None:
        """Go no further: enough was read."""
        self.reach = hops
        self.cut.add("reads")

    def step(self, frontier: Sequence[NodeKey], hop: int) -> list[NodeKey]:
        """Show what the frontier's first links lead to; the nodes that are new."""
        self._read(frontier)
        added: list[NodeKey] = []
        for node in frontier:
            for links in self.ranked[node].values():
                for link in links[: self.extent.hub_cap]:
                    other = link.other(node)
                    if other not in self.shown and len(self.shown) < self.extent.limit:
                        self.shown[other] = Shown(other, hop)
                        added.append(other)
        return added

    def finish(self, frontier: Sequence[NodeKey]) -> None:
        """Draw the links among the nodes shown; count those that are not drawn."""
        self._read(frontier)
        for node, links in self._groups():
            inside = [link for link in links if link.other(node) in self.shown]
            kept = inside[: self.extent.hub_cap]
            self.drawn.update((link.link_id, link) for link in kept)
        for node, links in self._groups():
            for place, link in enumerate(links):
                if link.link_id not in self.drawn:
                    self._leave_out(node, link, place)
        for name in self.unread:
            self._count_unread(name)

    def _groups(self) -> Iterator[tuple[NodeKey, list[Link]]]:
        for node, groups in self.ranked.items():
            for links in groups.values():
                yield node, links

    def _leave_out(self, node: NodeKey, link: Link, place: int) -> None:
        shown, hub_cap = self.shown[node], self.extent.hub_cap
        inside = link.other(node) in self.shown
        near = inside or shown.hops < self.reach
        shown.leave_out(link.relation, 1, link.stands_for, folded=near)
        if near:
            self.cut.add("hub_cap" if inside or place >= hub_cap else "limit")
        elif self.reach == self.extent.depth:
            self.cut.add("depth")

    def _count_unread(self, name: str) -> None:
        """Count facts past the cap of reads; nobody knows where they lead."""
        there: Counter[NodeKey] = Counter()
        both = self.extent.direction == "both"
        for way in ("out", "in") if both else (self.extent.direction,):
            for end in relation_named(name).ends(way):
                ids = [
                    node_id for kind, node_id in self.ranked if kind == end.node_kind
                ]
                counts = self.view.count_by(end.kind, by=end.by, ids=ids)
                there.update({(end.node_kind, key): n for key, n in counts.items()})
        for node, count in there.items():
            seen = sum(link.stands_for for link in self.ranked[node].get(name, ()))
            if count > seen:
                missing = count - seen
                self.shown[node].leave_out(name, missing, missing, folded=True)

    def _read(self, frontier: Sequence[NodeKey]) -> None:
        page = links_of(
            self.view,
            frontier,
            self.relations,
            direction=self.extent.direction,
            fold=self.extent.fold,
        )
        self.read += sum(link.stands_for for link in page.links)
        self.cut.update(f"reads:{relation}" for relation in page.cut)
        self.unread.update(page.cut)
        groups: dict[NodeKey, dict[str, list[Link]]] = {
            node: defaultdict(list) for node in frontier
        }
        for link in sorted(page.links, key=lambda item: -rank_of(item)):
            if self._leads_through_the_focus(link):
                continue
            for node in dict.fromkeys(self._seen_from(link)):
                if node in groups:
                    groups[node][link.relation].append(link)
            if link.event is not None:
                self.event_facts[link.head] = link.event
        self.ranked.update(groups)

    def _leads_through_the_focus(self, link: Link) -> bool:
        """Whether it is whole, and its halves meet at the focus."""
        middle = link.facts[0]
        return (
            RELATIONS[link.relation].through is not None
            and (middle.kind.name, middle.subject_id) == self.focus
            and self.focus not in (link.tail, link.head)
        )

    def _seen_from(self, link: Link) -> tuple[NodeKey, ...]:
        """The ends from which a link leads on in the direction asked for."""
        return {"out": (link.tail,), "in": (link.head,)}.get(
            self.extent.direction, (link.tail, link.head)
        )


def describe(view: FactView, keys: Sequence[NodeKey]) -> dict[NodeKey, Fact]:
    """The descriptions of these nodes, in a read per node kind.

    Visible ones, and of parties that ended their last.
    """
    found: dict[NodeKey, Fact] = {}
    ids: dict[str, list[str]] = defaultdict(list)
    for kind_name, node_id in keys:
        ids[kind_name].append(node_id)
    for kind_name, wanted in ids.items():
        kind = NODE_KINDS.get(kind_name)
        if kind is None:
            continue
        table = view.known(kind, wanted)
        for fact in facts_of(kind, table):
            found[(kind_name, fact.subject_id)] = fact
    return found
