from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.analysis.relations import RELATIONS
from village_facts import SECRETS

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

EVERYTHING = ",".join(RELATIONS)


def pages(client: TestClient) -> list[str]:
    """Every answer in which a person or a contact point may appear."""
    (circle,) = client.get("/v1/circles").json()["items"]
    circle_id = circle["circle_id"]
    paths = [
        "/v1/portfolio",
        "/v1/entities?q=欧阳",
        "/v1/search?q=欧阳",
        "/v1/search?q=13900000000",
        "/v1/entities/p",
        "/v1/entities/p/timeline",
        "/v1/entities/a",
        f"/v1/entities/p/neighbours?depth=3&relations={EVERYTHING}",
        f"/v1/entities/a/neighbours?layout=force&relations={EVERYTHING}",
        "/v1/entities/p/expansion",
        "/v1/nodes/party/p",
        "/v1/nodes/contact/t",
        "/v1/nodes/contact/t/neighbours?depth=2",
        "/v1/paths?from=p&to=a&relations=contact",
        "/v1/paths?from=p&to=c",
        f"/v1/circles/{circle_id}",
        f"/v1/circles/{circle_id}/cycles",
        f"/v1/circles/{circle_id}/timeline",
        "/v1/scores/a",
        "/v1/model-scores/a/evidence",
        f"/v1/reports/circles/{circle_id}",
        "/v1/reports/circles/" + circle_id + "?language=zh",
        "/v1/reports/entities/p",
        "/v1/reports/evidence/a",
    ]
    answers = [client.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.text for answer in answers]


def test_no_answer_shows_personal_values_to_a_reader(reader: TestClient) -> None:
    found = {
        secret: text[:80]
        for text in pages(reader)
        for secret in SECRETS
        if secret in text
    }
    assert found == {}


def test_whoever_may_see_them_does(client: TestClient) -> None:
    everything = "".join(pages(client))
    assert [secret for secret in SECRETS if secret not in everything] == []


def test_a_masked_property_says_that_it_is(reader: TestClient) -> None:
    properties = {
        item["name"]: item for item in reader.get("/v1/entities/p").json()["properties"]
    }
    assert set(properties) == {"personal_id", "gender", "born_on"}
    assert {(p["value"], p["masked"]) for p in properties.values()} == {("***", True)}


def test_whether_a_person_was_investigated_is_personal(
    reader: TestClient, client: TestClient
) -> None:
    def outcomes(one: TestClient) -> list[list[dict[str, str]] | None]:
        return [one.get(f"/v1/entities/{name}").json()["outcomes"] for name in "pq"]

    assert outcomes(reader) == [None, None]
    [found], none = outcomes(client)
    assert (found["outcome"], none) == ("confirmed", [])


def test_names_on_a_path_are_as_masked_as_in_its_picture(
    reader: TestClient, client: TestClient
) -> None:
    path = "/v1/paths?from=p&to=a&relations=contact"
    for one, shown in ((reader, "***"), (client, "13900000000")):
        answer = one.get(path).json()
        assert shown in [node["name"] for node in answer["paths"][0]["nodes"]]
        assert shown in [node["name"] for node in answer["graph"]["nodes"]]


@pytest.mark.parametrize("secret", SECRETS[:2])
def test_personal_values_cannot_be_searched_for(
    client: TestClient, reader: TestClient, secret: str
) -> None:
    for one in (client, reader):
        assert one.get("/v1/entities", params={"q": secret}).json()["items"] == []


def test_the_log_holds_neither_secrets_nor_personal_data(
    village, capsys: pytest.CaptureFixture[str]
) -> None:
    from api.keys import SCOPES

    with village.client(*SCOPES, log_level="DEBUG") as client:
        pages(client)
        client.get("/v1/entities", params={"q": SECRETS[0]})
        client.get("/v1/entities/13900000000")
        client.post("/v1/session", json={"token": "a-token-nobody-minted"})
        client.get("/v1/portfolio", headers={"Authorization": "Bearer sn_x_wrong"})
        key = client.headers["Authorization"].removeprefix("Bearer ")
    logged = "".join(capsys.readouterr())
    assert '"route": "/v1/entities/{party_id}"' in logged
    hidden = (*SECRETS, key, "sn_x_wrong", "a-token-nobody-minted", "欧阳")
    assert [text for text in hidden if text in logged] == []
