"""Facts as nodes and edges, as pictures show them: a guarantee from firm to firm.

Edges are the relations of the vocabulary. One that leads through a node, as guarantees
do through their contract, carries what that node states; such nodes are none here. What
happened to a party is a node of its own. Statements without a relation, such as balance
sheets and ratings, are neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.relations import RELATIONS
from graph.interchange.typed import times, typed_facts
from graph.snapshot.arrays import decoded
from graph.vocabulary import KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from graph.analysis.relations import Relation, Through
    from graph.interchange.outgoing import Extract
    from graph.vocabulary import Kind

KIND = "kind"
"""Attribute that names the kind of a node, or the relation of an edge."""
BAND = "band"
"""Attribute of parties where findings are given."""
_SOURCE = "record_source"
"""Not ``source``: programs call an end of an edge so."""


@dataclass(frozen=True, slots=True, eq=False)
class Elements:
    """Nodes of one kind, or edges of one relation.

    Attributes
    ----------
    name
        Of the kind or the relation.
    ids
        What names each node; of edges the pairs of `ids` (tails) and `heads`.
    heads
        None of nodes.
    labels
        What each is called.
    attributes
        A typed column each; null where not known.
    begins, ends
        First instant of each and the first behind it, UTC; null where not known or
        open.
    """

    name: str
    ids: pa.Array
    heads: pa.Array | None
    labels: pa.Array
    attributes: pa.Table
    begins: pa.Array
    ends: pa.Array

    def __len__(self) -> int:
        return len(self.ids)

    def slices(self, rows: int) -> Iterator[Elements]:
        """Parts of at most so many rows."""
        for start in range(0, len(self), rows):
            yield Elements(
                self.name,
                self.ids.slice(start, rows),
                None if self.heads is None else self.heads.slice(start, rows),
                self.labels.slice(start, rows),
                self.attributes.slice(start, rows),
                self.begins.slice(start, rows),
                self.ends.slice(start, rows),
            )


def nodes_of(extract: Extract) -> Iterator[Elements]:
    """Nodes by kind: those with ids, then events; with bands where they are given."""
    for kind in _node_kinds():
        facts = extract.facts.get(kind.name)
        if facts is not None:
            yield _nodes(kind, facts, extract.bands)


def edges_of(extract: Extract) -> Iterator[Elements]:
    """Edges by relation; both ends of each are among the nodes."""
    for relation in RELATIONS.values():
        facts = extract.facts.get(relation.kind.name)
        if facts is not None:
            edges = _edges(relation, facts, extract.facts)
            if len(edges):
                yield edges


def _node_kinds() -> list[Kind]:
    middles = {item.through.middle.name for item in RELATIONS.values() if item.through}
    events = [item.kind for item in RELATIONS.values() if item.head is None]
    plain = (kind for kind in KINDS.values() if kind.form is Form.NODE)
    return [*(kind for kind in plain if kind.name not in middles), *events]


def _nodes(kind: Kind, facts: pa.Table, bands: Mapping[str, int]) -> Elements:
    import pyarrow as pa
    import pyarrow.compute as pc

    typed = typed_facts(kind, facts).combine_chunks()
    ids = node_names(kind, typed)
    attributes = _attributes(typed, leaving=(kind.tail.column,))
    if kind.name == "party" and bands:
        known = pa.array(list(bands), pa.string())
        band = pa.array(list(bands.values()), pa.int64())
        band = band.take(pc.index_in(ids, value_set=known))
        attributes = attributes.append_column(BAND, band)
    labels = ids
    for name in reversed(kind.node.named_by):
        if name in typed.column_names:
            stated = _one(typed[name])
            named = pc.fill_null(pc.not_equal(stated, ""), fill_value=False)
            labels = pc.if_else(named, stated, labels)
    return Elements(kind.name, ids, None, labels, attributes, *_span(kind, typed))


def _edges(
    relation: Relation, facts: pa.Table, others: Mapping[str, pa.Table]
) -> Elements:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = relation.kind
    typed = typed_facts(kind, facts).combine_chunks()
    tails = _prefixed(relation.tail_kind, _one(typed[relation.tail.column]))
    if kind.form is Form.EDGE:
        attributes = _attributes(typed, tuple(item.column for item in kind.references))
        heads = _prefixed(kind.head.node_kind, _one(typed[kind.head.column]))
    else:
        attributes = typed.select(list(times(kind)))  # the rest the node tells
        heads = node_names(kind, typed)
    if (through := relation.through) is not None:
        names = _one(typed[through.entry.column])
        middles = _stated(through, names, others)
        heads = _prefixed(relation.head_kind, _one(middles[through.onward.column]))
        attributes = _with_middle(attributes, middles, through)
    there = pc.and_(pc.is_valid(tails), pc.is_valid(heads))
    attributes = attributes.filter(there).combine_chunks()
    tails, heads = tails.filter(there), heads.filter(there)
    labels = pa.array([relation.display.phrase.en] * len(tails), pa.string())
    span = _span(kind, attributes)
    return Elements(relation.name, tails, heads, labels, attributes, *span)


def _stated(
    through: Through, names: pa.Array, others: Mapping[str, pa.Table]
) -> pa.Table:
    """What the nodes in the middle state, a row for each of these ids."""
    import pyarrow.compute as pc

    middle = through.middle
    stated = typed_facts(middle, others[middle.name])
    places = pc.index_in(names, value_set=_one(stated[middle.tail.column]))
    return stated.take(places).combine_chunks()


def _with_middle(attributes: pa.Table, middles: pa.Table, through: Through) -> pa.Table:
    """Also what the node in the middle states; both hold together only."""
    import pyarrow as pa
    import pyarrow.compute as pc

    own = {*attributes.column_names, through.onward.column, "source", "collected_at"}
    for name in middles.column_names:
        if name not in own:
            attributes = attributes.append_column(name, middles[name])
    both = (pc.max_element_wise, pc.min_element_wise)
    for name, narrower in zip(times(through.middle), both, strict=True):
        sides = (table[name].cast(pa.int64()) for table in (attributes, middles))
        place = attributes.column_names.index(name)
        moments = narrower(*sides).cast(middles[name].type)
        attributes = attributes.set_column(place, name, moments)
    return attributes


def _attributes(typed: pa.Table, leaving: tuple[str, ...]) -> pa.Table:
    kept = [
        name for name in typed.column_names if name not in {*leaving, "collected_at"}
    ]
    names = [_SOURCE if name == "source" else name for name in kept]
    return typed.select(kept).rename_columns(names)


def node_names(kind: Kind, facts: pa.Table) -> pa.Array:
    """As pictures name nodes: parties by their id, others after their kind."""
    import pyarrow.compute as pc

    if kind.form is Form.NODE:
        return _prefixed(kind.name, _one(facts[kind.tail.column]))
    names = (decoded(_one(facts[name])) for name in ("source", "record_id"))
    return pc.binary_join_element_wise(kind.name, *names, "|")


def _prefixed(kind: str, ids: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    if kind == "party":
        return ids
    return pc.binary_join_element_wise(kind, ids, "|")


def _span(kind: Kind, typed: pa.Table) -> tuple[pa.Array, pa.Array]:
    import pyarrow as pa

    names = times(kind)
    begins = _one(typed[names[0]])
    if len(names) > 1:
        return begins, _one(typed[names[1]])
    return begins, pa.nulls(len(begins), begins.type)


def _one(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array."""
    import pyarrow as pa

    chunks = column.chunks
    return pa.concat_arrays(chunks) if chunks else pa.array([], column.type)
