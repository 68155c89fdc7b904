"""The formats that facts go out in, and how a file or folder of each comes about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.bands import band_of
from graph.drafts import Drafts
from graph.interchange.gexf import write_gexf
from graph.interchange.graphml import write_graphml
from graph.interchange.neo4j_admin import write_neo4j_admin
from graph.interchange.parquet import write_parquet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.analysis.published import Published
    from graph.interchange.outgoing import Extract
    from graph.progress import Progress

_OWNER_READS, _OWNER_OPENS = 0o600, 0o700


@dataclass(frozen=True, slots=True)
class Format:
    """How an extract is written to a path, and whether that is a folder.

    `write` returns how many rows or elements of each name it wrote.
    """

    write: Callable[[Extract, Path, Progress | None], dict[str, int]]
    is_folder: bool


FORMATS = {
    "parquet": Format(write_parquet, is_folder=True),
    "graphml": Format(write_graphml, is_folder=False),
    "gexf": Format(write_gexf, is_folder=False),
    "neo4j-admin": Format(write_neo4j_admin, is_folder=True),
}
"""By name. The native bundle, which loads read, is written by `ingest.export`."""


def write_extract(
    extract: Extract, name: str, path: Path, progress: Progress | None = None
) -> dict[str, int]:
    """Write an extract in a format of `FORMATS`; counts by what was written.

    The file or folder appears whole or not at all, and only its owner can open it.

    Parameters
    ----------
    path
        A new file, or a new or empty folder, as the format needs.

    Raises
    ------
    FileExistsError
        Something is there.
    """
    chosen = FORMATS[name]
    if path.exists() and not (
        chosen.is_folder and path.is_dir() and not any(path.iterdir())
    ):
        raise FileExistsError(path)
    target = path.resolve()
    with Drafts(target.parent).draft() as folder:
        draft = folder / "export"
        if chosen.is_folder:
            draft.mkdir()
        counts = chosen.write(extract, draft, progress)
        draft.chmod(_OWNER_OPENS if chosen.is_folder else _OWNER_READS)
        draft.replace(target)
    return counts


def bands_by_party(published: Published) -> dict[str, int]:
    """Risk band by party id; those that are not scored are left out. O(parties)."""
    ids = published.snapshot.ids("party").to_pylist()
    chances = published.findings.pd.tolist()
    scored = published.scored.tolist()
    rows = zip(ids, chances, scored, strict=True)
    bands = {party: band_of(chance) for party, chance, is_scored in rows if is_scored}
    return {party: band for party, band in bands.items() if band is not None}
