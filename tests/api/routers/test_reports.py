from __future__ import annotations

import re
from functools import partial
from html import escape
from typing import TYPE_CHECKING

import pytest

from graph.analysis.links import links_of

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


@pytest.mark.parametrize(("language", "word"), [("en", "Firm A"), ("zh", "南丰钢铁")])
def test_a_party_is_one_file(client: TestClient, language: str, word: str) -> None:
    answer = client.get("/v1/reports/entities/a", params={"language": language})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-disposition"] == (
        'attachment; filename="suretynet-party.html"'
    )
    assert word in answer.text


@pytest.mark.parametrize(
    ("language", "words"), [("en", "not scored"), ("zh", "未评分")]
)
def test_a_report_says_that_nothing_was_collected(
    client: TestClient, language: str, words: str
) -> None:
    page = client.get("/v1/reports/entities/p", params={"language": language}).text
    assert f"<dd>{words}</dd>" in page
    said = client.get("/v1/scores/p").json()["reasons"][0]["text"][language]
    assert f"<li>{said}</li>" in page
    assert "2.00%" not in page


def test_a_report_gives_the_reasons_of_the_score(client: TestClient) -> None:
    page = client.get("/v1/reports/entities/a").text
    for reason in client.get("/v1/scores/a").json()["reasons"]:
        assert f"<li>{reason['text']['en']}</li>" in page


def test_a_circle_is_one_file_with_its_receipts(client: TestClient) -> None:
    (row,) = client.get("/v1/circles").json()["items"]
    answer = client.get(f"/v1/reports/circles/{row['circle_id']}")
    assert row["circle_id"] in answer.headers["content-disposition"]
    assert "result_hash" in answer.text
    assert "Firm B circle" in answer.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Why Firm A is flagged", "rules give no score", "shared control")),
        ("zh", ("为何被标记", "规则不给出分数", "共同控制")),
    ],
)
def test_what_a_flag_rests_on_is_one_file(
    client: TestClient, language: str, words: tuple[str, ...]
) -> None:
    answer = client.get("/v1/reports/evidence/a", params={"language": language})
    assert 'filename="suretynet-evidence.html"' in answer.headers["content-disposition"]
    found = client.get("/v1/model-scores/a/evidence").json()
    for word in (*words, found["receipt"]["result_hash"]):
        assert word in answer.text
    for edge in found["edges"]:
        latest = edge["records"][0]
        assert escape(f"{latest['source']} {latest['record_id']}") in answer.text
    assert client.get("/v1/reports/evidence/p").status_code == 404


def test_amounts_not_collected_are_said_to_be(client: TestClient) -> None:
    pairs = client.get("/v1/circles?kind=mutual_pair").json()["items"]
    unknown = next(p for p in pairs if p["effective_amount"] is None)
    answer = client.get(f"/v1/reports/circles/{unknown['circle_id']}")
    assert "not collected" in answer.text


def test_a_report_loads_nothing_from_a_network(client: TestClient) -> None:
    text = client.get("/v1/reports/entities/a").text
    assert re.findall(r"<(?:script|link)[^>]*https?://[^>]*>", text) == []


@pytest.mark.parametrize(
    ("language", "limit"), [("en", "the cap on reads"), ("zh", "读取上限")]
)
def test_a_cut_read_is_said_in_words(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, language: str, limit: str
) -> None:
    (row,) = client.get("/v1/circles").json()["items"]
    for module in ("neighbourhood", "circle_surroundings"):
        stingy = partial(links_of, cap=1)
        monkeypatch.setattr(f"graph.analysis.{module}.links_of", stingy)
    for path in ("entities/a", f"circles/{row['circle_id']}"):
        answer = client.get(f"/v1/reports/{path}", params={"language": language})
        assert answer.text.count(limit) == 1
        assert "reads:guarantee" not in answer.text


def test_an_unknown_language_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/reports/entities/a?language=fr")
    assert answer.status_code == 422


def test_an_unknown_subject_is_not_found(client: TestClient) -> None:
    for path in ("entities/nobody", "circles/C-000000000000"):
        assert client.get(f"/v1/reports/{path}").status_code == 404
