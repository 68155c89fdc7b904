"""What a node could lead to: its links counted before any is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.links import links_of
from graph.analysis.relations import RELATIONS
from graph.vocabulary import KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.analysis.neighbourhood import NodeKey
    from graph.analysis.relations import Relation
    from graph.instant import At
    from graph.stores.base import Store
    from graph.vocabulary import Kind, Label


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
    return tuple(
        Expansion(relation.name, direction, label, total)
        for relation in RELATIONS.values()
        for direction, label, total in _counts(store, at, key, relation)
    )


def _counts(
    store: Store, at: At, key: NodeKey, relation: Relation
) -> Iterator[tuple[str, Label, int]]:
    display = relation.display
    node_kind, node_id = key

    def count(kind: Kind, end: str) -> int:
        return store.count_by(kind, at, by=end, ids=[node_id]).get(node_id, 0)

    if node_kind == relation.tail_kind:
        yield "out", display.outward, count(relation.kind, relation.tail.name)
    if relation.head is None:
        return
    if relation.through is not None and node_kind == relation.head.node_kind:
        yield "in", relation.tail.label, count(relation.kind, relation.head.name)
        yield "out", relation.through.label, 1
    if node_kind != relation.head_kind:
        return
    label = display.inward or display.label
    if relation.through is not None:
        middle = KINDS[relation.head.node_kind]
        yield "in", label, count(middle, relation.through.name)
    elif relation.kind.form is Form.NODE:  # its end may be unknown: then it has none
        page = links_of(store, at, [key], (relation.name,), direction="in")
        yield "in", label, len(page.links)
    else:
        yield "in", label, count(relation.kind, relation.head.name)
