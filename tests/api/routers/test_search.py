from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.keys import SCOPES
from graph.testing.facts import batch
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from conftest import Village
    from fastapi.testclient import TestClient

GROUPS = ("parties", "circles", "accounts", "contracts", "cases", "contacts")
BEFORE = "2000-01-01"


def search(client: TestClient, text: str, **params: Any) -> dict[str, Any]:
    answer = client.get("/v1/search", params={"q": text, **params})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def counts(found: dict[str, Any]) -> dict[str, int]:
    return {name: len(found[name]["items"]) for name in GROUPS if found[name]["items"]}


def test_each_kind_of_thing_is_found(client: TestClient) -> None:
    (circle,) = client.get("/v1/circles").json()["items"]
    for text, found in (
        ("南丰", {"parties": 1, "circles": 1}),
        (circle["circle_id"], {"circles": 1}),
        (circle["circle_id"].removeprefix("C-").upper(), {"circles": 1}),
        ("danbaoquan", {"circles": 1}),
        ("a>b", {"circles": 1, "contracts": 1}),  # Firm A, bao
        ("（2025）1", {"cases": 1}),
        ("CASE-1", {"cases": 1}),
        ("+86 139 0000 0000", {"contacts": 1}),
        ("nothing of this name", {}),
    ):
        assert counts(search(client, text)) == found, text


def test_each_hit_says_what_matched_what_it_is_and_where_its_page_is(
    client: TestClient,
) -> None:
    (party,) = search(client, "华为")["parties"]["items"]
    assert party["page"] == "#/parties/b"
    (contract,) = search(client, "a>b")["contracts"]["items"]
    assert (contract["matched"], contract["matched_in"]) == ("a>b", "guarantee_id")
    assert contract["debtor"]["name"] == "华为铜业有限公司"
    assert contract["creditor"] is None
    assert contract["page"] == "#/nodes/guarantee/a%3Eb"
    (case,) = search(client, "(2025)1")["cases"]["items"]
    assert (case["matched"], case["matched_in"]) == ("(2025) 1", "case_no")
    assert case["party"]["party_id"] == "b"
    assert case["occurred_at"] == "2025-12-31T00:00:00.000Z"
    assert case["page"] == "#/parties/b?tab=events&record=test+case-1"
    (contact,) = search(client, "13900000000")["contacts"]["items"]
    assert contact["value"] == "13900000000"
    assert contact["users"] == 2
    assert contact["page"] == "#/nodes/contact/t"


def test_a_reader_is_told_that_contacts_were_not_searched(
    reader: TestClient, client: TestClient
) -> None:
    found = search(reader, "13900000000")
    assert counts(found) == {}
    assert found["not_searched"] == [
        {"group": "contacts", "reason": "needs_read_personal"}
    ]
    assert search(client, "13900000000")["not_searched"] == []


def test_circles_and_accounts_are_not_searched_at_another_instant(
    client: TestClient,
) -> None:
    found = search(client, "南丰", as_of=BEFORE)
    assert found["not_searched"] == [
        {"group": group, "reason": "other_instant"} for group in ("circles", "accounts")
    ]


def test_a_group_that_is_cut_says_so(own_village: Village) -> None:
    rows = [{"party_id": "b", "case_no": f"闽01民初{n}号"} for n in range(3)]
    own_village.store.append(batch(KINDS["risk_event"], rows))
    with own_village.client(*SCOPES) as client:
        found = search(client, "闽01", limit=2)
        assert found["cases"]["total"] == {"value": 3, "relation": "gte"}
        assert found["completeness"]["truncated_by"] == ["cases"]
        whole = search(client, "闽01", limit=3)
        assert whole["cases"]["total"] == {"value": 3, "relation": "eq"}
        assert whole["completeness"]["complete"]


@pytest.mark.parametrize("query", ["", "q=", "q=x&limit=0", "q=x&limit=51"])
def test_what_cannot_be_searched_for_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/search?{query}").status_code == 422
