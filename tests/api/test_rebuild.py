from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.rebuild import Rebuild
from api.service import Service
from api.settings import Settings
from api.watcher import Watcher
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publish import publish
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, write
from waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.integration


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service on a file that another process can read."""
    settings = Settings(data_dir=tmp_path, n_worlds=64, log_level="ERROR")
    with open_store(settings.store_url) as store:
        write(store, guarantee_rows(("a", "b"), ("b", "c"), cap=1))
        publish(store, tmp_path, parameters=ContagionParameters(n_worlds=64))
        served = Service(settings, store)
        served.refresh()
        yield served


def test_a_long_overlay_has_the_next_snapshot_built(service, monkeypatch) -> None:
    monkeypatch.setattr("graph.overlay.REBUILD_LIMIT", 0)
    before = service.published.snapshot_id
    write(service.store, guarantee_rows(("c", "a"), cap=1))
    assert service.advanced_checker().check("a", "c").closes
    assert service.needs_rebuild
    watcher = Watcher(service)
    watcher.start(patience=30)
    try:
        eventually(lambda: service.published.snapshot_id != before)
    finally:
        watcher.stop()
    assert [row.firms for row in service.published.findings.circles] == [3]
    assert not service.needs_rebuild


def test_one_commit_is_built_once(service) -> None:
    rebuild = Rebuild(service.settings)
    rebuild.begin(7)
    first = rebuild.child
    rebuild.begin(7)
    assert rebuild.child is first
    rebuild.stop()
    assert not rebuild.running
    rebuild.begin(7)
    assert not rebuild.running


def test_a_store_in_memory_is_not_left_to_another_process(tmp_path, monkeypatch):
    monkeypatch.setattr("graph.overlay.REBUILD_LIMIT", -1)
    settings = Settings(store="memory://", data_dir=tmp_path, log_level="ERROR")
    with open_store("memory://") as store:
        write(store, guarantee_rows(("a", "b"), cap=1))
        publish(store, tmp_path, parameters=ContagionParameters(n_worlds=64))
        served = Service(settings, store)
        served.refresh()
        assert not served.needs_rebuild
