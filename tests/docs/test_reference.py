"""What the code can be asked for stands on the reference pages."""

from __future__ import annotations

import doctest
import re
import runpy
from typing import TYPE_CHECKING, Any

import pytest

from api import cli
from api.settings import Settings
from graph import errors
from graph.legal_force import Force
from graph.vocabulary import KINDS
from ingest import errors as ingest_errors

if TYPE_CHECKING:
    from pathlib import Path

PAGES = ("api", "cli", "errors", "mappings", "record-formats", "settings")
PYTHON = re.compile(r"^```python\n(>>> .*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def writer(root: Path) -> dict[str, Any]:
    """The script that writes the tables."""
    return runpy.run_path(str(root / "scripts" / "reference.py"))


def page(docs: Path, name: str) -> str:
    return (docs / "reference" / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_the_code_says(
    name: str, docs: Path, writer: dict[str, Any]
) -> None:
    written = page(docs, name)
    assert "<!-- begin " in written
    assert written == writer["current"](written), "run scripts/reference.py"


def test_each_setting_is_explained(docs: Path) -> None:
    text = page(docs, "settings")
    for name, field in Settings.model_fields.items():
        assert f"`SURETYNET_{name.upper()}`" in text
        assert field.description


def test_each_kind_and_column_is_explained(docs: Path) -> None:
    text = page(docs, "record-formats")
    for kind in KINDS.values():
        section = text.partition(f"### {kind.name}: ")[2].partition("###")[0]
        named = [item.column for item in kind.references] + list(kind.property_by_name)
        assert [name for name in named if f"`{name}`" not in section] == []


def test_each_failure_is_explained(docs: Path) -> None:
    text = page(docs, "errors")
    for module in (errors, ingest_errors):
        for name, value in vars(module).items():
            if isinstance(value, type) and issubclass(value, errors.GraphError):
                assert f"`{name}`" in text


def test_each_exit_code_is_explained(docs: Path) -> None:
    text = page(docs, "cli")
    codes = {value for name, value in vars(cli).items() if name.startswith("EXIT_")}
    assert codes
    for code in {0, 2, 3, *codes}:
        assert f"\n| {code} | " in text


def test_each_rule_of_legal_force_is_explained(docs: Path) -> None:
    text = (docs / "explanation" / "guarantees.md").read_text(encoding="utf-8")
    for rule in Force:
        assert f"`{rule.name}`" in text


def test_each_variable_that_a_page_names_is_a_setting(root: Path, docs: Path) -> None:
    known = {f"SURETYNET_{name.upper()}" for name in Settings.model_fields}
    # the benchmarks' own
    known |= {f"SURETYNET_BENCH_{peer}_PYTHON" for peer in ("IGRAPH", "SNAPML")}
    known.add("SURETYNET_BENCH_NETWORK_COMPANIES")
    for path in [root / "README.md", *docs.rglob("*.md")]:
        named = set(re.findall(r"SURETYNET_[A-Z_]+", path.read_text(encoding="utf-8")))
        assert named <= known, path.name


@pytest.mark.parametrize("name", ["circles", "contagion"])
def test_the_examples_of_an_explanation_are_right(name: str, docs: Path) -> None:
    text = (docs / "explanation" / f"{name}.md").read_text(encoding="utf-8")
    examples = PYTHON.findall(text)
    assert examples
    for example in examples:
        test = doctest.DocTestParser().get_doctest(example, {}, name, None, 0)
        assert doctest.DocTestRunner().run(test).failed == 0
