"""What commands do about damage, a full disk, a kill and a fault of our own."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from graph.drafts import FOLDER
from graph.stores import open_store
from waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

FIRMS = 400
COVERAGE = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
"""By these a child measures what of it runs, and writes that to a file at its end."""


def bundle_of(folder: Path, firms: int = FIRMS) -> Path:
    """Firms in a long ring of guarantees."""
    folder.mkdir()
    names = [f"firm:{number}" for number in range(firms)]
    party = "".join(f"{name},company,{name},CNY\n" for name in names)
    (folder / "party.csv").write_text("party_id,party_type,name,currency\n" + party)
    contract = "".join(f"g:{n},{names[n]},100,CNY\n" for n in range(firms))
    (folder / "guarantee.csv").write_text(
        "guarantee_id,debtor_id,cap,currency\n" + contract
    )
    promise = "".join(f"g:{n},{names[n - 1]}\n" for n in range(firms))
    (folder / "guarantor.csv").write_text("guarantee_id,guarantor_id\n" + promise)
    return folder


def started(
    *arguments: object, file_bytes: int | None = None, **environment: str
) -> subprocess.Popen[str]:
    """A process of the command line, which may write files up to that size."""

    def limited() -> None:
        if file_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

    environment = {"SURETYNET_N_WORLDS": "64", **environment}
    if file_bytes is not None:
        # what measures coverage would write files of its own, and say that it cannot
        environment |= dict.fromkeys(COVERAGE, "")
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli", *map(str, arguments)],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limited,  # noqa: PLW1509 - no thread of this process holds a lock
    )


def content(folder: Path) -> dict[str, int]:
    with open_store(f"sqlite:///{folder / 'suretynet.db'}") as store:
        assert store.check() == []
        return store.view().counts()


def test_a_check_names_the_damaged_file(cli, village_dir: Path) -> None:
    sound = cli("snapshot", "check", "--data-dir", village_dir, "--json")
    assert (sound.returncode, json.loads(sound.stdout)["sound"]) == (0, True)
    (folder,) = (village_dir / "snapshots").iterdir()
    for path in (folder / "party.arrow", folder / "manifest.json"):
        whole = path.read_bytes()
        path.write_bytes(whole[:-9] + b"x" + whole[-8:])
        done = cli("snapshot", "check", "--data-dir", village_dir)
        assert done.returncode == 1
        assert str(path) in done.stdout
        named = cli("snapshot", "check", folder.name, "--data-dir", village_dir)
        assert named.returncode == 1
        shown = cli("circles", "list", "--data-dir", village_dir, "--json")
        assert shown.returncode == 0
        assert f"damaged: {path}" in shown.stderr
        assert path.read_bytes() == whole or path.name == "manifest.json"
        done = cli("snapshot", "check", "--data-dir", village_dir)
        assert done.returncode == 0, done.stdout


def test_a_check_of_what_is_not_here_is_not_found(cli, tmp_path: Path) -> None:
    assert cli("snapshot", "check", "--data-dir", tmp_path).returncode == 0
    done = cli("snapshot", "check", "0" * 32, "--data-dir", tmp_path)
    assert done.returncode == 4


def test_a_fault_of_ours_is_one_line_and_a_trace_in_a_file(
    cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("13900000000")

    monkeypatch.setattr("api.keys.KeyRing.entries", broken)
    done = cli("key", "list", "--data-dir", tmp_path)
    assert done.returncode == 70
    assert done.stderr.count("\n") == 1
    assert "ZeroDivisionError" in done.stderr
    assert "13900000000" not in done.stderr
    (path,) = (tmp_path / "traces").iterdir()
    assert str(path) in done.stderr
    assert "13900000000" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_fault_without_a_data_folder_leaves_its_trace_elsewhere(
    cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("api.cli.traces._data_dirs", [tmp_path / "file" / "x"])
    (tmp_path / "file").touch()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("api.cli.keys.settings_of", broken)
    done = cli("key", "list")
    assert done.returncode == 70
    assert len(list(tmp_path.glob("suretynet-*.txt"))) == 1


def test_a_full_disk_after_the_last_commit_fails_no_load(
    cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    from graph.stores.sqlite import store as sqlite_store

    folder = bundle_of(tmp_path / "bundle", 20)
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL

    def build(self, kind_names: list[str]) -> None:
        with self._file.alone(), self._file.writing():
            raise full

    with monkeypatch.context() as patch:
        patch.setattr(sqlite_store.SqliteStore, "_build_indexes", build)
        done = cli("load", folder, "--data-dir", tmp_path / "data", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["totals"]["added"] == 60
    assert "every fact is in" in done.stderr or "every fact is in" in done.stdout
    assert content(tmp_path / "data")["party.company"] == 20


def check_that_the_next_load_completes(tmp_path: Path, limits: list[int]) -> None:
    folder, data = bundle_of(tmp_path / "bundle"), tmp_path / "data"
    arguments = ("load", folder, "--data-dir", data, "--publish")
    codes = []
    for limit in limits:
        with started(*arguments, file_bytes=limit) as process:
            _, err = process.communicate()
        assert "Traceback" not in err, err
        codes.append(process.returncode)
    assert codes[0] != 0
    with started(*arguments) as process:
        _, err = process.communicate()
    assert process.returncode == 0, err
    assert content(data)["party.company"] == FIRMS
    assert not (data / FOLDER).exists()
    assert not (data / "snapshots" / FOLDER).exists()


@pytest.mark.integration
def test_a_full_disk_leaves_what_the_next_load_completes(tmp_path: Path) -> None:
    check_that_the_next_load_completes(tmp_path, [30_000, 400_000])


@pytest.mark.slow
def test_a_full_disk_at_any_write_leaves_what_the_next_load_completes(
    tmp_path: Path,
) -> None:
    check_that_the_next_load_completes(
        tmp_path, [1000 * 3**n // 2**n for n in range(22)]
    )


@pytest.mark.integration
def test_a_killed_load_leaves_no_facts_in_clear(tmp_path: Path) -> None:
    folder, data = bundle_of(tmp_path / "bundle", 20_000), tmp_path / "data"
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    arguments = ("load", folder, "--data-dir", data)
    process = started(*arguments, TMPDIR=str(temporary))
    eventually(lambda: list(data.glob(f"{FOLDER}/*/*.arrow")) or process.poll())
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert list(temporary.iterdir()) == []
    again = started("snapshot", "check", "--data-dir", data, TMPDIR=str(temporary))
    again.communicate()
    assert again.returncode == 0
    assert not (data / FOLDER).exists()


@pytest.mark.integration
def test_a_killed_build_leaves_nothing_that_the_next_start_keeps(
    village_dir: Path,
) -> None:
    drafts = village_dir / "snapshots" / FOLDER
    command = ("snapshot", "build", "--data-dir", village_dir)
    process = started(*command)
    eventually(lambda: drafts.exists() or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    again = started(*command)
    _, err = again.communicate()
    assert again.returncode == 0, err
    assert not drafts.exists()
    shown = started("circles", "list", "--data-dir", village_dir)
    shown.communicate()
    assert shown.returncode == 0


def test_a_full_disk_while_a_snapshot_is_built_is_one_line(
    cli, village_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in COVERAGE:
        monkeypatch.delenv(name, raising=False)
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)); "
    code += (
        "import runpy; runpy.run_module('graph.snapshot_build', run_name='__main__')"
    )
    monkeypatch.setattr(
        "graph.snapshot_build.child.COMMAND", (sys.executable, "-c", code)
    )
    done = cli("snapshot", "build", "--as-of", "2025-06-01", "--data-dir", village_dir)
    assert done.returncode == 1
    assert os.strerror(errno.EFBIG) in done.stderr
    assert "Traceback" not in done.stderr
    assert cli("circles", "list", "--data-dir", village_dir).returncode == 0


def test_an_emptied_snapshot_folder_is_filled_again(cli, village_dir: Path) -> None:
    (folder,) = (village_dir / "snapshots").iterdir()
    for path in folder.iterdir():
        path.unlink()
    done = cli("circles", "list", "--data-dir", village_dir)
    assert done.returncode == 0
    assert "damaged" in done.stderr
