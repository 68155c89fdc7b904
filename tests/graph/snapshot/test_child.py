"""Snapshots of SQLite stores are built by a child process, for the file's safety."""

from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest

from graph.errors import MissingRateError, SnapshotError, StoreUnavailableError
from graph.snapshot import Snapshot
from graph.snapshot_build import build_snapshot
from graph.snapshot_build.adbc_source import AdbcSource
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, memory_store, write

AS_OF = 1_000

pytestmark = pytest.mark.integration


def ring():
    rows = guarantee_rows(
        ("a", "b"), ("b", "c"), ("c", "a"), cap=100, currency="CNY", disclosed=True
    )
    rows["rating"] = [{"party_id": "a", "grade": "AA", "self_pd": 0.25}]
    rows["risk_event"] = [{"party_id": "b", "counterparty_id": None, "case_no": "案"}]
    rows["loan"] = [
        {"loan_id": name, "borrower_id": "b", "outstanding": 50, "valid_to": ended}
        for name, ended in (("over", AS_OF), ("other", AS_OF), ("stands", None))
    ]
    rows["guarantee"][0]["covered_loan_ids"] = "over;stands"
    return rows


@pytest.fixture
def store(tmp_path):
    with open_store(f"sqlite:///{tmp_path / 'facts.db'}") as opened:
        write(opened, ring())
        yield opened


def test_a_snapshot_is_the_same_whoever_reads_the_store(store, tmp_path):
    told = []
    built = build_snapshot(
        store, store.at(AS_OF), tmp_path, progress=lambda *report: told.append(report)
    )
    memory = memory_store(ring())
    held = Snapshot.build(memory, memory.at(AS_OF))
    direct = Snapshot.build(store, store.at(AS_OF))
    assert built.manifest.files == held.manifest.files == direct.manifest.files
    assert built.manifest.snapshot_id == held.manifest.snapshot_id
    assert built.manifest.at == store.at(AS_OF)
    assert built.manifest.origin["sequence"] == store.sequence()
    assert told[-1][1] == told[-1][2] > 0


def test_columns_that_begin_late_are_read(tmp_path):
    rows = [
        {"party_id": "a"},
        {"party_id": "b", "city": "杭州"},
        {"party_id": "c", "city": "宁波", "name_en": "C"},
        {"party_id": "d", "valid_to": AS_OF + 1},
    ]
    with open_store(f"sqlite:///{tmp_path / 'facts.db'}") as store:
        write(store, {"party": rows})
        built = build_snapshot(store, store.at(AS_OF), tmp_path)
    stated = ["city", "name_en", "valid_to", "aliases"]
    assert built.nodes("party").select(stated).to_pydict() == {
        "city": [None, "杭州", "宁波", None],
        "name_en": [None, None, "C", None],
        "valid_to": [None, None, None, AS_OF + 1],
        "aliases": [None] * 4,
    }


def test_it_appears_under_its_id_and_leaves_nothing_else(store, tmp_path):
    folder = tmp_path / "snapshots"
    built = build_snapshot(store, store.at(AS_OF), folder)
    assert [path.name for path in folder.iterdir()] == [built.manifest.snapshot_id]
    built.verify()


def test_equal_content_renews_the_manifest_only(store, tmp_path):
    folder = tmp_path / "snapshots"
    first = build_snapshot(store, store.at(AS_OF), folder)
    write(store, {"party": [{"party_id": "new", "name": "new", "valid_from": 5_000}]})
    again = build_snapshot(store, store.at(AS_OF), folder)
    assert again.manifest.snapshot_id == first.manifest.snapshot_id
    assert again.manifest.at.known_at > first.manifest.at.known_at
    assert len(list(folder.iterdir())) == 1


def test_other_stores_are_read_in_this_process(tmp_path):
    store = memory_store(ring())
    built = build_snapshot(store, store.at(AS_OF), tmp_path)
    assert built.n_parties == 3


