"""Kinds that are added to the list of kinds are everywhere without another line.

They stand in ``added_kind/sitecustomize.py``, which each process reads before anything
of ours is imported.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.vocabulary import KINDS
from neo4j_server import emptied

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.integration

HERE = Path(__file__).parent / "added_kind"
BACKENDS = ["memory", "sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)]


@pytest.fixture(scope="module")
def run(root: Path) -> Callable[..., str]:
    """Runs Python in a process that knows the kinds; its standard output."""

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


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three firms that supply each other in turn; two let one house to the third.

    One row names no known goods, and one lease names no lessee.
    """
    files = {
        "party": [
            ("party_id", "party_type", "name", "source"),
            *((f"c:{name}", "company", f"Firm {name}", "registry") for name in "abc"),
        ],
        "supplies": [
            ("supplier_id", "buyer_id", "goods", "amount", "currency", "source"),
            ("c:a", "c:b", "ore", "1200000", "CNY", "invoices"),
            ("c:b", "c:c", "coal", "", "CNY", "invoices"),
            ("c:c", "c:a", "gold", "7", "CNY", "invoices"),
        ],
        "lease": [
            ("lease_id", "lessee_id", "rent", "currency", "source"),
            ("l:1", "c:c", "900", "CNY", "lettings"),
            ("l:2", "", "1", "CNY", "lettings"),
        ],
        "lessor": [
            ("lessor_id", "lease_id", "source"),
            ("c:a", "l:1", "lettings"),
            ("c:b", "l:1", "lettings"),
            ("c:a", "l:2", "lettings"),
        ],
    }
    folder = tmp_path_factory.mktemp("bundle")
    for name, rows in files.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


@pytest.fixture(scope="module", params=BACKENDS)
def told(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    bundle: Path,
    run: Callable[..., str],
) -> dict[str, Any]:
    """What a fresh process tells of the bundle in a store of each backend."""
    folder = tmp_path_factory.mktemp("told")
    url = {"memory": "memory://", "sqlite": f"sqlite:///{folder / 'facts.db'}"}.get(
        request.param
    ) or emptied(request.getfixturevalue("neo4j_instance"))
    found: dict[str, Any] = json.loads(run(HERE / "child.py", url, bundle, folder))
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
    assert told["nodes"] == [["party", "c:a"], ["party", "c:b"]]
    assert told["edges"] == [["c:a", "c:b", "1200000.00", "iron ore"]]
    assert told["path"] == [3]

    relations = {item["name"]: item for item in told["ontology"]["relations"]}
    assert relations["supplies"]["legend"] == {"en": "Supply", "zh": "供货"}
    assert list(relations)[-2:] == ["supplies", "lease"]  # no rank: after all ranks
    party = told["ontology"]["kinds"][0]
    assert "supplies" in party["usual_relations"]
    assert menu_of(told["menu"])["supplies", "out"] == ("Customers", 1)
    assert menu_of(told["menu"])["supplies", "in"] == ("Suppliers", 1)
    shown = {edge["relation"] for edge in told["neighbours"]["edges"]}
    assert shown == {"supplies", "lease"}
    assert "iron ore" in told["report"]


def menu_of(page: dict[str, Any]) -> dict[tuple[str, str], tuple[str, int]]:
    """What a node leads to, and how often, by relation and direction."""
    return {
        (item["relation"], item["direction"]): (item["label"]["en"], item["total"])
        for item in page["relations"]
    }


def test_an_added_relation_leads_through_a_node_of_an_added_kind(
    told: dict[str, Any],
) -> None:
    counts = {k: n for k, n in told["counts"].items() if k.startswith("lease")}
    assert counts == {
        "lease": 2,
        "lease.company-company": 2,
        "lease.company-unknown": 1,
    }
    rent = ["900.00", "not_applicable"]
    whole = [[f"c:{name}", "c:c", *rent, "l:1", f"c:{name}>l:1"] for name in "ab"]
    assert told["leases_of_a"] == told["leases_of_c"] == whole
    assert told["leases_over_l"] == [
        *([f"c:{name}", "lease|l:1", *rent, "l:1", f"c:{name}>l:1"] for name in "ab"),
        ["lease|l:1", "c:c", *rent, "l:1"],
    ]
    assert menu_of(told["tenant"])["lease", "in"] == ("Landlords", 1)
    assert menu_of(told["lease"]) == {
        ("lease", "out"): ("Lessee", 1),
        ("lease", "in"): ("Lessor", 2),
    }
    assert told["ontology"]["relations"][-1]["head_kind"] == "party"
    rows = re.findall(r"<tr><td>leases to</td>.*?</tr>", told["report"], re.DOTALL)
    assert len(rows) == 2
    assert all("900.00" in row for row in rows)
    assert "not_applicable" not in told["report"]


def test_an_added_kind_has_a_file_in_the_template(
    tmp_path: Path, run: Callable[..., str]
) -> None:
    run("-m", "api.cli", "template", tmp_path / "empty")
    assert "supplies.csv" in {path.name for path in (tmp_path / "empty").iterdir()}
    dictionary = (tmp_path / "empty" / "dictionary.csv").read_text(encoding="utf-8")
    assert "one of ore, coal" in dictionary


def test_the_kinds_are_known_to_those_processes_only() -> None:
    assert KINDS.keys().isdisjoint({"supplies", "lease", "lessor"})
