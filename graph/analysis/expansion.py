"""What a node could lead to: its links counted before any is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.links import links_of
from graph.analysis.relations import starts_at

if TYPE_CHECKING:
    from graph.analysis.neighbourhood import NodeKey
    from graph.instant import At
    from graph.stores.base import Store
    from graph.vocabulary import Label


@dataclass(frozen=True, slots=True)
class Expansion:
    """How many links of a relation a node has in one direction: a line of the menu."""

    relation: str
    direction: str
    label: Label
    total: int


def expansions(store: Store, at: At, key: NodeKey) -> tuple[Expansion, ...]:
    """Links of a node by relation and direction, in the order of the relations.

    Guarantees received are counted as contracts.

    Notes
    -----
    An indexed count per relation and direction that such a node can have.
    """
    found = []
    for relation, direction, end in starts_at(key[0]):
        if end.kind.name == key[0] and end.by == end.kind.tail.name:
            # descriptions of the node itself: not each of them makes a link
            page = links_of(store, at, [key], (relation.name,), direction=direction)
            total = len(page.links)
        else:
            counts = store.count_by(end.kind, at, by=end.by, ids=[key[1]])
            total = counts.get(key[1], 0)
        found.append(Expansion(relation.name, direction, end.label, total))
    return tuple(found)
