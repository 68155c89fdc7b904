from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import errors as api_errors
from api.errors import ProblemError
from api.middleware import RequestGuard
from api.settings import Settings
from gnn.errors import MissingExtraError
from graph import errors

if TYPE_CHECKING:
    from httpx2 import Response

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "trace_id"}

FAILURES: list[tuple[Exception, int, str]] = [
    (errors.NotFoundError("party", "x"), 404, "not-found"),
    (errors.MergedError("x", "y"), 308, "merged"),
    (errors.MissingRateError("USD", "CNY"), 409, "missing-rate"),
    (errors.SnapshotNotHeldError("then", "make it"), 409, "snapshot-not-held"),
    (errors.ReplayError("no"), 409, "replay"),
    (MissingExtraError("torch", "", "2.13.0"), 409, "missing-extra"),
    (errors.InvalidRecordError("loan", "1", {"a": "b"}), 422, "invalid-record"),
    (errors.GraphTooLargeError("it", limit=1, size=2), 422, "graph-too-large"),
    (errors.UnknownEngineError("x", ["y"]), 422, "unknown-engine"),
    (errors.NotPublishedError("make it"), 503, "not-published"),
    (errors.StoreBusyError(5), 503, "store-busy"),
    (errors.StoreUnavailableError("neo4j://h", "gone"), 503, "store-unavailable"),
    (errors.SnapshotCorruptError("f", "bad"), 500, "snapshot-corrupt"),
    (errors.StoreError("select from secrets"), 500, "store"),
    (ProblemError(403, "scope-missing", "no"), 403, "scope-missing"),
    (ZeroDivisionError("secret"), 500, "internal-error"),
]


def failing(error: Exception) -> TestClient:
    app = FastAPI()
    api_errors.install(app)
    app.add_middleware(RequestGuard, settings=Settings())

    @app.get("/it/{name}")
    async def fail(name: str) -> Any:
        raise error

    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def assert_problem(answer: Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert set(body) >= MEMBERS
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"urn:suretynet:problem:{code}"
    assert body["trace_id"] == answer.headers["x-trace-id"]
    return body


@pytest.mark.parametrize(("error", "status", "code"), FAILURES)
def test_each_failure_is_a_problem_of_its_status(
    error: Exception, status: int, code: str
) -> None:
    body = assert_problem(failing(error).get("/it/x"), status, code)
    assert body["instance"] == "/it/x"


@pytest.mark.parametrize(("error", "status", "code"), FAILURES)
def test_our_own_faults_go_out_without_detail(
    error: Exception, status: int, code: str
) -> None:
    detail = failing(error).get("/it/x").json()["detail"]
    if status == 500:
        assert detail.startswith("The service failed")
    elif isinstance(error, errors.StoreError):
        assert detail == "The store does not answer."
    else:
        assert detail == str(getattr(error, "detail", error))


def test_every_expected_failure_has_a_status() -> None:
    listed = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.GraphError) and kind is not errors.GraphError
    ]
    assert [k for k in listed if not issubclass(k, tuple(api_errors.STATUS))] == []


def test_subclasses_come_before_their_base() -> None:
    kinds = list(api_errors.STATUS)
    for place, kind in enumerate(kinds):
        assert not any(issubclass(kind, earlier) for earlier in kinds[:place])


def test_a_busy_store_says_when_to_come_back() -> None:
    answer = failing(errors.StoreBusyError(5)).get("/it/x")
    assert answer.headers["retry-after"] == "2"


def test_an_invalid_record_points_at_its_fields() -> None:
    error = errors.InvalidRecordError("loan", "1", {"cap": "negative"})
    body = failing(error).get("/it/x").json()
    assert body["errors"] == [{"pointer": "/body/cap", "detail": "negative"}]


def test_a_merged_id_moves_wherever_it_stands_in_the_address() -> None:
    client = failing(errors.MergedError("旧 号", "uscc:新/1"))
    answer = client.get("/it/旧 号", params={"from": "旧 号", "limit": "2"})
    assert answer.headers["location"] == (
        "/it/uscc:%E6%96%B0%2F1?from=uscc%3A%E6%96%B0%2F1&limit=2"
    )


def test_the_log_names_the_place_of_a_failure_and_not_what_it_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    client = failing(ZeroDivisionError("13900000000"))
    api_errors.LOG.info("streams are bound late")
    capsys.readouterr()
    client.get("/it/x")
    logged = capsys.readouterr()
    text = logged.out + logged.err
    assert "ZeroDivisionError" in text
    assert "test_errors.py" in text
    assert "13900000000" not in text
