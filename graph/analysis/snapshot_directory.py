"""The snapshots in a data folder: a cache by id, which any host can fill again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import SnapshotNotHeldError, SnapshotOutdatedError
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

    def holds(self, snapshot_id: str) -> bool:
        """Whether that snapshot's files are here."""
        return snapshot_id.isalnum() and (self.path / snapshot_id).is_dir()

    def open(self, snapshot_id: str) -> Snapshot:
        """A snapshot by id.

        Raises
        ------
        SnapshotNotHeldError
            Its files are not here.
        SnapshotCorruptError
            Its manifest is missing or altered.
        SnapshotOutdatedError
            Another release built it, whose amounts and tables mean something else.
        """
        from graph.snapshot import Snapshot

        if not self.holds(snapshot_id):
            raise SnapshotNotHeldError(f"snapshot {snapshot_id}", BUILD_COMMAND)
        snapshot = Snapshot.open(self.path / snapshot_id)
        found = snapshot.manifest.vocabulary
        if found != VERSION:
            raise SnapshotOutdatedError(snapshot_id, found, VERSION, BUILD_COMMAND)
        return snapshot
