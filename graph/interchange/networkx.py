"""A snapshot as a graph of networkx, whose algorithms then run on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.analysis.relations import relation_named
from graph.instant import BEGINNING
from graph.interchange.elements import KIND, node_names
from graph.interchange.markup import plain_texts
from graph.interchange.typed import times, typed_values
from graph.snapshot.arrays import (
    column,
    decoded,
    integers,
    single_chunk,
    take_or_null,
)
from graph.vocabulary import KINDS, Form, PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.analysis.relations import Relation
    from graph.kernels.csr import Int32s
    from graph.snapshot import Snapshot
    from graph.vocabulary import Kind

Attributes = dict[str, Any]

_OPEN = 2**63 - 1
"""An end that never comes."""


def to_networkx(
    snapshot: Snapshot, relations: Iterable[str] = ("guarantee",)
) -> nx.MultiDiGraph:
    """Nodes and edges of some relations, as `graph.interchange.elements` has them.

    Guarantees lead from guarantor to debtor, one edge per promise; parallel edges stay
    apart, numbered by their keys. Nodes are all of the kinds that the relations tie.
    Ids are those of pictures: parties have their own, others begin with their kind.

    Nodes carry their ``kind``, name and subtype; edges their ``kind``, the amount or
    share that ranks them, the id of the contract, and their times. Amounts are numbers
    in major units of ``currency``, instants text as in the API; what is not known is
    left out. Personal data never go along.

    Parameters
    ----------
    relations
        Such as ``guarantee``, ``ownership``, ``role``.

    Raises
    ------
    NotFoundError
        There is no such relation.

    Notes
    -----
    O(nodes + edges); less than twice as long as networkx takes for a list of edges.

    Examples
    --------
    >>> from graph.testing.facts import guarantee_rows, snapshot_of
    >>> graph = to_networkx(snapshot_of(guarantee_rows(("a", "b")), as_of=0))
    >>> list(graph.edges(data="guarantee_id"))
    [('a', 'b', 'a>b')]
    """
    import networkx as nx

    chosen = [relation_named(name) for name in dict.fromkeys(relations)]
    ends = {end for item in chosen for end in (item.tail_kind, item.head_kind)}
    graph = nx.MultiDiGraph()
    ids = {}
    for kind in (kind for kind in KINDS.values() if kind.name in ends):
        table = _table(snapshot, kind)
        ids[kind.name] = node_names(kind, table).to_pylist()
        rows = _rows(kind.name, table.num_rows, _node_columns(kind, table))
        _add_nodes(graph, ids[kind.name], rows)
    first = 0
    for relation in chosen:
        tails, heads, rows = _edges(snapshot, relation)
        starts, stops = ids[relation.tail_kind], ids[relation.head_kind]
        froms = [starts[number] for number in tails.tolist()]
        tos = [stops[number] for number in heads.tolist()]
        _add_edges(graph, zip(froms, tos, rows, strict=True), first)
        first += len(rows)
    return graph


# networkx's own ways copy each dict and look for each end six times: twice as long.
def _add_nodes(graph: nx.MultiDiGraph, ids: list[str], rows: list[Attributes]) -> None:
    """Nodes that the graph does not have."""
    graph._node.update(zip(ids, rows, strict=True))  # noqa: SLF001 - see above
    graph._succ.update((node, {}) for node in ids)  # noqa: SLF001
    graph._pred.update((node, {}) for node in ids)  # noqa: SLF001


def _add_edges(
    graph: nx.MultiDiGraph, ties: Iterable[tuple[str, str, Attributes]], first: int
) -> None:
    """Edges between nodes that the graph has, with numbers for keys."""
    followers, leaders = graph._succ, graph._pred  # noqa: SLF001 - see above
    for key, (tail, head, row) in enumerate(ties, first):
        after = followers[tail]
        if head in after:
            after[head][key] = row
        else:
            after[head] = leaders[head][tail] = {key: row}


def _table(snapshot: Snapshot, kind: Kind) -> pa.Table:
    return (snapshot.nodes if kind.form is Form.NODE else snapshot.facts)(kind.name)


def _node_columns(kind: Kind, table: pa.Table) -> dict[str, pa.ChunkedArray]:
    shown = {kind.subtype, *kind.node.named_by}
    return {
        item.name: decoded(table[item.name])
        for item in kind.properties
        if item.name in shown and not item.personal
    }


def _edges(
    snapshot: Snapshot, relation: Relation
) -> tuple[Int32s, Int32s, list[Attributes]]:
    """Numbers of the ends of each edge, and what it carries."""
    kind = relation.kind
    table = _table(snapshot, kind)
    tails = column(table, relation.tail.name)
    heads = np.arange(table.num_rows, dtype=np.int32)
    if kind.form is Form.EDGE:
        heads = column(table, kind.head.name)
    described, (begins, ends) = table, _span(table)
    carried: dict[str, Any] = {}
    if (through := relation.through) is not None:
        middles = _table(snapshot, through.middle)
        named = take_or_null(snapshot.ids(through.middle.name), heads)
        carried[through.middle.tail.column] = named
        described = middles.select(_measures(relation)).take(heads)
        since, until = _span(middles)
        begins, ends = np.maximum(begins, since[heads]), np.minimum(ends, until[heads])
        heads = column(middles, through.onward.name)[heads]
    if kind.form is Form.EDGE:  # of others the node itself tells
        carried |= _measured(relation, described)
    moments = (_instants(begins, BEGINNING), _instants(ends, _OPEN))
    carried |= zip(times(kind), moments, strict=False)  # of events there is no end
    rows = _rows(relation.name, table.num_rows, carried)
    known = (tails >= 0) & (heads >= 0)
    if not known.all():
        rows = [rows[place] for place in np.flatnonzero(known).tolist()]
        tails, heads = tails[known], heads[known]
    return tails, heads, rows


def _measures(relation: Relation) -> list[str]:
    """Columns of what ranks the relation's edges."""
    measure = relation.measure
    if measure is None:
        return []
    is_money = measure.type is PropertyType.MONEY
    return [measure.name, "currency"] if is_money else [measure.name]


