"""Compile every kernel by walking a tiny economy through every analysis."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from graph.analysis.check import Checker
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.transfer_check import TransferChecker
from graph.instant import BEGINNING
from graph.model import FactBatch, batch_schema
from graph.stores import open_store
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.progress import Progress
    from graph.stores.base import Store

FIRMS = "abc"
GUARANTEES = ("ab", "bc", "ca", "ac")
"""Guarantor and debtor of each contract: a circle of three firms with a chord."""


def compile_kernels(progress: Progress) -> None:
    """Run the analyses on a circle of three firms with a chord."""
    with tempfile.TemporaryDirectory() as folder, open_store("memory://") as store:
        _write_circle(store)
        publish(store, Path(folder), progress=progress)
        published = open_published(store, Path(folder))
        progress("kernels", 1, 3)
        published.warm_up()
        progress("kernels", 2, 3)
        Checker.of(published.snapshot).warm_up()
        TransferChecker.of(published.snapshot).warm_up()
        progress("kernels", 3, 3)


def _write_circle(store: Store) -> None:
    import pyarrow as pa

    facts: dict[str, list[dict[str, object]]] = {
        "party": [
            {"party_id": firm, "party_type": "company", "name": firm} for firm in FIRMS
        ],
        "guarantee": [
            {"guarantee_id": pair, "debtor_id": pair[1], "cap": 100}
            for pair in GUARANTEES
        ],
        "guarantor": [
            {"guarantee_id": pair, "guarantor_id": pair[0]} for pair in GUARANTEES
        ],
    }
    for name, rows in facts.items():
        named = [
            {"source": "warmup", "record_id": str(number), "valid_from": BEGINNING}
            | {"collected_at": 0, **row}
            for number, row in enumerate(rows)
        ]
        kind = KINDS[name]
        store.append(FactBatch(kind, pa.Table.from_pylist(named, batch_schema(kind))))
