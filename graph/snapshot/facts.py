"""The facts of a snapshot one by one, as a store gives those of an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.descriptions import REMEMBERED
from graph.errors import NotFoundError
from graph.kernels.csr import range_positions, stable_order
from graph.model import batch_schema, facts_of
from graph.snapshot.arrays import (
    column,
    decoded,
    integers,
    is_valid_mask,
    nulls,
    single_chunk,
    take_or_null,
)
from graph.vocabulary import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from graph.instant import At
    from graph.kernels.csr import Int32s, Int64s
    from graph.model import Fact
    from graph.snapshot.view import Snapshot
    from graph.vocabulary import Kind, Reference

RECORDED = ("recorded_from", "recorded_to")
_OPEN = 2**63 - 1
"""An end that never comes."""

NOT_KEPT = frozenset({"collected_at", "file", "row", *RECORDED})
"""Columns that are null here: a snapshot does not depend on where a fact was seen."""


class SnapshotView:
    """Facts of a snapshot by what they refer to; the rows that a store's view gives.

    Two things differ from a store: the columns `NOT_KEPT` are null, and a node that
    several records describe is one row, made of all of them and named after the newest
    (see `graph.descriptions`).
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._rows: dict[tuple[str, str], tuple[Int64s, Int32s]] = {}

    @property
    def at(self) -> At:
        """Instant of the snapshot."""
        return self._snapshot.manifest.at

    def select(
        self,
        kind: Kind,
        *,
        by: str | None = None,
        ids: Sequence[str] = (),
        limit: int | None = None,
    ) -> pa.Table:
        """Facts, ordered by source, record_id.

        With `by`, only those whose reference of that name is one of `ids`. Columns:
        `batch_schema(kind)`, then `recorded_from` and `recorded_to`.

        Notes
        -----
        O(k log k) for k rows found; the first call by a reference that has no
        adjacency in the snapshot's files is O(n).
        """
        if by is None:
            rows = np.arange(self._table(kind).num_rows, dtype=np.int32)
        else:
            starts, row = self._by(kind, by)
            numbers = self._numbers(kind, by, ids)
            first = starts[numbers]
            rows = row[range_positions(first, starts[numbers + 1] - first)]
        rows = self._in_order(kind, self._described(kind, rows))
        return self._materialise(kind, rows[:limit])

    def nodes(
        self,
        kind: Kind,
        *,
        by: str | None = None,
        ids: Sequence[str] = (),
        limit: int | None = None,
    ) -> pa.Table:
        """Nodes of a node kind, each once: as `select`, since none is here twice."""
        return self.select(kind, by=by, ids=ids, limit=limit)

    def known(self, kind: Kind, ids: Sequence[str]) -> pa.Table:
        """These nodes as `nodes` has them; parties that ended as described last."""
        numbers = self._numbers(kind, kind.tail.name, ids)
        rows = self._in_order(kind, self._described(kind, numbers, over=True))
        return self._materialise(kind, rows)

    def dormant(
        self, kind: Kind, *, by: str | None = None, ids: Sequence[str] = ()
    ) -> pa.Table:
        """Loans that hold at another time and decide on a contract of the snapshot.

        Columns as a store's view gives them. Of other kinds none is kept.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        table = self._snapshot.dormant_loans
        if kind.name != "loan":
            raise NotFoundError("dormant facts of kind", kind.name)
        if by is None:
            return table
        wanted = pa.array(list(ids), pa.string())
        return table.filter(pc.is_in(table[f"{by}_id"], wanted))

    def count_by(
        self, kind: Kind, *, by: str, ids: Sequence[str], distinct: str | None = None
    ) -> dict[str, int]:
        """How many facts name each id at that reference; zeros left out.

        With `distinct`, the other end of an edge, how many nodes they name there.
        """
        starts, row = self._by(kind, by)
        counts: dict[str, int] = {}
        numbers = self._numbers(kind, by, ids)
        names = take_or_null(self._snapshot.ids(kind.reference(by).node_kind), numbers)
        for name, number in zip(names.to_pylist(), numbers.tolist(), strict=True):
            own = row[starts[number] : starts[number + 1]]
            found = self._described(kind, own)
            if distinct is not None:
                found = np.unique(column(self._table(kind), distinct)[found])
            count = found.size
            if count:
                counts[name] = count
        return counts

    def node(self, node_kind: Kind, node_id: str) -> Fact:
        """The description of a node.

        Raises
        ------
        NotFoundError
            No fact describes it.
        """
        table = self.known(node_kind, [node_id])
        if not table.num_rows:
            raise NotFoundError(node_kind.name, node_id)
        return facts_of(node_kind, table)[0]

    def _table(self, kind: Kind) -> pa.Table:
        if kind.form is Form.NODE:
            return self._snapshot.nodes(kind.name)
        return self._snapshot.facts(kind.name)

    def _numbers(self, kind: Kind, by: str, ids: Sequence[str]) -> Int32s:
        """Distinct numbers of those ids that the snapshot has, ascending."""
        found = self._snapshot.numbers(kind.reference(by).node_kind, list(ids))
        return np.unique(found[found >= 0])

    def _by(self, kind: Kind, by: str) -> tuple[Int64s, Int32s]:
        """Row starts by number of the node at that reference, and the rows."""
        key = (kind.name, by)
        if key not in self._rows:
            self._rows[key] = self._find_rows(kind, kind.reference(by))
        return self._rows[key]

    def _find_rows(self, kind: Kind, reference: Reference) -> tuple[Int64s, Int32s]:
        snapshot = self._snapshot
        n = len(snapshot.ids(reference.node_kind))
        if kind.form is Form.NODE and reference == kind.tail:
            return np.arange(n + 1), np.arange(n, dtype=np.int32)
        if kind.form is Form.EDGE and reference in kind.references[:2]:
            leaving = reference == kind.tail
            edges = (snapshot.outgoing if leaving else snapshot.incoming)(kind.name)
            return edges.indptr, edges.edge
        named = column(self._table(kind), reference.name) + np.int32(1)
        starts, rows = stable_order(named, n + 1)
        return starts[1:], rows

    def _described(self, kind: Kind, rows: Int32s, *, over: bool = False) -> Int32s:
        """Those rows that a fact stands behind: not those of nodes only named.

        Nor, unless `over`, those of nodes whose last description ended.
        """
        if kind.form is not Form.NODE:
            return rows
        sources = take_or_null(single_chunk(self._table(kind), "source"), rows)
        stands = is_valid_mask(sources)
        if not over and kind.name in REMEMBERED:
            ends = take_or_null(single_chunk(self._table(kind), "valid_to"), rows)
            stands &= integers(ends, _OPEN) > self.at.as_of
        described: Int32s = rows[stands]
        return described

    def _in_order(self, kind: Kind, rows: Int32s) -> Int32s:
        import pyarrow as pa
        import pyarrow.compute as pc

        table = self._table(kind)
        names = {
            name: decoded(take_or_null(single_chunk(table, name), rows))
            for name in ("source", "record_id")
        }
        by = [(name, "ascending") for name in names]
        ordered: Int32s = rows[pc.sort_indices(pa.table(names), sort_keys=by)]
        return ordered

    def _materialise(self, kind: Kind, rows: Int32s) -> pa.Table:
        """Rows of the kind's table with ids for numbers and nulls for `NOT_KEPT`."""
        import pyarrow as pa

        kept = self._table(kind).take(rows)
        place = {name: number for number, name in enumerate(kept.column_names)}
        columns = {}
        ids = {item.column: item for item in kind.references}
        for field in batch_schema(kind):
            if field.name in NOT_KEPT:
                columns[field.name] = nulls(rows.size, field.type)
            elif field.name in place:
                columns[field.name] = decoded(kept.column(place[field.name]))
            else:
                item = ids[field.name]
                numbers = kept.column(place[item.name]).to_numpy()
                nodes = self._snapshot.ids(item.node_kind)
                columns[field.name] = take_or_null(nodes, numbers)
        for name in RECORDED:
            columns[name] = nulls(rows.size, pa.int64())
        return pa.table(columns)
