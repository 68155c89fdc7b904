"""Counting visible facts by what they are, whatever the store."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.vocabulary import KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.stores.view import StoreView
    from graph.vocabulary import Kind, Reference, RelationDisplay

UNKNOWN = "unknown"
"""Type of a party that is not described, and never was until then."""


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


def last_types(view: StoreView, party_ids: Iterable[str]) -> dict[str, str]:
    """Types that parties without a visible description had last, where they had one."""
    ended = view.known(KINDS["party"], sorted(party_ids))
    return dict(
        zip(ended["party_id"].to_pylist(), ended["party_type"].to_pylist(), strict=True)
    )


def count_facts(view: StoreView) -> dict[str, int]:
    """Visible facts under the names of `StoreView.counts`. O(facts)."""
    visible = {
        name: (view.nodes if kind.form is Form.NODE else view.select)(kind).to_pylist()
        for name, kind in KINDS.items()
    }
    types = {row["party_id"]: row["party_type"] for row in visible["party"]}
    ends = {name: list(_ends(BY_ENDS[name], visible)) for name in BY_ENDS}
    named = {end for pairs in ends.values() for pair in pairs for end in pair}
    types |= last_types(view, named - set(types) - {None})
    counts: Counter[str] = Counter()
    for name, rows in visible.items():
        subtype = KINDS[name].subtype
        if name in BY_ENDS:
            counts.update(
                f"{BY_ENDS[name].name}."
                f"{types.get(tail, UNKNOWN)}-{types.get(head, UNKNOWN)}"
                for tail, head in ends[name]
            )
        elif subtype:
            counts.update(f"{name}.{row[subtype]}" for row in rows)
        elif rows:
            counts[name] += len(rows)
    return dict(counts)


def _ends(
    counted: EndCount, visible: Mapping[str, list[dict[str, Any]]]
) -> Iterator[tuple[Any, Any]]:
    """Parties at both ends of each visible fact; None where nothing leads to one."""
    kind, middle = counted.kind, counted.middle
    heads = None
    if counted.onward is not None:
        key, value = middle.tail.column, counted.onward.column
        heads = {row[key]: row[value] for row in visible[middle.name]}
    for row in visible[kind.name]:
        tail, head = row[kind.tail.column], row[kind.head.column]
        if heads is not None:
            head = heads.get(head)
        yield tail, head
