"""What was found of a party, and its past month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def test_a_page_says_what_was_found_by_then(client: TestClient) -> None:
    def said(as_of: str) -> list[tuple[str, str]]:
        body = client.get("/v1/entities/b", params={"as_of": as_of}).json()
        return [
            (item["outcome"], item["occurred_at"][:10]) for item in body["outcomes"]
        ]

    opened, confirmed = ("opened", "2025-10-03"), ("confirmed", "2025-12-02")
    assert said("2025-10-01") == []
    assert said("2025-12-01") == [opened]
    assert said("2026-01-01") == [confirmed, opened]
    [last, _] = client.get("/v1/entities/b").json()["outcomes"]
    assert (last["task"], last["case_no"]) == ("money_ring", "case-of-b")
    assert (last["began_on"], last["scheme_ref"]) == ("2025-06-15", "S-1")


def test_the_past_of_a_party_is_told_by_month(
    client: TestClient, reader: TestClient
) -> None:
    def months(one: TestClient, party: str, **at: str) -> list[str]:
        body = one.get(f"/v1/entities/{party}/timeline", params=at).json()
        assert body["party_id"] == party
        return [month["month"] for month in body["months"] if month["outcomes"]]

    assert months(client, "b") == ["2025-10", "2025-12"]
    assert months(client, "b", as_of="2025-11-30") == ["2025-10"]
    assert (months(client, "p"), months(reader, "p")) == (["2025-12"], [])
    merged = client.get("/v1/entities/old-a/timeline", follow_redirects=False)
    assert merged.status_code == 308
