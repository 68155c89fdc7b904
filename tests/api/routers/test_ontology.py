from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis.bands import BANDS
from graph.analysis.links import RELATIONS
from graph.vocabulary import KINDS, VERSION

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def test_the_ontology_is_the_vocabulary(client: TestClient) -> None:
    body = client.get("/v1/ontology").json()
    assert body["version"] == VERSION
    assert body["relations"] == list(RELATIONS)
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
        assert [p["choices"] for p in shown["properties"]] == [
            list(p.choices) for p in kind.properties
        ]


def test_distress_travels_from_debtor_to_guarantor(client: TestClient) -> None:
    kinds = {kind["name"]: kind for kind in client.get("/v1/ontology").json()["kinds"]}
    assert kinds["guarantor"]["loss"] == KINDS["guarantor"].loss != "none"
