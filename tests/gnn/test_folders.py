"""Folders of results: refused before a long run, and held by one run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gnn.errors import ModelInputError
from gnn.folders import check_empty, check_writable, reserved

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name in ("file", "file/below", "file/far/below"):
        with pytest.raises(ModelInputError, match=r"file, which is no folder|in use"):
            check_empty(tmp_path / name)
    check_empty(tmp_path / "far" / "below")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_link_to_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ModelInputError, match="no folder"):
        check_writable(tmp_path / "link")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ModelInputError, match="may not be written to"):
        check_empty(tmp_path / "m")


def test_a_second_run_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with (
        reserved(tmp_path / "work", out),
        pytest.raises(ModelInputError, match="out: folder is in use by another run"),
        reserved(tmp_path / "work", out),
    ):
        pass
    with reserved(tmp_path / "work", out):
        assert (tmp_path / "work").is_dir()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(ModelInputError, match="out: folder is"),
        reserved(tmp_path / "file" / "work", tmp_path / "out"),
    ):
        pass
