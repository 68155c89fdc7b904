from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest

from api.keys import SCOPES
from api.routers import entities
from waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

HEAVY = "/v1/paths?from=a&to=b"
CHECK = {"guarantor_id": "a", "debtor_id": "b"}


class Work:
    """A heavy read that lasts until it is told to end."""

    def __init__(self) -> None:
        self.begun, self.end, self.calls = Event(), Event(), 0

    def __call__(self, *_: object, **__: object) -> None:
        self.calls += 1
        self.begun.set()
        assert self.end.wait(60)
        raise KeyError("done")


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    """What paths cost here."""
    made = Work()
    monkeypatch.setattr(entities, "paths_between", made)
    yield made
    made.end.set()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as made:
        yield made


def test_what_is_beyond_the_queue_is_refused_until_later(village, work, pool) -> None:
    with village.client(*SCOPES, heavy_reads=1, heavy_queue=1) as client:
        turns = client.app.state.turns
        running = pool.submit(client.get, HEAVY)
        assert work.begun.wait(60)
        waiting = pool.submit(client.get, HEAVY)
        eventually(lambda: turns.waiting == 1)
        refused = client.get(HEAVY)
        assert refused.status_code == 429
        assert refused.json()["code"] == "too-many-heavy-reads"
        assert refused.headers["content-type"] == "application/problem+json"
        assert int(refused.headers["retry-after"]) > 0
        work.end.set()
        assert {running.result().status_code, waiting.result().status_code} == {500}
        assert work.calls == 2
        assert turns.waiting == 0


def test_all_else_is_answered_beside_them(village, work, pool) -> None:
    with village.client(*SCOPES, heavy_reads=1, heavy_queue=9) as client:
        asked = [pool.submit(client.get, HEAVY) for _ in range(5)]
        assert work.begun.wait(60)
        assert client.post("/v1/guarantees:check", json=CHECK).status_code == 200
        for path in ("/healthz", "/v1/portfolio", "/v1/entities/a", "/v1/circles"):
            assert client.get(path).status_code == 200
        work.end.set()
        assert {item.result().status_code for item in asked} == {500}


def test_strangers_take_no_place(village, work, pool) -> None:
    with village.client(*SCOPES, heavy_reads=1, heavy_queue=0) as client:
        running = pool.submit(client.get, HEAVY)
        assert work.begun.wait(60)
        stranger = client.get(HEAVY, headers={"Authorization": "Bearer wrong"})
        assert stranger.status_code == 401
        assert client.get(HEAVY).status_code == 429
        work.end.set()
        running.result()


@pytest.mark.parametrize(
    "path",
    [
        "/v1/circles/C-000000000000",
        "/v1/circles/C-000000000000/cycles",
        "/v1/communities",
        "/v1/entities/a/neighbours",
        "/v1/entities/a/expansion",
        "/v1/nodes/party/a/neighbours",
        "/v1/reports/circles/C-000000000000",
        "/v1/reports/entities/a",
        "/v1/scores/a",
    ],
)
def test_every_heavy_read_takes_its_turn(village, work, pool, path: str) -> None:
    with village.client(*SCOPES, heavy_reads=1, heavy_queue=0) as client:
        running = pool.submit(client.get, HEAVY)
        assert work.begun.wait(60)
        assert client.get(path).status_code == 429
        work.end.set()
        running.result()


def test_an_answer_that_nobody_waits_for_is_not_computed(client: TestClient) -> None:
    """Who asked is gone before the turn comes."""
    from anyio import run
    from fastapi import Request

    from api.errors import ProblemError
    from api.turns import Turns

    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def take() -> None:
        request = Request({"type": "http"}, gone)
        with pytest.raises(ProblemError) as caught:
            await Turns(1, 1).take(request, client.close)
        assert caught.value.status_code == 499

    run(take)
