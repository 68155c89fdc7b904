from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

CHECK = {"guarantor_id": "a", "debtor_id": "b"}


def test_every_answer_carries_the_security_headers(stranger: TestClient) -> None:
    for path in ("/healthz", "/v1/portfolio", "/v1/nowhere"):
        headers = stranger.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_answers_of_the_api_are_not_kept_by_others(client: TestClient) -> None:
    for path in ("/v1/portfolio", "/v1/entities/p", "/v1/reports/entities/a"):
        assert client.get(path).headers["cache-control"] == "private, no-store"


def test_each_answer_has_a_trace_of_its_own(stranger: TestClient) -> None:
    traces = {stranger.get("/healthz").headers["x-trace-id"] for _ in range(3)}
    assert len(traces) == 3


def test_a_body_that_says_it_is_too_large_is_not_read(client: TestClient) -> None:
    answer = client.post("/v1/guarantees:check", content=b"x" * 1_000_001)
    assert answer.status_code == 413
    assert answer.json()["code"] == "body-too-large"


def test_a_body_that_grows_too_large_is_cut_off(client: TestClient) -> None:
    sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(30):
            sent += 1
            yield b" " * 100_000

    answer = client.post(
        "/v1/guarantees:check",
        content=chunks(),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 413
    assert answer.json()["code"] == "body-too-large"


def test_a_chunked_body_below_the_limit_is_read(client: TestClient) -> None:
    text = json.dumps(CHECK).encode()
    answer = client.post(
        "/v1/guarantees:check",
        content=iter([text[:10], text[10:]]),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 200


def test_an_address_that_is_too_long_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/entities", params={"q": "x" * 9_000})
    assert answer.status_code == 414
    assert answer.json()["code"] == "url-too-long"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nowhere", 404, "not-found"),
        ("GET", "/v1/entities/nobody", 404, "not-found"),
        ("PUT", "/v1/ontology", 405, "method-not-allowed"),
        ("GET", "/v1/circles/C-1", 422, "invalid-request"),
        ("GET", "/v1/entities", 422, "invalid-request"),
        ("GET", "/v1/entities/a?as_of=2026-13-01", 422, "invalid-instant"),
        ("GET", "/v1/entities/a?as_of=yesterday", 422, "invalid-request"),
        ("GET", "/v1/entities/a/neighbours?relations=love", 422, "unknown-relation"),
        ("GET", "/v1/circles?as_of=2020-01-01", 409, "snapshot-not-held"),
        ("GET", "/v1/entities/%00", 422, "invalid-request"),
    ],
)
def test_a_request_that_cannot_be_answered_is_a_problem(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["trace_id"] == answer.headers["x-trace-id"]


def test_an_invalid_request_points_at_each_fault(client: TestClient) -> None:
    answer = client.post("/v1/guarantees:check", json={"guarantor_id": "", "more": 1})
    assert {item["pointer"] for item in answer.json()["errors"]} == {
        "/body/guarantor_id",
        "/body/debtor_id",
        "/body/more",
    }


def test_a_field_that_no_body_has_is_told_the_nearest(client: TestClient) -> None:
    body = {"guarantor_id": "a", "debtor": "b"}
    (missing, unknown) = client.post("/v1/guarantees:check", json=body).json()["errors"]
    assert missing["pointer"] == "/body/debtor_id"
    assert unknown == {
        "pointer": "/body/debtor",
        "detail": "no such field; did you mean debtor_id? "
        "known: debtor_id, guarantor_id",
    }
    login = client.post("/v1/session", json={"token": "x" * 10, "tokens": 1}).json()
    assert "did you mean token?" in login["errors"][0]["detail"]


def test_a_body_that_is_no_json_is_a_problem(client: TestClient) -> None:
    for content in (b"{", b"\xff\xfe", b"[]", b"null", b'"' + b"[" * 10_000):
        answer = client.post("/v1/guarantees:check", content=content)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"


def test_metrics_count_requests_by_route_and_not_by_caller(
    client: TestClient,
) -> None:
    client.get("/v1/entities/a")
    client.request("BREW", "/v1/entities/a")
    families = {
        family.name: family
        for family in text_string_to_metric_families(client.get("/metrics").text)
    }
    labels = [s.labels for s in families["suretynet_http_requests"].samples]
    routes = {label["route"] for label in labels if "route" in label}
    assert "/v1/entities/{party_id}" in routes
    assert "/v1/entities/a" not in routes
    assert "other" in {label.get("method") for label in labels}


def test_head_answers_as_get_without_the_body(client: TestClient) -> None:
    for path in ("/healthz", "/v1/portfolio", "/v1/entities/a", "/v1/nowhere"):
        asked, told = client.get(path), client.head(path)
        assert told.status_code == asked.status_code
        assert told.content == b""
        for name in ("content-type", "content-length", "cache-control"):
            assert told.headers.get(name) == asked.headers.get(name)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/v1/session", "GET, HEAD, POST, DELETE"),
        ("POST", "/v1/portfolio", "GET, HEAD"),
        ("DELETE", "/healthz", "GET, HEAD"),
        ("GET", "/v1/guarantees:check", "POST"),
        ("HEAD", "/v1/guarantees:check", "POST"),
        ("OPTIONS", "/v1/entities/a", "GET, HEAD"),
        ("BREW", "/v1/circles/C-000000000000", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_there_names_those_that_are(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.headers["content-type"] == "application/problem+json"
