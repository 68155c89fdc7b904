"""Counting visible facts by what they are, whatever the store."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.view import StoreView

UNKNOWN = "unknown"
"""Type of a party without a visible description."""


def count_facts(view: StoreView) -> dict[str, int]:
    """Visible facts under the names of `StoreView.counts`. O(facts)."""
    visible = {name: view.select(kind).to_pylist() for name, kind in KINDS.items()}
    types = _latest(visible["party"], "party_id", "party_type")
    debtors = _latest(visible["guarantee"], "guarantee_id", "debtor_id")

    def ends(tail: str, head: str) -> str:
        return f"{types.get(tail, UNKNOWN)}-{types.get(head, UNKNOWN)}"

    counts: Counter[str] = Counter()
    for name, rows in visible.items():
        subtype = KINDS[name].subtype
        for row in rows:
            if name == "guarantor":
                debtor = debtors.get(row["guarantee_id"], "")
                counts[f"guarantee.{ends(row['guarantor_id'], debtor)}"] += 1
            elif name == "ownership":
                counts[f"ownership.{ends(row['owner_id'], row['asset_id'])}"] += 1
            else:
                counts[f"{name}.{row[subtype]}" if subtype else name] += 1
    return dict(counts)


def _latest(rows: list[dict[str, Any]], key: str, value: str) -> dict[str, str]:
    """Value per node by the description collected last, ties by name."""
    rows = sorted(
        rows, key=lambda row: (row["collected_at"], row["source"], row["record_id"])
    )
    return {row[key]: row[value] for row in rows}
