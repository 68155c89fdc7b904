"""A file that the first release wrote: opened, read, upgraded and written on.

It holds facts of ten kinds from two sources, a correction, a retraction, two pieces of
a load, and the findings that `snapshot build` published.
"""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import NotFoundError
from graph.instant import BEGINNING, At
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.testing.facts import batch, write
from graph.testing.store_contract.counting import EVERYTHING
from graph.testing.store_contract.publishing import PUBLICATION, pairs
from graph.vocabulary import KINDS

PACKED = Path(__file__).with_name("first_release.db.gz")
PARTY, OWNERSHIP = KINDS["party"], KINDS["ownership"]
TOLD_BY_OPENING = {"alembic_version", "meta"}


@pytest.fixture
def path(tmp_path):
    unpacked = tmp_path / "facts.db"
    unpacked.write_bytes(gzip.decompress(PACKED.read_bytes()))
    return unpacked


@pytest.fixture
def store(path, sqlite_url):
    with open_store(sqlite_url) as opened:
        yield opened


def content(path):
    """Every row of every table that holds rows of ours."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' "
            "AND schema = 'main' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'"
        ).fetchall()
        return {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - the file's
            for (name,) in names
        }


def test_opening_it_loses_no_row(path, sqlite_url):
    before = content(path)
    open_store(sqlite_url).close()
    after = content(path)
    assert sum(map(len, before.values())) > 100
    for name, rows in before.items():
        if name not in TOLD_BY_OPENING:
            kept = [row[: len(rows[0])] for row in after[name]]  # without new columns
            assert kept == rows, name


def test_it_gets_an_id_and_keeps_it(store, sqlite_url):
    assert len(store.store_id) == 32
    with open_store(sqlite_url) as again:
        assert again.store_id == store.store_id
    assert store.check() == []
    assert store.commits_without_digest() == store.sequence() == 18


def test_its_contracts_can_be_looked_up(store):
    contracts = store.view().select(KINDS["guarantee"])["guarantee_id"].to_pylist()
    for contract in contracts:
        found = store.view().look_up(KINDS["guarantee"], contract).hits
        assert contract in {hit.fact.subject_id for hit in found}


def test_its_facts_are_read_as_they_were_written(store):
    view = store.view()
    assert store.sequence() == 18
    assert view.counts() == {
        "party.bank": 1,
        "party.company": 7,  # one of them in two records
        "party.person": 1,
        "contact.device": 1,
        "account": 2,
        "loan": 1,
        "guarantee": 9,
        "guarantee.person-company": 1,
        "guarantee.company-company": 7,
        "guarantee.company-person": 1,
        "ownership.person-company": 1,
        "ownership.bank-company": 1,
        "ownership.company-company": 1,
        "role": 1,
        "risk_event.litigation": 1,
        "transfer.transfer": 2,
        "transfer.withdraw": 1,
    }
    assert view.node(PARTY, "b").properties["name"] == "中信钢铁"
    assert view.resolve("reg-a") == "a"
    assert [hit.party_id for hit in view.search("华为")] == ["a"]
    assert [hit.party_id for hit in view.search("zhongxin gangtie")] == ["b"]
    assert store.history(OWNERSHIP, "registry", "o-1")["share"].to_pylist() == [
        510_000,
        490_000,
    ]
    assert store.history(KINDS["role"], "test", "gone").num_rows == 1
    assert store.changes(PARTY, BEGINNING).num_rows == 10
    assert store.done(["load/1", "load/2", "load/3"]) == {"load/1", "load/2"}


def test_its_findings_are_there_and_its_snapshot_is_built_anew(store):
    runs = {run.analysis: run for run in store.runs()}
    assert runs.keys() == {"circles", "pd"}
    assert store.findings("score").num_rows == 9
    assert store.findings("circle").num_rows == 1
    receipt = runs["pd"].receipt
    at = At.parse(receipt["as_of"], receipt["known_at"])
    built = Snapshot.build(store, at)
    table = built.nodes("party")
    row = table.slice(built.number("party", "b"), 1).to_pylist()[0]
    described = store.view(at).node(PARTY, "b")
    assert store.view(at).select(PARTY, by="party", ids=["b"]).num_rows == 2
    assert {name: row[name] for name in described.properties} == described.properties
    # that release took the last by source and record of several descriptions
    assert built.manifest.snapshot_id != receipt["snapshot_id"]


def test_it_can_be_published_from(store):
    assert store.publication() is None
    store.publish(PUBLICATION, pairs())
    assert store.publication() == PUBLICATION


def test_it_is_written_on(store):
    again = store.append(batch(PARTY, EVERYTHING["party"]))
    assert (again.unchanged, again.sequence) == (3, 18)
    before = store.view()
    other = {"owner_id": "d", "asset_id": "e", "share": 1, "collected_at": 6}
    named = other | {"source": "registry", "record_id": "o-1"}
    report = store.append(batch(OWNERSHIP, [named]))
    assert (report.corrected, report.sequence) == (1, 19)
    write(store, {"deposit": [{"account_id": "x", "loan_id": "l"}]})
    assert store.history(OWNERSHIP, "registry", "o-1").num_rows == 3
    assert before.counts().keys() < store.view().counts().keys()
    assert store.check() == []


def test_it_takes_facts_of_kinds_that_it_did_not_know(store):
    outcome = {"party_id": "a", "outcome": "confirmed", "valid_from": 5}
    write(store, {"case_outcome": [outcome]})
    [row] = store.view().select(KINDS["case_outcome"]).to_pylist()
    assert {name: row[name] for name in outcome} == outcome
    assert store.view().counts()["case_outcome.confirmed"] == 1
    assert store.check() == []


def test_a_name_that_was_never_in_it_is_not_found(store):
    with pytest.raises(NotFoundError):
        store.view().node(PARTY, "z")
