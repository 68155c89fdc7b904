"""Relations by which pictures lead from node to node, derived from the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import NotFoundError
from graph.vocabulary import DERIVED, KINDS, Form, Kind, RelationDisplay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.vocabulary import Label, Property, Reference, View


@dataclass(frozen=True, slots=True)
class End:
    """Where a relation starts from nodes of a kind: facts that name them at `by`.

    `label` is what it leads to from there.
    """

    node_kind: str
    kind: Kind
    by: str
    label: Label


@dataclass(frozen=True, slots=True)
class Through:
    """The node in the middle of a relation, of the kind `middle`.

    The fact that the relation rests on names it at `entry`, and it names the node at
    the head at `onward`.
    """

    middle: Kind
    entry: Reference
    onward: Reference


@dataclass(frozen=True, slots=True)
class Relation:
    """The facts of `kind`, seen from either end.

    `tail` and `head` are references of the kind; without a `head` the fact itself is
    the node at the other end. With `through` the link goes on from the node at the
    head to one that it names.
    """

    kind: Kind
    display: RelationDisplay
    tail: Reference
    head: Reference | None
    through: Through | None = None

    @property
    def name(self) -> str:
        """As the API calls it."""
        return self.display.name

    @property
    def tail_kind(self) -> str:
        """Kind of the node at its tail."""
        return self.tail.node_kind

    @property
    def head_kind(self) -> str:
        """Kind of the node at its head."""
        end = self.head if self.through is None else self.through.onward
        return self.kind.name if end is None else end.node_kind

    def ends(self, direction: str) -> tuple[End, ...]:
        """Where it starts ``out`` of its tail, or ``in`` from its head.

        A relation that leads through a node starts there, too.
        """
        shown = self.display
        back = shown.inward or shown.label
        outward = End(self.tail_kind, self.kind, self.tail.name, shown.outward)
        if self.through is None:
            if direction == "out":
                return (outward,)
            if self.head is None:
                return ()
            return (End(self.head_kind, self.kind, self.head.name, back),)
        middle, onward = self.through.middle, self.through.onward
        if direction == "out":
            return (outward, End(middle.name, middle, middle.tail.name, onward.label))
        return (
            End(self.head_kind, middle, onward.name, back),
            End(middle.name, self.kind, self.through.entry.name, self.tail.label),
        )

    @property
    def measure(self) -> Property | None:
        """Money or share that ranks its links; of the node that it leads through."""
        name = self.display.measure
        described = self.kind if self.through is None else self.through.middle
        return None if name is None else described.property_by_name[name]


def _relation(kind: Kind, display: RelationDisplay) -> Relation:
    if kind.form is Form.STATEMENT:
        return Relation(kind, display, kind.tail, None)
    if kind.form is Form.NODE:
        tail = kind.reference(display.tail or kind.tail.name)
        return Relation(kind, display, tail, kind.tail)
    through = None
    if display.through is not None:
        middle = KINDS[kind.head.node_kind]
        through = Through(middle, kind.head, middle.reference(display.through))
    return Relation(kind, display, kind.tail, kind.head, through)


RELATIONS: dict[str, Relation] = {
    item.name: item
    for item in sorted(
        (
            _relation(kind, kind.relation)
            for kind in KINDS.values()
            if kind.relation is not None
        ),
        key=lambda item: item.display.rank,
    )
}
"""Relations that facts stand behind, in the order in which people see them."""

DISPLAYS: dict[str, RelationDisplay] = {
    display.name: display
    for display in sorted(
        [*(item.display for item in RELATIONS.values()), *DERIVED],
        key=lambda display: display.rank,
    )
}
"""How each relation is shown, the derived ones too."""


def relation_named(name: str) -> Relation:
    """The relation of that name.

    Raises
    ------
    NotFoundError
        No kind of fact has such a relation.
    """
    if name not in RELATIONS:
        raise NotFoundError("relation", name)
    return RELATIONS[name]


def starts_at(node_kind: str) -> Iterator[tuple[Relation, str, End]]:
    """Each way on from nodes of a kind: relation, direction (``out``, ``in``), end."""
    for relation in RELATIONS.values():
        for direction in ("out", "in"):
            for end in relation.ends(direction):
                if end.node_kind == node_kind:
                    yield relation, direction, end


def usual_relations(view: View, node_kind: str = "party") -> tuple[str, ...]:
    """Relations that a picture around a node shows without being asked.

    Around any node but a party also those that start at its kind.
    """
    names = {item.name for item in RELATIONS.values() if view in item.display.views}
    if node_kind != "party":
        names.update(relation.name for relation, *_ in starts_at(node_kind))
    return tuple(name for name in RELATIONS if name in names)
