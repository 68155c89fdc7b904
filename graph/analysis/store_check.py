"""Whether a store is sound, and what was published from it fits it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.analysis.doubtful_facts import doubtful_facts
from graph.analysis.odd_rows import odd_rows
from graph.analysis.snapshot_directory import BUILD_COMMAND, SnapshotDirectory
from graph.errors import GraphError
from graph.vocabulary import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.model import Publication
    from graph.progress import Progress
    from graph.stores.base import Store


_ADVICE = "restore the store, or remove the snapshot's folder if it is meant so"


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """What a look into a store found.

    `notes` say what could not be compared, which facts cannot all be true, and what
    older releases took in: no fault of the store.
    """

    sound: bool
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    sequence: int


def check_store(
    store: Store,
    data_dir: Path,
    *,
    quick: bool = False,
    progress: Progress | None = None,
) -> StoreCheck:
    """Look for damage inside a store, and compare it with what was published from it.

    Parameters
    ----------
    data_dir
        Where snapshots of the store may be: one of a later commit than the store's last
        says that the store was emptied, replaced or restored from an older copy.
    quick
        Compare nothing with digests, judge no rows, and build no snapshot.
    progress
        Told the stages of the snapshot that is built for comparison.

    Notes
    -----
    Reads every fact, and builds the published snapshot once more.
    """
    sequence = store.sequence()
    faults = store.check(quick=quick)
    faults += _lost_commits(store, SnapshotDirectory(data_dir), sequence)
    notes = []
    if without := store.commits_without_digest():
        notes.append(
            f"{without} of {sequence} commits were written by a release that kept no "
            "digests: damage to their facts is found only where it contradicts others"
        )
    if not quick:
        notes += odd_rows(store)
    publication = store.publication()
    if publication is not None:
        faults += _misplaced(store, publication)
        if not quick and not faults:
            faults += _unlike(store, publication, data_dir, progress)
    if not quick and not faults:
        notes += doubtful_facts(store, store.at())
    return StoreCheck(not faults, tuple(faults), tuple(notes), sequence)


def _lost_commits(
    store: Store, directory: SnapshotDirectory, sequence: int
) -> list[str]:
    """Snapshots in the data folder that the store can not have given."""
    found = []
    for snapshot_id, origin in _origins(directory):
        here = origin.get("store") == store.url
        same = origin.get("store_id", store.store_id if here else "") == store.store_id
        if here and not same:
            found.append(
                f"snapshot {snapshot_id} was built from another store of this name: "
                f"this one was put in its place; {_ADVICE}"
            )
        elif same and int(origin.get("sequence", 0)) > sequence:
            found.append(
                f"snapshot {snapshot_id} was built from commit {origin['sequence']} of "
                f"this store, which has {sequence} commits: it was emptied, or "
                f"restored from an older copy; {_ADVICE}"
            )
    return found


def _origins(directory: SnapshotDirectory) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where each snapshot here came from; those that cannot be read are left out."""
    for snapshot_id in directory.held():
        try:
            yield snapshot_id, dict(directory.open(snapshot_id).manifest.origin)
        except GraphError:
            continue


def _misplaced(store: Store, publication: Publication) -> list[str]:
    """Whether the publication speaks of commits that the store has."""
    last = store.sequence()
    if publication.sequence <= last and publication.known_at <= store.last_instant():
        return []
    said = (
        f"the publication is of commit {publication.sequence}, the store has {last} "
        f"commits: commits were lost; publish again with: {BUILD_COMMAND}"
    )
    return [said]


def _unlike(
    store: Store, publication: Publication, data_dir: Path, progress: Progress | None
) -> list[str]:
    """Whether the facts still make the published snapshot."""
    from graph.snapshot_build import build_snapshot

    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=data_dir) as folder:
        built = build_snapshot(
            store,
            publication.at,
            folder,
            reporting_currency=publication.reporting_currency,
            progress=progress,
        )
    if built.manifest.snapshot_id == publication.snapshot_id:
        return []
    said = (
        f"the facts make snapshot {built.manifest.snapshot_id} (vocabulary {VERSION}), "
        f"and {publication.snapshot_id} is published: by another release, or they are "
        f"not what they were; publish again with: {BUILD_COMMAND}"
    )
    return [said]
