"""From a store to a held snapshot with findings, and when it is made anew."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from graph.analysis.check import Checker
from graph.analysis.contagion import ContagionParameters
from graph.analysis.findings import Findings
from graph.analysis.publish import current, publish
from graph.analysis.shelf import Shelf
from graph.errors import MissingRateError, NotFoundError
from graph.overlay import Overlay
from graph.snapshot_build import build_snapshot
from graph.testing.facts import guarantee_rows, memory_store, write

PARAMETERS = ContagionParameters(n_worlds=64)
RING = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), cap=100, currency="CNY")


@pytest.fixture
def store():
    return memory_store(RING)


def published(store, folder, **options):
    return publish(store, folder, parameters=PARAMETERS, **options)


def now(store, folder, parameters=PARAMETERS, **options):
    return current(store, folder, parameters=parameters, **options)


def contents(store):
    return {
        name: store.findings(name).to_pylist()
        for name in ("circle", "circle_member", "score")
    }


def test_publishing_ends_in_a_current_snapshot_with_findings(filled, tmp_path):
    store = filled(RING)
    told = set()
    snapshot = published(
        store, tmp_path, progress=lambda name, *_: told.add(name), at=store.at(0)
    )
    assert Shelf(tmp_path, store.url).current_id() == snapshot.manifest.snapshot_id
    found = Findings.read(store, snapshot)
    assert [row.firms for row in found.circles] == [3]
    assert told >= {"circles", "worlds", "findings"}
    assert store.check() == []


def test_publishing_twice_changes_nothing(filled, tmp_path):
    store = filled(RING)
    first = published(store, tmp_path)
    before, sequence = contents(store), store.sequence()
    second = published(store, tmp_path)
    assert first.manifest.snapshot_id == second.manifest.snapshot_id
    assert contents(store) == before
    assert store.sequence() == sequence
    assert [run.analysis for run in store.runs()] == ["circles", "pd"]


def test_what_is_current_is_not_made_again(store, tmp_path, monkeypatch):
    snapshot, found = now(store, tmp_path)
    monkeypatch.setattr("graph.analysis.publish.publish", None)
    again, read = now(store, tmp_path)
    assert again.manifest == snapshot.manifest
    assert read.receipts == found.receipts
    assert current(store, tmp_path)[1].receipts == found.receipts


def test_it_is_made_again_once_the_store_moved(store, tmp_path):
    before, _ = now(store, tmp_path)
    write(store, guarantee_rows(("c", "d")))
    after, found = now(store, tmp_path)
    assert after.manifest.origin["sequence"] == store.sequence()
    assert after.n_parties == before.n_parties + 1 == found.pd.size


def test_it_is_made_again_for_other_parameters(store, tmp_path):
    now(store, tmp_path)
    other = replace(PARAMETERS, default_self_pd=0.5)
    _, found = now(store, tmp_path, parameters=other)
    assert found.self_pd.tolist() == [0.5] * 3


def test_it_is_made_again_in_another_currency(store, tmp_path):
    rate = {"base_currency": "CNY", "quote_currency": "USD", "rate": 0.5}
    write(store, {"exchange_rate": [rate]})
    now(store, tmp_path)
    _, found = now(store, tmp_path, reporting_currency="USD")
    assert found.circles[0].effective_amount == 1.5


def test_it_is_made_again_where_its_folder_was_removed(store, tmp_path):
    snapshot, _ = now(store, tmp_path)
    folder = Shelf(tmp_path, store.url).folder / snapshot.manifest.snapshot_id
    shutil.rmtree(folder)
    again, _ = now(store, tmp_path)
    assert again.manifest.snapshot_id == snapshot.manifest.snapshot_id
    assert folder.is_dir()


def test_it_is_made_again_where_another_folder_published_since(store, tmp_path):
    snapshot, _ = now(store, tmp_path / "one")
    published(store, tmp_path / "two", at=store.at(-1))
    with pytest.raises(NotFoundError):
        Findings.read(store, snapshot)
    again, found = now(store, tmp_path / "one")
    assert found.snapshot_id == again.manifest.snapshot_id


def test_what_is_written_during_a_build_is_not_lost(store, tmp_path, monkeypatch):
    def disturbed(*args, **options):
        write(store, guarantee_rows(("c", "d")))
        return build_snapshot(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr("graph.snapshot_build.build_snapshot", disturbed)
        snapshot = published(store, tmp_path)
    assert snapshot.manifest.origin["sequence"] == store.sequence() - 3
    assert Checker(Overlay.since(snapshot, store)).check("d", "c").mutual
    after, _ = now(store, tmp_path)
    assert after.n_parties == snapshot.n_parties + 1


def test_a_snapshot_of_an_earlier_knowledge_stays_and_its_overlay_is_of_now(
    store, tmp_path
):
    before = store.last_instant()
    write(store, guarantee_rows(("c", "d")))
    snapshot = published(store, tmp_path, at=store.at(known_at=before))
    again, _ = now(store, tmp_path)
    assert again.manifest == snapshot.manifest
    overlay = Overlay.since(snapshot, store)
    assert overlay.sequence == store.sequence() > snapshot.manifest.origin["sequence"]


def test_nothing_is_known_after_the_last_commit(store, tmp_path):
    late = store.at(known_at=store.last_instant() + 1_000)
    snapshot = published(store, tmp_path, at=late)
    assert snapshot.manifest.at.known_at == store.last_instant()


def test_a_failed_publication_leaves_the_current_snapshot(store, tmp_path):
    snapshot, _ = now(store, tmp_path)
    write(store, guarantee_rows(("a", "d"), cap=1, currency="XOF"))
    with pytest.raises(MissingRateError):
        published(store, tmp_path)
    kept = Shelf(tmp_path, store.url).current_id()
    assert kept == snapshot.manifest.snapshot_id


def test_other_parameters_keep_the_published_instant(store, tmp_path):
    first = published(store, tmp_path, at=store.at(0))
    again, _ = now(store, tmp_path, replace(PARAMETERS, n_worlds=128))
    assert again.manifest.at == first.manifest.at
