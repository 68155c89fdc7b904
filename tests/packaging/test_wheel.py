from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

PACKAGES = ("graph", "ingest", "api", "gnn", "visual")
TRY_IT = """
import pathlib, sys
import api, gnn, graph, ingest, visual
packages = (api, gnn, graph, ingest, visual)
homes = {pathlib.Path(package.__file__).parent.parent for package in packages}
assert homes == {pathlib.Path(sys.argv[1])}, homes
page = homes.pop() / "visual" / "static" / "dist" / "index.html"
assert page.is_file(), page
from graph.vocabulary import Kind
from ingest.synthetic.demo_case import n_companies
assert n_companies() == 20
"""


@pytest.fixture(scope="session")
def installed(
    wheel: Path, sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Environment with the wheel in it, the same libraries, and no sources."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, symlinks=True)
    shutil.copy(wheel, home)
    shutil.rmtree(sources)
    python = home / "bin" / "python"
    install = f"{sys.executable} -m uv pip install --quiet --offline --no-deps".split()
    subprocess.run([*install, "--python", python, home / wheel.name], check=True)
    # A line in a .pth file adds the libraries, but not their own .pth files: the
    # editable installation of this project stays out of sight.
    libraries = sysconfig.get_path("purelib")
    (site_packages(home) / "libraries.pth").write_text(libraries + "\n")
    return home


def site_packages(home: Path) -> Path:
    (folder,) = home.glob("lib/python*/site-packages")
    return folder


def test_no_wheel_is_built_without_the_explorer(
    refusal: subprocess.CompletedProcess[str],
) -> None:
    assert refusal.returncode != 0
    assert "build the explorer first" in refusal.stdout + refusal.stderr


def test_the_wheel_holds_the_five_packages_and_the_explorer(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(names)
    assert "visual/static/dist/index.html" in names
    assert "visual/report/templates/report.html" in names
    assert "ingest/synthetic/linyuan/party.csv" in names
    assert "graph/patterns/fan_in.yaml" in names
    assert not [name for name in names if "node_modules" in name or "/web/" in name]


def test_the_wheel_passes_its_checker(wheel: Path, root: Path) -> None:
    checked = subprocess.run(
        [Path(sys.executable).parent / "check-wheel-contents", wheel],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_the_wheel_works_with_the_sources_gone(installed: Path, tmp_path: Path) -> None:
    tried = subprocess.run(
        [installed / "bin" / "python", "-c", TRY_IT, site_packages(installed)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 0, tried.stderr


def test_a_part_of_the_tests_passes_on_the_wheel(
    installed: Path, root: Path, tmp_path: Path
) -> None:
    tests = root / "tests"
    shutil.copy(tests / "conftest.py", tmp_path)
    shutil.copytree(tests / "support", tmp_path / "support")
    part = shutil.copy(tests / "graph" / "algorithms" / "test_components.py", tmp_path)
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\naddopts = -p no:cacheprovider\npythonpath = support\n"
    )
    tried = subprocess.run(
        [installed / "bin" / "python", "-m", "pytest", "-q", part],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 0, tried.stdout
    assert " passed" in tried.stdout


def test_the_installed_command_answers(installed: Path, tmp_path: Path) -> None:
    answer = subprocess.run(
        [installed / "bin" / "suretynet", "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "serve" in answer.stdout
