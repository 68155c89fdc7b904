"""The snapshots in a data folder: a cache by id, which any host can fill again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import (
    SnapshotCorruptError,
    SnapshotNotHeldError,
    SnapshotOutdatedError,
)
from graph.vocabulary import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from graph.snapshot import Snapshot

BUILD_COMMAND = "suretynet snapshot build"
"""Builds a snapshot and publishes it."""


class SnapshotDirectory:
    """Snapshots below a data folder, each in ``snapshots/<snapshot id>/``.

    Which of them is published, the store says.
    """

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "snapshots"

    def ids(self) -> list[str]:
        """Every snapshot that is here, sound or not."""
        if not self.path.is_dir():
            return []
        return sorted(path.name for path in self.path.iterdir() if self._is_one(path))

    def holds(self, snapshot_id: str) -> bool:
        """Whether that snapshot's files are here."""
        return self._is_one(self.path / snapshot_id)

    def _is_one(self, path: Path) -> bool:
        return path.name.isalnum() and path.parent == self.path and path.is_dir()

    def held(self) -> list[str]:
        """Ids of the snapshots whose files are here."""
        if not self.path.is_dir():
            return []
        return sorted(
            path.name for path in self.path.iterdir() if self.holds(path.name)
        )

    def open(self, snapshot_id: str) -> Snapshot:
        """A snapshot by id, its files compared with their hashes unless they were.

        Raises
        ------
        SnapshotNotHeldError
            Its files are not here.
        SnapshotCorruptError
            A file is missing or altered; the error names it.
        SnapshotOutdatedError
            Another release built it, whose amounts and tables mean something else.
        """
        from graph.snapshot.verification import verify_once

        snapshot = self._open(snapshot_id)
        verify_once(self.path / snapshot_id, snapshot.manifest.files)
        return snapshot

    def untouched(self, snapshot: Snapshot) -> bool:
        """Whether the files of a snapshot opened here are as they were then.

        Takes a look at each file's status, and reads none.
        """
        from graph.snapshot.verification import untouched

        manifest = snapshot.manifest
        return untouched(self.path / manifest.snapshot_id, manifest.files)

    def faults(self, snapshot_id: str) -> list[str]:
        """What is wrong with the files of a snapshot; reads all of them.

        Raises
        ------
        SnapshotNotHeldError
            Its files are not here.
        """
        from graph.snapshot.verification import damage

        try:
            snapshot = self._open(snapshot_id)
        except SnapshotCorruptError as error:
            return [str(error)]
        files = snapshot.manifest.files
        return [str(e) for e in damage(self.path / snapshot_id, files).values()]

    def _open(self, snapshot_id: str) -> Snapshot:
        from graph.snapshot import Snapshot

        if not self.holds(snapshot_id):
            raise SnapshotNotHeldError(f"snapshot {snapshot_id}", BUILD_COMMAND)
        snapshot = Snapshot.open(self.path / snapshot_id)
        if snapshot.manifest.snapshot_id != snapshot_id:
            file = self.path / snapshot_id / "manifest.json"
            raise SnapshotCorruptError(
                str(file), f"it is that of snapshot {snapshot.manifest.snapshot_id}"
            )
        found = snapshot.manifest.vocabulary
        if found != VERSION:
            raise SnapshotOutdatedError(snapshot_id, found, VERSION, BUILD_COMMAND)
        return snapshot
