"""Snapshots held on disk, and which of them is the current one of each store."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from graph.analysis.receipt import canonical_bytes, digest
from graph.errors import SnapshotNotHeldError
from graph.instant import At, format_instant

if TYPE_CHECKING:
    from pathlib import Path

    from graph.snapshot import Snapshot


class Shelf:
    """The snapshots of one store in a data folder.

    ``snapshots/<snapshot id>/`` holds each; ``current-<store>.json`` names the one
    whose findings are published. Its replacement is atomic: readers finish on what
    they hold.
    """

    def __init__(self, data_dir: Path, store_url: str) -> None:
        self.folder = data_dir / "snapshots"
        name = digest(canonical_bytes(store_url))[:16]
        self._pointer = self.folder / f"current-{name}.json"
        self._command = "suretynet snapshot build"

    def current_id(self) -> str | None:
        """Id of the published snapshot; None when none ever was."""
        found: str | None = self._published().get("snapshot_id")
        return found

    def current_sequence(self) -> int | None:
        """Last commit of the store when that publication began; None without one."""
        found: int | None = self._published().get("sequence")
        return found

    def _published(self) -> dict[str, Any]:
        try:
            text = self._pointer.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        content: dict[str, Any] = json.loads(text)
        return content

    def current(self) -> Snapshot:
        """The published snapshot.

        Raises
        ------
        SnapshotNotHeldError
            None was published for this store.
        """
        snapshot_id = self.current_id()
        if snapshot_id is None:
            raise SnapshotNotHeldError("this store", self._command)
        return self.open(snapshot_id)

    def open(self, snapshot_id: str) -> Snapshot:
        """A held snapshot by id.

        Raises
        ------
        SnapshotNotHeldError
            It is not on the shelf.
        """
        from graph.snapshot import Snapshot

        folder = self.folder / snapshot_id
        if not snapshot_id.isalnum() or not folder.is_dir():
            raise SnapshotNotHeldError(f"snapshot {snapshot_id}", self._command)
        return Snapshot.open(folder)

    def require(self, held: Snapshot, at: At | None) -> Snapshot:
        """`held` if it answers for that instant, on both axes.

        Raises
        ------
        SnapshotNotHeldError
            Another instant is asked for; the message names the command to build it.
        """
        if at is None or at == held.manifest.at:
            return held
        command = f"{self._command} --as-of {format_instant(at.as_of)}"
        if at.known_at != held.manifest.at.known_at:
            command += f" --known-at {format_instant(at.known_at)}"
        raise SnapshotNotHeldError(str(at), command)

    def publish(self, snapshot_id: str, sequence: int) -> None:
        """Make this the current snapshot of the store, which is at that commit."""
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self._pointer.with_suffix(f".{secrets.token_hex(4)}")
        content = {"snapshot_id": snapshot_id, "sequence": sequence}
        draft.write_text(json.dumps(content), encoding="utf-8")
        draft.replace(self._pointer)
