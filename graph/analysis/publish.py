"""From a store to a held snapshot with findings: what loading data ends in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis import findings
from graph.analysis.contagion import ContagionParameters, default_probabilities
from graph.analysis.findings import Findings
from graph.analysis.receipt import stage
from graph.analysis.shelf import Shelf
from graph.analysis.structure import find_circles
from graph.errors import NotFoundError, SnapshotError
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.snapshot import Snapshot
    from graph.stores.base import Store


def publish(
    store: Store,
    data_dir: Path,
    *,
    at: At | None = None,
    reporting_currency: str = "CNY",
    parameters: ContagionParameters | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Snapshot:
    """Build a snapshot, compute circles and scores, write the findings, publish.

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
    with stage(progress, "circles"):
        found = find_circles(snapshot)
    scores = default_probabilities(snapshot, parameters, progress=progress)
    with stage(progress, "findings"):
        findings.write(store, snapshot, found, scores, sequence=sequence)
    shelf.publish(snapshot.manifest.snapshot_id, sequence)
    return snapshot


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
            if manifest.reporting_currency == reporting_currency and found.are_of(
                parameters
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
