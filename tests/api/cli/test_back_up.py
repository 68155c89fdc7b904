"""The page on backups is carried out as it is written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from api.service import Service
from api.settings import Settings
from graph.errors import StoreUnavailableError
from graph.stores import open_store
from graph.testing.facts import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not shutil.which("sqlite3"), reason="the page uses sqlite3"),
]


@pytest.fixture
def page(root: Path) -> list[str]:
    """Its blocks: to back up, to restore elsewhere, in place, and after an exchange."""
    text = (root / "docs" / "how-to" / "back-up.md").read_text(encoding="utf-8")
    return re.findall(r"^```\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


@pytest.fixture
def shell(
    village_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Runs a block beside a folder `data`; each of its lines must succeed."""
    place = tmp_path_factory.mktemp("host")
    village_dir.rename(place / "data")
    for name in ("keys.json", "demo-key"):
        (place / "data" / name).write_text("{}", encoding="utf-8")
    programs = place / "bin"
    programs.mkdir()
    program = programs / "suretynet"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m api.cli "$@"\n')
    program.chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"

    def run(block: str) -> str:
        done = subprocess.run(
            ["sh", "-eu", "-c", block],
            cwd=place,
            env=os.environ | {"PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run.place = place
    return run


def test_a_backup_is_restored_elsewhere_and_in_place(page, shell) -> None:
    back_up, elsewhere, in_place, exchanged = page
    shell(back_up)
    settings = Settings(data_dir=shell.place / "data", n_worlds=64)
    with open_store(settings.store_url) as store:
        service = Service(settings, store)
        service.refresh()
        name, before = service.published.snapshot_id, store.sequence()
        write(store, {"party": [{"party_id": "new", "name": "new"}]})
        assert service.advanced_checker().overlay.new_ids == ("new",)

        shown = shell(elsewhere)
        assert name in shown
        shutil.rmtree(shell.place / "restored" / "snapshots")
        assert name in shell("suretynet snapshot show --data-dir restored")

        assert name in shell(in_place)
        assert store.sequence() == before
        service.refresh()
        assert service.published.snapshot_id == name
        assert service.advanced_checker().overlay.new_ids == ()
        write(store, {"party": [{"party_id": "later", "name": "later"}]})
        assert service.advanced_checker().overlay.new_ids == ("later",)
        assert store.check() == []

        copy = shell.place / "copy.db"
        shutil.copy(shell.place / "backup" / "suretynet.db", copy)
        copy.rename(shell.place / "data" / "suretynet.db")
        with pytest.raises(StoreUnavailableError, match="db-wal"):
            service.refresh()
    shell(exchanged)
    with open_store(settings.store_url) as store:
        assert store.sequence() == before
        assert store.check() == []
