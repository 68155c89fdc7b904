"""Pages and pictures show the description that counts, of store and snapshot alike."""

from __future__ import annotations

import pytest

from graph.analysis.contract_terms import contract_of
from graph.analysis.expansion import expansions
from graph.analysis.links import links_of
from graph.analysis.neighbourhood import neighbourhood
from graph.analysis.node import node_record
from graph.snapshot import Snapshot
from graph.snapshot.facts import SnapshotView
from graph.testing.facts import memory_store

REGISTRY = {"source": "registry", "collected_at": 1}
LIST = {"source": "a list", "collected_at": 2}
ROWS = {
    "party": [
        {"party_id": "a", "name": "全称", "city": "杭州", **REGISTRY},
        {"party_id": "a", "name": "简称", **LIST},
        {"party_id": "b"},
        {"party_id": "c"},
    ],
    "guarantee": [
        {
            "guarantee_id": "g",
            "debtor_id": "b",
            "cap": 5,
            "currency": "CNY",
            **REGISTRY,
        },
        {"guarantee_id": "g", "debtor_id": "c", **LIST},
    ],
    "guarantor": [{"guarantor_id": "a", "guarantee_id": "g"}],
}


@pytest.fixture(params=["store", "snapshot"])
def view(request):
    store = memory_store(ROWS)
    at = store.at(as_of=10)
    if request.param == "store":
        return store.view(at)
    return SnapshotView(Snapshot.build(store, at))


def test_a_picture_has_one_link_to_where_the_newest_record_leads(view):
    drawn = neighbourhood(view, ("party", "a"))
    assert {shown.key[1] for shown in drawn.nodes} == {"a", "c"}
    assert [(link.tail[1], link.head[1]) for link in drawn.links] == [("a", "c")]
    assert drawn.nodes[0].fact.properties["name"] == "简称"
    assert drawn.nodes[0].fact.properties["city"] == "杭州"
    assert drawn.links[0].facts[0].properties["cap"] == 5


def test_links_received_are_counted_and_read_by_the_newest_record(view):
    for debtor, links in (("b", 0), ("c", 1)):
        key = ("party", debtor)
        found = links_of(view, [key], ("guarantee",), direction="in").links
        assert len(found) == links
        counted = {
            item.total
            for item in expansions(view, key)
            if (item.relation, item.direction) == ("guarantee", "in")
        }
        assert counted == {links}


def test_a_contract_is_made_of_all_its_records(view):
    found = contract_of(view, "g")
    assert found.fact.references["debtor"] == "c"
    assert found.fact.properties["cap"] == 5
    assert found.fact.source == "a list"


def test_a_page_lists_every_record_of_a_store():
    store = memory_store(ROWS)
    page = node_record(store.view(), ("party", "a"), sees_personal=True)
    assert page.name == "简称"
    assert [record.source for record in page.sources] == ["a list", "registry"]
    assert "杭州" in {item.value for item in page.properties}
