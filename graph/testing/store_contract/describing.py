# ruff: noqa: D102 - the names of tests are sentences
"""Several descriptions of one node: each property from the newest that states it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import NotFoundError
from graph.snapshot import Snapshot
from graph.testing.facts import batch, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

PARTY, CONTRACT = KINDS["party"], KINDS["guarantee"]
REGISTRY: dict[str, Any] = {
    "party_id": "a",
    "source": "registry",
    "record_id": "a",
    "party_type": "guarantee_company",
    "name": "华东融资担保有限公司",
    "name_en": "Huadong Guarantee",
    "registered_capital": 500,
    "currency": "CNY",
    "listed": False,
    "collected_at": 1,
}
LIST: dict[str, Any] = {
    "party_id": "a",
    "source": "list",
    "record_id": "a",
    "party_type": "company",
    "name": "华东担保",
    "collected_at": 2,
}


def properties(store: Store, **axes: int) -> dict[str, Any]:
    """What is said of the firm a."""
    at = store.at(**axes)
    return dict(store.view(at).node(PARTY, "a").properties)


class DescriptionContract:
    """Descriptions."""

    def test_a_poorer_one_hides_no_richer_one(self, store: Store) -> None:
        write(store, {"party": [REGISTRY, LIST]})
        fact = store.view().node(PARTY, "a")
        assert fact.properties == {
            "party_type": "company",
            "name": "华东担保",
            "name_en": "Huadong Guarantee",
            "registered_capital": 500,
            "currency": "CNY",
            "listed": False,
        }
        assert (fact.source, fact.collected_at) == ("list", 2)
        assert store.view().select(PARTY).num_rows == 2

    def test_ties_go_to_the_later_record_then_to_its_name(self, store: Store) -> None:
        first = {"party_id": "a", "name": "first", "city": "z", "source": "z"}
        twins = [
            {"party_id": "a", "name": name, "source": source, "record_id": record}
            for name, source, record in (("b1", "b", "1"), ("b2", "b", "2"))
        ]
        store.append(batch(PARTY, [first]))
        store.append(batch(PARTY, twins))
        assert properties(store)["name"] == "b2"
        assert properties(store)["city"] == "z"

    def test_a_retracted_one_falls_back_to_the_next(self, store: Store) -> None:
        write(store, {"party": [REGISTRY, LIST]})
        before = store.last_instant()
        store.retract(PARTY, "list", ["a"])
        assert properties(store)["name"] == REGISTRY["name"]
        assert properties(store, known_at=before)["name"] == LIST["name"]
        store.retract(PARTY, "registry", ["a"])
        with pytest.raises(NotFoundError):
            store.view().node(PARTY, "a")

    def test_a_confirmation_counts_as_collected_later(self, store: Store) -> None:
        write(store, {"party": [REGISTRY, LIST]})
        before = store.last_instant()
        store.append(batch(PARTY, [REGISTRY | {"collected_at": 3}]))
        assert properties(store)["name"] == REGISTRY["name"]
        assert properties(store, known_at=before)["name"] == LIST["name"]
        assert self._snapshot_row(store)["name"] == REGISTRY["name"]

    def test_amounts_are_of_one_currency(self, store: Store) -> None:
        contract = {"guarantee_id": "g", "record_id": "g", "debtor_id": "a"}
        rows = [
            contract | {"cap": 7, "paid": 5, "currency": "USD", "source": "x"},
            contract | {"cap": 50, "currency": "CNY", "source": "y", "collected_at": 2},
        ]
        write(store, {"party": [REGISTRY], "guarantee": rows})
        found = store.view().node(CONTRACT, "g").properties
        assert (found["cap"], found["currency"], "paid" in found) == (50, "CNY", False)
        store.retract(CONTRACT, "y", ["g"])
        found = store.view().node(CONTRACT, "g").properties
        assert (found["cap"], found["currency"], found["paid"]) == (7, "USD", 5)

    def test_a_node_is_counted_once(self, store: Store) -> None:
        contract: dict[str, Any] = {"guarantee_id": "g", "debtor_id": "a"}
        both: list[dict[str, Any]] = [
            contract,
            contract | {"source": "other", "record_id": "2"},
        ]
        write(store, {"party": [REGISTRY, LIST], "guarantee": both})
        assert store.view().counts() == {"party.company": 1, "guarantee": 1}
        counted = store.view().count_by(CONTRACT, by="debtor", ids=["a"])
        assert counted == {"a": 1}
        table = store.view().nodes(CONTRACT, by="debtor", ids=["a"])
        assert table["guarantee_id"].to_pylist() == ["g"]

    def test_a_node_is_where_the_counted_description_puts_it(
        self, store: Store
    ) -> None:
        parties = [{"party_id": key} for key in "ab"]
        contracts: list[dict[str, Any]] = [
            {"guarantee_id": "g", "debtor_id": "a", "source": "x", "collected_at": 1},
            {"guarantee_id": "g", "debtor_id": "b", "source": "y", "collected_at": 2},
            {"guarantee_id": "h", "debtor_id": "a", "source": "x"},
        ]
        write(store, {"party": parties, "guarantee": contracts})
        view = store.view()
        assert view.count_by(CONTRACT, by="debtor", ids=["a", "b"]) == {"a": 1, "b": 1}
        for limit in (1, 2, None):
            found = view.nodes(CONTRACT, by="debtor", ids=["a"], limit=limit)
            assert found["guarantee_id"].to_pylist() == ["h"]

    def test_a_party_is_found_by_each_name_and_shown_by_one(self, store: Store) -> None:
        write(store, {"party": [REGISTRY, LIST]})
        for text in ("融资", "huadong guarantee", "华东"):
            (hit,) = store.view().search(text)
            assert (hit.name, hit.party_type) == ("华东担保", "company")
            assert hit.name_en == "Huadong Guarantee"
        assert store.view().search("华东", party_types=["company"])
        assert not store.view().search("融资", party_types=["person"])

    def test_snapshots_say_what_the_store_says(self, store: Store) -> None:
        write(store, {"party": [REGISTRY, LIST]})
        store.append(batch(PARTY, [REGISTRY | {"name": "正名", "source": "bank"}]))
        row = self._snapshot_row(store)
        said = properties(store)
        assert {name: row[name] for name in said} == said
        assert row["source"] == store.view().node(PARTY, "a").source

    def _snapshot_row(self, store: Store) -> dict[str, Any]:
        snapshot = Snapshot.build(store, store.at(as_of=100))
        (row,) = snapshot.nodes("party").to_pylist()
        found: dict[str, Any] = row
        return found
