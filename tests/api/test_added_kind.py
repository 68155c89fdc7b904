"""A kind that is added to the list of kinds is everywhere without another line.

It stands in ``added_kind/sitecustomize.py``, which each process reads before anything
of ours is imported.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent / "added_kind"
BACKENDS = ["memory", "sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)]


@pytest.fixture
def run(root: Path) -> Callable[..., str]:
    """Runs Python in a process that knows the kind; its standard output."""

    def start(*arguments: str | Path) -> str:
        path = os.pathsep.join((str(HERE), str(root)))
        done = subprocess.run(
            [sys.executable, *arguments],
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return start


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Three firms that supply each other in turn; one row names no known goods."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    with (folder / "party.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("party_id", "party_type", "name", "source"))
        writer.writerows((p, "company", f"Firm {p}", "registry") for p in "abc")
    with (folder / "supplies.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ("supplier_id", "buyer_id", "goods", "amount", "currency", "source")
        )
        writer.writerow(("a", "b", "ore", "1200000", "CNY", "invoices"))
        writer.writerow(("b", "c", "coal", "", "CNY", "invoices"))
        writer.writerow(("c", "a", "gold", "7", "CNY", "invoices"))
    return folder


@pytest.fixture(params=BACKENDS)
def told(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    bundle: Path,
    run: Callable[..., str],
) -> dict[str, Any]:
    """What a fresh process tells of the bundle in a store of each backend."""
    url = {"memory": "memory://", "sqlite": f"sqlite:///{tmp_path / 'facts.db'}"}.get(
        request.param
    ) or request.getfixturevalue("neo4j_url")
    found: dict[str, Any] = json.loads(run(HERE / "child.py", url, bundle, tmp_path))
    return found


def test_an_added_kind_is_loaded_counted_drawn_listed_and_reported(
    told: dict[str, Any],
) -> None:
    (rejected,) = told["rejected"]
    assert "supplies.csv, row 4, column goods" in rejected
    assert "'gold'" in rejected
    assert "one of ore, coal" in rejected
    counts = {k: n for k, n in told["counts"].items() if k.startswith("supplies")}
    assert counts == {"supplies.ore": 1, "supplies.coal": 1}
    assert told["snapshot"] == 2
    assert told["nodes"] == [["party", "a"], ["party", "b"]]
    assert told["edges"] == [["a", "b", "1200000.00", "iron ore"]]
    assert told["path"] == [3]

    relations = {item["name"]: item for item in told["ontology"]["relations"]}
    assert relations["supplies"]["legend"] == {"en": "Supply", "zh": "供货"}
    assert list(relations)[-1] == "supplies"  # no rank: after those that have one
    party = told["ontology"]["kinds"][0]
    assert "supplies" in party["usual_relations"]
    menu = {
        (item["relation"], item["direction"]): (item["label"]["en"], item["total"])
        for item in told["menu"]["relations"]
    }
    assert menu["supplies", "out"] == ("Customers", 1)
    assert menu["supplies", "in"] == ("Suppliers", 1)
    shown = [edge["relation"] for edge in told["neighbours"]["edges"]]
    assert shown == ["supplies"]
    assert "iron ore" in told["report"]


def test_an_added_kind_has_a_file_in_the_template(
    tmp_path: Path, run: Callable[..., str]
) -> None:
    run("-m", "api.cli", "template", tmp_path / "empty")
    assert "supplies.csv" in {path.name for path in (tmp_path / "empty").iterdir()}
    dictionary = (tmp_path / "empty" / "dictionary.csv").read_text(encoding="utf-8")
    assert "one of ore, coal" in dictionary


def test_the_kind_is_known_to_those_processes_only() -> None:
    assert "supplies" not in KINDS
