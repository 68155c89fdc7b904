from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.analysis.registry import ANALYSES

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def test_every_analysis_is_listed(client: TestClient) -> None:
    listed = client.get("/v1/analyses").json()["items"]
    assert [item["name"] for item in listed] == list(ANALYSES)
    published = {item["name"] for item in listed if item["receipt"]}
    assert published == {item["name"] for item in listed if item["tables"]}
    assert published == {"circles", "pd", "rings", "patterns", "model_score"}


def test_pages_of_findings_make_the_table(client: TestClient) -> None:
    path = "/v1/analyses/circles/circle_member"
    whole = client.get(path).json()
    assert whole["next"] is None
    assert whole["receipt"]["analysis"] == "circles"
    rows: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"limit": 4} | ({"cursor": cursor} if cursor else {})
        page = client.get(path, params=query).json()
        assert page["total"] == whole["total"] == 7
        rows += page["items"]
        cursor = page["next"]
    assert rows == whole["items"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("astrology/table", 404),
        ("cycles/cycle", 404),
        ("pd/circle", 404),
        ("pd/no%20name", 422),
        ("pd/score?limit=0", 422),
        ("pd/score?cursor=nonsense", 422),
        ("pd/score?as_of=2001-01-01", 409),
    ],
)
def test_what_cannot_be_answered_says_so(
    client: TestClient, path: str, status: int
) -> None:
    assert client.get(f"/v1/analyses/{path}").status_code == status


def test_a_cursor_is_of_one_table(client: TestClient) -> None:
    page = client.get("/v1/analyses/circles/circle?limit=1").json()
    query = {"cursor": page["next"]}
    answer = client.get("/v1/analyses/circles/circle_member", params=query)
    assert answer.json()["code"] == "invalid-cursor"


def test_there_is_nothing_to_list_before_a_publication(unpublished: Any) -> None:
    with unpublished.client("read") as client:
        assert client.get("/v1/analyses").status_code == 503
