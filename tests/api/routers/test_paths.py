from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def paths(client: TestClient, start: str, end: str, **params: Any) -> dict[str, Any]:
    answer = client.get("/v1/paths", params={"from": start, "to": end, **params})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def names(answer: dict[str, Any]) -> list[list[str]]:
    return [[node["party_id"] for node in path["nodes"]] for path in answer["paths"]]


def test_paths_come_shortest_first_and_ignore_direction(client: TestClient) -> None:
    answer = paths(client, "e", "x", relations="guarantee")
    assert names(answer) == [["e", "d", "y", "x"]]
    assert answer["paths"][0]["length"] == 3
    assert answer["completeness"]["complete"]


def test_the_picture_holds_every_step(client: TestClient) -> None:
    answer = paths(client, "p", "c")
    nodes = {node["id"] for node in answer["graph"]["nodes"]}
    edges = {edge["id"] for edge in answer["graph"]["edges"]}
    for path in answer["paths"]:
        assert {node["party_id"] for node in path["nodes"]} <= nodes
        assert set(path["edges"]) <= edges
        assert path["length"] == len(path["edges"]) == len(path["nodes"]) - 1


def test_two_who_are_not_connected_have_no_path(client: TestClient) -> None:
    answer = paths(client, "a", "x")
    assert answer["paths"] == []
    assert answer["completeness"]["explored"] > 0


def test_more_paths_than_wanted_are_said_to_be_cut(client: TestClient) -> None:
    answer = paths(client, "p", "c", limit=1)
    assert len(answer["paths"]) == 1
    assert answer["completeness"]["truncated_by"] == ["limit"]


def test_a_path_no_longer_than_allowed_is_found(client: TestClient) -> None:
    answer = paths(client, "e", "x", max_length=2)
    assert names(answer) == []
    assert answer["completeness"]["truncated_by"] == ["length"]
    assert names(paths(client, "e", "x", max_length=3)) == [["e", "d", "y", "x"]]


def test_the_way_from_a_party_to_itself_has_no_steps(client: TestClient) -> None:
    assert names(paths(client, "a", "a")) == [["a"]]


def test_an_unknown_end_is_not_found(client: TestClient) -> None:
    answer = client.get("/v1/paths", params={"from": "a", "to": "nobody"})
    assert answer.status_code == 404
