"""Which stored nodes take part in a snapshot, and their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.components import strong_labels
from graph.kernels.csr import Csr, stable_order
from graph.kernels.sorted_search import sorted_positions
from graph.snapshot.arrays import integers, single_chunk, take_or_null
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s

_SPREAD = 8


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """Nodes that take part, by rank of their id, and the ends of all facts by rank.

    Attributes
    ----------
    ids
        Per node kind: ids in ascending order.
    ends
        Per kind and reference: shape (rows of its export,), the rank, -1 where absent.
    """

    ids: Mapping[str, pa.Array]
    ends: dict[str, dict[str, Int32s]]


def rank_nodes(nodes: Mapping[str, pa.Table], exports: Mapping[str, pa.Table]) -> Ranks:
    """Rank the nodes that a visible fact describes or names.

    Others are left out: they may have become known later, and a snapshot must not
    change when it is built again for the same instant.

    Parameters
    ----------
    nodes
        `node_no` and `node_id` of every node, by node kind.
    exports
        Visible facts by kind.

    Notes
    -----
    O(n log n + m).
    """
    positions: dict[str, dict[str, Int32s]] = {name: {} for name in exports}
    ids: dict[str, pa.Array] = {}
    for node_kind, table in nodes.items():
        node_nos = integers(single_chunk(table, "node_no"), -1)
        named = [
            (name, reference)
            for name in exports
            for reference in KINDS[name].references
            if reference.node_kind == node_kind
        ]
        used = np.zeros(node_nos.size + 1, np.bool_)
        for name, reference in named:
            column = integers(single_chunk(exports[name], f"{reference.name}_no"), -1)
            found = _positions(node_nos, column)
            positions[name][reference.name] = found
            used[found] = True
        used[-1] = False
        ids[node_kind], rank = _ranked(single_chunk(table, "node_id"), used[:-1])
        for name, reference in named:
            ends = positions[name]
            ends[reference.name] = rank[ends[reference.name]]
    return Ranks(ids, positions)


def _positions(node_nos: Int64s, wanted: Int64s) -> Int32s:
    """Row of each number among `node_nos`, -1 for -1."""
    limit = int(node_nos.max(initial=-1)) + 1
    if limit <= _SPREAD * (node_nos.size + wanted.size) + _SPREAD:
        place = np.full(limit + 1, -1, np.int32)
        place[node_nos] = np.arange(node_nos.size, dtype=np.int32)
        positions: Int32s = place[wanted]
        return positions
    order = np.argsort(node_nos)
    found = sorted_positions(node_nos[order], wanted)
    return np.append(order, -1)[found].astype(np.int32)


def _ranked(ids: pa.Array, used: NDArray[np.bool_]) -> tuple[pa.Array, Int32s]:
    """The used ids in ascending order; rank of each, with -1 behind the last."""
    import pyarrow.compute as pc

    chosen = np.flatnonzero(used)
    order = chosen[pc.sort_indices(take_or_null(ids, chosen)).to_numpy()]
    rank = np.full(used.size + 1, -1, np.int32)
    rank[order] = np.arange(order.size, dtype=np.int32)
    return take_or_null(ids, order), rank


def number_parties(guarantor: Int32s, debtor: Int32s, n: int) -> tuple[Int32s, Int32s]:
    """Number parties, given by rank of id, so that distress only travels up.

    Components of the guarantee graph are numbered debtors first and stay together.
    Ranks rather than stored numbers go in, so that the order depends on ids and
    guarantees only.

    Returns
    -------
    tuple
        ``order[number] = rank``, shape (n,), and the component of each number,
        ascending, shape (n,).

    Notes
    -----
    O(n + m).
    """
    rows = Csr.build(guarantor, debtor, n)
    labels, count = strong_labels(rows.indptr, rows.indices)
    starts, order = stable_order(labels, count)
    component = np.repeat(np.arange(count, dtype=np.int32), np.diff(starts))
    return order, component
