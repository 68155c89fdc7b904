"""From a store to a held snapshot with findings: what loading data ends in."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from graph.analysis.contagion import ContagionParameters
from graph.analysis.findings import Findings
from graph.analysis.receipt import stage
from graph.analysis.registry import published_analyses
from graph.analysis.shelf import Shelf
from graph.engines.local import LOCAL
from graph.errors import NotFoundError, SnapshotError
from graph.instant import At
from graph.model import Publication, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pyarrow as pa

    from graph.analysis.entry import Result
    from graph.engines.base import Engine
    from graph.snapshot import Snapshot
    from graph.stores.base import Store


def publish(
    store: Store,
    data_dir: Path,
    *,
    at: At | None = None,
    reporting_currency: str = "CNY",
    parameters: ContagionParameters | None = None,
    engine: Engine = LOCAL,
    progress: Callable[[str, int, int], None] | None = None,
) -> Snapshot:
    """Build a snapshot, run every published analysis, write the findings, publish.

    The snapshot becomes the store's current one only after its findings are in.

    Raises
    ------
    MissingRateError
        An amount's currency has no rate to the reporting currency.
    """
    from graph.snapshot_build import build_snapshot

    shelf = Shelf(data_dir, store.url)
    sequence = store.sequence()
    newest = store.at()
    if at is None:
        at = newest
    elif at.known_at > newest.known_at:  # later commits are the overlay's
        at = At(at.as_of, newest.known_at)
    snapshot = build_snapshot(
        store,
        at,
        shelf.folder,
        reporting_currency=reporting_currency,
        progress=progress,
    )
    given = {} if parameters is None else {"pd": asdict(parameters)}
    results = {
        analysis.name: analysis.run(
            snapshot, given.get(analysis.name, {}), engine, progress
        )
        for analysis in published_analyses()
    }
    with stage(progress, "findings"):
        write_findings(store, snapshot, results, sequence=sequence)
    shelf.publish(snapshot.manifest.snapshot_id, sequence)
    return snapshot


def write_findings(
    store: Store,
    snapshot: Snapshot,
    results: Mapping[str, Result],
    *,
    sequence: int | None = None,
) -> None:
    """Replace the store's findings by those of these results, and publish them.

    `sequence` is the store's when the snapshot was begun, by default what it is now.
    """
    now = time.time_ns() // 1_000_000
    for analysis in published_analyses():
        assert analysis.findings is not None  # noqa: S101 - which is what published means
        receipt = results[analysis.name].receipt
        run = Run(
            run_id=receipt.key(),
            analysis=analysis.name,
            snapshot_id=snapshot.manifest.snapshot_id,
            created_at=now,
            receipt=receipt.to_dict(),
        )
        store.write_findings(run, analysis.findings(snapshot, results))
    manifest = snapshot.manifest
    publication = Publication(
        snapshot_id=manifest.snapshot_id,
        as_of=manifest.at.as_of,
        known_at=manifest.at.known_at,
        reporting_currency=manifest.reporting_currency,
        sequence=store.sequence() if sequence is None else sequence,
        published_at=now,
    )
    store.publish(publication, _pair_table(snapshot))


def _pair_table(snapshot: Snapshot) -> pa.Table:
    """The derived guarantor-debtor pairs, for the store's own users."""
    import pyarrow as pa

    ids, pairs = snapshot.ids("party"), snapshot.pairs
    return pa.table(
        {
            "guarantor_id": ids.take(pa.array(pairs.guarantor)),
            "debtor_id": ids.take(pa.array(pairs.debtor)),
            "effective": pairs.effective,
            "face": pairs.face,
            "contracts": pairs.contracts,
        }
    )


def current(
    store: Store,
    data_dir: Path,
    *,
    reporting_currency: str = "CNY",
    parameters: ContagionParameters | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[Snapshot, Findings]:
    """The published snapshot and its findings; made first if they are not current.

    They are current as long as nothing was written since they were published, and the
    currency and the parameters are those asked for; parameters that are not given are
    those of whoever published. While the store has not moved, the published instant is
    kept: other parameters must not change the date.
    """
    at: At | None = None
    shelf = Shelf(data_dir, store.url)
    try:
        snapshot = shelf.current()
        found = Findings.read(store, snapshot)
    except (SnapshotError, NotFoundError):
        pass  # none yet, removed, or another data folder published since
    else:
        manifest = snapshot.manifest
        if shelf.current_sequence() == store.sequence():
            at = manifest.at
            published = found.receipts["pd"]["parameters"]
            if manifest.reporting_currency == reporting_currency and (
                parameters is None or asdict(parameters) == published
            ):
                return snapshot, found
    snapshot = publish(
        store,
        data_dir,
        at=at,
        reporting_currency=reporting_currency,
        parameters=parameters,
        progress=progress,
    )
    return snapshot, Findings.read(store, snapshot)