def _measured(relation: Relation, facts: pa.Table) -> dict[str, Any]:
    if (measure := relation.measure) is None:
        return {}
    found = {name: decoded(facts[name]) for name in _measures(relation)}
    return found | {measure.name: typed_values(measure, facts)}


def _span(table: pa.Table) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Beginnings and ends of facts, milliseconds, shape (rows,)."""
    return (
        integers(single_chunk(table, "valid_from"), BEGINNING),
        integers(single_chunk(table, "valid_to"), _OPEN),
    )


def _instants(moments: NDArray[np.int64], unknown: int) -> pa.Array:
    import pyarrow as pa

    return pa.array(moments, mask=moments == unknown).cast(pa.timestamp("ms", "UTC"))


def _rows(kind: str, count: int, columns: Mapping[str, Any]) -> list[Attributes]:
    """What is known of each element, a dict a row."""
    rows: list[Attributes] = [{KIND: kind} for _ in range(count)]
    for name, values in columns.items():
        if values.null_count < count:
            for row, value in zip(rows, _plain(values), strict=True):
                if value is not None:
                    row[name] = value
    return rows


def _plain(values: pa.Array | pa.ChunkedArray) -> list[Any]:
    """Decimals as floats, instants as text, made once for each that is there."""
    import pyarrow as pa

    if pa.types.is_timestamp(values.type):
        coded = values.dictionary_encode()
        texts = [*plain_texts(coded.dictionary).to_pylist(), None]
        places = coded.indices.fill_null(len(texts) - 1).to_numpy(zero_copy_only=False)
        return [texts[place] for place in places.tolist()]
    if pa.types.is_decimal(values.type):
        # by their text, which gives the nearest number; Arrow's own way does not
        values = values.cast(pa.string()).cast(pa.float64())
    found: list[Any] = values.to_pylist()
    return found
