"""Snapshots of the ends of days of one store, each built once."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.instant import At, format_instant, parse_as_of
from graph.state_file import read_state, write_state

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from graph.progress import Progress
    from graph.snapshot import FactSource, Snapshot
    from graph.stores.base import Store
    from graph.stores.view import StoreView

_FILE = "snapshot-days.json"


def end_of(day: date, known_at: int) -> At:
    """The last instant of a day in UTC, as it is known at another."""
    return At(parse_as_of(day.isoformat()), known_at)


@dataclass(frozen=True, slots=True)
class History:
    """The past of a store, as it is known now.

    Parameters
    ----------
    folder
        Where the snapshots are kept, and which day each is of: work that was broken
        off finds them again.
    """

    store: Store
    folder: Path
    reporting_currency: str = "CNY"
    progress: Progress | None = None

    def snapshot_of(self, day: date) -> Snapshot:
        """The facts of the end of a day.

        Raises
        ------
        MissingRateError
            An amount is in a currency without a rate on that day.
        """
        return self.snapshot_at(end_of(day, self.store.at().known_at))

    def snapshot_at(self, at: At) -> Snapshot:
        """The facts of an instant.

        Raises
        ------
        MissingRateError
            An amount is in a currency without a rate then.
        """
        from graph.snapshot_build import build_snapshot

        directory = SnapshotDirectory(self.folder)
        key = (
            f"{format_instant(at.as_of)} at {at.known_at} in {self.reporting_currency}"
        )
        known = self._known()
        if key in known and directory.holds(known[key]):
            return directory.open(known[key])
        snapshot = build_snapshot(
            self.store,
            at,
            directory.path,
            reporting_currency=self.reporting_currency,
            progress=self.progress,
        )
        known[key] = snapshot.manifest.snapshot_id
        self._keep(known)
        return snapshot

    def view_of(self, day: date) -> StoreView:
        """The same facts where they lie."""
        return self.store.view(end_of(day, self.store.at().known_at))

    def of_source(self, source: FactSource, day: date) -> Snapshot:
        """The same of other facts, in memory only."""
        from graph.snapshot import Snapshot

        return Snapshot.build(
            source,
            end_of(day, self.store.at().known_at),
            reporting_currency=self.reporting_currency,
            progress=self.progress,
        )

    def forget(self, day: date) -> None:
        """Delete the snapshots of a day."""
        known = self._known()
        for key in [key for key in known if key.startswith(day.isoformat())]:
            shutil.rmtree(SnapshotDirectory(self.folder).path / known.pop(key))
        self._keep(known)

    def _known(self) -> dict[str, str]:
        path = self.folder / _FILE
        try:
            return read_state(path, dict[str, str], "delete it: days are built again")
        except FileNotFoundError:
            return {}

    def _keep(self, known: dict[str, str]) -> None:
        write_state(self.folder / _FILE, json.dumps(known), self.folder)
