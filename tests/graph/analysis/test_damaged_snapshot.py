"""Flipped bits in a published snapshot: found by the check, and never an answer."""

from __future__ import annotations

import json
from random import Random

import pytest

from graph.analysis.circles import ranked_circles
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.serialization import as_json
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.errors import SnapshotCorruptError
from graph.snapshot.verification import FILE_NAME
from graph.snapshot_build import build_snapshot
from graph.testing.facts import guarantee_rows, memory_store

PARAMETERS = ContagionParameters(n_worlds=64)
RING = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), cap=100, currency="CNY")


def answers(found):
    snapshot = found.snapshot
    return json.dumps(
        [
            as_json(ranked_circles(found)),
            snapshot.n_parties,
            dict(snapshot.manifest.counts),
            snapshot.facts("guarantor").to_pylist(),
            snapshot.nodes("guarantee").to_pylist(),
            snapshot.pairs.effective.tolist(),
            snapshot.component.tolist(),
        ],
        default=str,
    )


@pytest.fixture
def village(tmp_path):
    """A store in memory, its published snapshot's directory and id, and its answers."""
    store = memory_store(RING)
    publish(store, tmp_path, parameters=PARAMETERS)
    found = open_published(store, tmp_path)
    return store, SnapshotDirectory(tmp_path), found.snapshot_id, answers(found)


def flip(path, random):
    content = bytearray(path.read_bytes())
    content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    path.write_bytes(content)


def check_that_flips_are_mended(village, tmp_path, times):
    store, directory, name, right = village
    random = Random(14)
    folder = directory.path / name
    for turn in range(times):
        path = random.choice(sorted(folder.iterdir()))
        flip(path, random)
        if turn % 2 and path.name != FILE_NAME:
            (fault,) = directory.faults(name)
            assert str(path) in fault
            with pytest.raises(SnapshotCorruptError):
                directory.open(name)
        told = []
        found = open_published(store, tmp_path, warn=told.append)
        assert answers(found) == right
        assert bool(told) == (path.name != FILE_NAME)
        assert directory.faults(name) == []


def test_a_flipped_bit_is_found_and_mended(village, tmp_path):
    check_that_flips_are_mended(village, tmp_path, 20)


@pytest.mark.slow
def test_two_hundred_flipped_bits_are_found_and_mended(village, tmp_path):
    check_that_flips_are_mended(village, tmp_path, 200)


def test_a_build_replaces_what_is_damaged_and_keeps_the_rest(village, tmp_path):
    store, directory, name, _ = village
    folder = directory.path / name
    before = {path.name: path.stat().st_ino for path in folder.iterdir()}
    flip(folder / "party.arrow", Random(1))
    (folder / "loan.arrow").unlink()
    publication = store.publication()
    built = build_snapshot(store, publication.at, directory.path)
    built.verify()
    after = {path.name: path.stat().st_ino for path in folder.iterdir()}
    changed = {file for file, inode in after.items() if before.get(file) != inode}
    assert changed == {"party.arrow", "loan.arrow", "manifest.json"}


def test_damage_that_cannot_be_mended_is_named(village, tmp_path, monkeypatch):
    store, directory, name, _ = village
    path = directory.path / name / "party.arrow"
    flip(path, Random(1))

    def refused(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("graph.snapshot_build.build_snapshot", refused)
    with pytest.raises(SnapshotCorruptError) as caught:
        open_published(store, tmp_path)
    assert caught.value.file == str(path)


def test_a_manifest_of_another_snapshot_is_refused(village, tmp_path):
    store, directory, name, _ = village
    publish(store, tmp_path, at=store.at(-1), parameters=PARAMETERS)
    (other,) = set(directory.ids()) - {name}
    for path in (directory.path / other).iterdir():
        (directory.path / name / path.name).write_bytes(path.read_bytes())
    with pytest.raises(SnapshotCorruptError, match=other):
        directory.open(name)
