"""An analysis, an engine, a store and a reader: each is one file and one line.

They are in ``added_parts``; a process of its own registers and uses all of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph.analysis.registry import ANALYSES
from graph.engines import ENGINES
from graph.stores import BACKENDS
from ingest.readers import READERS

PROGRAM = Path(__file__).parent / "added_parts" / "program.py"


@pytest.fixture
def told(tmp_path: Path, root: Path) -> dict[str, Any]:
    """What a process with the added parts tells of three firms and a lone one."""
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    firms = "".join(f"c:{firm};Firm {firm};company\n" for firm in "abcd")
    (bundle / "firms.csv").write_text(f"firm;title;sort\n{firms}", "utf-8")
    pledges = "c:a;c:b;100.00\nc:b;c:c;50.00\n"
    (bundle / "pledges.csv").write_text(f"by;of;sum\n{pledges}", "utf-8")
    done = subprocess.run(
        [sys.executable, PROGRAM, "kept://here", bundle, tmp_path / "data"],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.integration
def test_added_parts_load_publish_answer_and_replay(told: dict[str, Any]) -> None:
    assert told["loaded"]["format"] == "pledges"
    assert told["snapshot"]["counts"]["guarantor"] == 2

    shown = told["shown"]
    tied = {row["party_id"]: row["tied"] for row in shown["items"]}
    assert tied == {"c:a": 2, "c:b": 2, "c:c": 2, "c:d": 0}
    assert shown["receipt"]["engine"] == "spreading"
    assert shown["snapshot_id"] == told["snapshot"]["snapshot_id"]

    first, last = told["first"], told["last"]
    assert [*first["items"], *last["items"]] == shown["items"]
    assert (first["completeness"]["complete"], last["next"]) == (False, None)
    assert last["receipt"] == shown["receipt"]

    assert told["listed"] == told["analyses"]
    added = told["listed"]["items"][-1]
    assert (added["name"], added["tables"]) == ("company", ["company"])
    published = [item for item in told["listed"]["items"] if item["tables"]]
    assert {item["engine"] for item in published} == {"spreading"}

    assert told["replay"]["same"]
    assert told["replay"]["replayed_hash"] == shown["receipt"]["result_hash"]


def test_the_parts_are_known_to_that_process_only() -> None:
    assert "company" not in ANALYSES
    assert "spreading" not in ENGINES
    assert "kept" not in BACKENDS
    assert "pledges" not in READERS
