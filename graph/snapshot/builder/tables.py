"""Exported facts as the tables of a snapshot: nodes by number, facts by ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.descriptions import ORDER
from graph.kernels.csr import order_by, stable_order
from graph.snapshot.arrays import decoded, is_valid_mask, single_chunk, take_or_null
from graph.vocabulary import PropertyType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.vocabulary import Kind

PROVENANCE = ("source", "record_id", "valid_from", "valid_to")
_TIES = PROVENANCE[:3]


def node_table(
    kind: Kind, facts: pa.Table, ends: Mapping[str, Int32s], ids: pa.Array
) -> pa.Table:
    """One row per node, in the order of `ids`.

    Where several records describe a node, the rule of `graph.descriptions` makes one
    row of them.

    Parameters
    ----------
    facts
        Visible facts of the kind, with what orders them.
    ends
        Shape (rows,) by reference: node numbers, -1 where absent; the first is the
        node itself.
    """
    import pyarrow as pa

    n = len(ids)
    order = canonical_order([(ends[kind.tail.name], n)], facts, ORDER)
    own = ends[kind.tail.name][order]
    columns: dict[str, pa.Array] = {kind.tail.column: ids}
    for reference in kind.references[1:]:
        named = ends[reference.name][order]
        rows = _last(own, named >= 0, n)
        columns[reference.name] = pa.array(np.append(named, np.int32(-1))[rows])
    place = np.append(order, np.int32(-1))
    latest = place[_last(own, np.ones(own.size, bool), n)]
    if (own[1:] == own[:-1]).any():
        comparable = _one_currency(kind, facts, order, own, n)
        for item in kind.properties:
            column = single_chunk(facts, item.name)
            stated = is_valid_mask(column)[order]
            if item.type is PropertyType.MONEY or item.name == "currency":
                stated &= comparable
            columns[item.name] = take_or_null(column, place[_last(own, stated, n)])
    else:  # one record for each node: what it leaves out is left out
        for item in kind.properties:
            columns[item.name] = take_or_null(single_chunk(facts, item.name), latest)
    for name in PROVENANCE:
        columns[name] = take_or_null(single_chunk(facts, name), latest)
    return pa.table(columns)


def renumbered(table: pa.Table, kind: Kind, number: Int32s) -> pa.Table:
    """The node table with parties named by other numbers.

    Parameters
    ----------
    number
        Shape (parties + 1,): the new number of each, and -1 for -1.
    """
    import pyarrow as pa

    for reference in kind.references[1:]:
        if reference.node_kind == "party":
            place = table.column_names.index(reference.name)
            ends = number[single_chunk(table, reference.name).to_numpy()]
            table = table.set_column(place, reference.name, pa.array(ends))
    return table


def _last(own: Int32s, stated: NDArray[np.bool_], n: int) -> Int64s:
    """Last row of each node among those stated, -1 where none is; shape (n,)."""
    rows = np.flatnonzero(stated)
    last = np.full(n, -1, np.int64)
    last[own[rows]] = rows  # of equal indices numpy keeps the last
    return last


def _one_currency(
    kind: Kind, facts: pa.Table, order: Int32s, own: Int32s, n: int
) -> NDArray[np.bool_]:
    """Rows whose amounts are in the currency that the node's row will carry."""
    amounts = [p.name for p in kind.properties if p.type is PropertyType.MONEY]
    if "currency" not in kind.property_by_name:
        return np.ones(own.size, np.bool_)
    codes = single_chunk(facts, "currency").fill_null("").dictionary_encode().indices
    code = codes.to_numpy()[order]
    priced = np.logical_or.reduce(
        [is_valid_mask(single_chunk(facts, name)) for name in amounts]
    )
    last = _last(own, priced[order], n)
    return np.asarray((last[own] < 0) | (code == code[last[own]]))


def fact_table(
    kind: Kind,
    facts: pa.Table,
    ends: Mapping[str, Int32s],
    sizes: Mapping[str, int],
) -> pa.Table:
    """Facts by ends, ties by source, record and start.

    Parameters
    ----------
    ends
        Shape (rows,) by reference: node numbers, -1 where absent.
    sizes
        Nodes of each node kind.
    """
    import pyarrow as pa

    keys = [
        (ends[reference.name], sizes[reference.node_kind])
        for reference in kind.references[:2]
    ]
    order = canonical_order(keys, facts)
    columns = {item.name: pa.array(ends[item.name][order]) for item in kind.references}
    for name in (*(item.name for item in kind.properties), *PROVENANCE):
        columns[name] = take_or_null(single_chunk(facts, name), order)
    return pa.table(columns)


def canonical_order(
    ends: Sequence[tuple[Int32s, int]], facts: pa.Table, ties: Sequence[str] = _TIES
) -> Int32s:
    """Rows by their ends, ties by other columns, usually source, record and start.

    Parameters
    ----------
    ends
        Shape (rows,) each, in [-1, bound): node numbers with the number of nodes.
    facts
        Has the columns of `ties`.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    n = facts.num_rows
    keys = [(end + np.int32(1), bound + 1) for end, bound in ends]
    order = order_by(*keys) if keys else np.arange(n, dtype=np.int32)
    starts = np.zeros(n, np.bool_)
    starts[:1] = True
    for key, _ in keys:
        starts[1:] |= key[order[1:]] != key[order[:-1]]
    tied = ~starts
    tied[:-1] |= ~starts[1:]
    places = np.flatnonzero(tied)
    if places.size:
        rows = pa.array(order[places])
        rivals = pa.table({name: decoded(facts[name].take(rows)) for name in ties})
        rivals = rivals.append_column("group", pa.array(np.cumsum(starts)[places]))
        by = [(name, "ascending") for name in ("group", *ties)]
        order[places] = order[places[pc.sort_indices(rivals, sort_keys=by).to_numpy()]]
    return order


def adjacency(
    tail: Int32s, head: Int32s, n_tails: int, n_heads: int
) -> dict[str, NDArray[Any]]:
    """Row starts both ways of edges that are sorted by tail, then head.

    ``in_edge`` names the edge of each slot by head, ``in_tail`` its tail. O(n + m).
    """
    in_start, in_edge = stable_order(head, n_heads)
    return {
        "out_start": starts_of(tail, n_tails),
        "in_start": in_start,
        "in_edge": in_edge,
        "in_tail": tail[in_edge],
    }


def starts_of(rows: Int32s, n: int) -> Int64s:
    """First position of each row in ascending row numbers, shape (n + 1,)."""
    starts = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=n), out=starts[1:])
    return starts
