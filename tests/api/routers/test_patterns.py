"""Patterns of payments over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.keys import READ
from api.routers import patterns as router
from api.schemas.records import (
    ListedHitsOut,
    PatternCountsOut,
    PatternHitsOut,
    PatternOut,
    PatternsOut,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

DAY = 86_400_000


@pytest.fixture(scope="module")
def client(village_of) -> Iterator[TestClient]:
    """A service in which four accounts pay one, and again later."""
    rows = {
        "account": [{"account_id": name} for name in "abcdx"],
        "transfer": [
            {
                "payer_id": payer,
                "payee_id": "x",
                "amount": 10_000,
                "valid_from": day * DAY,
                "record_id": f"{day}-{payer}",
                "comment": "private words",
            }
            for day in (1, 11)
            for payer in "abcd"
        ],
    }
    with village_of(rows).client(READ) as opened:
        yield opened


def run(client, name="fan_in", **body):
    return client.post(f"/v1/patterns/{name}:run", json=body)


def test_patterns_say_what_they_are_and_where_their_thresholds_come_from(
    client: TestClient,
) -> None:
    listed = client.get("/v1/patterns").json()
    PatternsOut.model_validate(listed)
    one = client.get("/v1/patterns/structuring").json()
    PatternOut.model_validate(one)
    assert one in listed["items"]
    assert one["title"]["zh"] == "拆分交易"
    assert "law" in {limit["source"] for limit in one["thresholds"]}
    assert client.get("/v1/patterns/horoscope").status_code == 404


def test_hits_come_with_their_evidence_and_a_receipt(client: TestClient) -> None:
    answer = run(client)
    page = answer.json()
    PatternHitsOut.model_validate(page)
    assert [hit["begins"][:10] for hit in page["items"]] == ["1970-01-02", "1970-01-12"]
    first = page["items"][0]
    assert [fact["record_id"] for fact in first["evidence"]] == [
        f"1-{name}" for name in "abcd"
    ]
    assert first["amount"] == "400.00"
    assert page["completeness"]["complete"]
    assert page["receipt"]["analysis"] == "patterns"
    assert "private words" not in answer.text


def test_values_and_days_narrow_what_is_found(client: TestClient) -> None:
    assert len(run(client, since="1970-01-05").json()["items"]) == 1
    assert run(client, account="a", least_accounts=5).json()["items"] == []
    assert run(client, "fan_out").json()["items"] == []
    page = run(client, limit=1).json()
    assert (len(page["items"]), page["total"]["value"]) == (1, 2)
    assert page["completeness"]["truncated_by"] == ["limit"]


def test_a_window_beyond_a_year_is_refused_by_name(client: TestClient) -> None:
    for field in ("window", "gap"):
        problem = run(client, "pass_through", **{field: 1e15})
        assert problem.status_code == 422
        assert problem.headers["content-type"] == "application/problem+json"
        assert field in problem.text


def test_searches_share_what_they_run_over(client: TestClient) -> None:
    kept = client.app.state.service.published.grounds
    assert len(run(client, since="1970-01-05").json()["items"]) == 1
    assert len(run(client).json()["items"]) == 2
    assert client.app.state.service.published.grounds is kept
    assert "_transfers" in vars(kept)


def test_a_search_stops_at_its_budget_and_says_so(client, monkeypatch) -> None:
    monkeypatch.setattr(router, "MOST_WORK", 5)
    cover = run(client).json()["completeness"]
    assert not cover["complete"]
    assert cover["truncated_by"] == ["work:fan_in"]


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("fan_in", {"window": 0}, 422),
        ("fan_in", {"keep": 0.5}, 422),
        ("fan_in", {"colour": "red"}, 422),
        ("fan_in", {"since": "tomorrow"}, 422),
        ("fan_in", {"account": "nobody"}, 404),
        ("horoscope", {}, 404),
    ],
)
def test_what_cannot_be_asked_is_refused(client, name, body, code) -> None:
    assert run(client, name, **body).status_code == code


def test_published_hits_are_counted_and_listed_by_pattern(client: TestClient) -> None:
    counted = client.get("/v1/pattern-hits").json()
    PatternCountsOut.model_validate(counted)
    counts = {item["name"]: item for item in counted["items"]}
    assert counts["fan_in"]["hits"] == {"value": 2, "relation": "eq"}
    assert counts["fan_out"]["hits"]["value"] == 0
    device = counts["shared_device"]
    assert (device["hits"], device["not_collected"]) == (None, ["sign_in"])
    assert counts["fan_in"]["text"]["en"].startswith("Many accounts pay one")
    page = client.get("/v1/pattern-hits/fan_in", params={"limit": 1}).json()
    ListedHitsOut.model_validate(page)
    assert (len(page["items"]), page["total"]["value"]) == (1, 2)
    assert page["items"][0]["evidence"][0]["record_id"] == "1-a"
    assert page["pattern"] == counts["fan_in"]
    query = {"limit": 1, "cursor": page["next"]}
    second = client.get("/v1/pattern-hits/fan_in", params=query).json()
    assert second["items"][0]["begins"].startswith("1970-01-12")
    assert second["next"] is None
    assert client.get("/v1/pattern-hits/fan_out").json()["items"] == []
    assert client.get("/v1/pattern-hits/horoscope").status_code == 404
