"""How firms are flagged, over HTTP: here by rules, since the village has no model."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from api.keys import OUTCOME_WRITE, READ
from api.schemas.records import (
    FlaggedPageOut,
    ModelEvidenceOut,
    ModelScoreOut,
    ScoreModelsOut,
)

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

PATH = "/v1/model-scores"


def test_rules_flag_the_circle_whose_owner_stands_behind_two(
    client: TestClient,
) -> None:
    found = client.get(f"{PATH}/a").json()
    ModelScoreOut.model_validate(found)
    assert (found["by"], found["flagged"], found["rank"]) == ("rules", True, 1)
    assert (found["chance"], found["band"], found["raw_score"]) == (None, None, None)
    [hit] = found["rules"]
    assert hit["rule"] == "circle_with_control"
    # p owns a and b, and its spouse owns c
    assert {party["party_id"] for party in hit["parties"]} == {"b", "c"}
    assert {fact["kind"] for fact in hit["facts"]} == {"guarantee"}
    assert found["receipt"]["analysis"] == "model_score"
    assert found["inputs_as_of"] == found["at"]["as_of"]
    missing = {group["group"]: group["here"] for group in found["not_collected"]}
    assert missing == {"loop_with_control": False}

    other = client.get(f"{PATH}/d").json()
    assert (other["flagged"], other["rules"], other["not_scored"]) == (False, [], None)


@pytest.mark.skipif(find_spec("torch") is not None, reason="the extra is installed")
def test_a_network_that_nobody_could_ask_is_named(client: TestClient) -> None:
    assert client.get(f"{PATH}/a").json()["second_opinion"] is None
    answer = client.get(f"{PATH}/a", params={"model": "gnn"})
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"].endswith("missing-extra")
    assert "suretynet[gnn]" in problem["detail"]
    assert client.get(f"{PATH}/nobody", params={"model": "gnn"}).status_code == 404
    assert client.get(f"{PATH}/a", params={"model": "lgbm"}).status_code == 422


def test_flagged_firms_are_listed(client: TestClient) -> None:
    page = client.get(PATH, params={"flagged": True}).json()
    FlaggedPageOut.model_validate(page)
    assert [item["party"]["party_id"] for item in page["items"]] == ["a", "b", "c"]
    assert (page["by"], page["flagged"], page["scored"]) == ("rules", 3, 7)
    assert page["statuses"] == {
        "open": 3, "in_review": 0, "confirmed": 0, "dismissed": 0
    }  # fmt: skip
    assert (page["bands"], page["model"], page["stale"]) == ([], None, None)
    day = page["inputs_as_of"][:10]
    since = {"day": day, "first_list": True}
    assert [item["since"] for item in page["items"]] == [since] * 3
    head, *others = (item["evidence"] for item in page["items"])
    assert head == {"group": "a", "firms": 3, "first": None}
    assert [same["first"]["party_id"] for same in others] == ["a", "a"]
    joined = client.get(PATH, params={"by_evidence": True, "limit": 3}).json()
    assert [item["party"]["party_id"] for item in joined["items"]] == ["a", "b", "c"]
    turned = {"limit": 3, "cursor": joined["next"]}
    assert client.get(PATH, params=turned).status_code == 422
    first = client.get(PATH, params={"limit": 4}).json()
    last = client.get(PATH, params={"limit": 4, "cursor": first["next"]}).json()
    ids = {item["party"]["party_id"] for item in (*first["items"], *last["items"])}
    assert (ids, last["next"]) == ({*"abcdexy"}, None)
    assert client.get(PATH, params={"scored": False}).json()["items"] == []
    foreign = client.get(PATH, params={"flagged": True, "cursor": first["next"]})
    assert foreign.status_code == 422


def test_other_answers_say_so_in_brief(client: TestClient) -> None:
    score = client.get("/v1/scores/a").json()["model_score"]
    assert (score["by"], score["flagged"], score["band"]) == ("rules", True, None)
    assert client.get("/v1/scores/p").json()["model_score"] is None
    flags = client.get("/v1/portfolio").json()["flags"]
    assert (flags["by"], flags["flagged"], len(flags["firms"])) == ("rules", 3, 3)
    models = client.get("/v1/models").json()
    ScoreModelsOut.model_validate(models)
    assert (models["by"], models["model"], models["refused"]) == ("rules", None, None)


def test_a_list_knows_what_was_said_of_its_firms(own_village) -> None:
    with own_village.client(READ, OUTCOME_WRITE) as client:
        said = {"party_id": "b", "outcome": "opened", "reason": "seen"}
        assert client.post("/v1/case-outcomes", json=said).status_code == 201
        page = client.get(PATH, params={"status": "in_review"}).json()
        assert [item["party"]["party_id"] for item in page["items"]] == ["b"]
        assert page["statuses"]["in_review"] == 1
        rest = client.get(PATH, params={"status": "open", "flagged": True}).json()
        assert [item["party"]["party_id"] for item in rest["items"]] == ["a", "c"]


def test_what_is_said_between_two_pages_passes_nobody_over(own_village) -> None:
    asked = {"status": "open", "flagged": True, "limit": 1}
    with own_village.client(READ, OUTCOME_WRITE) as client:
        page = client.get(PATH, params=asked).json()
        seen = [page["items"][0]["party"]["party_id"]]
        while page["next"]:
            said = {"party_id": seen[-1], "outcome": "dismissed", "reason": "seen"}
            assert client.post("/v1/case-outcomes", json=said).status_code == 201
            page = client.get(PATH, params=asked | {"cursor": page["next"]}).json()
            seen += [item["party"]["party_id"] for item in page["items"]]
        assert (seen, page["total"]["value"]) == (["a", "b", "c"], 1)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nobody", 404),
        ("/old-a", 308),
        ("?least_band=6", 422),
        ("?status=guilty", 422),
        ("?as_of=2020-01-01", 409),
    ],
)
def test_what_cannot_be_asked(client: TestClient, path: str, status: int) -> None:
    found = client.get(f"{PATH}{path}", follow_redirects=False)
    assert found.status_code == status


def test_what_a_flag_rests_on_is_drawn(client: TestClient, reader: TestClient) -> None:
    found = client.get(f"{PATH}/a/evidence").json()
    ModelEvidenceOut.model_validate(found)
    listed = {item["id"]: item["why"] for item in found["companies"]}
    assert (listed["a"], set(listed)) == ("flagged", {"a", "b", "c"})
    assert (found["score"]["by"], found["score"]["flagged"]) == ("rules", True)
    nodes = {node["id"] for node in found["graph"]["nodes"]}
    persons = {item["id"] for item in found["persons"]}
    contacts = {f"contact|{item['id']}" for item in found["contacts"]}
    assert nodes == {*listed, *persons, *contacts}
    marked = {node["id"] for node in found["graph"]["nodes"] if node["flag"]}
    assert marked == {item["id"] for item in found["companies"] if item["flagged"]}
    drawn = {edge["id"]: edge for edge in found["graph"]["edges"]}
    assert list(drawn) == [edge["id"] for edge in found["edges"]]
    assert {edge["source"] for edge in found["edges"]} <= nodes
    for edge in found["edges"]:
        assert drawn[edge["id"]]["amount"] == edge["amount"]
        assert drawn[edge["id"]]["source_records"] == edge["records"]
    [hull] = found["hulls"]
    assert (hull["controller"]["party_id"], set(hull["members"])) == ("p", {*"abc"})
    assert found["counterfactual"] is None
    assert found["no_counterfactual"]["code"] == "by_rules"
    masked = reader.get(f"{PATH}/a/evidence").json()
    assert masked["receipt"]["result_hash"] == found["receipt"]["result_hash"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("p/evidence", 404),
        ("nobody/evidence", 404),
        ("a/evidence?without=luck", 422),
        ("a/evidence?without=payments&without=contacts", 200),
    ],
)
def test_what_evidence_can_be_asked_for(
    client: TestClient, asked: str, status: int
) -> None:
    answer = client.get(f"{PATH}/{asked}")
    assert answer.status_code == status
    problem = answer.headers["content-type"] == "application/problem+json"
    assert problem == (status != 200)
