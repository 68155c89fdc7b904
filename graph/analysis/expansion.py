"""What a node could lead to: its links counted before any is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import Meaning
from graph.analysis.links import links_of
from graph.analysis.neighbourhood import HUB_CAP
from graph.analysis.relations import starts_at
from graph.instant import At
from graph.vocabulary import Form, Label

if TYPE_CHECKING:
    from graph.analysis.neighbourhood import NodeKey
    from graph.analysis.relations import End, Relation
    from graph.snapshot.source import FactView


@dataclass(frozen=True, slots=True)
class Expansion:
    """How many links there are before drawing any."""

    relation: str
    direction: str
    label: Label
    total: Annotated[int, Meaning("Facts, parallel ones each.")]
    nodes: Annotated[
        int | None,
        Meaning(
            "Nodes that they lead to; null where a node stands between, or where each "
            "fact is one."
        ),
    ]
    shown_cap: int


@dataclass(frozen=True, slots=True)
class Expansions:
    """The expand menu of a party."""

    party_id: str
    relations: tuple[Expansion, ...]
    at: At


def expansions(
    view: FactView, key: NodeKey, *, shown_cap: int = HUB_CAP
) -> tuple[Expansion, ...]:
    """Links of a node by relation and direction, in the order of the relations.

    Guarantees received are counted as contracts; up to `shown_cap` links of a line,
    parallel ones as one, are drawn at once.

    Notes
    -----
    An indexed count or two per relation and direction that such a node can have.
    """
    found = []
    for relation, direction, end in starts_at(key[0]):
        if end.kind.name == key[0] and end.by == end.kind.tail.name:
            # descriptions of the node itself: not each of them makes a link
            page = links_of(view, [key], (relation.name,), direction=direction)
            total = len(page.links)
            nodes = None
        else:
            counts = view.count_by(end.kind, by=end.by, ids=[key[1]])
            total = counts.get(key[1], 0)
            nodes = _nodes(view, relation, end, key[1]) if total else None
        found.append(
            Expansion(relation.name, direction, end.label, total, nodes, shown_cap)
        )
    return tuple(found)


def _nodes(view: FactView, relation: Relation, end: End, node_id: str) -> int | None:
    """How many nodes an edge's facts lead to from one of its ends."""
    kind = relation.kind
    if kind.form is not Form.EDGE or relation.through is not None:
        return None
    other = kind.head if end.by == kind.tail.name else kind.tail
    counts = view.count_by(kind, by=end.by, ids=[node_id], distinct=other.name)
    return counts.get(node_id, 0)
