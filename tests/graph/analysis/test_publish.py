"""From a store to a published snapshot with findings."""

from __future__ import annotations

import pytest

from graph.analysis.check import Checker
from graph.analysis.contagion import ContagionParameters
from graph.analysis.findings import Findings
from graph.analysis.flagged_since import SINCE
from graph.analysis.publish import publish
from graph.analysis.registry import published_analyses
from graph.errors import MissingRateError
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


def contents(store):
    return {
        name: store.findings(name).to_pylist()
        for name in ("circle", "circle_member", "score")
    }


def test_publishing_ends_in_a_publication_with_findings(filled, tmp_path):
    store = filled(RING)
    told = set()
    snapshot = published(
        store, tmp_path, progress=lambda name, *_: told.add(name), at=store.at(0)
    )
    assert store.publication().snapshot_id == snapshot.manifest.snapshot_id
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
    names = [run.analysis for run in store.runs() if run.analysis != SINCE]
    assert names == sorted(analysis.name for analysis in published_analyses())


def test_what_is_written_during_a_build_is_not_lost(store, tmp_path, monkeypatch):
    def disturbed(*args, **options):
        write(store, guarantee_rows(("c", "d")))
        return build_snapshot(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr("graph.snapshot_build.build_snapshot", disturbed)
        snapshot = published(store, tmp_path)
    assert snapshot.manifest.origin["sequence"] == store.sequence() - 3
    assert Checker(Overlay.since(snapshot, store)).check("d", "c").mutual
    after = published(store, tmp_path)
    assert after.n_parties == snapshot.n_parties + 1


def test_the_overlay_of_a_snapshot_of_earlier_knowledge_is_of_now(store, tmp_path):
    before = store.last_instant()
    write(store, guarantee_rows(("c", "d")))
    snapshot = published(store, tmp_path, at=store.at(known_at=before))
    overlay = Overlay.since(snapshot, store)
    assert overlay.sequence == store.sequence() > snapshot.manifest.origin["sequence"]


def test_nothing_is_known_after_the_last_commit(store, tmp_path):
    late = store.at(known_at=store.last_instant() + 1_000)
    snapshot = published(store, tmp_path, at=late)
    assert snapshot.manifest.at.known_at == store.last_instant()


def test_a_failed_publication_leaves_the_former_one(store, tmp_path):
    published(store, tmp_path)
    before = store.publication()
    write(store, guarantee_rows(("a", "d"), cap=1, currency="XOF"))
    with pytest.raises(MissingRateError):
        published(store, tmp_path)
    assert store.publication() == before
