"""Snapshots held on disk, and the one that is current."""

from __future__ import annotations

import pytest

from graph.analysis.shelf import Shelf
from graph.errors import SnapshotNotHeldError
from graph.instant import At

DAY = 86_400_000


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path, "memory://")


@pytest.fixture
def snapshot(built, network, shelf):
    found = built(network("ab"), as_of=DAY)
    found.save(shelf.folder / found.manifest.snapshot_id)
    return found


def test_nothing_is_current_before_anything_was_published(shelf):
    assert shelf.current_id() is shelf.current_sequence() is None
    with pytest.raises(SnapshotNotHeldError) as caught:
        shelf.current()
    assert caught.value.command == "suretynet snapshot build"


def test_the_published_snapshot_is_current(shelf, snapshot):
    name = snapshot.manifest.snapshot_id
    shelf.publish(name, 7)
    assert (shelf.current_id(), shelf.current_sequence()) == (name, 7)
    assert shelf.current().manifest == snapshot.manifest


def test_a_later_one_takes_its_place_and_leaves_nothing_behind(shelf, snapshot):
    shelf.publish("first", 1)
    shelf.publish(snapshot.manifest.snapshot_id, 2)
    assert shelf.current_id() == snapshot.manifest.snapshot_id
    assert len(list(shelf.folder.glob("current-*"))) == 1


def test_stores_in_one_folder_have_their_own_current_snapshot(shelf, tmp_path):
    shelf.publish("mine", 1)
    assert Shelf(tmp_path, "sqlite:///other.db").current_id() is None
    assert Shelf(tmp_path, "memory://").current_id() == "mine"


@pytest.mark.parametrize("name", ["0" * 32, "../outside", "", ".", "a/b"])
def test_only_held_snapshots_are_opened(shelf, snapshot, name):
    (shelf.folder.parent / "outside").mkdir()
    with pytest.raises(SnapshotNotHeldError):
        shelf.open(name)


def test_a_held_snapshot_answers_for_its_instant_only(shelf, snapshot):
    at = snapshot.manifest.at
    assert shelf.require(snapshot, None) is snapshot
    assert shelf.require(snapshot, at) is snapshot
    with pytest.raises(SnapshotNotHeldError) as caught:
        shelf.require(snapshot, At(0, at.known_at))
    assert caught.value.command.endswith("build --as-of 1970-01-01T00:00:00.000Z")


def test_an_earlier_knowledge_is_another_instant(shelf, snapshot):
    with pytest.raises(SnapshotNotHeldError) as caught:
        shelf.require(snapshot, At(DAY, 0))
    assert caught.value.command.endswith(
        "--as-of 1970-01-02T00:00:00.000Z --known-at 1970-01-01T00:00:00.000Z"
    )
