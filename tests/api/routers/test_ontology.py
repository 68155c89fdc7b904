from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis.bands import BANDS
from graph.analysis.relations import DISPLAYS, RELATIONS
from graph.vocabulary import KINDS, VERSION

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def test_the_ontology_is_the_vocabulary(client: TestClient) -> None:
    body = client.get("/v1/ontology").json()
    assert body["version"] == VERSION
    assert [band["band"] for band in body["bands"]] == [band for band, *_ in BANDS]
    assert [kind["name"] for kind in body["kinds"]] == list(KINDS)
    for shown, kind in zip(body["kinds"], KINDS.values(), strict=True):
        assert (shown["form"], shown["timing"]) == (kind.form, kind.timing)
        assert shown["loss"] == kind.loss
        assert [item["column"] for item in shown["references"]] == [
            item.column for item in kind.references
        ]
        assert [(p["name"], p["type"], p["personal"]) for p in shown["properties"]] == [
            (p.name, p.type, p.personal) for p in kind.properties
        ]
        for said, meant in zip(shown["properties"], kind.properties, strict=True):
            assert [code["name"] for code in said["codes"]] == list(meant.choices)
            assert all(code["label"]["zh"] for code in said["codes"])
        assert shown["natural_key"] == list(kind.natural_key)
        assert shown["searched"] == list(kind.searched)


def test_distress_travels_from_debtor_to_guarantor(client: TestClient) -> None:
    kinds = {kind["name"]: kind for kind in client.get("/v1/ontology").json()["kinds"]}
    assert kinds["guarantor"]["loss"] == KINDS["guarantor"].loss != "none"


def test_relations_say_how_they_are_drawn_and_called(client: TestClient) -> None:
    body = client.get("/v1/ontology").json()
    relations = {item["name"]: item for item in body["relations"]}
    assert list(relations) == list(DISPLAYS)
    for name, item in relations.items():
        derived = name not in RELATIONS
        assert (item["kind"] is None) == derived
        if not derived:
            kind = RELATIONS[name].kind
            assert (item["kind"], item["loss"]) == (kind.name, kind.loss)
    guarantee = relations["guarantee"]
    assert (guarantee["tail_kind"], guarantee["head_kind"]) == ("party", "party")
    assert guarantee["loss"] == "head_to_tail"
    assert guarantee["measure"] == "money"
    assert relations["ownership"]["measure"] == "share"
    assert guarantee["style"] == {
        "colour": "guarantee",
        "stroke": "solid",
        "width": 1.25,
        "arrow": "triangle",
        "by_amount": True,
    }
    assert relations["role"]["legend"] == {"en": "Role", "zh": "任职"}
    assert relations["event"]["inward"] is None
    assert relations["event"]["head_kind"] == "risk_event"


def test_nodes_say_how_they_are_drawn(client: TestClient) -> None:
    kinds = {kind["name"]: kind for kind in client.get("/v1/ontology").json()["kinds"]}
    drawn = {name for name, kind in kinds.items() if kind["node"] is not None}
    assert drawn == {"party", "contact", "account", "loan", "guarantee", "risk_event"}
    party = kinds["party"]["node"]
    assert party["style"] == {"shape": "box", "icon": None, "colour": "lineS"}
    assert party["styles"]["bank"]["icon"] == "bank"
    assert "transfer" in kinds["account"]["usual_relations"]
    assert kinds["ownership"]["usual_relations"] == []
