"""Copies of a data folder, and folders of the first release."""

from __future__ import annotations

import gzip
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from graph.stores import open_store

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration


def state(folder: Path) -> object:
    """Everything a read might have changed in a store."""
    with open_store(f"sqlite:///{folder / 'suretynet.db'}") as store:
        return (
            store.store_id,
            store.sequence(),
            store.publication(),
            store.runs(),
            store.findings("circle").to_pylist(),
        )


def test_a_store_copied_without_its_snapshots_shows_what_was_published(
    cli, demo_dir: Path, tmp_path: Path
) -> None:
    shutil.copy(demo_dir / "suretynet.db", tmp_path)
    before = state(tmp_path)
    shown, listed = (
        [
            json.loads(cli(*command, "--data-dir", folder, "--json").stdout)
            for folder in (demo_dir, tmp_path)
        ]
        for command in (("snapshot", "show"), ("circles", "list"))
    )
    assert shown[0]["snapshot_id"] == shown[1]["snapshot_id"]
    assert shown[0]["as_of"] == shown[1]["as_of"]
    assert listed[0] == listed[1]
    assert state(tmp_path) == before


def test_a_folder_of_the_first_release_is_told_how_to_publish(
    cli, root: Path, tmp_path: Path
) -> None:
    kept = root / "tests" / "graph" / "stores" / "sqlite" / "first_release.db.gz"
    (tmp_path / "suretynet.db").write_bytes(gzip.decompress(kept.read_bytes()))
    (tmp_path / "snapshots").mkdir()
    pointer = tmp_path / "snapshots" / "current-0123456789abcdef.json"
    pointer.write_text('{"snapshot_id": "0", "sequence": 1}', encoding="utf-8")
    refused = cli("circles", "list", "--data-dir", tmp_path)
    assert refused.returncode == 4
    assert "suretynet snapshot build" in refused.stderr
    built = cli("snapshot", "build", "--data-dir", tmp_path)
    assert built.returncode == 0, built.stderr
    assert cli("circles", "list", "--data-dir", tmp_path).returncode == 0
