"""What is drawn around a circle: members, ties among them, who stands behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis.answer import Completeness
from graph.analysis.links import Link, links_of
from graph.analysis.neighbourhood import ADVICE, Neighbourhood, Shown, describe
from graph.analysis.relations import usual_relations
from graph.vocabulary import KINDS, Form, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.analysis.control import Controller
    from graph.analysis.neighbourhood import NodeKey
    from graph.snapshot import Snapshot
    from graph.snapshot.source import FactView

OUTSIDERS = 12
"""Most nodes drawn around a circle: a guarantor, an owner, a case each."""
CONTROLLERS = 24
"""Most controllers drawn within a circle, by judgement: more would hide its ring.

All are listed beside the picture; a circle of up to 49 firms has no more.
"""


def circle_surroundings(
    view: FactView,
    member_ids: Sequence[str],
    control: Sequence[Link] = (),
) -> Neighbourhood:
    """The members, every guarantee among them, and what ties them to each other.

    Outsiders are drawn if they touch two members or more (shared owners, people,
    addresses) or carry a risk event; the others are counted. `control` are derived
    links from controllers, the foremost first, which are drawn before all others.
    """
    members = [("party", member) for member in member_ids]
    inside = set(members)
    page = links_of(view, members, usual_relations(View.CIRCLE))
    touching: dict[NodeKey, set[NodeKey]] = {}
    for link in page.links:
        for member, other in ((link.tail, link.head), (link.head, link.tail)):
            if member in inside and other not in inside:
                touching.setdefault(other, set()).add(member)
    ranked = sorted(touching, key=lambda key: (-_interest(key, touching[key]), key))
    controllers = dict.fromkeys(link.tail for link in control)
    behind = sorted([key for key in controllers if key not in inside][:CONTROLLERS])
    kept = [key for key in ranked if _interest(key, touching[key]) > 1][:OUTSIDERS]
    kept = behind + [key for key in kept if key not in behind]
    drawn = inside | set(kept)
    links = [
        link
        for link in (*page.links, *control)
        if link.tail in drawn and link.head in drawn
    ]
    facts = describe(view, [*members, *kept])
    events = {link.head: link.event for link in links if link.event is not None}
    shown = [Shown(key, 0, facts.get(key)) for key in members]
    shown += [Shown(key, 1, facts.get(key) or events.get(key)) for key in kept]
    _count_hidden(shown, page.links, drawn)
    left_out = len({*touching, *controllers} - drawn)
    return Neighbourhood(
        focus=members[0],
        nodes=tuple(shown),
        links=tuple(links),
        completeness=Completeness.cut(
            len(drawn) + left_out,
            *(f"reads:{name}" for name in page.cut),
            "outsiders" if left_out else "",
            advice=ADVICE,
        ),
    )


def control_links(snapshot: Snapshot, controllers: Iterable[Controller]) -> list[Link]:
    """Derived links from each controller to the firms that answer to it."""
    links = []
    for controller in controllers:
        tail = snapshot.node_id("party", controller.number)
        for tie in controller.ties:
            head = snapshot.node_id("party", tie.firm)
            links.append(
                Link(
                    link_id=f"control|{tail}|{head}",
                    relation="control",
                    tail=("party", tail),
                    head=("party", head),
                    facts=(),
                    evidence=tie.evidence,
                )
            )
    return links


def _interest(key: NodeKey, members: set[NodeKey]) -> int:
    return len(members) + (2 if KINDS[key[0]].form is Form.STATEMENT else 0)


def _count_hidden(
    shown: Sequence[Shown], links: Iterable[Link], drawn: set[NodeKey]
) -> None:
    by_key = {node.key: node for node in shown}
    for link in links:
        for near, far in ((link.tail, link.head), (link.head, link.tail)):
            if near in by_key and far not in drawn:
                by_key[near].leave_out(link.relation, 1, link.stands_for)
