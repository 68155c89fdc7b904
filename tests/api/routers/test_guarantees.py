from __future__ import annotations

import threading
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from graph.testing.facts import guarantee_rows
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

PATH = "/v1/guarantees:check"


def check(client: TestClient, guarantor: str, debtor: str) -> dict[str, Any]:
    answer = client.post(PATH, json={"guarantor_id": guarantor, "debtor_id": debtor})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def path_of(answer: dict[str, Any]) -> list[str]:
    return [party["party_id"] for party in answer["path"]]


def only(kind: str, rows: dict[str, Any]) -> dict[str, Any]:
    return {name: items for name, items in rows.items() if name != kind}


@pytest.mark.parametrize(
    ("guarantor", "debtor", "path", "mutual"),
    [
        ("e", "y", ["y", "d", "e"], False),  # would close y -> d -> e -> y
        ("d", "y", ["y", "d"], True),
        ("e", "x", ["x", "y", "d", "e"], False),
        ("b", "a", ["a", "b"], True),
        ("y", "e", [], False),
        ("a", "x", [], False),
        ("a", "p", [], False),
    ],
)
def test_a_guarantee_closes_what_leads_back(
    client: TestClient, guarantor: str, debtor: str, path: list[str], *, mutual: bool
) -> None:
    answer = check(client, guarantor, debtor)
    assert path_of(answer) == path
    assert answer["closes"] is bool(path)
    assert (answer["mutual"], answer["length"]) == (mutual, len(path))
    assert answer["completeness"]["complete"]


def test_the_path_names_its_parties(client: TestClient) -> None:
    (first, second) = check(client, "b", "a")["path"]
    assert (first["name"], second["name_en"]) == ("南丰钢铁有限公司", "Firm B")


def test_nobody_guarantees_himself(client: TestClient) -> None:
    answer = client.post(PATH, json={"guarantor_id": "a", "debtor_id": "a"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-record")
    assert answer.json()["errors"][0]["pointer"] == "/body/debtor_id"


@pytest.mark.parametrize("ends", [("a", "nobody"), ("nobody", "a")])
def test_an_unknown_party_is_not_found(
    client: TestClient, ends: tuple[str, str]
) -> None:
    body = dict(zip(("guarantor_id", "debtor_id"), ends, strict=True))
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_a_merged_id_is_taken_for_the_new_one(client: TestClient) -> None:
    assert path_of(check(client, "b", "old-a")) == ["a", "b"]
    assert path_of(check(client, "old-a", "c")) == ["c", "a"]
    answer = client.post(PATH, json={"guarantor_id": "old-a", "debtor_id": "a"})
    assert answer.status_code == 422


def test_an_answer_names_its_snapshot_and_commit(village, client: TestClient) -> None:
    answer = check(client, "a", "x")
    assert answer["sequence"] == village.store.sequence()
    assert answer["snapshot_id"] == village.snapshot_id
    assert answer["at"]["as_of"] == "2026-01-01T00:00:00.000Z"


def test_a_guarantee_written_since_is_seen(own_village) -> None:
    with own_village.client("read") as client:
        before = check(client, "b", "e")
        own_village.write(only("party", guarantee_rows(("e", "b"), cap=1)))
        after = check(client, "b", "e")
    assert path_of(before) == []
    assert path_of(after) == ["e", "b"]
    assert after["sequence"] > before["sequence"]


def test_parties_written_since_are_seen(own_village) -> None:
    with own_village.client("read") as client:
        new = guarantee_rows(("e", "new"), ("new", "newer"), cap=1)
        new["party"] = [row for row in new["party"] if row["party_id"] != "e"]
        own_village.write(new)
        answer = check(client, "newer", "y")
    assert path_of(answer) == ["y", "d", "e", "new", "newer"]
    assert answer["path"][-1]["name"] == "newer"


def test_a_guarantee_that_was_retracted_is_gone(own_village) -> None:
    with own_village.client("read") as client:
        assert path_of(check(client, "e", "d")) == ["d", "e"]
        own_village.store.retract(KINDS["guarantor"], "test", ["guarantor-d-d>e"])
        assert path_of(check(client, "e", "d")) == []


def test_while_commits_arrive_every_answer_sees_its_sequence(own_village) -> None:
    """Writers and readers at once: a later sequence never knows less."""
    firms = [f"f{place}" for place in range(20)]
    own_village.write({"party": [{"party_id": firm} for firm in firms]})
    base = own_village.store.sequence()
    answers: list[dict[str, Any]] = []

    def write_all() -> None:
        for one, other in pairwise(firms):
            own_village.write(only("party", guarantee_rows((one, other), cap=1)))

    with own_village.client("read") as client:
        writer = threading.Thread(target=write_all)
        writer.start()
        while writer.is_alive():
            answers.append(check(client, firms[-1], firms[0]))
        writer.join()
        answers.append(check(client, firms[-1], firms[0]))
    sequences = [answer["sequence"] for answer in answers]
    assert sequences == sorted(sequences)
    assert answers[-1]["sequence"] == base + 2 * (len(firms) - 1)
    assert path_of(answers[-1]) == firms
    for answer in answers:
        assert answer["closes"] == (answer["sequence"] == sequences[-1])
