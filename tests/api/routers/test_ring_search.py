"""Money rings within bounds of the caller's own, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.keys import READ
from api.schemas.records import RingOut, RingPageOut
from graph.analysis import ring_search
from graph.analysis.receipt import Receipt
from graph.analysis.replay import replay
from graph.analysis.snapshot_directory import SnapshotDirectory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

DAY = 86_400_000
SEARCH = "/v1/rings:search"


def facts() -> dict[str, list[dict[str, object]]]:
    """Two rings of payments; the second takes longer."""
    days = {"quick": (1, 2, 3), "slow": (11, 15, 19)}
    return {
        "party": [{"party_id": name, "name": f"Firm {name}"} for name in "AB"],
        "account": [{"account_id": name} for name in "abc"],
        "account_holder": [
            {"holder_id": name.upper(), "account_id": name} for name in "ab"
        ],
        "transfer": [
            {
                "payer_id": payer,
                "payee_id": payee,
                "amount": 10_000,
                "valid_from": day * DAY,
                "record_id": f"{name}-{payer}",
            }
            for name, moments in days.items()
            for (payer, payee), day in zip(("ab", "bc", "ca"), moments, strict=True)
        ],
    }


@pytest.fixture(scope="module")
def village(village_of):
    """Two rings, of two days and of eight; one account has no known holder."""
    return village_of(facts())


@pytest.fixture(scope="module")
def client(village) -> Iterator[TestClient]:
    """A service of them, to a reader."""
    with village.client(READ) as opened:
        yield opened


def days(client: TestClient, **body: object) -> list[float]:
    answer = client.post(SEARCH, json=body)
    assert answer.status_code == 200, answer.text
    return [item["days"] for item in answer.json()["items"]]


def test_bounds_decide_what_is_found_and_the_receipt_names_them(client) -> None:
    assert days(client) == [2, 8]
    assert days(client, gap=3) == [2]
    assert days(client, window=1e300) == [2, 8]  # longer than all is all
    assert days(client, since="1970-01-05") == [8]
    assert days(client, sort="begins") == [8, 2]
    page = client.post(SEARCH, json={"window": 2, "keep": 0.5}).json()
    RingPageOut.model_validate(page)
    asked = page["receipt"]["parameters"]
    assert (asked["window"], asked["keep"]) == (2, 0.5)
    assert asked["max_work"] == ring_search.MOST_WORK
    assert page["completeness"]["complete"]
    steps = [(step["days"], step["amount"]) for step in page["items"][0]["steps"]]
    assert steps == [(0, "100.00"), (1, "100.00"), (2, "100.00")]
    assert page["items"][0]["controlled"] == []


def test_what_is_found_is_filtered_and_paged(client) -> None:
    assert days(client, account="b") == [2, 8]
    assert days(client, related=True) == []
    assert days(client, related=False, everyday=False) == [2, 8]
    assert days(client, least_band=5) == []
    first = client.post(SEARCH, json={"limit": 1}).json()
    body = {"limit": 1, "cursor": first["next"]}
    second = client.post(SEARCH, json=body).json()
    assert [second["items"][0]["days"], second["next"]] == [8, None]
    other = client.post(SEARCH, json=body | {"gap": 4})
    assert other.json()["code"] == "invalid-cursor"
    assert client.get("/v1/rings", params={"related": True}).json()["items"] == []
    for least, found in ((1, 0), (5, 0)):
        page = client.get("/v1/rings", params={"least_band": least}).json()
        assert page["total"]["value"] == found


def test_a_search_that_stopped_says_up_to_when_and_goes_further(
    client, monkeypatch
) -> None:
    monkeypatch.setattr(ring_search, "MOST_RINGS", 1)
    page = client.post(SEARCH, json={}).json()
    assert [item["days"] for item in page["items"]] == [2]
    assert page["completeness"]["truncated_by"] == ["records"]
    assert page["total"]["relation"] == "gte"
    assert page["complete_before"].startswith("1970-01-12")
    further = client.post(SEARCH, json={"effort": 3}).json()
    assert [item["days"] for item in further["items"]] == [2, 8]
    assert further["completeness"]["complete"]
    assert further["complete_before"] is None


def test_its_receipt_makes_the_same_rings_again(client, village) -> None:
    page = client.post(SEARCH, json={"gap": 3, "order": "any"}).json()
    receipt = Receipt.from_dict(page["receipt"])
    assert replay(receipt, SnapshotDirectory(village.data_dir)).same


def test_one_of_the_rings_found_is_read(client) -> None:
    body = {"gap": 3}
    (item,) = client.post(SEARCH, json=body).json()["items"]
    address = f"/v1/rings/{item['ring_id']}:search"
    ring = client.post(address, json=body).json()
    RingOut.model_validate(ring)
    assert ring["transfers"][0]["record_id"] == "quick-a"
    assert ring["receipt"]["parameters"]["gap"] == 3
    assert (item["state"], ring["case"]["state"]) == ("open", "open")
    body = {"types": ["withdraw", "transfer"], "min_length": 2, "window": 40}
    items = client.post(SEARCH, json=body | {"order": "any"}).json()["items"]
    assert {item["state"] for item in items} <= {"open", None}
    assert client.post(address, json={"gap": 0.5}).status_code == 404
    assert client.post(address, json=body | {"limit": 1}).status_code == 422


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({"max_length": 1}, 422, "max_length"),
        ({"max_length": 17}, 422, "max_length"),
        ({"window": 0}, 422, "window"),
        ({"gap": -1}, 422, "gap"),
        ({"keep": 2}, 422, "keep"),
        ({"order": "colour"}, 422, "order"),
        ({"types": ["gift"]}, 422, "types"),
        ({"types": []}, 422, "types"),
        ({"since": "yesterday"}, 422, "yesterday"),
        ({"effort": 9}, 422, "effort"),
        ({"sort": "colour"}, 422, "sort"),
        ({"colour": "red"}, 422, "colour"),
        ({"party": "nobody"}, 404, "nobody"),
    ],
)
def test_a_bound_that_cannot_be_asked_is_named(client, body, status, named) -> None:
    refused = client.post(SEARCH, json=body)
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"
    assert named in refused.json()["detail"]
