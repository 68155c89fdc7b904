"""Builds snapshots into a directory, in a child process where that is faster."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.drafts import Drafts
from graph.snapshot import Snapshot
from graph.snapshot.files import SUFFIX
from graph.snapshot.manifest import FILE_NAME, Manifest
from graph.snapshot.verification import damage
from graph.snapshot_build.child import build_in_child

if TYPE_CHECKING:
    from graph.instant import At
    from graph.progress import Progress
    from graph.stores.base import Store

__all__ = ["build_snapshot"]


def build_snapshot(
    store: Store,
    at: At,
    directory: Path | str,
    *,
    reporting_currency: str = "CNY",
    progress: Progress | None = None,
) -> Snapshot:
    """Build a snapshot and open it from ``directory/<snapshot_id>``.

    It appears there whole or not at all. A store's file is read by a child process,
    since the fast reader brings a SQLite of its own, and two of them on one file in
    one process lose committed rows; stores without a file are read here.

    Parameters
    ----------
    store
        An open one; where it names a file, that is all that is used.
    directory
        Made where it is missing.

    Raises
    ------
    MissingRateError
        An amount is in a currency without a rate at this instant.
    StoreUnavailableError
        The store cannot be read.
    SnapshotError
        The child process failed.

    Notes
    -----
    Of a snapshot with the same content that is there already, this replaces the files
    that do not fit their hashes, and the manifest, which tells of the newer origin.
    Drafts that a killed build left are deleted.
    """
    folder = Path(directory)
    drafts = Drafts(folder)
    drafts.sweep()
    with drafts.draft() as workplace:
        draft = workplace / "snapshot"
        if (file := store.bulk_source()) is not None:
            build_in_child(
                file, store.url, at, draft, reporting_currency, progress=progress
            )
        else:
            Snapshot.build(
                store,
                at,
                reporting_currency=reporting_currency,
                progress=progress,
                directory=draft,
            )
        manifest = Snapshot.open(draft).manifest
        target = folder / manifest.snapshot_id
        _publish(draft, target, manifest)
        return Snapshot.open(target)


def _publish(draft: Path, target: Path, manifest: Manifest) -> None:
    """Move the draft to its place, or what is not sound of the one that is there.

    File by file: an id names the content of every file, so that a reader in between
    and one after a kill find nothing mixed.
    """
    try:
        draft.rename(target)
    except OSError:
        if not target.is_dir():
            raise
        for name in damage(target, manifest.files):
            (draft / (name + SUFFIX)).replace(target / (name + SUFFIX))
        (draft / FILE_NAME).replace(target / FILE_NAME)
