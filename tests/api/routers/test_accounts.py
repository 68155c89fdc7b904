"""Accounts and the check of a transfer over HTTP, of accounts and transfers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.keys import READ
from api.schemas.records import AccountOut, AccountPageOut, TransferCheckOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

DAY = 86_400_000


def paid(payer: str, payee: str, day: int, amount: int) -> dict[str, object]:
    return {
        "payer_id": payer,
        "payee_id": payee,
        "amount": amount * 100,
        "currency": "CNY",
        "valid_from": day * DAY,
        "record_id": f"{payer}-{payee}-{day}",
        "comment": "private words",
    }


def bundle() -> dict[str, list[dict[str, object]]]:
    return {
        "account": [{"account_id": name} for name in ("aa:1", "aa:2", "bb:3", "bb:4")],
        "transfer": [
            paid("aa:1", "aa:2", 1, 100),
            paid("aa:2", "bb:3", 2, 99),
            paid("bb:3", "aa:1", 3, 98),
            paid("aa:2", "bb:3", 20, 1_000),
        ],
    }


@pytest.fixture(scope="module")
def client(village_of) -> Iterator[TestClient]:
    with village_of(bundle()).client(READ) as opened:
        yield opened


def ids(answer) -> list[str]:
    return [item["account_id"] for item in answer.json()["items"]]


def test_accounts_are_listed_most_money_first(client: TestClient) -> None:
    answer = client.get("/v1/accounts")
    page = answer.json()
    AccountPageOut.model_validate(page)
    assert ids(answer) == ["aa:2", "bb:3", "aa:1", "bb:4"]
    assert (page["items"][0]["sent"], page["items"][0]["received"]) == (
        "1099.00",
        "100.00",
    )
    assert page["items"][0]["holders"] == []
    assert page["receipt"]["analysis"] == "accounts"
    assert "private words" not in answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "aa:"}, ["aa:2", "aa:1"]),
        ({"q": "BB3"}, ["bb:3"]),
        ({"held": "true"}, []),
        ({"held": "false", "limit": 1}, ["aa:2"]),
        ({"order": "received", "limit": 1}, ["bb:3"]),
    ],
)
def test_accounts_are_filtered_and_ordered(client: TestClient, query, found) -> None:
    assert ids(client.get("/v1/accounts", params=query)) == found


def test_pages_of_accounts_follow_each_other(client: TestClient) -> None:
    first = client.get("/v1/accounts", params={"limit": 3}).json()
    query = {"limit": 3, "cursor": first["next"]}
    second = client.get("/v1/accounts", params=query)
    assert ids(second) == ["bb:4"]
    assert second.json()["next"] is None
    other = client.get("/v1/accounts", params=query | {"order": "sent"})
    assert other.json()["code"] == "invalid-cursor"


def test_an_account_without_a_holder_is_opened_and_drawn(client: TestClient) -> None:
    found = client.get("/v1/accounts/aa:1").json()
    AccountOut.model_validate(found)
    assert (found["holders"], found["rings"], found["counterparties"]) == (
        [],
        {"value": 1, "relation": "eq"},
        2,
    )
    assert [row["account_id"] for row in found["counterparty_list"]] == ["aa:2", "bb:3"]
    assert found["completeness"]["complete"]
    drawn = client.get("/v1/nodes/account/aa:1/neighbours").json()
    assert {node["id"] for node in drawn["nodes"]} == {
        f"account|{name}" for name in ("aa:1", "aa:2", "bb:3")
    }


def test_an_unknown_account_is_not_found(client: TestClient) -> None:
    assert client.get("/v1/accounts/nobody").status_code == 404
    assert client.get(
        "/v1/accounts/aa:1", params={"as_of": "1970-01-03"}
    ).status_code == (409)


def test_it_is_found_by_the_start_of_its_id(client: TestClient) -> None:
    found = client.get("/v1/search", params={"q": "bb:"}).json()["accounts"]
    assert [hit["page"] for hit in found["items"]] == [
        "#/accounts/bb%3A3",
        "#/accounts/bb%3A4",
    ]


def test_the_portfolio_counts_money(client: TestClient) -> None:
    found = client.get("/v1/portfolio").json()
    assert (found["transfers"], found["accounts"]) == (4, 4)
    assert (found["accounts_unheld"], found["rings"]) == (
        4,
        {"value": 1, "relation": "eq"},
    )


ASKED = {
    "payer_id": "bb:3",
    "payee_id": "aa:1",
    "amount": "97.00",
    "moved_at": "1970-01-05",
}


def test_a_transfer_that_closes_a_ring_is_told_with_reasons(client: TestClient) -> None:
    found = client.post("/v1/transfers:check", json=ASKED).json()
    TransferCheckOut.model_validate(found)
    (ring,) = found["rings"]
    assert found["closes"]
    assert ring["account_ids"] == ["aa:1", "aa:2", "bb:3"]
    assert ring["transfers"][-1]["amount"] == "97.00"
    texts = [reason["text"] for reason in ring["reasons"]]
    assert "¥97 comes back to aa:1 after 3.0 days, over 3 transfers" in texts[0]["en"]
    assert "97.0%" in texts[0]["zh"]
    assert "3 of its 3 accounts have no known holder." in texts[1]["en"]
    assert found["receipt"]["analysis"] == "transfer_check"
    assert found["completeness"]["complete"]


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"amount": "0"}, "invalid-record", "/body/amount"),
        ({"currency": "XXX"}, "invalid-record", "/body/currency"),
        ({"payee_id": "bb:3"}, "invalid-record", "/body/payee_id"),
        ({"moved_at": "soon"}, "invalid-record", "/body/moved_at"),
        ({"max_length": 1}, "invalid-ring-bounds", None),
    ],
)
def test_what_cannot_be_asked_is_refused(
    client: TestClient, change, code, pointer
) -> None:
    answer = client.post("/v1/transfers:check", json=ASKED | change)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    if pointer:
        assert [item["pointer"] for item in problem["errors"]] == [pointer]


def test_a_currency_without_a_rate_is_named(client: TestClient) -> None:
    answer = client.post("/v1/transfers:check", json=ASKED | {"currency": "USD"})
    assert (answer.status_code, answer.json()["code"]) == (409, "missing-rate")
    assert "USD" in answer.json()["detail"]


def test_a_transfer_of_the_last_commit_counts(village_of) -> None:
    village = village_of(bundle())
    with village.client(READ) as client:
        asked = ASKED | {"payer_id": "bb:4", "moved_at": "1970-01-06"}
        before = client.post("/v1/transfers:check", json=asked).json()
        assert not before["closes"]
        assert before["unknown_accounts"] == []
        village.write({"transfer": [paid("bb:3", "bb:4", 4, 98)]})
        after = client.post("/v1/transfers:check", json=asked).json()
        assert [ring["account_ids"] for ring in after["rings"]] == [
            ["aa:1", "aa:2", "bb:3", "bb:4"]
        ]
        assert after["sequence"] > before["sequence"]
