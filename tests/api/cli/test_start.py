from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from api.cli import exit_code
from api.collector import SELDOM
from graph import errors
from ingest.errors import FileFormatError, MissingOptionError, UnknownFormatError

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ("numba", "pyarrow", "fastapi", "pydantic", "numpy", "pandas", "pyvis", "rich")
COMMANDS = {
    "demo", "template", "generate", "load", "retract", "store", "snapshot", "circles",
    "risk", "check", "replay", "report", "warmup", "login-url", "serve",
    "key", "analyses", "export",
}  # fmt: skip


def test_help_lists_every_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    shown = {word for line in done.stdout.splitlines() for word in line.split()[:1]}
    assert shown >= COMMANDS


def after(run: str, arguments: list[str], told: str) -> Any:
    """What a new process has to tell, as JSON, after it ran a command.

    `told` is an expression that sees what was printed as `shown`.
    """
    module, _, function = run.partition(":")
    code = (
        "import contextlib, gc, io, json, sys\n"
        f"from {module} import {function} as run\n"
        f"sys.argv = {['suretynet', *arguments]!r}\n"
        "with contextlib.redirect_stdout(io.StringIO()) as shown:\n"
        "    with contextlib.suppress(SystemExit):\n"
        "        run()\n"
        f"print(json.dumps({told}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_the_command_line_helps_without_heavy_modules() -> None:
    loaded = after("api.cli:main", ["--help"], "sorted(sys.modules)")
    assert [name for name in HEAVY if name in loaded] == []


def test_a_command_that_reads_tables_does_without_pandas(village_dir: Path) -> None:
    arguments = ["risk", "pd", "--data-dir", str(village_dir)]
    told = "[*sorted(sys.modules), *shown.getvalue().split()]"
    found = set(after("api.cli.__main__:run", arguments, told))
    assert "pyarrow" in found
    assert "Party" in found
    assert "pandas" not in found


def test_a_command_looks_at_all_objects_seldom() -> None:
    found = after("api.cli.__main__:run", ["--help"], "gc.get_threshold()")
    assert tuple(found) == SELDOM


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        ["load"],
        ["load", "no/such/path"],
        ["circles", "list", "--limit", "0"],
        ["snapshot", "build", "--as-of", "tomorrow"],
        ["retract", "love", "test", "x"],
        ["report", "x", "--language", "fr"],
        ["store", "counts", "--store", "oracle://x"],
        ["key", "mint", "a_b"],
        ["key", "mint", "a", "--scope", "write"],
        ["key", "mint", "a", "--scope", "read:personal"],
        ["key", "mint", "a", "--expires", "1999-12-31"],
    ],
)
def test_wrong_usage_ends_with_two(cli, tmp_path, arguments: list[str]) -> None:
    done = cli(*arguments, SURETYNET_DATA_DIR=str(tmp_path))
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_misspelt_option_is_refused_by_the_nearest(cli) -> None:
    done = cli("store", "counts", "--asof", "2020-01-01")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--asof" in done.stderr
    assert "--as-of" in done.stderr


def test_a_setting_that_cannot_be_is_wrong_usage(cli) -> None:
    done = cli("store", "counts", SURETYNET_PORT="many")
    assert done.returncode == 2
    assert "port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.NotFoundError("party", "x"), 4),
        (errors.SnapshotNotHeldError("x", "y"), 4),
        (errors.NotPublishedError("y"), 4),
        (errors.UnknownEngineError("x", ["y"]), 2),
        (errors.StoreUnavailableError("x", "y"), 5),
        (errors.StoreBusyError(1), 5),
        (errors.UnsupportedStoreError("x"), 2),
        (MissingOptionError("--currency", "why"), 2),
        (UnknownFormatError("x", ("native",)), 2),
        (FileFormatError("x", "y", "z"), 1),
        (errors.MissingRateError("USD", "CNY"), 1),
    ],
)
def test_each_failure_has_its_exit_code(error: errors.GraphError, code: int) -> None:
    assert exit_code(error) == code


def test_a_store_that_is_no_store_is_unavailable(cli, tmp_path) -> None:
    (tmp_path / "x.db").write_text("not a database at all", encoding="utf-8")
    done = cli("store", "check", "--store", f"sqlite:///{tmp_path / 'x.db'}")
    assert done.returncode == 5
    assert done.stderr.startswith("suretynet: store sqlite:///")
    assert done.stderr.count("\n") == 1


def test_a_server_that_does_not_answer_is_unavailable(cli, tmp_path) -> None:
    done = cli("store", "counts", "--store", "neo4j://127.0.0.1:1",
               "--data-dir", tmp_path)  # fmt: skip
    assert done.returncode == 5
    assert done.stderr.count("\n") == 1


def test_a_file_that_cannot_be_written_is_one_line(cli, tmp_path) -> None:
    done = cli("replay", tmp_path / "absent.json", "--data-dir", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("suretynet: ")
    assert done.stderr.count("\n") == 1
