"""Drawn transfers as the facts that a snapshot is built from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.instant import BEGINNING
from graph.stores.columns import dormant_schema, export_schema, node_schema

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.instant import At
    from graph.vocabulary import Kind
    from tests.benchmarks.money import Money


def account_ids(numbers: NDArray[np.integer[Any]]) -> pa.Array:
    """Ids of accounts by their numbers."""
    return pc.binary_join_element_wise("account", pa.array(numbers).cast("string"), ":")


@dataclass(frozen=True)
class MoneyFacts:
    """A `FactSource` of some of the transfers, and its own view of its only instant."""

    money: Money
    chosen: NDArray[np.int64]
    instant: At
    url = "benchmark://money"
    store_id = "benchmark"

    def at(self, as_of: int | None = None, known_at: int | None = None) -> At:  # noqa: ARG002 - there is one instant
        """That instant."""
        return self.instant

    def sequence(self, known_at: int | None = None) -> int:  # noqa: ARG002 - the same
        """Nothing was committed."""
        return 0

    def view(self, at: At) -> MoneyFacts:  # noqa: ARG002 - the same
        """Itself."""
        return self

    def node_ids(self, node_kind: str) -> pa.Table:
        """Number and id of each account."""
        count = self.money.accounts if node_kind == "account" else 0
        numbers = np.arange(count)
        return pa.table([numbers, account_ids(numbers)], schema=node_schema())

    def export(self, kind: Kind, *, ended: bool = False) -> pa.Table:
        """Accounts and transfers; nothing else, and nothing that is over."""
        schema = export_schema(kind)
        columns = {} if ended else self._columns(kind.name)
        n = len(columns["record_id"]) if columns else 0
        same = {
            "source": "benchmark",
            "valid_from": BEGINNING,
            "content_hash": 0,
            "collected_at": 0,
            "recorded_from": 0,
            "transfer_type": "transfer",
            "currency": "CNY",
        }
        for field in schema:
            if field.name not in columns:
                value = pa.scalar(same.get(field.name), field.type)
                columns[field.name] = pa.repeat(value, n)
        return pa.table([columns[name] for name in schema.names], schema=schema)

    def _columns(self, kind: str) -> dict[str, Any]:
        """What differs between the rows of a kind."""
        money, chosen = self.money, self.chosen
        if kind == "account":
            numbers = np.arange(money.accounts)
            return {"account_no": numbers, "record_id": account_ids(numbers)}
        if kind == "transfer":
            return {
                "payer_no": money.payer[chosen].astype(np.int64),
                "payee_no": money.payee[chosen].astype(np.int64),
                "valid_from": money.time[chosen],
                "amount": money.amount[chosen].astype(np.int64),
                "record_id": pa.array(chosen).cast("string"),
            }
        return {}

    def dormant(self, kind: Kind) -> pa.Table:
        """Nothing."""
        return dormant_schema(kind).empty_table()
