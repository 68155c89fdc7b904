"""Publication: a snapshot is built, analysed, and shown by its store."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from graph.analysis.contagion import ContagionParameters
from graph.analysis.flagged_since import write_since
from graph.analysis.model_findings import NAME
from graph.analysis.receipt import stage
from graph.analysis.registry import published_analyses
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.engines.local import LOCAL
from graph.instant import At
from graph.model import Publication, Run

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    import pyarrow as pa

    from graph.analysis.entry import Result
    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Snapshot
    from graph.stores.base import Store


def publish(
    store: Store,
    data_dir: Path,
    *,
    at: At | None = None,
    reporting_currency: str = "CNY",
    parameters: ContagionParameters | None = None,
    given: Mapping[str, Mapping[str, Any]] | None = None,
    without: Collection[str] = (),
    engine: Engine = LOCAL,
    progress: Progress | None = None,
) -> Snapshot:
    """Build a snapshot, run every published analysis, write the findings, publish.

    Readers of the store answer from the former publication until the findings of
    this one are in. Commits of the meantime are not part of it.

    Parameters
    ----------
    parameters
        Of the published default probabilities.
    given
        Parameters of other analyses, by name.
    without
        Analyses that are not run: what they published before stays.

    Raises
    ------
    MissingRateError
        An amount's currency has no rate to the reporting currency.
    """
    from graph.snapshot_build import build_snapshot

    sequence = store.sequence()
    newest = store.at()
    if at is None:
        at = newest
    elif at.known_at > newest.known_at:  # later commits are the overlay's
        at = At(at.as_of, newest.known_at)
    snapshot = build_snapshot(
        store,
        at,
        SnapshotDirectory(data_dir).path,
        reporting_currency=reporting_currency,
        progress=progress,
    )
    chosen = {**(given or {})}
    if parameters is not None:
        chosen["pd"] = asdict(parameters)
    results = {
        analysis.name: analysis.run(
            snapshot, chosen.get(analysis.name, {}), engine, progress
        )
        for analysis in published_analyses()
        if analysis.name not in without
    }
    with stage(progress, "findings"):
        write_findings(store, snapshot, results, sequence=sequence)
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
        if analysis.findings is None or analysis.name not in results:
            continue
        receipt = results[analysis.name].receipt
        run = Run(
            run_id=receipt.key(),
            analysis=analysis.name,
            snapshot_id=snapshot.manifest.snapshot_id,
            created_at=now,
            receipt=receipt.to_dict(),
        )
        tables = analysis.findings(snapshot, results)
        if tables.keys() != analysis.tables.keys():
            raise ValueError(
                f"{analysis.name} found the tables {', '.join(tables)} and declares "
                f"{', '.join(analysis.tables)}"
            )
        views = {name: view for name, view in analysis.tables.items() if view}
        store.write_findings(run, tables, views)
        if analysis.name == NAME:
            as_of = snapshot.manifest.at.as_of
            write_since(store, run, as_of, tables["model_score"])
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
