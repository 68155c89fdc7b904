from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from api.cli import exit_code
from gnn.errors import MissingExtraError
from gnn.extra import LIBRARIES, require_torch, torch_part

if TYPE_CHECKING:
    from pathlib import Path

MADE_BY_HAND = {name: version or "0.8.0" for name, version in LIBRARIES.items()}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Says of distributions that they are installed, in place of those that are."""

    def install(versions: dict[str, str]) -> None:
        for name, version in versions.items():
            folder = tmp_path / f"{name.replace('-', '_')}-{version}.dist-info"
            folder.mkdir()
            text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
            (folder / "METADATA").write_text(text)
        monkeypatch.setattr("sys.path", [str(tmp_path)])

    return install


@pytest.mark.parametrize("missing", LIBRARIES)
def test_a_library_that_is_not_there_names_the_extra(missing: str, installed) -> None:
    installed({name: v for name, v in MADE_BY_HAND.items() if name != missing})
    with pytest.raises(MissingExtraError) as caught:
        torch_part("device")
    said = str(caught.value)
    assert said.startswith(f"{missing} is not installed; expected ")
    assert "suretynet[gnn]" in said
    assert exit_code(caught.value) == 2


def test_another_version_is_named_with_the_one_expected(installed) -> None:
    installed(MADE_BY_HAND | {"torch": "2.9.1"})
    with pytest.raises(
        MissingExtraError, match=r"^torch 2\.9\.1 is installed; expected 2\.13\.0"
    ):
        require_torch()


def test_the_build_for_cpus_is_the_same_version(installed) -> None:
    installed(MADE_BY_HAND | {"torch": "2.13.0+cpu"})
    require_torch()


def test_a_library_that_does_not_load_is_one_line(
    installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_name: str) -> None:
        raise OSError("libcudart.so.13: cannot open shared object file")

    installed(MADE_BY_HAND)
    monkeypatch.setattr("gnn.extra.import_module", broken)
    with pytest.raises(MissingExtraError, match=r"does not load \(libcudart"):
        torch_part("device")


def test_the_versions_are_those_of_the_extra(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extra = project["optional-dependencies"]["gnn"]
    exact = dict(line.split("==") for line in extra if "==" in line)
    assert exact == {name: v for name, v in LIBRARIES.items() if v}
    assert [line.split(">=")[0] for line in extra if "==" not in line] == [
        name for name, version in LIBRARIES.items() if not version
    ]
