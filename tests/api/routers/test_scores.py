from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from graph.analysis.receipt import Receipt
from graph.analysis.replay import replay
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.instant import parse_as_of
from graph.testing.facts import guarantee_rows

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

FIRMS = "abcdexypq"


def score(client: TestClient, party_id: str) -> dict[str, Any]:
    answer = client.get(f"/v1/scores/{party_id}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


@pytest.mark.parametrize("party_id", FIRMS)
def test_the_parts_of_a_score_add_up(client: TestClient, party_id: str) -> None:
    found = score(client, party_id)
    if not found["scored"]:
        return
    assert found["pd"] == pytest.approx(found["self_pd"] + found["increment"])
    for parts in ("by_seed", "by_debtor", "by_path"):
        total = sum(part["contribution"] for part in found[parts])
        assert total == pytest.approx(found["increment"], abs=1e-12), parts
    assert found["completeness"]["complete"]


@pytest.mark.parametrize("party_id", FIRMS)
def test_a_receipt_replays_to_the_same_bytes(
    village, client: TestClient, party_id: str
) -> None:
    receipt = Receipt.from_dict(score(client, party_id)["receipt"])
    assert replay(receipt, SnapshotDirectory(village.data_dir)).same


@pytest.mark.parametrize("party_id", FIRMS)
def test_sampling_comes_near_the_exact_probability(
    client: TestClient, party_id: str
) -> None:
    found = score(client, party_id)
    if not found["scored"]:
        return
    assert abs(found["exact_pd"] - found["pd"]) <= 4 * found["pd_error"] + 1e-12


def test_the_score_is_the_published_one(client: TestClient) -> None:
    listed = client.get("/v1/entities/a").json()["score"]
    found = score(client, "a")
    for name in ("pd", "self_pd", "increment", "band", "band_low", "band_high"):
        assert found[name] == listed[name]


def test_a_firm_that_guarantees_nobody_has_no_increment(client: TestClient) -> None:
    found = score(client, "e")
    assert found["increment"] == 0
    assert found["by_debtor"] == found["by_path"] == found["counterfactuals"] == []


def test_a_probability_says_where_it_came_from(client: TestClient) -> None:
    assert score(client, "a")["self_source"]["quality"] == "rating"
    assert score(client, "e")["self_source"]["quality"] == "setting"
    by_debtor = {d["party"]["party_id"]: d for d in score(client, "a")["by_debtor"]}
    assert by_debtor["b"]["amount"] == "1000000.00"
    assert by_debtor["c"]["amount"] is None
    assert all(d["quality"]["reason"]["zh"] for d in by_debtor.values())


def test_an_event_is_the_source_of_a_probability_and_a_reason(
    client: TestClient,
) -> None:
    found = score(client, "b")  # BBB says 3 %, the suit of the day before 4 %
    assert found["self_pd"] == 0.04
    assert found["self_source"] == {
        "quality": "event",
        "reason": {"en": "litigation, 2025-12-31", "zh": "诉讼，2025-12-31"},
    }
    assert found["reasons"][1]["text"] == {
        "en": "Litigation, 2025-12-31: at least 4% in 12 months.",
        "zh": "诉讼，2025-12-31：12个月违约概率不低于 4%。",
    }
    assert found["receipt"]["parameters"]["events"] is True


def test_without_a_guarantee_the_score_is_lower(client: TestClient) -> None:
    found = score(client, "a")
    for item in found["counterfactuals"]:
        assert item["pd_without"] <= found["pd"]
        assert item["delta"] == pytest.approx(item["pd_without"] - found["pd"])


def test_reasons_are_said_in_both_languages(client: TestClient) -> None:
    reasons = score(client, "a")["reasons"]
    assert reasons
    assert all(reason["text"]["en"] and reason["text"]["zh"] for reason in reasons)


def test_the_points_of_the_reasons_add_up(client: TestClient) -> None:
    for party_id in FIRMS:
        found = score(client, party_id)
        texts = [reason["text"]["en"] for reason in found["reasons"]]
        points = [
            round(float(number) * 100)
            for number in re.findall(r"adds? (\d+\.\d\d) points", " ".join(texts))
        ]
        assert abs(sum(points) - (found["increment"] or 0) * 10_000) < 0.501


def test_nothing_collected_is_not_scored(client: TestClient) -> None:
    for party_id in FIRMS:
        found = score(client, party_id)
        summary = client.get(f"/v1/entities/{party_id}").json()["score"]
        assert found["scored"] == (summary is not None) == (party_id not in "pq")
        if not found["scored"]:
            assert found["pd"] is found["self_pd"] is found["band"] is None
            assert found["reasons"][0]["text"]["en"].startswith("Not scored: ")
            assert found["reasons"][0]["text"]["zh"].startswith("未评分：")


def test_the_range_of_a_band_is_the_same_by_every_door(client: TestClient) -> None:
    (circle,) = client.get("/v1/circles").json()["items"]
    members = client.get(f"/v1/circles/{circle['circle_id']}").json()["members"]
    assert members
    for member in members:
        party_id = member["party"]["party_id"]
        summary = client.get(f"/v1/entities/{party_id}").json()["score"]
        found = score(client, party_id)
        for name in ("band", "band_low", "band_high"):
            assert member[name] == summary[name] == found[name]


def test_an_unknown_party_has_no_score(client: TestClient) -> None:
    assert client.get("/v1/scores/nobody").status_code == 404


def test_another_instant_is_not_held(client: TestClient) -> None:
    for params in ({"as_of": "2020-01-01"}, {"known_at": "2020-01-01"}):
        answer = client.get("/v1/scores/a", params=params)
        assert (answer.status_code, answer.json()["code"]) == (409, "snapshot-not-held")
        assert "suretynet snapshot build" in answer.json()["detail"]


def test_the_day_of_a_snapshot_means_the_end_of_it(village_of) -> None:
    rows = guarantee_rows(("a", "b"))
    with village_of(rows, as_of=parse_as_of("2026-09-30")).client("read") as client:
        answers = [
            client.get(path, params={"as_of": "2026-09-30"})
            for path in ("/v1/scores/a", "/v1/portfolio", "/v1/entities/a")
        ]
    assert [answer.status_code for answer in answers] == [200] * 3
    for answer in answers:
        assert answer.json()["at"]["as_of"] == "2026-09-30T23:59:59.999Z"
    assert answers[2].json()["score"]
