from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from graph.drafts import FOLDER, Drafts
from graph.state_file import write_state
from waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys, time
from pathlib import Path
from graph.drafts import Drafts
with Drafts(Path(sys.argv[1])).draft() as folder:
    (folder / "secret").write_text("names")
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_draft_is_private_and_leaves_nothing(tmp_path: Path) -> None:
    with Drafts(tmp_path).draft() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.parent.stat().st_mode & 0o777 == 0o700
        (folder / "file").touch()
    assert list(tmp_path.iterdir()) == []


def test_drafts_of_the_living_stay_and_those_of_the_dead_go(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        with Drafts(tmp_path).draft() as own:
            assert Drafts(tmp_path).sweep() == 0
            assert own.is_dir()
        assert len(list((tmp_path / FOLDER).iterdir())) == 1
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert Drafts(tmp_path).sweep() == 1
    assert list(tmp_path.iterdir()) == []
    assert Drafts(tmp_path).sweep() == 0


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_disk_that_is_full_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "state.json"
    write_state(path, "before", tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        if step == "write":
            patch.setattr(os, "fdopen", full)
        elif step == "fsync":
            patch.setattr(os, "fsync", full)
        else:
            patch.setattr(type(path), "replace", full)
        with pytest.raises(OSError, match="No space"):
            write_state(path, "after", tmp_path)
    assert path.read_text() == "before"
    assert [item.name for item in tmp_path.iterdir()] == ["state.json"]


MINT = """
import sys
from pathlib import Path
from api.keys import SCOPES, KeyRing
ring = KeyRing(Path(sys.argv[1]))
for i in range(100_000):
    ring.mint(f"k{i}", SCOPES)
    if i == 0: print("begun", flush=True)
"""


@pytest.mark.integration
def test_keys_survive_a_kill_of_who_writes_them(tmp_path: Path) -> None:
    from api.data_dir import sweep
    from api.keys import SCOPES, KeyRing

    for turn in range(3):
        command = [sys.executable, "-c", MINT, str(tmp_path)]
        (tmp_path / "keys.json").unlink(missing_ok=True)
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline()
            eventually((tmp_path / FOLDER).exists)
            process.send_signal(signal.SIGKILL)
            process.wait()
        sweep(tmp_path)
        assert not (tmp_path / FOLDER).exists()
        ring = KeyRing(tmp_path)
        assert ring.entries()
        assert ring.find(ring.mint(f"after-{turn}", SCOPES)) is not None
