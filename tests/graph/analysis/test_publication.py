"""Reading a publication, on any host, without writing to the store."""

from __future__ import annotations

import shutil

import pytest

from graph.analysis.circle import circle_record
from graph.analysis.circles import ranked_circles
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.score import score_record
from graph.errors import NotPublishedError, SnapshotMismatchError
from graph.model import Publication
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, memory_store, write

PARAMETERS = ContagionParameters(n_worlds=64)
RING = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), cap=100, currency="CNY")


def written(store):
    """Everything a read might have changed."""
    tables = {
        name: store.findings(name).to_pylist()
        for name in ("circle", "circle_member", "score")
    }
    return store.sequence(), store.publication(), store.runs(), tables


def test_without_a_publication_the_command_is_named(filled, tmp_path):
    with pytest.raises(NotPublishedError, match="suretynet snapshot build"):
        open_published(filled(RING), tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_reading_changes_nothing_in_the_store(filled, tmp_path):
    assert_reading_changes_nothing(filled(RING), tmp_path)


def test_hosts_of_one_server_show_what_it_publishes(neo4j_url, tmp_path):
    with open_store(neo4j_url) as store, open_store(neo4j_url) as other:
        write(store, RING)
        assert_reading_changes_nothing(store, tmp_path)
        one, two = (
            open_published(host, tmp_path / folder)
            for host, folder in ((store, "here"), (other, "third"))
        )
        assert one.publication == two.publication
        assert one.findings.receipts == two.findings.receipts


def assert_reading_changes_nothing(store, tmp_path):
    publish(store, tmp_path / "here", at=store.at(0), parameters=PARAMETERS)
    write(store, guarantee_rows(("c", "d")))
    before = written(store)
    for folder in ("here", "elsewhere"):
        found = open_published(store, tmp_path / folder)
        assert found.at == before[1].at
        assert [row.firms for row in ranked_circles(found)] == [3]
        assert written(store) == before


def test_a_host_without_the_files_builds_the_same_snapshot(filled, tmp_path):
    store = filled(RING)
    snapshot = publish(store, tmp_path / "one", parameters=PARAMETERS)
    write(store, guarantee_rows(("c", "d")))
    found = open_published(store, tmp_path / "two")
    assert found.snapshot_id == snapshot.manifest.snapshot_id
    folder = tmp_path / "two" / "snapshots" / found.snapshot_id
    assert folder.is_dir()
    shutil.rmtree(folder)
    assert open_published(store, tmp_path / "two").at == found.at


def test_a_store_whose_facts_make_another_snapshot_is_refused(tmp_path):
    store = memory_store(RING)
    publish(store, tmp_path / "one", parameters=PARAMETERS)
    forged = store.publication().__class__(
        **{name: getattr(store.publication(), name) for name in Publication.__slots__}
        | {"snapshot_id": "0" * 32}
    )
    store.publish(forged, _no_pairs())
    with pytest.raises(SnapshotMismatchError, match="0" * 32):
        open_published(store, tmp_path / "two")
    assert store.publication() == forged


def _no_pairs():
    import pyarrow as pa

    names = ("guarantor_id", "debtor_id", "effective", "face", "contracts")
    types = (pa.string(), pa.string(), pa.float64(), pa.float64(), pa.int32())
    return pa.schema(list(zip(names, types, strict=True))).empty_table()


def test_findings_of_another_publication_are_not_mixed_in(tmp_path):
    store = memory_store(RING)
    publish(store, tmp_path, parameters=PARAMETERS)
    kept = store.publication()
    publish(store, tmp_path, at=store.at(-1), parameters=PARAMETERS)
    store.publish(kept, _no_pairs())
    with pytest.raises(NotPublishedError):
        open_published(store, tmp_path)


def test_answers_say_how_far_the_store_has_moved_on(tmp_path):
    store = memory_store(RING)
    publish(store, tmp_path, at=store.at(0), parameters=PARAMETERS)
    found = open_published(store, tmp_path, sequence=store.sequence)
    assert found.commits_behind == 0
    commits = store.sequence()
    write(store, guarantee_rows(("c", "d")))
    behind = store.sequence() - commits
    assert found.commits_behind == behind > 0
    (row,) = ranked_circles(found)
    circle = circle_record(found, row.circle_id)
    assert circle.receipt.run["commits_behind"] == behind
    receipt = score_record(found, "a").receipt
    assert receipt.run["commits_behind"] == behind
    assert open_published(store, tmp_path).commits_behind == behind


def test_publishing_again_catches_up(tmp_path):
    store = memory_store(RING)
    publish(store, tmp_path, parameters=PARAMETERS)
    write(store, guarantee_rows(("c", "d")))
    publish(store, tmp_path, parameters=PARAMETERS)
    assert open_published(store, tmp_path).commits_behind == 0
