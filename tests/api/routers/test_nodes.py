from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def page(client: TestClient, kind: str, node_id: str, **params: str) -> dict[str, Any]:
    answer = client.get(f"/v1/nodes/{kind}/{node_id}", params=params)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def links(body: dict[str, Any]) -> dict[tuple[str, str], int]:
    return {
        (item["relation"], item["direction"]): item["total"]
        for item in body["relations"]
        if item["total"]
    }


def test_a_loan_shows_its_terms_and_its_borrower(client: TestClient) -> None:
    loan = page(client, "loan", "l")
    assert (loan["kind"], loan["id"], loan["name"]) == ("loan", "l", "l")
    terms = {item["name"]: item["value"] for item in loan["properties"]}
    assert terms == {
        "principal": "5000000.00",
        "outstanding": "5000000.00",
        "currency": "CNY",
    }
    (borrower,) = loan["ends"]
    assert borrower["label"]["en"] == "Borrower"
    assert borrower["node"] == {
        "kind": "party",
        "id": "b",
        "name": "华为铜业有限公司",
        "name_en": "Firm B",
    }
    assert links(loan) == {("loan", "in"): 1}
    assert [source["record_id"] for source in loan["sources"]] == ["l"]
    assert loan["completeness"] == {
        "complete": True,
        "explored": 1,
        "truncated_by": [],
        "advice": None,
    }


def test_a_contract_leads_to_its_guarantors_and_its_debtor(client: TestClient) -> None:
    contract = page(client, "guarantee", "a>b")
    assert links(contract) == {("guarantee", "out"): 1, ("guarantee", "in"): 1}
    assert [end["node"]["id"] for end in contract["ends"]] == ["b"]
    answer = client.get("/v1/nodes/guarantee/a>b/neighbours").json()
    assert answer["focus"] == "guarantee|a>b"
    edges = {(edge["source"], edge["target"]) for edge in answer["edges"]}
    assert edges == {("a", "guarantee|a>b"), ("guarantee|a>b", "b")}
    assert {edge["loss"] for edge in answer["edges"]} == {"head_to_tail"}
    assert {edge["amount"] for edge in answer["edges"]} == {"1000000.00"}


def test_a_party_has_a_page_as_a_node_too(client: TestClient) -> None:
    party = page(client, "party", "a")
    assert (party["name"], party["name_en"]) == ("南丰钢铁有限公司", "Firm A")
    assert links(party)["guarantee", "out"] == 2
    moved = client.get("/v1/nodes/party/old-a", follow_redirects=False)
    assert moved.status_code == 308
    assert moved.headers["location"].endswith("/v1/nodes/party/a")


def test_a_contact_point_is_masked_without_the_scope(
    client: TestClient, reader: TestClient
) -> None:
    seen, masked = (page(caller, "contact", "t") for caller in (client, reader))
    assert (seen["name"], masked["name"]) == ("13900000000", "***")
    assert links(masked) == {("contact", "in"): 2}
    around = reader.get("/v1/nodes/contact/t/neighbours").json()
    assert {node["id"] for node in around["nodes"]} == {"contact|t", "p", "a"}


@pytest.mark.parametrize("rest", ["", "/neighbours"])
@pytest.mark.parametrize(
    ("kind", "node_id", "named"),
    [
        ("horoscope", "x", "kind of node"),
        ("ownership", "x", "kind of node"),
        ("account", "x", "account"),
        ("party", "nobody", "party"),
    ],
)
def test_what_is_unknown_is_a_problem(
    client: TestClient, kind: str, node_id: str, named: str, rest: str
) -> None:
    answer = client.get(f"/v1/nodes/{kind}/{node_id}{rest}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not-found"
    assert f"no {named} is known as" in answer.json()["detail"]


def test_a_kind_is_a_word(client: TestClient) -> None:
    assert client.get("/v1/nodes/Loan!/l").status_code == 422


def test_a_node_is_read_at_the_instant_asked_for(client: TestClient) -> None:
    answer = page(client, "loan", "l", as_of="2020-01-01")
    assert answer["at"]["as_of"].startswith("2020-01-01")
