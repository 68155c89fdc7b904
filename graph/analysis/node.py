"""One node of any kind: its description, whom it names, and what it leads to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import Completeness, Meaning
from graph.analysis.description import (
    PropertyValue,
    SourceRecord,
    name_of,
    properties_of,
    source_of,
)
from graph.analysis.expansion import Expansion, expansions
from graph.analysis.neighbourhood import HUB_CAP, describe
from graph.errors import NotFoundError
from graph.instant import At, format_instant
from graph.model import Fact, facts_of
from graph.vocabulary import NODE_KINDS, Label

if TYPE_CHECKING:
    from graph.analysis.neighbourhood import NodeKey
    from graph.snapshot.source import FactView
    from graph.vocabulary import Kind

RECORDS = 200
_ADVICE = "More records describe this node than are listed."


@dataclass(frozen=True, slots=True)
class NodeRef:
    """A node by kind, id and name."""

    kind: str
    id: str
    name: str
    name_en: str | None


@dataclass(frozen=True, slots=True)
class NodeEnd:
    """A node that a description names, such as the borrower of a loan."""

    name: str
    label: Label
    node: NodeRef


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRecord(NodeRef):
    """Everything on a node's page that is not a picture."""

    properties: tuple[PropertyValue, ...]
    ends: Annotated[tuple[NodeEnd, ...], Meaning("The nodes that it names.")]
    relations: Annotated[
        tuple[Expansion, ...], Meaning("How many links it has, before drawing any.")
    ]
    valid_from: str | None
    valid_to: str | None
    sources: tuple[SourceRecord, ...]
    at: At
    completeness: Completeness


def node_kind(name: str) -> Kind:
    """The kind of node of that name.

    Raises
    ------
    NotFoundError
        No nodes are called so.
    """
    if name not in NODE_KINDS:
        raise NotFoundError("kind of node", name)
    return NODE_KINDS[name]


def node_record(
    view: FactView,
    key: NodeKey,
    *,
    sees_personal: bool,
    shown_cap: int = HUB_CAP,
    limit: int = RECORDS,
) -> NodeRecord:
    """A node with at most `limit` of the records that describe it.

    Of several descriptions `graph.descriptions` makes one.

    Raises
    ------
    NotFoundError
        There is no such kind of node, or no such node at that instant.

    Notes
    -----
    A handful of indexed reads, and one count per relation and direction.
    """
    kind = node_kind(key[0])
    fact = view.node(kind, key[1])
    table = view.select(kind, by=kind.tail.name, ids=[key[1]], limit=limit + 1)
    records = facts_of(kind, table.slice(0, limit)) or [fact]
    named = [
        (end, (end.node_kind, node_id))
        for end in kind.references[1:]
        if (node_id := fact.references[end.name]) is not None
    ]
    facts = describe(view, [other for _, other in named])
    own = _ref(key, fact, sees_personal=sees_personal)
    return NodeRecord(
        **asdict(own),
        properties=properties_of(
            fact, kind.node.named_by[:1], sees_personal=sees_personal
        ),
        ends=tuple(
            NodeEnd(
                end.name,
                end.label,
                _ref(other, facts.get(other), sees_personal=sees_personal),
            )
            for end, other in named
        ),
        relations=expansions(view, key, shown_cap=shown_cap),
        valid_from=format_instant(fact.valid_from),
        valid_to=format_instant(fact.valid_to),
        sources=tuple(source_of(record) for record in records),
        at=view.at,
        completeness=Completeness.cut(
            len(records), "records" if table.num_rows > limit else "", advice=_ADVICE
        ),
    )


def _ref(key: NodeKey, fact: Fact | None, *, sees_personal: bool) -> NodeRef:
    return NodeRef(*key, *name_of(fact, key, sees_personal=sees_personal))
