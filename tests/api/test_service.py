from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from api import warm
from api.errors import ProblemError
from api.service import Service
from api.watcher import Watcher
from graph.algorithms.cycle_closing import ClosingIndex
from graph.analysis.contagion import SCORE_COLUMNS
from graph.errors import NotPublishedError
from graph.testing.facts import guarantee_rows
from graph.vocabulary import KINDS
from waiting import eventually

if TYPE_CHECKING:
    from graph.instant import At


@pytest.fixture
def service(own_village) -> Service:
    """A service that holds the village."""
    made = Service(own_village.settings, own_village.store)
    made.refresh()
    return made


def promise(guarantor: str, debtor: str) -> dict[str, list]:
    rows = guarantee_rows((guarantor, debtor), cap=1)
    return {kind: rows[kind] for kind in ("guarantee", "guarantor")}


def test_nothing_is_served_before_something_is_published(unpublished) -> None:
    service = Service(unpublished.settings, unpublished.store)
    assert not service.ready
    with pytest.raises(NotPublishedError):
        service.refresh()
    with pytest.raises(ProblemError) as caught:
        _ = service.published
    assert caught.value.status_code == 503


def test_being_ready_means_being_warm(own_village, monkeypatch) -> None:
    """No first request waits for an index, an input or a kernel."""
    service = Service(own_village.settings, own_village.store)
    service.refresh()
    published, checker = service.published, service.checker
    assert checker is not None
    assert {"inputs", "scored", "pd", "parameters"} <= set(vars(published))
    assert {"by_id", "circles_of"} <= set(vars(published.findings))
    monkeypatch.setattr(ClosingIndex, "build", None)
    assert not checker.check("b", "e").closes


def test_a_snapshot_of_nothing_is_warm_too(village_of) -> None:
    empty = village_of({})
    service = Service(empty.settings, empty.store)
    service.refresh()
    assert service.ready


def test_a_question_that_fails_keeps_nobody_waiting(own_village, monkeypatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(warm, "portfolio_record", fails)
    monkeypatch.setattr(warm, "circle_record", fails)
    service = Service(own_village.settings, own_village.store)
    service.refresh()
    assert service.ready


def test_the_store_is_asked_for_no_finding_after_ready(service, monkeypatch) -> None:
    monkeypatch.setattr(service.store, "findings", None)
    published = service.published
    for name in SCORE_COLUMNS:
        assert getattr(published.findings, name).size == published.snapshot.n_parties


def test_the_check_reads_one_number_of_the_store(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = service.store
    asked: list[str] = []

    def spy(name: str):
        original = getattr(store, name)

        def wrapped(*arguments, **options):
            asked.append(name)
            return original(*arguments, **options)

        return wrapped

    for name in ("sequence", "view", "changes", "last_instant", "findings", "runs"):
        monkeypatch.setattr(store, name, spy(name))
    monkeypatch.setattr(store, "publication", spy("publication"))
    for _ in range(3):
        checker = service.checker
        assert checker is not None
        checker.check("e", "y")
    assert asked == ["sequence"] * 3


def test_commits_not_yet_seen_are_read_once(service: Service, own_village) -> None:
    first = service.checker
    own_village.write(promise("e", "b"))
    assert service.checker is None
    second = service.advanced_checker()
    assert second is service.checker is service.advanced_checker()
    assert first is not second
    assert second.overlay.sequence == own_village.store.sequence()


def test_a_reader_finishes_on_what_it_holds(service: Service, own_village) -> None:
    before = service.checker
    assert before is not None
    own_village.write(promise("e", "b"))
    service.advanced_checker()
    assert not before.check("b", "e").closes


def test_later_overlays_need_no_index_of_their_own(
    service: Service, own_village, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not service.checker.check("b", "e").closes
    own_village.write(promise("e", "b"))
    monkeypatch.setattr(ClosingIndex, "build", None)
    assert service.advanced_checker().check("b", "e").closes


def test_a_store_at_rest_is_asked_about_the_snapshots_instant(
    service: Service, own_village
) -> None:
    assert service.checker.overlay.at == service.published.snapshot.manifest.at
    own_village.write(promise("e", "b"))
    at: At = service.advanced_checker().overlay.at
    assert at.known_at == own_village.store.last_instant()
    assert at.as_of == own_village.store.last_instant()


def test_a_newly_published_snapshot_replaces_the_old_one(
    service: Service, own_village
) -> None:
    old = service.published
    own_village.write(promise("e", "b"))
    assert service.advanced_checker().check("b", "e").closes
    own_village.publish()
    assert service.published is old
    service.refresh()
    assert service.published.snapshot_id == own_village.snapshot_id != old.snapshot_id
    checker = service.checker
    assert checker is not None
    assert checker.overlay.snapshot is service.published.snapshot
    assert checker.check("b", "e").closes


def test_refreshing_what_is_published_does_nothing(service: Service) -> None:
    published = service.published
    service.refresh()
    assert service.published is published


def test_readers_do_not_wait_while_a_snapshot_is_prepared(
    service: Service, own_village, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.analysis.published import Published

    preparing, finish = threading.Event(), threading.Event()

    def prime(_: Published) -> None:
        preparing.set()
        assert finish.wait(30)

    own_village.write(promise("e", "b"))
    own_village.publish()
    monkeypatch.setattr(Published, "warm_up", prime)
    other = threading.Thread(target=service.refresh)
    other.start()
    assert preparing.wait(30)
    assert service.advanced_checker().check("b", "e").closes
    assert service.published.snapshot_id != own_village.snapshot_id
    finish.set()
    other.join()
    assert service.published.snapshot_id == own_village.snapshot_id


def test_a_publication_that_cannot_be_read_keeps_the_service_going(
    service: Service, own_village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_village.store, "publication", lambda: None)
    watcher = Watcher(service)
    watcher.start(patience=30)
    watcher.stop()
    assert service.ready
    assert own_village.store.retract(KINDS["guarantor"], "test", ["nothing"]) == 0


def test_a_watcher_takes_up_what_is_published(unpublished) -> None:
    service = Service(unpublished.settings, unpublished.store)
    watcher = Watcher(service)
    watcher.start(patience=30)
    try:
        assert not service.ready
        unpublished.publish()
        eventually(lambda: service.ready)
        assert service.published.snapshot_id == unpublished.snapshot_id
    finally:
        watcher.stop()
