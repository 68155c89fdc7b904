"""What a node could lead to: its links counted before any is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.links import links_of
from graph.analysis.neighbourhood import HUB_CAP
from graph.analysis.relations import starts_at
from graph.instant import At
from graph.vocabulary import Label

if TYPE_CHECKING:
    from graph.analysis.neighbourhood import NodeKey
    from graph.snapshot.source import FactView


@dataclass(frozen=True, slots=True)
class Expansion:
    """How many links there are before drawing any."""

    relation: str
    direction: str
    label: Label
    total: int
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

    Guarantees received are counted as contracts; up to `shown_cap` links of a line
    are drawn at once.

    Notes
    -----
    An indexed count per relation and direction that such a node can have.
    """
    found = []
    for relation, direction, end in starts_at(key[0]):
        if end.kind.name == key[0] and end.by == end.kind.tail.name:
            # descriptions of the node itself: not each of them makes a link
            page = links_of(view, [key], (relation.name,), direction=direction)
            total = len(page.links)
        else:
            counts = view.count_by(end.kind, by=end.by, ids=[key[1]])
            total = counts.get(key[1], 0)
        found.append(Expansion(relation.name, direction, end.label, total, shown_cap))
    return tuple(found)
