"""The thread that follows the store, and what it says when it cannot."""

from __future__ import annotations

import sqlite3
from random import Random
from typing import TYPE_CHECKING

import pytest
from prometheus_client import REGISTRY

from api import watcher as watcher_module
from api.looks import Looks
from api.rebuild import Rebuild
from api.service import Service
from api.watcher import Watcher
from graph.errors import SnapshotCorruptError, StoreUnavailableError
from waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def service(own_village, monkeypatch: pytest.MonkeyPatch) -> Service:
    """A service that holds the village and looks often."""
    monkeypatch.setattr(watcher_module, "POLL_SECONDS", 0.01)
    made = Service(own_village.settings, own_village.store)
    made.refresh()
    return made


@pytest.fixture
def watcher(service: Service) -> Iterator[Watcher]:
    """It runs."""
    made = Watcher(service)
    made.start(patience=30)
    yield made
    made.stop()


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RuntimeError("13900000000"), "internal-error"),
        (KeyError("x"), "internal-error"),
        (sqlite3.DatabaseError("malformed"), "internal-error"),
        (StoreUnavailableError("sqlite:///x", "gone"), "store-unavailable"),
        (PermissionError(13, "Permission denied"), "permission"),
    ],
)
def test_no_failure_ends_the_watcher(
    service: Service, own_village, monkeypatch, capsys, error: Exception, code: str
) -> None:
    before = counted("suretynet_look_failures_total", code=code)

    def fail() -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(service, "refresh", fail)
        watcher = Watcher(service)
        watcher.start(patience=30)
        eventually(lambda: service.looks.trouble == code)
        assert counted("suretynet_look_failures_total", code=code) > before
        assert service.ready
    own_village.write({"rating": [{"party_id": "e", "grade": "AA"}]})
    own_village.publish()
    eventually(lambda: service.published.snapshot_id == own_village.snapshot_id)
    eventually(lambda: service.looks.trouble == "")
    watcher.stop()
    assert counted("suretynet_last_look_timestamp_seconds") > 0
    assert "13900000000" not in capsys.readouterr().err


def test_failures_wait_longer_each_time() -> None:
    pauses = [watcher_module.pause_after(failures) for failures in range(9)]
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30, 30]


def test_readiness_tells_the_age_of_the_last_look(own_village, monkeypatch) -> None:
    with own_village.client("read") as client:
        service = client.app.state.service
        body = client.get("/readyz").json()
        assert body["status"] == "ok"
        assert 0 <= body["last_look_seconds"] < 60
        assert body["trouble"] is None

        def gone() -> None:
            raise StoreUnavailableError("sqlite:///x", "gone")

        monkeypatch.setattr(service, "refresh", gone)
        eventually(lambda: client.get("/readyz").json()["trouble"])
        monkeypatch.setattr("api.looks.STALE_SECONDS", 0.0)
        answer = client.get("/readyz")
        assert answer.status_code == 200
        assert answer.json()["status"] == "stale"
        assert answer.json()["trouble"] == "store-unavailable"
        assert client.get("/v1/portfolio").status_code == 200
        assert "suretynet_look_failures_total" in client.get("/metrics").text


def test_a_look_that_never_succeeded_is_named(unpublished, monkeypatch) -> None:
    service = Service(unpublished.settings, unpublished.store)
    service.looks = Looks(None, "store-unavailable")
    assert service.looks.age is None
    assert not service.looks.stale
    with pytest.raises(Exception, match="store-unavailable"):
        _ = service.published


def test_damage_under_a_running_service_is_mended(
    service: Service, own_village, watcher: Watcher
) -> None:
    held = service.published
    path = own_village.data_dir / "snapshots" / held.snapshot_id / "pairs.arrow"
    content = bytearray(path.read_bytes())
    content[Random(3).randrange(len(content))] ^= 4
    path.write_bytes(content)
    eventually(lambda: service.published is not held)
    assert service.published.snapshot_id == held.snapshot_id
    service.published.snapshot.verify()


def test_damage_that_cannot_be_mended_ends_the_answers(
    service: Service, own_village, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = service.published

    def gone() -> None:
        raise StoreUnavailableError("sqlite:///x", "gone")

    with monkeypatch.context() as patch:
        patch.setattr(own_village.store, "publication", gone)
        with pytest.raises(StoreUnavailableError):
            service.refresh()
        assert service.published is held
    path = own_village.data_dir / "snapshots" / held.snapshot_id / "pairs.arrow"
    path.write_bytes(path.read_bytes()[:-1])

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("graph.snapshot_build.build_snapshot", full)
        with pytest.raises(SnapshotCorruptError):
            service.refresh()
        assert not service.ready
    service.refresh()
    assert service.published.snapshot_id == held.snapshot_id


def test_a_store_put_back_from_a_copy_is_followed(
    service: Service, own_village, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_village.write({"party": [{"party_id": "new", "name": "new"}]})
    assert service.advanced_checker().overlay.new_ids
    held, at = service.published, service.published.at.known_at
    monkeypatch.setattr(own_village.store, "last_instant", lambda: at)
    service.refresh()
    assert service.published is not held


@pytest.mark.integration
def test_a_killed_build_is_tried_again(tmp_path, monkeypatch, capsys) -> None:
    from api.settings import Settings

    monkeypatch.setattr("api.rebuild.RETRY_SECONDS", 0.01)
    rebuild = Rebuild(Settings(data_dir=tmp_path, log_level="ERROR"))
    failed = counted("suretynet_rebuilds_total", end="failed")
    rebuild.begin(7)
    first = rebuild.child
    assert first is not None
    first.kill()
    first.wait()
    rebuild.attend()
    assert counted("suretynet_rebuilds_total", end="failed") == failed + 1
    eventually(lambda: rebuild.begin(7) or rebuild.child is not first)
    assert rebuild.running
    rebuild.stop()
    assert not rebuild.running
    rebuild.begin(8)
    assert not rebuild.running
