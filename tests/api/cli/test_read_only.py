"""A data folder that may only be read: a mount, or another user's."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from api.cli.service import _keys
from api.keys import SCOPES, KeyRing
from api.settings import Settings
from graph.analysis.snapshot_directory import SnapshotDirectory
from ports import free_port
from unprivileged import allow_writing, obey_permissions
from waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.integration


@pytest.fixture
def sealed(village_dir: Path) -> Iterator[tuple[Path, str]]:
    """The village's data folder, read-only, and a key of it."""
    key = KeyRing(village_dir).mint("reader", SCOPES)
    _keys(Settings(data_dir=village_dir))
    directory = SnapshotDirectory(village_dir)
    directory.open(directory.ids()[0])
    allow_writing(village_dir, allowed=False)
    yield village_dir, key
    allow_writing(village_dir, allowed=True)


def started(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli", *map(str, arguments)],
        env=os.environ | {"SURETYNET_N_WORLDS": "64"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=obey_permissions,  # noqa: PLW1509 - no thread here holds a lock
    )


def test_a_folder_that_may_only_be_read_is_served(sealed) -> None:
    folder, key = sealed
    port = free_port()
    process = started("serve", "--data-dir", folder, "--port", port)
    address = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        if process.poll() is not None:
            pytest.fail(process.communicate()[1])
        try:
            return client.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False

    headers = {"Authorization": f"Bearer {key}"}
    client = httpx.Client(base_url=address, headers=headers)
    try:
        eventually(ready)
        answer = client.get("/v1/portfolio")
        assert answer.status_code == 200
        assert answer.json()["circles"] == 1
        check = {"guarantor_id": "e", "debtor_id": "y"}
        assert client.post("/v1/guarantees:check", json=check).json()["closes"]
    finally:
        client.close()
        process.terminate()
        out, err = process.communicate()
    assert "no link that signs in" in err
    assert "Traceback" not in err
    assert f"Open      {address}/\n" in out


def test_what_needs_to_write_says_that_it_cannot(sealed) -> None:
    folder, _ = sealed
    shown = started("circles", "list", "--data-dir", folder)
    out, err = shown.communicate()
    assert shown.returncode == 0, err
    assert "a" in out
    for command in (("retract", "loan", "test", "l"), ("snapshot", "build")):
        refused = started(*command, "--data-dir", folder)
        _, err = refused.communicate()
        assert refused.returncode in {1, 5}
        assert "Traceback" not in err
        assert err.splitlines()[-1].startswith("suretynet: ")
