"""Counting visible facts by what they are, whatever the store."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.vocabulary import KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.stores.view import StoreView
    from graph.vocabulary import Kind, Reference, RelationDisplay

UNKNOWN = "unknown"
"""Type of a party without a visible description."""


@dataclass(frozen=True, slots=True)
class EndCount:
    """Facts of `kind`, counted as `name` by the types of the parties at both ends.

    Where they end at a node that leads on, `onward` is its reference to the head.
    """

    kind: Kind
    name: str
    onward: Reference | None

    @property
    def middle(self) -> Kind:
        """What describes the node at which the facts end."""
        return KINDS[self.kind.head.node_kind]


def _end_count(kind: Kind, shown: RelationDisplay) -> EndCount:
    onward = shown.through and KINDS[kind.head.node_kind].reference(shown.through)
    return EndCount(kind, shown.name, onward or None)


BY_ENDS: dict[str, EndCount] = {
    kind.name: _end_count(kind, kind.relation)
    for kind in KINDS.values()
    if kind.counted_by_ends and kind.relation is not None
}
"""What is counted by the types of both ends, by the name of its kind."""


def count_facts(view: StoreView) -> dict[str, int]:
    """Visible facts under the names of `StoreView.counts`. O(facts)."""
    visible = {
        name: (view.nodes if kind.form is Form.NODE else view.select)(kind).to_pylist()
        for name, kind in KINDS.items()
    }
    counts: Counter[str] = Counter()
    for name, rows in visible.items():
        subtype = KINDS[name].subtype
        if name in BY_ENDS:
            counts.update(_names_by_ends(BY_ENDS[name], visible))
        elif subtype:
            counts.update(f"{name}.{row[subtype]}" for row in rows)
        elif rows:
            counts[name] += len(rows)
    return dict(counts)


def _names_by_ends(
    counted: EndCount, visible: Mapping[str, list[dict[str, Any]]]
) -> Iterator[str]:
    """What each visible fact is counted under."""
    kind, middle = counted.kind, counted.middle
    types = {row["party_id"]: row["party_type"] for row in visible["party"]}
    heads = None
    if counted.onward is not None:
        key, value = middle.tail.column, counted.onward.column
        heads = {row[key]: row[value] for row in visible[middle.name]}
    for row in visible[kind.name]:
        tail, head = row[kind.tail.column], row[kind.head.column]
        if heads is not None:
            head = heads.get(head)
        yield f"{counted.name}.{types.get(tail, UNKNOWN)}-{types.get(head, UNKNOWN)}"
