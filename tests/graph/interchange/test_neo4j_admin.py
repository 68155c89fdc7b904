"""CSV files that the real ``neo4j-admin database import`` loads."""

from __future__ import annotations

import csv
import re
import tempfile
from pathlib import Path

from hypothesis import given

from graph.interchange.extract import around, whole
from graph.interchange.neo4j_admin import write_neo4j_admin
from graph.testing.facts import memory_store
from graph.testing.strategies import at_most
from graph.vocabulary import KINDS, Form
from neo4j_server import neo4j_admin
from small_stores import small_stores
from village_facts import AS_OF, SECRETS, village_rows


def rows_of(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_a_contract_is_a_node_and_what_it_names_a_relationship(village_view, tmp_path):
    counts = write_neo4j_admin(around(village_view, "d", 1), tmp_path)
    assert counts["guarantee"] == counts["guarantor"] == counts["guarantee_debtor"] == 2
    header, *rows = rows_of(tmp_path, "guarantee_debtor")
    assert header == [":START_ID(guarantee)", ":END_ID(party)"]
    assert rows == [["d>e", "e"], ["y>d", "d"]]
    header, first, _ = rows_of(tmp_path, "guarantor")
    assert (header[0], header[-1]) == (":START_ID(party)", ":END_ID(guarantee)")
    assert (first[0], first[-1]) == ("d", "d>e")
    arguments = (tmp_path / "import.args").read_text(encoding="utf-8").splitlines()
    assert "--nodes=Party=./party.csv" in arguments
    assert "--relationships=GUARANTOR_OF=./guarantor.csv" in arguments
    assert "--relationships=DEBTOR=./guarantee_debtor.csv" in arguments


def test_values_have_types_and_no_cell_is_a_formula(tmp_path):
    rows = village_rows()
    rows["party"][0]["name"] = "=1+1"
    with memory_store(rows) as store:
        write_neo4j_admin(whole(store.view(store.at(AS_OF))), tmp_path)
    header, first, *_ = rows_of(tmp_path, "party")
    party = dict(zip(header, first, strict=True))
    assert party["name:string"] == "'=1+1"
    assert party["registered_capital:double"] == "1000000"
    header, event = rows_of(tmp_path, "risk_event")
    assert dict(zip(header, event, strict=True))["occurred_at:datetime"] == (
        "2025-12-31T00:00:00.000Z"
    )
    told = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert [secret for secret in SECRETS if secret in told] == []


@at_most(20)
@given(small_stores())
def test_no_end_is_missing_and_no_cell_is_a_formula(rows):
    with memory_store(rows) as store, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counts = write_neo4j_admin(whole(store.view(store.at(AS_OF))), folder)
        files = {file: rows_of(folder, file) for file in counts}
    known, named = set(), set()
    for file, (header, *lines) in files.items():
        assert len(lines) == counts[file]
        for place, title in enumerate(header):
            cells = [(title.partition("(")[2], line[place]) for line in lines]
            if ":ID(" in title:
                assert len(set(cells)) == len(cells)
                known.update(cells)
            elif title.startswith((":START_ID(", ":END_ID(")):
                named.update(cells)
            elif title.endswith(":string"):
                assert not [c for _, c in cells if c.startswith(tuple("=+-@\t\r＝"))]
    assert named <= known


def test_the_real_command_loads_it(neo4j_jars, tmp_path):
    rows = village_rows()
    for party, name in zip(
        rows["party"], ['a,"b"\r\nc', "=1+1", "\x01", ""], strict=False
    ):
        party["name"] = name
    folder = tmp_path / "out"
    folder.mkdir()
    with memory_store(rows) as store:
        found = whole(store.view(store.at(AS_OF)), sees_personal=True)
        counts = write_neo4j_admin(found, folder)
    said = neo4j_admin(
        neo4j_jars, tmp_path / "home", folder, "database", "import", "full", "neo4j",
        "@import.args",
    )  # fmt: skip
    nodes = sum(
        counts[name] for name in found.facts if KINDS[name].form is not Form.EDGE
    )
    loaded = dict(reversed(pair) for pair in re.findall(r"  (\d+) (\w+)", said))
    assert int(loaded["nodes"]) == nodes == 29
    assert int(loaded["relationships"]) == sum(counts.values()) - nodes == 34
