"""Money rings over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.keys import OUTCOME_WRITE, READ, READ_PERSONAL, SCOPES
from api.schemas.records import RingCaseOut, RingOut, RingPageOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

DAY = 86_400_000
ID = "O-0123456789abcdef"


def facts(party_type: str = "company") -> dict[str, list[dict[str, object]]]:
    """Two rings of payments; the second takes longer."""
    days = {"quick": (1, 2, 3), "slow": (11, 15, 19)}
    return {
        "party": [
            {"party_id": name, "name": f"Firm {name}", "party_type": party_type}
            for name in "AB"
        ],
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


@pytest.fixture(scope="module")
def client(village_of) -> Iterator[TestClient]:
    """A service of two rings, to a reader who may not write."""
    with village_of(facts()).client(READ) as opened:
        yield opened


@pytest.fixture
def village(village_of):
    """The same, to write to."""
    return village_of(facts())


def first_ring(client: TestClient) -> str:
    """Address of the ring with the highest score."""
    ring_id = client.get("/v1/rings").json()["items"][0]["ring_id"]
    return f"/v1/rings/{ring_id}"


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


def test_everyday_rings_are_listed_apart(village_of) -> None:
    rows = facts()
    for row in rows["transfer"][:3]:  # those of the quick ring
        row["order_no"] = "88-1"
    with village_of(rows).client(READ) as client:
        page = client.get("/v1/rings").json()
        assert [item["everyday"] for item in page["items"]] == [False, True]
        assert (page["unexplained"], page["everyday"]) == (1, 1)
        assert page["items"][1]["refund"] == "fits"
        titles = [reading["title"]["en"] for reading in page["readings"]]
        assert "Refund" in titles
        only = client.get("/v1/rings", params={"everyday": True}).json()
        assert [item["days"] for item in only["items"]] == [2]
        ring = client.get(f"/v1/rings/{only['items'][0]['ring_id']}").json()
        verdicts = {item["name"]: item["verdict"] for item in ring["readings"]}
        assert verdicts == {
            "cash_sweep": "not_checked",
            "refund": "fits",
            "payroll_tax": "not_checked",
            "agency": "not_checked",
        }


def test_a_ring_is_noted_confirmed_and_undone(village) -> None:
    with village.client(*SCOPES) as client:
        ring = first_ring(client)
        said = client.post(
            f"{ring}/outcomes", json={"outcome": "noted", "reason": "look closer"}
        )
        assert said.status_code == 201
        RingCaseOut.model_validate(said.json())
        assert said.json()["state"] == "noted"
        decided = client.post(
            f"{ring}/outcomes", json={"outcome": "confirmed", "reason": "证据充分"}
        ).json()
        assert decided["state"] == "confirmed"
        latest = decided["outcomes"][0]
        assert (latest["reason"], latest["party_ids"]) == ("证据充分", ["A", "B"])
        assert client.get("/v1/rings").json()["items"][0]["state"] == "confirmed"
        undone = client.delete(f"{ring}/outcomes/{latest['outcome_id']}")
        assert undone.json()["state"] == "noted"
        assert client.get(ring).json()["case"] == undone.json()
        again = client.delete(f"{ring}/outcomes/{latest['outcome_id']}")
        assert (again.status_code, again.json()["code"]) == (404, "not-found")


def test_a_decided_ring_is_not_decided_again(village) -> None:
    body = {"outcome": "dismissed", "reason": "a refund"}
    with village.client(*SCOPES) as client:
        ring = first_ring(client)
        client.post(f"{ring}/outcomes", json=body)
        refused = client.post(f"{ring}/outcomes", json=body | {"outcome": "confirmed"})
        assert refused.status_code == 409
        assert refused.headers["content-type"] == "application/problem+json"
        problem = refused.json()
        assert (problem["code"], problem["outcome"]) == (
            "outcome-conflict",
            "dismissed",
        )
        assert "undo that first" in problem["detail"]


def test_four_eyes_are_asked_for_where_the_service_is_set_so(village) -> None:
    with village.client(*SCOPES, four_eyes=True) as client:
        ring = first_ring(client)
        for outcome, status in (("confirmed", 403), ("noted", 201), ("confirmed", 403)):
            body = {"outcome": outcome, "reason": "so it is"}
            answer = client.post(f"{ring}/outcomes", json=body)
            assert answer.status_code == status
        assert answer.json()["code"] == "four-eyes"
        other = client.app.state.keys.mint("other", SCOPES)
        answer = client.post(
            f"{ring}/outcomes", json=body, headers={"Authorization": f"Bearer {other}"}
        )
        assert answer.status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"outcome": "confirmed"},
        {"outcome": "confirmed", "reason": ""},
        {"outcome": "confirmed", "reason": "  "},
        {"outcome": "confirmed", "reason": "x" * 2_001},
        {"outcome": "opened", "reason": "x"},
        {"outcome": "confirmed", "reason": "x", "by": "somebody else"},
    ],
)
def test_a_reason_is_required(village_of, body) -> None:
    with village_of(facts()).client(*SCOPES) as client:
        ring = first_ring(client)
        refused = client.post(f"{ring}/outcomes", json=body)
        assert refused.status_code == 422
        assert client.get(ring).json()["case"]["outcomes"] == []


def test_who_lacks_the_scope_states_nothing(client: TestClient) -> None:
    ring = first_ring(client)
    body = {"outcome": "confirmed", "reason": "x"}
    refused = client.post(f"{ring}/outcomes", json=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    refused = client.delete(f"{ring}/outcomes/O-0123456789abcdef")
    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    assert client.post("/v1/rings/R-0/outcomes", json={}).status_code == 403


def test_what_is_said_of_persons_needs_the_scope(village_of) -> None:
    village = village_of(facts("person"))
    body = {"outcome": "confirmed", "reason": "x"}

    def told(client: TestClient, ring: str) -> list[object]:
        """All that whoever may not see persons learns of a ring."""
        stated = client.post(f"{ring}/outcomes", json=body)
        page = client.get("/v1/rings").json()["items"]
        report = client.get(ring.replace("/v1/", "/v1/reports/")).text
        assert ("not shown" in report, "in review" in report) == (True, False)
        case = client.get(f"{ring}/outcomes").json()
        case["known_at"] = None
        undone = client.delete(f"{ring}/outcomes/{ID}")
        answers = [(one.status_code, one.json()["code"]) for one in (stated, undone)]
        return [*answers, [item["state"] for item in page], case]

    with village.client(READ, OUTCOME_WRITE) as client:
        ring = first_ring(client)
        before = told(client, ring)
        assert before[:3] == [(403, "scope-missing")] * 2 + [[None, None]]
    with village.client(READ, READ_PERSONAL, OUTCOME_WRITE) as client:
        assert client.post(f"{ring}/outcomes", json=body).status_code == 201
    with village.client(READ, OUTCOME_WRITE) as client:
        assert told(client, ring) == before
        assert client.get(ring).json()["case"]["outcomes"] == []


def test_what_was_said_is_shown_and_undone_when_the_ring_is_gone(village_of) -> None:
    lost, ring = "R-00000000000000aa", "/v1/rings/R-00000000000000aa"
    rows = facts() | {
        "case_outcome": [
            {"party_id": "A", "task": "money_ring", "case_no": lost}
            | {"outcome": "dismissed", "source": "suretynet", "record_id": f"{ID}:0"}
        ]
    }
    village = village_of(rows)
    with village.client(READ, OUTCOME_WRITE) as client:
        assert client.get(ring).status_code == 404
        unseen = client.get(f"{ring}/outcomes").json()
        assert (unseen["state"], unseen["hidden"]) == (None, True)
        refused = client.delete(f"{ring}/outcomes/{ID}")
        assert refused.json()["code"] == "scope-missing"
    with village.client(*SCOPES) as client:
        case = client.get(f"{ring}/outcomes").json()
        assert (case["state"], case["outcomes"][0]["outcome_id"]) == ("dismissed", ID)
        assert client.delete(f"{ring}/outcomes/{ID}").json()["outcomes"] == []
        assert client.get(f"{ring}/outcomes").status_code == 404


def test_a_ring_is_taken_away_as_a_report(village) -> None:
    with village.client(*SCOPES) as client:
        ring = first_ring(client)
        body = {"outcome": "dismissed", "reason": "a <refund>"}
        client.post(f"{ring}/outcomes", json=body)
        for language, word in (("en", "Everyday readings"), ("zh", "正常解释")):
            address = ring.replace("/v1/", "/v1/reports/")
            answer = client.get(address, params={"language": language})
            assert answer.headers["content-type"].startswith("text/html")
            assert word in answer.text
            assert "quick-a" in answer.text  # the record of a transfer
            assert "a &lt;refund&gt;" in answer.text
            assert "result_hash" in answer.text
