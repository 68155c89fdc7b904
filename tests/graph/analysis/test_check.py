"""The question before each signature, on a snapshot and what was written since."""

from __future__ import annotations

import threading

import pytest

from graph.analysis.check import Checker, check_record
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.errors import InvalidRecordError, NotFoundError
from graph.overlay import Overlay
from graph.snapshot import Snapshot
from graph.testing.facts import batch, guarantee_rows, memory_store, write
from graph.vocabulary import KINDS


def checker_of(store, snapshot):
    return Checker(Overlay.since(snapshot, store))


@pytest.fixture
def chain():
    """a guarantees b, b guarantees c."""
    store = memory_store(guarantee_rows(("a", "b"), ("b", "c")))
    return store, Snapshot.build(store, store.at())


def test_the_path_runs_from_the_debtor_to_the_guarantor(chain):
    found = checker_of(*chain).check("c", "a")
    assert found.closes
    assert not found.mutual
    assert found.path == found.circle == ("a", "b", "c")
    assert found.completeness.complete


def test_two_firms_are_a_mutual_pair(chain):
    found = checker_of(*chain).check("b", "a")
    assert found.closes
    assert found.mutual
    assert found.path == ("a", "b")
    assert found.circle == ()


def test_a_circle_behind_a_mutual_pair_is_told_too():
    store = memory_store(guarantee_rows(("a", "b"), ("a", "c"), ("c", "b")))
    found = checker_of(store, Snapshot.build(store, store.at())).check("b", "a")
    assert found.mutual
    assert (found.path, found.circle) == (("a", "b"), ("a", "c", "b"))


def test_a_guarantee_down_the_chain_closes_nothing(chain):
    found = checker_of(*chain).check("a", "c")
    assert (found.closes, found.mutual, found.path) == (False, False, ())


def test_a_guarantee_written_since_the_snapshot_counts(chain):
    store, snapshot = chain
    write(store, guarantee_rows(("c", "d")))
    found = checker_of(store, snapshot).check("d", "a")
    assert found.path == ("a", "b", "c", "d")
    assert found.sequence == store.sequence() > snapshot.manifest.origin["sequence"]


def test_a_guarantee_released_since_the_snapshot_does_not_count(chain):
    store, snapshot = chain
    row = {"guarantee_id": "b>c", "debtor_id": "c", "status": "released"}
    store.append(batch(KINDS["guarantee"], [row]))
    assert not checker_of(store, snapshot).check("c", "a").closes


def test_a_party_without_guarantees_that_is_newer_than_the_snapshot_is_known(chain):
    store, snapshot = chain
    write(store, {"party": [{"party_id": "new"}]})
    assert not checker_of(store, snapshot).check("new", "a").closes


@pytest.mark.parametrize("ends", [("a", "nobody"), ("nobody", "a")])
def test_an_unknown_party_is_refused(chain, ends):
    with pytest.raises(NotFoundError) as caught:
        checker_of(*chain).check(*ends)
    assert caught.value.name == "nobody"


@pytest.fixture
def ask(tmp_path):
    """Asks about a -> b -> c, published, where old-a was merged into a."""
    rows = guarantee_rows(("a", "b"), ("b", "c"))
    rows["party"][0]["aliases"] = "old-a"
    store = memory_store(rows)
    publish(store, tmp_path, parameters=ContagionParameters(n_worlds=64))
    published = open_published(store, tmp_path)
    checker = Checker.of(published.snapshot)
    return lambda *ends: check_record(published, checker, store, *ends)


def test_a_merged_id_stands_for_the_one_it_was_merged_into(ask):
    assert ask("c", "old-a") == ask("c", "a")
    assert [party.party_id for party in ask("c", "old-a").path] == ["a", "b", "c"]
    with pytest.raises(InvalidRecordError):
        ask("old-a", "a")


@pytest.mark.parametrize("ends", [("old-a", "nobody"), ("nobody", "b")])
def test_a_record_of_nobody_is_refused(ask, ends):
    with pytest.raises(NotFoundError) as caught:
        ask(*ends)
    assert caught.value.name == "nobody"


def test_nobody_guarantees_himself(chain):
    with pytest.raises(InvalidRecordError) as caught:
        checker_of(*chain).check("a", "a")
    assert set(caught.value.errors) == {"debtor_id"}


def test_threads_answer_alike(chain):
    checker = checker_of(*chain)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(checker.check("c", "a").path))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [("a", "b", "c")] * 8


def test_a_search_that_stopped_is_no_clearance(chain, monkeypatch):
    from graph.algorithms.cycle_closing import Closing, ClosingIndex

    stopped = Closing(path=(), explored=9, truncated=True)
    monkeypatch.setattr(ClosingIndex, "find", lambda *_, **__: stopped)
    found = checker_of(*chain).check("c", "a")
    assert not found.completeness.complete
    assert found.completeness.truncated_by == ("work",)
    assert found.completeness.advice


def test_a_later_overlay_takes_over_the_index(chain):
    store, snapshot = chain
    first = checker_of(store, snapshot)
    first.check("c", "a")
    write(store, guarantee_rows(("c", "d")))
    later = first.following(first.overlay.advanced(store))
    assert later.check("d", "a").path == ("a", "b", "c", "d")
    assert not first.check("c", "b").completeness.truncated_by
