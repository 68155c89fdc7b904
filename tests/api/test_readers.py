"""Heavy reads in a process of their own, over a store that is a file."""

from __future__ import annotations

import shutil
import subprocess
import sys
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import Response
from fastapi.testclient import TestClient

from api.app import create_app
from api.errors import ProblemError
from api.readers import Answered, Failed
from api.settings import Settings
from graph.errors import MergedError
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, write
from waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from api.readers import Outcome, Reader

pytestmark = pytest.mark.integration

SCORE = "/v1/scores/a"


def reader_of(client: TestClient) -> Reader:
    """The one process that reads for this service."""
    (only,) = client.app.state.readers.serving
    return only


def without_run(value: Any) -> Any:
    """JSON without how long it took and where."""
    if isinstance(value, dict):
        return {k: without_run(v) for k, v in value.items() if k not in MOVING}
    return [without_run(item) for item in value] if isinstance(value, list) else value


MOVING = {"run", "trace_id"}


@pytest.fixture(scope="module")
def client_apart(
    served, village_folder: Path, tmp_path_factory
) -> Iterator[TestClient]:
    """A client of the village whose service reads in a process of its own."""
    folder = tmp_path_factory.mktemp("apart")
    shutil.copytree(village_folder, folder, dirs_exist_ok=True)
    with served(folder, apart=True) as client:
        yield client
        child = reader_of(client).child
    assert child is not None
    assert child.poll() is not None, "it outlives the service"


def test_a_reader_answers_as_the_service_itself(
    served, village_dir: Path, client_apart: TestClient
) -> None:
    with served(village_dir, apart=False) as client:
        circle = client.get("/v1/circles").json()["items"][0]["circle_id"]
        paths = [
            SCORE,
            "/v1/entities/a/neighbours?depth=2",
            "/v1/entities/a/expansion",
            "/v1/nodes/party/a/neighbours",
            "/v1/paths?from=a&to=e",
            "/v1/communities",
            f"/v1/circles/{circle}",
            f"/v1/circles/{circle}/cycles",
            f"/v1/reports/circles/{circle}?language=zh",
            "/v1/reports/entities/a",
            "/v1/scores/nobody",
            "/v1/scores/old-a",
            "/v1/circles/C-000000000000",
            "/v1/communities?resolution=0",
        ]
        own = [client.get(path, follow_redirects=False) for path in paths]
        assert not client.app.state.readers.serving
    for path, expected in zip(paths, own, strict=True):
        found = client_apart.get(path, follow_redirects=False)
        assert found.status_code == expected.status_code, path
        assert found.headers.get("location") == expected.headers.get("location")
        kind = expected.headers["content-type"]
        assert found.headers["content-type"] == kind
        if kind.endswith("json"):
            assert without_run(found.json()) == without_run(expected.json()), path
        else:
            assert len(found.content) == pytest.approx(len(expected.content), abs=9)
    child = reader_of(client_apart).child
    assert child is not None
    assert child.poll() is None


def test_a_reader_that_is_killed_is_told_of_and_replaced(
    client_apart: TestClient,
) -> None:
    child = reader_of(client_apart).child
    assert child is not None
    child.kill()
    child.wait()
    failed = client_apart.get(SCORE)
    assert (failed.status_code, failed.json()["code"]) == (503, "reader-ended")
    assert int(failed.headers["retry-after"]) > 0
    assert client_apart.get(SCORE).status_code == 200
    assert reader_of(client_apart).child is not child


def test_it_takes_up_what_is_published_before_that_is_answered_from(
    served, cli, village_dir: Path
) -> None:
    with served(village_dir, apart=True) as client:
        child = reader_of(client).child
        assert child is not None
        before = client.get(SCORE).json()["receipt"]["snapshot_id"]
        with open_store(Settings(data_dir=village_dir).store_url) as store:
            write(store, guarantee_rows(("e", "a")))
            assert client.get(SCORE).json()["receipt"]["run"]["commits_behind"] > 0
        done = cli("snapshot", "build", "--data-dir", village_dir)
        assert done.returncode == 0, done.stderr
        eventually(lambda: snapshot_of(client) != before)
        found = client.get(SCORE).json()["receipt"]
        assert found["snapshot_id"] == snapshot_of(client)
        assert reader_of(client).child is not child
        eventually(lambda: child.poll() is not None)


def snapshot_of(client: TestClient) -> str:
    """Id of the snapshot that the service itself answers from."""
    found: str = client.app.state.service.published.snapshot_id
    return found


def test_a_store_in_memory_has_no_reader(village) -> None:
    app = create_app(village.settings, village.store, apart=True)
    with TestClient(app):
        assert not app.state.readers.serving


def test_a_reader_ends_when_its_pipe_is_closed() -> None:
    ours, theirs = Pipe()
    number = theirs.fileno()
    command = [sys.executable, "-m", "api.reader_process", str(number)]
    with subprocess.Popen(command, pass_fds=[number]) as child:
        theirs.close()
        ours.send(Settings(store="memory://"))
        ours.close()
        assert child.wait() == 0


def sent_over(outcome: Outcome) -> Outcome:
    """What arrives of it in the other process."""
    here, there = Pipe()
    with here, there:
        here.send(outcome)
        found: Outcome = there.recv()
    return found


@pytest.mark.parametrize(
    "error",
    [
        MergedError("old", "new"),
        ProblemError(429, "later", "Not now.", {"Retry-After": "5"}),
        KeyError("unforeseen"),
        OSError(28, "full"),
    ],
)
def test_a_failure_is_the_same_after_its_way(error: Exception) -> None:
    travelled = sent_over(Failed.of(error))
    with pytest.raises(type(error)) as caught:
        travelled.take()
    assert str(caught.value) == str(error)
    assert vars(caught.value) == vars(error)


def test_an_answer_is_the_same_after_its_way() -> None:
    sent = Response("<p>", 200, {"X-Own": "1"}, media_type="text/html")
    found = sent_over(Answered.of(sent)).take()
    assert (found.status_code, found.body) == (200, b"<p>")
    assert found.raw_headers == sent.raw_headers
