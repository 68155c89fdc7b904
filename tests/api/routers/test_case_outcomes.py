"""What is said of firms that are suspected, over HTTP."""

from __future__ import annotations

import pytest

from api.keys import OUTCOME_WRITE, READ, SCOPES
from api.schemas.records import PartyCaseOut
from graph.analysis.description import PERSONAL_MASK

WRITER = (READ, OUTCOME_WRITE)
PATH = "/v1/case-outcomes"
ID = "O-0123456789abcdef"
DAY = 86_400_000


def facts() -> dict[str, list[dict[str, object]]]:
    """Two firms, a person, and a case of one firm that somebody else confirmed."""
    parties = [("a", "company"), ("b", "company"), ("p", "person")]
    return {
        "party": [
            {"party_id": name, "name": f"Name {name}", "party_type": kind}
            for name, kind in parties
        ],
        "case_outcome": [
            {"party_id": "b", "task": "guarantee_fraud", "case_no": "K-1"}
            | {"outcome": outcome, "valid_from": day * DAY, "record_id": outcome}
            | {"reason": "Mr P. said so"}
            for outcome, day in (("opened", 10), ("confirmed", 20))
        ],
    }


def said(party: str, outcome: str, **others: str) -> dict[str, str]:
    return {"party_id": party, "outcome": outcome, "reason": "seen"} | others


@pytest.fixture
def village(village_of):
    return village_of(facts())


@pytest.fixture(scope="module")
def shared(village_of):
    """The same, not written to."""
    return village_of(facts())


def test_a_case_is_opened_decided_and_undone(village) -> None:
    with village.client(*WRITER) as client:
        empty = client.get(PATH, params={"party": "a"}).json()
        PartyCaseOut.model_validate(empty)
        assert (empty["state"], empty["entries"]) == ("open", [])

        opened = client.post(PATH, json=said("a", "opened"))
        assert (opened.status_code, opened.json()["state"]) == (201, "in_review")
        case = client.post(PATH, json=said("a", "dismissed")).json()
        PartyCaseOut.model_validate(case)
        assert case["state"] == "dismissed"
        last, first = case["entries"]
        assert (last["outcome"], last["own"], last["reason"]) == (
            "dismissed", True, PERSONAL_MASK
        )  # fmt: skip
        assert last["case_no"] == first["case_no"]

        refused = client.post(PATH, json=said("a", "confirmed"))
        assert (refused.status_code, refused.json()["code"]) == (
            409, "outcome-conflict"
        )  # fmt: skip
        assert client.post(PATH, json=said("a", "noted")).status_code == 201

        undone = client.delete(f"{PATH}/{last['outcome_id']}").json()
        assert undone["state"] == "in_review"
        assert client.post(PATH, json=said("a", "confirmed")).status_code == 201
        assert client.delete(f"{PATH}/{last['outcome_id']}").status_code == 404
        score = client.get("/v1/model-scores/a").json()
        assert score["status"] == score["case"]["state"] == "confirmed"


def test_what_others_confirmed_stands_and_is_not_ours_to_undo(village) -> None:
    with village.client(*SCOPES) as client:
        case = client.get(PATH, params={"party": "b"}).json()
        assert (case["state"], case["decided"]["case_no"]) == ("confirmed", "K-1")
        assert case["entries"][0]["reason"] == "Mr P. said so"
        assert not case["decided"]["own"]
        refused = client.post(PATH, json=said("b", "dismissed"))
        assert refused.status_code == 409
        assert client.delete(f"{PATH}/{ID}").status_code == 404


def test_of_a_person_nothing_is_told_or_written_without_the_scope(village) -> None:
    with village.client(*WRITER) as client:
        refused = client.post(PATH, json=said("p", "opened"))
        assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    with village.client(*SCOPES) as client:
        [entry] = client.post(PATH, json=said("p", "opened")).json()["entries"]
    with village.client(*WRITER) as client:
        case = client.get(PATH, params={"party": "p"}).json()
        assert (case["state"], case["entries"], case["hidden"]) == (None, [], True)
        score = client.get("/v1/model-scores/p").json()
        assert (score["status"], score["not_scored"]["code"]) == (None, "not_a_firm")
        assert client.delete(f"{PATH}/{entry['outcome_id']}").status_code == 403


def test_four_eyes_ask_for_somebody_elses_word(village) -> None:
    with village.client(*WRITER, four_eyes=True) as client:
        client.post(PATH, json=said("a", "opened"))
        refused = client.post(PATH, json=said("a", "confirmed"))
        assert (refused.status_code, refused.json()["code"]) == (403, "four-eyes")
    with village.client(*WRITER, four_eyes=True) as other:
        assert other.post(PATH, json=said("a", "confirmed")).status_code == 201


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (said("nobody", "opened"), 404),
        (said("a", "forgotten"), 422),
        (said("a", "opened", task="money_ring"), 422),
        (said("a", "opened", reason="\x00"), 422),
        (said("a", "opened", by="me"), 422),
    ],
)
def test_what_cannot_be_said(shared, body: dict[str, str], status: int) -> None:
    with shared.client(*WRITER) as client:
        assert client.post(PATH, json=body).status_code == status


def test_a_reader_states_nothing(shared) -> None:
    with shared.client(READ) as client:
        assert client.post(PATH, json=said("a", "opened")).status_code == 403
        assert client.delete(f"{PATH}/{ID}").status_code == 403
