"""The snapshots in a data folder: a cache by id, which any host can fill again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import SnapshotNotHeldError

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

    def held(self) -> list[str]:
        """Ids of the snapshots whose files are here."""
        if not self.path.is_dir():
            return []
        return sorted(
            path.name for path in self.path.iterdir() if self.holds(path.name)
        )

    def open(self, snapshot_id: str) -> Snapshot:
        """A snapshot by id.

        Raises
        ------
        SnapshotNotHeldError
            Its files are not here.
        SnapshotCorruptError
            Its manifest is missing or altered.
        """
        from graph.snapshot import Snapshot

        if not self.holds(snapshot_id):
            raise SnapshotNotHeldError(f"snapshot {snapshot_id}", BUILD_COMMAND)
        return Snapshot.open(self.path / snapshot_id)
