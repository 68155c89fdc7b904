"""One node of any kind: its description, whom it names, and what it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.answer import Completeness
from graph.analysis.expansion import Expansion, expansions
from graph.analysis.neighbourhood import describe
from graph.errors import NotFoundError
from graph.model import Fact, facts_of
from graph.vocabulary import KINDS, Form

if TYPE_CHECKING:
    from graph.analysis.neighbourhood import NodeKey
    from graph.instant import At
    from graph.stores.base import Store
    from graph.vocabulary import Kind, Label

RECORDS = 200
_ADVICE = "More records describe this node than are listed."


@dataclass(frozen=True, slots=True)
class NodeEnd:
    """A node that a description names, such as the borrower of a loan.

    `fact` describes it; None where nothing visible does.
    """

    name: str
    label: Label
    key: NodeKey
    fact: Fact | None


@dataclass(frozen=True, slots=True)
class Node:
    """A node at an instant.

    Attributes
    ----------
    fact
        The description that counts: of several the one collected last.
    ends
        The nodes that it names.
    expansions
        Its links, counted by relation and direction.
    records
        Visible descriptions, the cap of which is in `completeness`.
    """

    key: NodeKey
    fact: Fact
    ends: tuple[NodeEnd, ...]
    expansions: tuple[Expansion, ...]
    records: tuple[Fact, ...]
    at: At
    completeness: Completeness


def node_kind(name: str) -> Kind:
    """The kind of node of that name.

    Raises
    ------
    NotFoundError
        No nodes are called so.
    """
    if name not in KINDS or KINDS[name].form is not Form.NODE:
        raise NotFoundError("kind of node", name)
    return KINDS[name]


def node_of(store: Store, at: At, key: NodeKey, *, limit: int = RECORDS) -> Node:
    """A node with at most `limit` of the records that describe it.

    Raises
    ------
    NotFoundError
        There is no such kind of node, or no such node at that instant.

    Notes
    -----
    A handful of indexed reads, and one count per relation and direction.
    """
    kind = node_kind(key[0])
    fact = store.node(kind, key[1], at)
    table = store.select(kind, at, by=kind.tail.name, ids=[key[1]], limit=limit + 1)
    records = facts_of(kind, table.slice(0, limit))
    named = [
        (end, (end.node_kind, node_id))
        for end in kind.references[1:]
        if (node_id := fact.references[end.name]) is not None
    ]
    facts = describe(store, at, [other for _, other in named])
    return Node(
        key=key,
        fact=fact,
        ends=tuple(
            NodeEnd(end.name, end.label, other, facts.get(other))
            for end, other in named
        ),
        expansions=expansions(store, at, key),
        records=tuple(records),
        at=at,
        completeness=Completeness.cut(
            len(records), "records" if table.num_rows > limit else "", advice=_ADVICE
        ),
    )