def test_corrections_and_newer_versions_replace_older_ones(tmp_path):
    rows = guarantee_rows(("a", "b"), cap=100, currency="CNY")
    contract = rows["guarantee"][0]
    newer = {**contract, "cap": 300, "valid_from": 500}
    corrected = {**contract, "cap": 200, "collected_at": 1}
    snapshots = []
    for url in (f"sqlite:///{tmp_path / 'facts.db'}", "memory://"):
        with open_store(url) as store:
            write(store, rows)
            write(store, {"guarantee": [corrected]})
            before = store.at(400)
            write(store, {"guarantee": [newer]})
            folder = tmp_path / url[:3]
            snapshots.append(
                [build_snapshot(store, at, folder) for at in (before, store.at(AS_OF))]
            )
    for read_from_file, read_from_memory in zip(*snapshots, strict=True):
        assert read_from_file.manifest.files == read_from_memory.manifest.files
    assert [s.pairs.effective.tolist() for s in snapshots[0]] == [[2.0], [3.0]]


def test_the_source_stands_where_the_store_stands(store):
    with AdbcSource(store.bulk_source(), store.url) as source:
        assert source.at() == store.at()
        assert source.sequence() == store.sequence()


def test_failures_of_the_child_come_back_as_they_were(store, tmp_path):
    with pytest.raises(MissingRateError) as caught:
        build_snapshot(store, store.at(AS_OF), tmp_path, reporting_currency="USD")
    assert caught.value.currency == "CNY"
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]
    store.bulk_source().unlink()
    with pytest.raises(StoreUnavailableError):
        build_snapshot(store, store.at(AS_OF), tmp_path)


def test_a_child_that_breaks_is_reported(store, tmp_path, monkeypatch):
    broken = (sys.executable, "-c", "raise SystemExit('out of luck')")
    monkeypatch.setattr("graph.snapshot_build.child.COMMAND", broken)
    with pytest.raises(SnapshotError, match="out of luck"):
        build_snapshot(store, store.at(AS_OF), tmp_path)


def test_an_interrupted_build_leaves_nothing(store, tmp_path):
    folder = tmp_path / "snapshots"

    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_snapshot(store, store.at(AS_OF), folder, progress=interrupt)
    assert list(folder.iterdir()) == []


def test_a_writer_keeps_its_lock_while_a_snapshot_is_built(store, tmp_path):
    path = tmp_path / "facts.db"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO ledger (key) VALUES ('mine')")
    at = store.at(AS_OF)
    build_snapshot(store, at, tmp_path / "snapshots")
    intruder = (
        "import sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE')\n"
    )
    refused = subprocess.run(
        [sys.executable, "-c", intruder, str(path)], capture_output=True, check=False
    )
    assert b"database is locked" in refused.stderr
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        sqlite3.connect(path, timeout=0, isolation_level=None).execute(
            "BEGIN IMMEDIATE"
        )
    writer.execute("COMMIT")
    writer.close()
    build_snapshot(store, at, tmp_path / "snapshots")
    assert store.done(["mine"]) == {"mine"}
    assert store.check() == []


def test_the_parent_never_imports_adbc(tmp_path):
    script = (
        "import sys\n"
        "from graph.snapshot_build import build_snapshot\n"
        "from graph.stores import open_store\n"
        "from graph.testing.facts import guarantee_rows, write\n"
        "with open_store(f'sqlite:///{sys.argv[1]}/facts.db') as store:\n"
        "    write(store, guarantee_rows(('a', 'b')))\n"
        "    assert build_snapshot(store, store.at(), sys.argv[1]).n_parties == 2\n"
        "print(sorted(m for m in sys.modules if m.startswith('adbc')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


@pytest.mark.neo4j
def test_a_neo4j_server_gives_the_same_snapshot(neo4j_url, tmp_path):
    with open_store(neo4j_url) as store:
        write(store, ring())
        built = build_snapshot(store, store.at(AS_OF), tmp_path)
        assert built.manifest.origin["store"] == store.url  # without credentials
    memory = memory_store(ring())
    held = Snapshot.build(memory, memory.at(AS_OF))
    assert built.manifest.files == held.manifest.files
