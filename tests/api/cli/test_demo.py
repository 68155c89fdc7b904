from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from api.keys import KeyRing
from ports import free_port
from waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

DATABASE = "suretynet.db"


def counts(cli, folder: Path) -> dict[str, int]:
    done = cli("store", "counts", "--data-dir", folder, "--json")
    found: dict[str, int] = json.loads(done.stdout)
    return found


def test_the_demo_is_whole_and_published(cli, demo_dir: Path) -> None:
    names = {path.name for path in demo_dir.iterdir()}
    assert {DATABASE, "demo-case.json", "demo-bundle", "snapshots"} <= names
    assert "demo-building" not in names
    sound = cli("store", "check", "--data-dir", demo_dir, "--json")
    assert json.loads(sound.stdout)["sound"]
    assert counts(cli, demo_dir)["party.company"] >= 900  # some were dissolved


def test_all_planted_circles_are_found_and_none_is_invented(
    cli, demo_dir: Path
) -> None:
    truth = demo_dir / "demo-bundle" / "truth.json"
    done = cli("circles", "list", "--data-dir", demo_dir, "--truth", truth, "--json")
    assert done.returncode == 0, done.stdout
    compared = json.loads(done.stdout)["truth"]
    assert compared["equal"]
    assert compared["planted"] == compared["found"] > 0


def test_a_second_demo_keeps_the_first(cli, demo_dir: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(demo_dir, folder)
    before = (folder / DATABASE).stat()
    done = cli("demo", "--data-dir", folder, "--companies", 5_000)
    assert done.returncode == 0, done.stderr
    after = (folder / DATABASE).stat()
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)


def test_the_demo_ignores_another_store(cli, demo_dir: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(demo_dir, folder)
    done = cli("demo", "--data-dir", folder, SURETYNET_STORE="neo4j://127.0.0.1:1")
    assert done.returncode == 0, done.stderr


def test_a_demo_killed_at_any_moment_is_whole_the_next_time(
    cli, demo_dir: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "api.cli", "demo", "--data-dir", str(tmp_path)]
    for reached in ("demo-building/bundle", "demo-building/suretynet.db", DATABASE):
        child = subprocess.Popen(
            [*command, "--companies", "1000"],
            env=os.environ | {"SURETYNET_N_WORLDS": "640"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        eventually((tmp_path / reached).exists)
        child.send_signal(signal.SIGKILL)
        child.wait()
    done = cli("demo", "--data-dir", tmp_path, "--companies", 1_000)
    assert done.returncode == 0, done.stderr
    assert counts(cli, tmp_path) == counts(cli, demo_dir)
    assert not (tmp_path / "demo-building").exists()
    one, other = (
        json.loads(cli("snapshot", "show", "--data-dir", folder, "--json").stdout)
        for folder in (tmp_path, demo_dir)
    )
    assert one["snapshot_id"] == other["snapshot_id"]


def test_a_login_address_carries_a_token_in_its_fragment(cli, tmp_path: Path) -> None:
    done = cli("login-url", "--data-dir", tmp_path, "--port", 8123, "--no-personal")
    address, _, token = done.stdout.strip().partition("#token=")
    assert address == "http://127.0.0.1:8123/"
    principal = KeyRing(tmp_path).redeem(token)
    assert principal is not None
    assert principal.scopes == ("read", "outcome:write")


def test_serving_says_where_to_go_once_it_listens_and_where_the_key_lies(
    demo_dir: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(demo_dir, folder)
    command = [sys.executable, "-m", "api.cli", "serve", "--data-dir", str(folder)]
    port = free_port()
    child = subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        key_line, open_line = child.stdout.readline(), child.stdout.readline()
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").is_success
    finally:
        child.terminate()
        child.wait(30)
        assert child.stdout is not None
        child.stdout.close()
    path = key_line.split()[-1]
    assert path == str(folder / "demo-key")
    assert stat.S_IMODE((folder / "demo-key").stat().st_mode) == 0o600
    assert f"http://127.0.0.1:{port}/#token=" in open_line


def test_kernels_can_be_compiled_ahead(cli, tmp_path: Path) -> None:
    done = cli("warmup", "--data-dir", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "kernels" in done.stderr
