from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

EARLIER = {"known_at": "2100-01-01"}
"""Another instant than the published one: pictures are read from the store."""


def test_a_picture_of_the_snapshot_is_completed_by_the_store(
    client: TestClient,
) -> None:
    """At the published instant an edge lacks what the store says of its sources."""
    published = client.get("/v1/portfolio").json()["at"]
    path = "/v1/entities/a/neighbours"
    drawn = client.get(path, params=published).json()
    stored = {
        edge["id"]: edge for edge in client.get(path, params=EARLIER).json()["edges"]
    }
    assert {edge["relation"] for edge in drawn["edges"]} >= {"guarantee", "ownership"}
    for edge in drawn["edges"]:
        query = {"id": edge["id"], **drawn["at"]}
        found = client.get("/v1/links/sources", params=query).json()
        assert found["sources"] == stored[edge["id"]]["source_records"]
        assert found["recorded_from"] == stored[edge["id"]]["recorded_from"] is not None
        assert [item["collected_at"] for item in edge["source_records"]] == [
            None for _ in found["sources"]
        ]
        assert all(item["collected_at"] for item in found["sources"])
        assert (found["id"], found["at"]) == (edge["id"], drawn["at"])


@pytest.mark.parametrize("link_id", ["control|p|a", "guarantee|a|nothing", "?"])
def test_a_link_without_records_is_a_problem(client: TestClient, link_id: str) -> None:
    answer = client.get("/v1/links/sources", params={"id": link_id})
    assert answer.status_code == 404
    assert answer.json()["code"] == "not-found"
    assert "no link is known as" in answer.json()["detail"]


@pytest.mark.parametrize("link_id", ["", "a\nb", "x" * 1_201])
def test_an_id_is_a_line_of_text(client: TestClient, link_id: str) -> None:
    answer = client.get("/v1/links/sources", params={"id": link_id})
    assert answer.status_code == 422


def test_a_stranger_is_refused(stranger: TestClient) -> None:
    assert stranger.get("/v1/links/sources?id=x").status_code == 401
