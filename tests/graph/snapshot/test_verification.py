"""Damage of snapshot files is found when they are opened, and told apart from touch."""

from __future__ import annotations

import os
import shutil

import pytest

from graph.errors import SnapshotCorruptError
from graph.snapshot import verification
from graph.snapshot.verification import damage, untouched, verify_once
from graph.testing.facts import guarantee_rows, snapshot_of

ROWS = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), cap=100, currency="CNY")


@pytest.fixture
def saved(tmp_path):
    """A snapshot's folder and its files' hashes."""
    snapshot = snapshot_of(ROWS, 0)
    folder = tmp_path / "snapshots" / snapshot.manifest.snapshot_id
    snapshot.save(folder)
    return folder, snapshot.manifest.files


@pytest.fixture
def hashed(monkeypatch):
    """Names of the files whose content was read."""
    names = []
    real = verification.verify_files

    def spy(directory, files):
        names.extend(files)
        real(directory, files)

    monkeypatch.setattr(verification, "verify_files", spy)
    return names


def flip(path, place=-100):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def test_each_file_is_read_once_by_all_processes(saved, hashed):
    folder, files = saved
    verify_once(folder, files)
    assert sorted(hashed) == sorted(files)
    verification.HELD.clear()  # another process
    verify_once(folder, files)
    assert len(hashed) == len(files)
    assert untouched(folder, files)


def test_a_file_that_was_written_to_is_read_again(saved, hashed):
    folder, files = saved
    verify_once(folder, files)
    hashed.clear()
    path = folder / "party.arrow"
    status = path.stat()
    flip(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not untouched(folder, files)
    with pytest.raises(SnapshotCorruptError) as caught:
        verify_once(folder, files)
    assert caught.value.file == str(path)
    assert hashed == ["party"]
    flip(path)
    verify_once(folder, files)
    assert hashed == ["party", "party"]


def test_a_restored_copy_is_read_again(saved, hashed, tmp_path):
    folder, files = saved
    verify_once(folder, files)
    hashed.clear()
    copy = tmp_path / "elsewhere" / folder.name
    shutil.copytree(folder, copy)
    verify_once(copy, files)
    assert sorted(hashed) == sorted(files)


def test_a_full_check_reads_all_whatever_is_remembered(saved, hashed):
    folder, files = saved
    verify_once(folder, files)
    hashed.clear()
    assert damage(folder, files) == {}
    assert sorted(hashed) == sorted(files)
    flip(folder / "party.arrow")
    (folder / "loan.arrow").unlink()
    assert sorted(damage(folder, files)) == ["loan", "party"]
    assert not (folder / verification.FILE_NAME).exists()


def test_where_nothing_can_be_written_this_process_remembers(
    saved, hashed, monkeypatch
):
    folder, files = saved

    def refused(*_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(verification, "write_state", refused)
    verify_once(folder, files)
    verify_once(folder, files)
    assert len(hashed) == len(files)
    assert not (folder / verification.FILE_NAME).exists()
