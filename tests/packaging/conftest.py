"""What the packaging tests share: the project's files, and a wheel built from them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("graph", "ingest", "api", "gnn", "visual")
BUILD_FILES = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE")
NOT_PACKED = shutil.ignore_patterns("__pycache__", "web", "dist")


@pytest.fixture(scope="session")
def project_files(root: Path) -> list[Path]:
    """Each file that is, or is about to be, committed; relative to the root."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = filter(None, listing.split("\0"))
    return [path for path in map(Path, names) if (root / path).is_file()]


@pytest.fixture(scope="session")
def sources(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy of what a wheel is built from, without the built explorer."""
    copy = tmp_path_factory.mktemp("sources")
    for name in PACKAGES:
        shutil.copytree(root / name, copy / name, ignore=NOT_PACKED)
    for name in BUILD_FILES:
        shutil.copy(root / name, copy)
    return copy


def build_wheel(sources: Path) -> subprocess.CompletedProcess[str]:
    """Build a wheel with the tools that are installed."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "."]
    return subprocess.run(
        command, cwd=sources, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def refusal(sources: Path) -> subprocess.CompletedProcess[str]:
    """What building answers while the explorer is missing."""
    return build_wheel(sources)


@pytest.fixture(scope="session")
def wheel(sources: Path, refusal: subprocess.CompletedProcess[str]) -> Path:
    """Wheel of the project, with a page standing for the explorer."""
    assert refusal.returncode, "the refusal must be seen before the page exists"
    page = sources / "visual" / "static" / "dist" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<!doctype html><title>explorer</title>")
    built = build_wheel(sources)
    assert built.returncode == 0, built.stdout + built.stderr
    (found,) = (sources / "dist").glob("*.whl")
    return found
