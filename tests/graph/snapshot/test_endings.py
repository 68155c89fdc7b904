"""Parties that ended stay in a snapshot under their last name while facts name them."""

import pytest

from graph.errors import NotFoundError
from graph.snapshot import Snapshot
from graph.testing.facts import guarantee_rows, memory_store
from graph.vocabulary import KINDS

PARTY = KINDS["party"]
AS_OF = 1_000


def built(parties, *pairs):
    rows = guarantee_rows(*pairs) | {"party": parties}
    store = memory_store(rows)
    at = store.at(as_of=AS_OF)
    return store.view(at), Snapshot.build(store, at)


def test_a_firm_that_ended_is_named_and_marked():
    gone = {"party_id": "b", "name": "Gone", "valid_to": 500}
    view, snapshot = built([{"party_id": "a"}, gone], ("a", "b"))
    number = snapshot.number("party", "b")
    assert snapshot.nodes("party")["name"][number].as_py() == "Gone"
    assert snapshot.view.known(PARTY, ["b"])["valid_to"].to_pylist() == [500]
    assert snapshot.view.node(PARTY, "b").properties == (
        view.node(PARTY, "b").properties
    )


def test_store_and_snapshot_agree_that_it_is_no_current_party():
    gone = {"party_id": "b", "name": "Gone", "valid_to": 500}
    view, snapshot = built([{"party_id": "a"}, gone], ("a", "b"))
    for found in (view, snapshot.view):
        assert found.select(PARTY)["party_id"].to_pylist() == ["a"]
        assert found.nodes(PARTY, by="party", ids=["b"]).num_rows == 0


def test_one_that_nothing_names_takes_no_part():
    rows = [{"party_id": "a"}, {"party_id": "b"}]
    gone = {"party_id": "c", "name": "Gone", "valid_to": 500}
    _, with_it = built([*rows, gone], ("a", "b"))
    _, without = built(rows, ("a", "b"))
    assert with_it.manifest.files == without.manifest.files
    with pytest.raises(NotFoundError):
        with_it.view.node(PARTY, "c")


def test_one_that_came_back_is_as_it_is_now():
    past = {"party_id": "b", "name": "Then", "valid_to": 500}
    now = {"party_id": "b", "name": "Now", "valid_from": 600}
    view, snapshot = built([{"party_id": "a"}, past, now], ("a", "b"))
    for found in (view, snapshot.view):
        assert found.node(PARTY, "b").properties["name"] == "Now"
