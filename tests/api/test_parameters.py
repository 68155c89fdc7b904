"""Every route refuses query parameters that it does not declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.app import create_app
from api.parameters import unknown_name
from api.settings import Settings

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

SCHEMA: dict[str, Any] = create_app(Settings()).openapi()
OPERATIONS = [
    (method, path) for path, methods in SCHEMA["paths"].items() for method in methods
]
PATHS = {
    "party_id": "a",
    "circle_id": "C-000000000000",
    "ring_id": "R-0000000000000000",
    "outcome_id": "0",
    "account_id": "a",
    "guarantee_id": "k",
    "kind": "party",
    "node_id": "a",
    "name": "fan_in",
    "analysis": "pd",
    "table": "score",
}


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_unknown_parameter_is_refused_by_name(
    client: TestClient, method: str, path: str
) -> None:
    answer = client.request(method, path.format(**PATHS), params={"asof": "2020-01-01"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert answer.headers["content-type"] == "application/problem+json"
    (fault,) = answer.json()["errors"]
    assert fault["pointer"] == "/query/asof"
    known = [
        parameter["name"]
        for parameter in SCHEMA["paths"][path][method].get("parameters", ())
        if parameter["in"] == "query"
    ]
    assert ("did you mean as_of?" in fault["detail"]) == ("as_of" in known)
    listed = fault["detail"].partition("known: ")[2]
    assert sorted(filter(None, listed.split(", "))) == sorted(known)


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("?asOf=2020-01-01", "as_of"),
        ("?as_of=2026-01-01T00:00:00Z&knownat=2020-01-01", "known_at"),
        ("/neighbours?dept=2", "depth"),
        ("/neighbours?relation=guarantee", "relations"),
        ("/neighbours?hubcap=3", "hub_cap"),
    ],
)
def test_the_nearest_name_is_told(client: TestClient, query: str, near: str) -> None:
    answer = client.get(f"/v1/entities/a{query}")
    assert answer.status_code == 422
    assert f"did you mean {near}?" in answer.json()["detail"]


def test_an_alias_is_known_and_the_name_behind_it_is_not(client: TestClient) -> None:
    assert client.get("/v1/paths?from=a&to=b").status_code == 200
    answer = client.get("/v1/paths?start=a&to=b&from=a")
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/query/start"]


def test_every_unknown_name_is_told_at_once(client: TestClient) -> None:
    answer = client.get("/v1/circles?kinds=strict&ordr=loans&limit=1")
    pointers = [fault["pointer"] for fault in answer.json()["errors"]]
    assert pointers == ["/query/kinds", "/query/ordr"]


def test_a_stranger_learns_nothing_of_the_parameters(stranger: TestClient) -> None:
    assert stranger.get("/v1/circles?kinds=strict").status_code == 401


def test_metrics_take_none(client: TestClient) -> None:
    answer = client.get("/metrics?name=x")
    assert answer.status_code == 422
    assert "none is known here" in answer.json()["detail"]


def test_what_resembles_nothing_has_no_suggestion() -> None:
    said = unknown_name("zzz", ["limit", "cursor"], what="query parameter")
    assert said == "no such query parameter; known: cursor, limit"
