"""Generated economies loaded into a file of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.planted import truth_day
from graph.instant import from_milliseconds, to_milliseconds
from graph.stores import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from graph.analysis import Progress
    from ingest.loading.report import LoadReport


def load_economy(bundle: Path, database: Path, progress: Progress) -> LoadReport:
    """Load a bundle as collected on its last day; rejects go beside the new file."""
    from ingest.loading.load import load

    with open_store(f"sqlite:///{database.resolve()}") as store:
        return load(
            bundle,
            store,
            format="native",
            source="demo",
            collected_at=from_milliseconds(to_milliseconds(truth_day(bundle))),
            rejects_path=database.with_name("rejects.csv"),
            progress=progress,
        )
