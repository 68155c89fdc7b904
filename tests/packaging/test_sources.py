from __future__ import annotations

import os
import re
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

LINE_LIMIT = 300
SOURCE_SUFFIXES = {".css", ".html", ".js", ".mjs", ".py", ".sh", ".ts", ".tsx"}
# Written as patterns, so that this file does not hold what it looks for.
REGISTRY_HOST = re.compile(
    r"pypi[.]org|python[h]osted|npm[j]s[.]org|npm[m]irror|repo[.]maven|maven[.]org|maven[2]"
)
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:root|work|home)/\w")
LOCKS = ("base", "bootstrap", "dev", "neo4j", "node")
GNN_LOCKS = ("gnn", "gnn-cpu")
# What a build for CPUs does without.
GPU = re.compile(r"(?:nvidia|cuda|triton)[\w-]*==.+")


def text_of(path: Path) -> str:
    """Content of a text file; nothing for a picture."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_source_is_longer_than_a_reader_can_hold(
    root: Path, project_files: list[Path]
) -> None:
    sources = [path for path in project_files if path.suffix in SOURCE_SUFFIXES]
    lengths = {path: len(text_of(root / path).splitlines()) for path in sources}
    assert {path: n for path, n in lengths.items() if n > LINE_LIMIT} == {}


def test_no_file_names_a_registry(root: Path, project_files: list[Path]) -> None:
    found = {
        path: match.group()
        for path in project_files
        if (match := REGISTRY_HOST.search(text_of(root / path)))
    }
    assert found == {}


def test_no_file_names_a_folder_of_one_machine(
    root: Path, project_files: list[Path]
) -> None:
    found = {
        path: match.group()
        for path in project_files
        if (match := MACHINE_PATH.search(text_of(root / path)))
    }
    assert found == {}


@pytest.mark.parametrize("name", [*LOCKS, *GNN_LOCKS])
def test_a_lock_has_hashes_and_no_addresses(name: str, root: Path) -> None:
    text = (root / "requirements" / f"{name}.txt").read_text()
    entries = [line for line in text.splitlines() if line[:1].isalnum()]
    assert entries
    assert [line for line in entries if "==" not in line] == []
    assert [line for line in entries if not line.endswith("\\")] == []
    assert text.count("--hash=sha256:") >= len(entries)
    assert "://" not in text


def test_the_locks_agree_with_each_other(root: Path) -> None:
    pins = [pins_of(root, name) for name in LOCKS]
    everything = pins[LOCKS.index("dev")]
    for lock in pins:
        assert lock <= everything


def test_the_extra_changes_no_version_of_the_rest(root: Path) -> None:
    gnn, cpu = (pins_of(root, name) for name in GNN_LOCKS)
    everything = pins_of(root, "dev")
    both = locked_in(root, "gnn") & locked_in(root, "dev")
    assert {pin for pin in gnn if pin.partition("==")[0] in both} <= everything
    assert pins_of(root, "base") <= gnn
    assert {pin for pin in gnn - cpu if not GPU.fullmatch(pin)} == {"torch==2.13.0"}
    assert cpu - gnn == {"torch==2.13.0+cpu"}


def test_each_dependency_is_locked(root: Path) -> None:
    tables = tomllib.loads((root / "pyproject.toml").read_text())
    own_lock = tables["project"]["optional-dependencies"].pop("gnn")
    assert names_of(own_lock) <= locked_in(root, "gnn")
    runtime = tables["project"]["dependencies"]
    groups = [*tables["dependency-groups"].values()]
    extras = [*tables["project"]["optional-dependencies"].values()]
    every = [line for lines in [runtime, *groups, *extras] for line in lines]
    assert names_of(runtime) <= locked_in(root, "base")
    assert names_of(every) <= locked_in(root, "dev")


def names_of(requirements: list) -> set[str]:
    """Distributions asked for, without their ranges; group inclusions left out."""
    lines = [line for line in requirements if isinstance(line, str)]
    return {re.split(r"[\[<>=]", line)[0] for line in lines}


def locked_in(root: Path, name: str) -> set[str]:
    return {pin.partition("==")[0] for pin in pins_of(root, name)}


def pins_of(root: Path, name: str) -> set[str]:
    """The ``name==version`` pairs of a lock."""
    text = (root / "requirements" / f"{name}.txt").read_text()
    pins = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.+]+)", text, re.MULTILINE)
    return {f"{name}=={version}" for name, version in pins}


def test_each_script_can_be_run(root: Path, project_files: list[Path]) -> None:
    scripts = [root / path for path in project_files if path.suffix == ".sh"]
    scripts.append(root / ".ci" / "run")
    assert len(scripts) > 3
    for script in scripts:
        assert os.access(script, os.X_OK), script
        assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


@pytest.mark.parametrize(
    ("torch", "size", "lock"), [("cpu", "0.9 GB", "gnn-cpu"), ("cuda", "4.6 GB", "gnn")]
)
def test_make_says_what_torch_takes_before_it_installs(
    torch: str, size: str, lock: str, root: Path
) -> None:
    answer = subprocess.run(
        ["make", "--dry-run", "gnn", "GNN=not-there", f"TORCH={torch}"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.find(size) < answer.stdout.index(
        f"install.sh bootstrap {lock}\n"
    )
    assert size in answer.stdout


def test_make_help_lists_each_verb(root: Path) -> None:
    answer = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    phony = re.search(r"\.PHONY: ((?:.*\\\n)*.*)", (root / "Makefile").read_text())
    assert phony is not None
    verbs = set(phony[1].replace("\\", "").split())
    assert {line.split()[1] for line in answer.stdout.splitlines()} == verbs
