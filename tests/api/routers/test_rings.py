"""Money rings over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.keys import READ
from api.schemas.records import RingOut, RingPageOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

DAY = 86_400_000


@pytest.fixture(scope="module")
def client(village_of) -> Iterator[TestClient]:
    """A service of two rings of payments; the second takes longer."""
    days = {"quick": (1, 2, 3), "slow": (11, 15, 19)}
    rows = {
        "party": [{"party_id": name, "name": f"Firm {name}"} for name in "AB"],
        "account": [{"account_id": name} for name in "abc"],
        "account_holder": [
            {"holder_id": party, "account_id": account}
            for party, account in (("A", "a"), ("B", "b"))
        ],
        "transfer": [
            {
                "payer_id": payer,
                "payee_id": payee,
                "amount": 10_000,
                "valid_from": day * DAY,
                "record_id": f"{name}-{payer}",
                "comment": "private words",
            }
            for name, moments in days.items()
            for (payer, payee), day in zip(("ab", "bc", "ca"), moments, strict=True)
        ],
    }
    with village_of(rows).client(READ) as opened:
        yield opened


def test_rings_are_listed_highest_score_first(client: TestClient) -> None:
    answer = client.get("/v1/rings")
    page = answer.json()
    RingPageOut.model_validate(page)
    assert [item["days"] for item in page["items"]] == [2, 8]
    assert page["items"][0]["first_amount"] == "100.00"
    assert page["completeness"]["complete"]
    assert page["receipt"]["analysis"] == "rings"
    assert "private words" not in answer.text


def test_pages_of_rings_follow_each_other(client: TestClient) -> None:
    first = client.get("/v1/rings", params={"limit": 1}).json()
    query = {"limit": 1, "cursor": first["next"]}
    second = client.get("/v1/rings", params=query).json()
    assert [first["items"][0]["days"], second["items"][0]["days"]] == [2, 8]
    assert second["next"] is None
    other = client.get("/v1/rings", params=query | {"party": "A"})
    assert other.json()["code"] == "invalid-cursor"


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ({"account": "b"}, [2, 8]),
        ({"party": "A", "since": "1970-01-05"}, [8]),
        ({"until": "1970-01-02"}, [2]),
        ({"order": "begins"}, [8, 2]),
    ],
)
def test_rings_are_filtered(client: TestClient, query, days) -> None:
    page = client.get("/v1/rings", params=query).json()
    assert [item["days"] for item in page["items"]] == days


def test_a_ring_is_read_with_its_transfers(client: TestClient) -> None:
    ring_id = client.get("/v1/rings").json()["items"][0]["ring_id"]
    ring = client.get(f"/v1/rings/{ring_id}").json()
    RingOut.model_validate(ring)
    hops = [(hop["payer_id"], hop["payee_id"]) for hop in ring["transfers"]]
    assert hops == [("a", "b"), ("b", "c"), ("c", "a")]
    assert ring["transfers"][0]["record_id"] == "quick-a"
    assert ring["holders"] == [["A"], ["B"], []]


def test_what_is_unknown_or_unreadable_is_refused(client: TestClient) -> None:
    for query, status in (
        ({"party": "nobody"}, 404),
        ({"account": "nothing"}, 404),
        ({"since": "yesterday"}, 422),
        ({"max_length": "4"}, 422),
        ({"order": "colour"}, 422),
    ):
        assert client.get("/v1/rings", params=query).status_code == status
    assert client.get("/v1/rings/R-0123456789abcdef").status_code == 404
    assert client.get("/v1/rings/none").status_code == 422
