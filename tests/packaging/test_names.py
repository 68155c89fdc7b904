from __future__ import annotations

import importlib
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PACKAGES = ("graph", "ingest", "api", "gnn", "visual")


@pytest.mark.parametrize("package", PACKAGES)
def test_nobody_else_owns_the_name(package: str) -> None:
    owners = set(packages_distributions().get(package, ()))
    assert owners <= {"suretynet"}
    assert package not in sys.stdlib_module_names


def test_the_five_packages_come_from_one_folder(root: Path) -> None:
    files = [importlib.import_module(package).__file__ for package in PACKAGES]
    assert {Path(file).parent.parent for file in files if file} == {root}
