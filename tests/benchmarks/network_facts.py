"""A drawn network as the facts that a snapshot is built from, one contract an edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.instant import BEGINNING
from graph.stores.columns import dormant_schema, export_schema, node_schema

if TYPE_CHECKING:
    from graph.instant import At
    from graph.vocabulary import Kind
    from tests.benchmarks.networks import Network

DAY = 86_400_000


@dataclass(frozen=True)
class NetworkFacts:
    """A `FactSource`, and its own view of its only instant.

    Contracts are in force at that instant and fall due within two years after it.
    """

    network: Network
    instant: At
    url = "benchmark://network"
    store_id = "benchmark"

    def at(self, as_of: int | None = None, known_at: int | None = None) -> At:  # noqa: ARG002 - there is one instant
        """That instant."""
        return self.instant

    def sequence(self, known_at: int | None = None) -> int:  # noqa: ARG002 - the same
        """Nothing was committed."""
        return 0

    def view(self, at: At) -> NetworkFacts:  # noqa: ARG002 - the same
        """Itself."""
        return self

    def ids(self, node_kind: str) -> pa.Array:
        """Ids of the firms or of the contracts between them."""
        count = {"party": self.network.n, "guarantee": self.network.drawn.tail.size}
        numbers = pa.array(np.arange(count.get(node_kind, 0))).cast(pa.string())
        return pc.binary_join_element_wise(node_kind, numbers, ":")

    def node_ids(self, node_kind: str) -> pa.Table:
        """Number and id of each."""
        ids = self.ids(node_kind)
        return pa.table([np.arange(len(ids)), ids], schema=node_schema())

    def export(self, kind: Kind, *, ended: bool = False) -> pa.Table:
        """Firms, contracts and promises; nothing else, and nothing that is over."""
        schema = export_schema(kind)
        columns = {} if ended else self._columns(kind.name)
        n = len(columns["record_id"]) if columns else 0
        same = {
            "source": "benchmark",
            "valid_from": BEGINNING,
            "content_hash": 0,
            "collected_at": 0,
            "recorded_from": 0,
        }
        for field in schema:
            if field.name not in columns:
                value = pa.scalar(same.get(field.name), field.type)
                columns[field.name] = pa.repeat(value, n)
        return pa.table([columns[name] for name in schema.names], schema=schema)

    def _columns(self, kind: str) -> dict[str, Any]:
        """What differs between the rows of a kind."""
        tail, head = self.network.random_ends
        if kind == "party":
            ids = self.ids(kind)
            own = {"party_no": np.arange(len(ids)), "name": ids}
            return {
                **own,
                "record_id": ids,
                "party_type": pa.repeat("company", len(ids)),
            }
        ids = self.ids("guarantee")
        number = np.arange(len(ids))
        if kind == "guarantee":
            due = self.instant.as_of + DAY * (2 + number % 720)
            own = {"guarantee_no": number, "debtor_no": head.astype(np.int64)}
            return {**own, "record_id": ids, "maturity": due}
        if kind == "guarantor":
            own = {"guarantor_no": tail.astype(np.int64), "guarantee_no": number}
            return {**own, "record_id": ids}
        return {}

    def dormant(self, kind: Kind) -> pa.Table:
        """Nothing."""
        return dormant_schema(kind).empty_table()
