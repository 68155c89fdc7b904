"""Builds snapshots into a directory, in a child process where that is faster."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from graph.snapshot import Snapshot
from graph.snapshot.manifest import FILE_NAME
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
    A snapshot with the same content replaces only the manifest of the one that is
    there, which tells of the newer origin.
    """
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder) as workplace:
        draft = Path(workplace) / "snapshot"
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
        snapshot_id = Snapshot.open(draft).manifest.snapshot_id
        return Snapshot.open(_publish(draft, folder / snapshot_id))


def _publish(draft: Path, target: Path) -> Path:
    """Move the draft to its place, or only its manifest where the content is there."""
    try:
        draft.rename(target)
    except OSError:
        if not target.is_dir():
            raise
        (draft / FILE_NAME).replace(target / FILE_NAME)
    return target
