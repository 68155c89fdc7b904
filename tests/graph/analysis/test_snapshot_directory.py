"""Snapshots on disk by id."""

from __future__ import annotations

import pytest

from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.errors import SnapshotNotHeldError, SnapshotOutdatedError


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


def test_a_snapshot_of_another_release_is_refused_with_what_to_do(
    directory, snapshot, monkeypatch
):
    name = snapshot.manifest.snapshot_id
    monkeypatch.setattr("graph.analysis.snapshot_directory.VERSION", "another")
    with pytest.raises(SnapshotOutdatedError, match="suretynet snapshot build"):
        directory.open(name)


@pytest.mark.parametrize("name", ["0" * 32, "../outside", "", ".", "a/b"])
def test_only_snapshots_of_the_directory_are_opened(directory, snapshot, name):
    (directory.path.parent / "outside").mkdir()
    assert not directory.holds(name)
    with pytest.raises(SnapshotNotHeldError) as caught:
        directory.open(name)
    assert caught.value.command == "suretynet snapshot build"
