"""Relations of nodes at any instant, from a store or a snapshot, as links to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from graph.analysis.contract_terms import with_force
from graph.analysis.parallel import fold_links, parallel_rows, standing_for
from graph.analysis.relations import relation_named
from graph.analysis.tables import rows_naming
from graph.model import Fact, facts_of
from graph.vocabulary import KINDS, Form, Loss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pyarrow as pa

    from graph.analysis.answer import Sentence
    from graph.analysis.parallel import Parallel
    from graph.analysis.relations import End, Relation, Through
    from graph.legal_force import Force
    from graph.snapshot.source import FactView
    from graph.vocabulary import Kind

FIRST_HALF = "|signed"
"""Ends the id of a link to the node in the middle, unlike that of the whole."""
READ_CAP = 50_000
"""Facts read of a relation at once: a judgement, about a second of a slow store."""


class Link(NamedTuple):
    """One relation between two nodes; ids carry their node kind.

    `facts` are the facts behind it: of one that leads through a node that node, then
    what ties the tail to it; for a guarantee the contract, then the promise. A derived
    link has none but `evidence`. `force` is None for what is no guarantee. `loss` says
    which way distress travels: against a guarantee, from debtor to guarantor.
    `parallel` is what several facts between the same two nodes come to; `facts` are
    then those of one of them.
    """

    link_id: str
    relation: str
    tail: tuple[str, str]  # (node kind, id)
    head: tuple[str, str]
    facts: tuple[Fact, ...]
    force: Force | None = None
    loss: Loss = Loss.NONE
    evidence: Sentence | None = None
    parallel: Parallel | None = None

    @property
    def stands_for(self) -> int:
        """How many facts it is drawn for."""
        return 1 if self.parallel is None else self.parallel.count

    @property
    def event(self) -> Fact | None:
        """The fact that is itself the node at the head, such as a case."""
        return next((f for f in self.facts if f.kind.form is Form.STATEMENT), None)

    def other(self, node: tuple[str, str]) -> tuple[str, str]:
        """The end that is not `node`."""
        return self.head if node == self.tail else self.tail


@dataclass(frozen=True, slots=True)
class LinkPage:
    """Links of some nodes, and the relations whose links were cut at the cap."""

    links: tuple[Link, ...]
    cut: frozenset[str]


def links_of(
    view: FactView,
    nodes: Sequence[tuple[str, str]],
    relations: Iterable[str],
    *,
    direction: str = "both",
    fold: bool = True,
    cap: int = READ_CAP,
) -> LinkPage:
    """Links of these nodes by the named relations, at most `cap` facts of each.

    Parallel links, of one relation from one node to another and alike in what names
    them and in their legal force, are one link that says how many it stands for.

    Parameters
    ----------
    nodes
        (node kind, id) pairs. Links that lead through a node, as guarantees do through
        a contract, are two at that node: one to it and one from it.
    direction
        ``out`` follows links from their tail, ``in`` from their head, ``both`` either.
    fold
        False gives each link by itself.

    Raises
    ------
    NotFoundError
        There is no such relation.

    Notes
    -----
    A handful of indexed reads per relation.
    """
    found: dict[str, Link] = {}
    cut: set[str] = set()
    for name in relations:
        relation = relation_named(name)
        whole: Sequence[str] = ()
        for way in ("out", "in") if direction == "both" else (direction,):
            for end in relation.ends(way):
                ids = [node_id for kind, node_id in nodes if kind == end.node_kind]
                if not ids:
                    continue
                links, more = _read(
                    view, relation, end, ids, but_of=whole, fold=fold, cap=cap
                )
                if end.node_kind == relation.tail_kind and way == "out" and not more:
                    whole = ids  # what the other end would read again
                for link in links:  # a cap may leave out more at one end
                    if link.stands_for >= found.get(link.link_id, link).stands_for:
                        found[link.link_id] = link
                if more:
                    cut.add(name)
    ordered = sorted(found.values(), key=lambda link: link.link_id)
    return LinkPage(tuple(ordered), frozenset(cut))


def _read(
    view: FactView,
    relation: Relation,
    end: End,
    ids: Sequence[str],
    *,
    but_of: Sequence[str],
    fold: bool,
    cap: int,
) -> tuple[list[Link], bool]:
    """Links at one end; where they lead through a node without the tails `but_of`."""
    if relation.through is not None:
        links, more = _led_through(
            view, relation, relation.through, end, ids, but_of=but_of, cap=cap
        )
        return fold_links(relation, links) if fold else links, more
    table = _reader(view, end.kind)(end.kind, by=end.by, ids=ids, limit=cap + 1)
    more = table.num_rows > cap
    table = table.slice(0, cap)
    parallels: Sequence[Parallel | None] = [None] * table.num_rows
    if fold and relation.head is not None and table.num_rows:
        rows, parallels = parallel_rows(relation, table)
        table = table.take(rows)
    facts = facts_of(end.kind, table)
    return [
        standing_for(link, parallel)
        for fact, parallel in zip(facts, parallels, strict=True)
        if (link := plain_link(relation, fact)) is not None
    ], more


def _reader(view: FactView, kind: Kind) -> Callable[..., pa.Table]:
    """Nodes are read once each, other facts one by one."""
    return view.nodes if kind.form is Form.NODE else view.select


def plain_link(relation: Relation, fact: Fact) -> Link | None:
    """The link that one fact states; None where it names nobody at an end."""
    head = (
        f"{fact.source}|{fact.record_id}"  # records are named within their source
        if relation.head is None
        else fact.references[relation.head.name]
    )
    return _link(
        relation,
        f"{fact.source}|{fact.record_id}|{fact.valid_from}",
        (relation.tail_kind, fact.references[relation.tail.name]),
        (relation.head_kind, head),
        (fact,),
    )


def _link(
    relation: Relation,
    name: str,
    tail: tuple[str, str | None],
    head: tuple[str, str | None],
    facts: tuple[Fact, ...],
    *,
    force: Force | None = None,
) -> Link | None:
    """A link between (node kind, id or None); None where nobody is at an end."""
    (tail_kind, tail_id), (head_kind, head_id) = tail, head
    if tail_id is None or head_id is None:
        return None
    return Link(
        link_id=f"{relation.name}|{name}",
        relation=relation.name,
        tail=(tail_kind, tail_id),
        head=(head_kind, head_id),
        facts=facts,
        force=force,
        loss=relation.kind.loss,
    )


def _led_through(
    view: FactView,
    relation: Relation,
    through: Through,
    end: End,
    ids: Sequence[str],
    *,
    but_of: Sequence[str],
    cap: int,
) -> tuple[list[Link], bool]:
    """Whole links from an end of the relation; at the node in the middle, halves."""
    middle, entry = through.middle, through.entry
    table = _reader(view, end.kind)(end.kind, by=end.by, ids=ids, limit=cap + 1)
    more = table.num_rows > cap
    table = table.slice(0, cap)
    if end.kind is middle:
        passed = table
        middle_ids = sorted(set(table[middle.tail.column].to_pylist()))
        ties = view.select(relation.kind, by=entry.name, ids=middle_ids)
        if end.node_kind != middle.name:  # halves are not known
            ties = rows_naming(ties, relation.tail.column, but_of, others=True)
            passed = rows_naming(passed, middle.tail.column, ties[entry.column])
    else:
        ties = table
        middle_ids = sorted(set(table[entry.column].to_pylist()))
        passed = view.nodes(middle, by=middle.tail.name, ids=middle_ids)
    by_id = {item[0].subject_id: item for item in _with_force(view, middle, passed)}
    if end.kind is middle and end.node_kind == middle.name:
        links = [_second_half(relation, through, *item) for item in by_id.values()]
    else:
        build = _first_half if end.node_kind == middle.name else _whole
        links = [
            build(relation, through, tie, *by_id[middle_id])
            for tie in facts_of(relation.kind, ties)
            if (middle_id := tie.references[entry.name]) in by_id
        ]
    return [link for link in links if link is not None], more


def _with_force(
    view: FactView, middle: Kind, table: pa.Table
) -> Sequence[tuple[Fact, Force | None]]:
    """Nodes in the middle, guarantees with what decides on their legal force."""
    if middle is KINDS["guarantee"]:
        return with_force(view, table)
    return [(fact, None) for fact in facts_of(middle, table)]


def _whole(
    relation: Relation, through: Through, tie: Fact, middle: Fact, force: Force | None
) -> Link | None:
    tail = tie.references[relation.tail.name]
    return _link(
        relation,
        f"{tail}|{middle.subject_id}",
        (relation.tail_kind, tail),
        (relation.head_kind, middle.references[through.onward.name]),
        (middle, tie),
        force=force,
    )


def _first_half(
    relation: Relation, through: Through, tie: Fact, middle: Fact, force: Force | None
) -> Link | None:
    """From the tail to the middle: of a guarantee from guarantor to contract."""
    tail = tie.references[relation.tail.name]
    return _link(
        relation,
        f"{tail}|{middle.subject_id}{FIRST_HALF}",
        (relation.tail_kind, tail),
        (through.middle.name, middle.subject_id),
        (middle, tie),
        force=force,
    )


def _second_half(
    relation: Relation, through: Through, middle: Fact, force: Force | None
) -> Link | None:
    """From the middle to the head: of a guarantee from contract to debtor."""
    return _link(
        relation,
        f"|{middle.subject_id}",
        (through.middle.name, middle.subject_id),
        (relation.head_kind, middle.references[through.onward.name]),
        (middle,),
        force=force,
    )
