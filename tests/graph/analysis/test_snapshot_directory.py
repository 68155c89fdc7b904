"""Snapshots on disk by id."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.errors import SnapshotNotHeldError, SnapshotOutdatedError
from graph.snapshot.manifest import snapshot_id
from graph.vocabulary import VERSION


@pytest.fixture
def directory(tmp_path):
    return SnapshotDirectory(tmp_path)


@pytest.fixture
def snapshot(built, network, directory):
    found = built(network("ab"), as_of=86_400_000)
    found.save(directory.path / found.manifest.snapshot_id)
    return found


def test_a_snapshot_is_opened_by_its_id(directory, snapshot):
    name = snapshot.manifest.snapshot_id
    assert directory.holds(name)
    assert directory.open(name).manifest == snapshot.manifest


@pytest.mark.parametrize(
    ("version", "age"), [("2", "an older"), ("99", "another"), ("x", "another")]
)
def test_a_snapshot_of_another_vocabulary_says_so_and_what_to_do(
    directory, snapshot, version, age
):
    manifest = snapshot.manifest
    name = snapshot_id(
        manifest.at.as_of, manifest.reporting_currency, version, manifest.files
    )
    path = directory.path / manifest.snapshot_id
    replace(manifest, snapshot_id=name, vocabulary=version).write(path)
    path.rename(directory.path / name)
    with pytest.raises(SnapshotOutdatedError) as caught:
        directory.open(name)
    assert str(caught.value) == (
        f"snapshot {name} has {age} vocabulary, version {version}; this release reads "
        f"version {VERSION}; build a new one with: suretynet snapshot build"
    )


@pytest.mark.parametrize("name", ["0" * 32, "../outside", "", ".", "a/b"])
def test_only_snapshots_of_the_directory_are_opened(directory, snapshot, name):
    (directory.path.parent / "outside").mkdir()
    assert not directory.holds(name)
    with pytest.raises(SnapshotNotHeldError) as caught:
        directory.open(name)
    assert caught.value.command == "suretynet snapshot build"
