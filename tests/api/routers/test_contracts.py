from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.analysis.contract import contract_of
from graph.errors import NotFoundError
from graph.testing.facts import memory_store
from graph.vocabulary import SHARE_UNIT

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

DAY = 86_400_000


def contract(**terms):
    return {"guarantee_id": "k", "debtor_id": "d", **terms}


def promises(*guarantors, **terms):
    return [{"guarantor_id": g, "guarantee_id": "k", **terms} for g in guarantors]


def read(rows, as_of=10 * DAY, **options):
    store = memory_store({"party": [{"party_id": name} for name in "abcd"], **rows})
    return contract_of(store.view(store.at(as_of)), "k", **options)


def test_a_contract_states_its_parties_terms_force_and_sources(own_village) -> None:
    own_village.write(
        {
            "party": [{"party_id": "bank", "party_type": "bank", "name": "农商行"}],
            "guarantee": [
                contract(creditor_id="bank")
                | {"liability": "joint", "cap": 12_345, "currency": "CNY"}
                | {"maturity": 0, "same_document": True, "enforceability": 0.5}
            ],
            "guarantor": [
                *promises("b", share=SHARE_UNIT // 4, record_id="2"),
                *promises("a", record_id="1"),
            ],
        }
    )
    with own_village.client("read") as client:
        answer = client.get("/v1/guarantees/k").json()
    assert (answer["debtor"]["name"], answer["debtor"]["name_en"]) == (
        "企业d",
        "Firm D",
    )
    assert answer["creditor"] == {
        "party_id": "bank",
        "party_type": "bank",
        "name": "农商行",
        "name_en": None,
        "ended_on": None,
    }
    signed = [(item["party_id"], item["share"]) for item in answer["guarantors"]]
    assert signed == [("a", None), ("b", 0.25)]
    stated = {
        item["name"]: (item["type"], item["value"]) for item in answer["properties"]
    }
    assert stated == {
        "liability": ("code", "joint"),
        "cap": ("money", "123.45"),
        "currency": ("text", "CNY"),
        "maturity": ("date", "1970-01-01"),
        "same_document": ("boolean", "true"),
        "enforceability": ("number", "0.5"),
    }
    assert (answer["force"], answer["force_reason"]["en"]) == (
        "lapsed",
        "guarantee period ended unexercised (Civil Code 692-693)",
    )
    assert [item["record_id"] for item in answer["sources"]] == ["k"]
    assert answer["completeness"]["complete"]


def test_its_force_is_that_of_the_line_in_pictures(client: TestClient) -> None:
    picture = client.get(
        "/v1/entities/a/neighbours", params={"relations": "guarantee"}
    ).json()
    assert picture["edges"]
    for edge in picture["edges"]:
        (guarantee_id,) = edge["contracts"]
        answer = client.get(f"/v1/guarantees/{guarantee_id}").json()
        guarantors = [item["party_id"] for item in answer["guarantors"]]
        assert (guarantors, answer["debtor"]["party_id"], answer["force"]) == (
            [edge["source"]],
            edge["target"],
            edge["force"],
        )
        assert answer["at"] == picture["at"]


def test_an_unknown_contract_is_a_404(client: TestClient) -> None:
    answer = client.get("/v1/guarantees/nobody-signed-it")
    assert answer.status_code == 404
    assert answer.json()["type"].endswith("not-found")


def test_a_contract_is_read_at_its_instant() -> None:
    rows = {
        "guarantee": [
            contract(cap=1, valid_from=0, valid_to=5 * DAY),
            contract(cap=2, valid_from=5 * DAY, valid_to=20 * DAY),
        ],
        "guarantor": promises("a"),
    }
    assert read(rows, as_of=DAY).fact.properties["cap"] == 1
    assert read(rows, as_of=10 * DAY).fact.properties["cap"] == 2
    with pytest.raises(NotFoundError, match="k"):
        read(rows, as_of=20 * DAY)


def test_of_several_records_the_last_counts_and_all_are_named() -> None:
    rows = {
        "guarantee": [
            contract(status="released", source="two"),
            contract(status="active", source="one"),
        ],
        "guarantor": [
            *promises("a", share=1, source="two"),
            *promises("a", share=2, source="one"),
        ],
    }
    found = read(rows)
    assert found.force.name == "RELEASED"
    assert [record.source for record in found.records] == ["one", "two"]
    assert [promise.properties["share"] for promise in found.promises] == [1]


def test_a_cut_list_of_guarantors_says_so() -> None:
    rows = {"guarantee": [contract()], "guarantor": promises(*"abc")}
    found = read(rows, limit=2)
    assert len(found.promises) == 2
    assert found.completeness.truncated_by == ("guarantors",)
    assert not found.completeness.complete
    assert read(rows, limit=3).completeness.complete
