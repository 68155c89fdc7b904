"""Reading what a store publishes; reading never publishes and writes no store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.analysis.findings import Findings
from graph.analysis.published import Published
from graph.analysis.snapshot_directory import BUILD_COMMAND, SnapshotDirectory
from graph.errors import (
    NotFoundError,
    NotPublishedError,
    SnapshotCorruptError,
    SnapshotMismatchError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.model import Publication
    from graph.progress import Progress
    from graph.snapshot import Snapshot
    from graph.stores.base import Store


def open_published(
    store: Store,
    data_dir: Path,
    *,
    sequence: Callable[[], int] | None = None,
    progress: Progress | None = None,
    warn: Callable[[str], None] | None = None,
) -> Published:
    """The snapshot and findings that a store publishes.

    A host that lacks the snapshot's files, or whose files do not fit their hashes,
    builds them, at the publication's instant, into its data folder. The store is only
    read.

    Parameters
    ----------
    sequence
        Tells the store's last commit whenever the answers' distance to it is asked
        for; by default it is read once, here.
    warn
        Told of damaged files that are built again.

    Raises
    ------
    NotPublishedError
        Nothing is published, or a publication is under way or was broken off.
    SnapshotMismatchError
        The store's facts make another snapshot than the published one.
    SnapshotCorruptError
        Files are damaged, and others cannot be written.
    SnapshotOutdatedError
        Another release built the published one.
    """
    publication = store.publication()
    if publication is None:
        raise NotPublishedError(BUILD_COMMAND)
    directory = SnapshotDirectory(data_dir)
    snapshot = _snapshot(store, directory, publication, progress, warn)
    try:
        findings = Findings.read(store, snapshot)
    except NotFoundError as error:
        raise NotPublishedError(BUILD_COMMAND) from error
    if sequence is None:
        last = store.sequence()
        return Published(snapshot, findings, publication, lambda: last)
    return Published(snapshot, findings, publication, sequence)


def _snapshot(
    store: Store,
    directory: SnapshotDirectory,
    publication: Publication,
    progress: Progress | None,
    warn: Callable[[str], None] | None,
) -> Snapshot:
    if not directory.holds(publication.snapshot_id):
        return _built(store, directory, publication, progress)
    try:
        return directory.open(publication.snapshot_id)
    except SnapshotCorruptError as error:
        if warn is not None:
            warn(f"{error}; the snapshot is built again")
        try:
            return _built(store, directory, publication, progress)
        except OSError as refused:
            raise error from refused


def _built(
    store: Store,
    directory: SnapshotDirectory,
    publication: Publication,
    progress: Progress | None,
) -> Snapshot:
    from graph.snapshot_build import build_snapshot

    built = build_snapshot(
        store,
        publication.at,
        directory.path,
        reporting_currency=publication.reporting_currency,
        progress=progress,
    )
    snapshot_id = built.manifest.snapshot_id
    if snapshot_id != publication.snapshot_id:
        raise SnapshotMismatchError(publication.snapshot_id, snapshot_id, BUILD_COMMAND)
    return directory.open(snapshot_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotSummary:
    """What a snapshot is, for people and programs."""

    snapshot_id: str
    as_of: str | None
    known_at: str | None
    reporting_currency: str
    counts: dict[str, int]
    assumptions: tuple[str, ...]
    origin: Mapping[str, Any]


def snapshot_summary(snapshot: Snapshot) -> SnapshotSummary:
    """Identity, contents and origin of a snapshot."""
    manifest = snapshot.manifest
    return SnapshotSummary(
        snapshot_id=manifest.snapshot_id,
        **manifest.at.to_dict(),
        reporting_currency=manifest.reporting_currency,
        counts=dict(manifest.counts),
        assumptions=manifest.assumptions,
        origin=dict(manifest.origin),
    )
