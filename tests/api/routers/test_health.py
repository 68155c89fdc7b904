from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from fastapi.testclient import TestClient

from waiting import eventually

if TYPE_CHECKING:
    import pytest


def test_the_service_lives_before_it_is_ready(unpublished) -> None:
    with unpublished.client("read") as client:
        assert client.get("/healthz").json()["status"] == "ok"
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
        assert answer.headers["content-type"] == "application/problem+json"
        assert "suretynet snapshot build" in answer.json()["detail"]
        for path in ("/v1/portfolio", "/v1/circles", "/v1/scores/a", "/v1/entities/a"):
            early = client.get(path)
            assert (early.status_code, early.json()["code"]) == (503, "not-ready")


def test_a_snapshot_published_later_is_taken_up(unpublished) -> None:
    with unpublished.client("read") as client:
        assert client.get("/readyz").status_code == 503
        unpublished.publish()
        eventually(lambda: client.get("/readyz").status_code == 200)
        body = client.get("/readyz").json()
        assert (body["status"], body["trouble"]) == ("ok", None)
        assert body["snapshot_id"] == unpublished.snapshot_id
        assert client.get("/v1/portfolio").status_code == 200


def test_it_is_not_ready_while_kernels_are_compiled(
    village, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api import app
    from graph.analysis.published import Published

    monkeypatch.setattr(app, "PATIENCE_SECONDS", 0.05)
    finish = threading.Event()
    compile_them = Published.warm_up

    def prime(published: Published) -> None:
        assert finish.wait(30)
        compile_them(published)

    monkeypatch.setattr(Published, "warm_up", prime)
    service = app.create_app(village.settings, village.store)
    with TestClient(service, base_url="http://localhost") as client:
        assert client.get("/healthz").status_code == 200
        early = client.get("/readyz")
        assert early.status_code == 503
        assert "being prepared" in early.json()["detail"]
        finish.set()
        eventually(lambda: client.get("/readyz").status_code == 200)


def test_metrics_are_for_prometheus(stranger: TestClient) -> None:
    answer = stranger.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "suretynet_http_request_seconds_bucket" in answer.text
