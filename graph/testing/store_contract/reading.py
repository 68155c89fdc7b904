# ruff: noqa: D102 - the names of tests are sentences
"""Reads: by reference, in order, with a limit; history, changes and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import NotFoundError
from graph.instant import BEGINNING
from graph.model import FactBatch, batch_schema, content_hashes
from graph.stores.columns import export_schema, node_schema, select_schema
from graph.testing.facts import batch, guarantee_rows, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

PARTY = KINDS["party"]
GUARANTOR = KINDS["guarantor"]


class ReadContract:
    """Reads."""

    @pytest.mark.parametrize("name", KINDS)
    def test_tables_have_their_schema_even_when_empty(
        self, store: Store, name: str
    ) -> None:
        kind = KINDS[name]
        assert store.view().select(kind).schema.equals(select_schema(kind))
        assert store.history(kind, "s", "r").schema.equals(select_schema(kind))
        assert store.changes(kind, BEGINNING).schema.equals(select_schema(kind))
        assert store.view().export(kind).schema.equals(export_schema(kind))

    def test_facts_come_by_source_and_record(self, store: Store) -> None:
        keys = ["b2", "a9", "b1", "a10", "张3", "a中"]
        rows = [
            {"party_id": key, "source": key[0], "record_id": key[1:]} for key in keys
        ]
        write(store, {"party": rows})
        found = store.view().select(PARTY)["party_id"].to_pylist()
        assert found == ["a10", "a9", "a中", "b1", "b2", "张3"]
        limited = store.view().select(PARTY, limit=4)["party_id"].to_pylist()
        assert limited == found[:4]
        assert store.view().select(PARTY, limit=0).num_rows == 0
        assert store.view().select(PARTY, limit=99).num_rows == 6

    def test_facts_are_selected_by_either_end(self, store: Store) -> None:
        write(store, guarantee_rows(("a", "b"), ("a", "c"), ("c", "b")))
        at = store.at()

        def contracts(by: str, *ids: str) -> list[str]:
            table = store.view(at).select(GUARANTOR, by=by, ids=ids)
            found: list[str] = table["guarantee_id"].to_pylist()
            return found

        assert contracts("guarantor", "a") == ["a>b", "a>c"]
        assert contracts("guarantee", "c>b") == ["c>b"]
        assert contracts("guarantor", "c", "a") == ["a>b", "a>c", "c>b"]
        assert contracts("guarantor", "b") == []
        assert contracts("guarantor", "nobody") == []
        assert contracts("guarantor") == []
        some = store.view(at).select(GUARANTOR, by="guarantor", ids=["a"], limit=1)
        assert some["guarantee_id"].to_pylist() == ["a>b"]

    def test_nodes_are_selected_by_their_other_references(self, store: Store) -> None:
        write(store, guarantee_rows(("a", "b"), ("c", "b"), ("b", "a")))
        table = store.view().select(KINDS["guarantee"], by="debtor", ids=["b"])
        assert table["guarantee_id"].to_pylist() == ["a>b", "c>b"]

    def test_facts_are_counted_by_reference(self, store: Store) -> None:
        write(store, guarantee_rows(("a", "b"), ("a", "c"), ("c", "b")))
        counted = store.view().count_by(
            GUARANTOR, by="guarantor", ids=["c", "a", "b", "nobody"]
        )
        assert counted == {"a": 2, "c": 1}

    def test_other_ends_are_counted_once_however_many_facts_name_them(
        self, store: Store
    ) -> None:
        pays = [("x", "y")] * 3 + [("x", "z"), ("y", "x"), ("x", "x")]
        write(
            store,
            {
                "account": [{"account_id": name} for name in "xyz"],
                "transfer": [
                    {"payer_id": payer, "payee_id": payee, "amount": 1}
                    for payer, payee in pays
                ],
            },
        )
        view, kind = store.view(), KINDS["transfer"]
        out = view.count_by(kind, by="payer", ids=["x", "y", "z"], distinct="payee")
        assert out == {"x": 3, "y": 1}
        back = view.count_by(kind, by="payee", ids=["x", "y", "z"], distinct="payer")
        assert back == {"x": 2, "y": 1, "z": 1}

    def test_a_node_is_described_by_what_was_collected_last(self, store: Store) -> None:
        rows = [
            {"party_id": "a", "name": name, "source": source, "collected_at": collected}
            for name, source, collected in [
                ("oldest", "z", 1),
                ("newest", "b", 3),
                ("newest, by source", "c", 3),
            ]
        ]
        write(store, {"party": rows})
        fact = store.view().node(PARTY, "a")
        assert fact.properties["name"] == "newest, by source"
        assert fact.subject_id == "a"
        assert store.view().select(PARTY).num_rows == 3

    def test_a_fact_keeps_its_provenance(self, store: Store) -> None:
        row = {
            "party_id": "a",
            "name": "A",
            "listed": False,
            "file": "firms.csv",
            "row": 7,
            "collected_at": 5,
            "valid_from": 3,
        }
        write(store, {"party": [row]})
        fact = store.view().node(PARTY, "a")
        assert (fact.source, fact.record_id) == ("test", "a")
        assert (fact.file, fact.row, fact.collected_at) == ("firms.csv", 7, 5)
        assert (fact.valid_from, fact.valid_to) == (3, None)
        assert (fact.recorded_from, fact.recorded_to) == (store.last_instant(), None)
        assert fact.properties["listed"] is False

    def test_an_unknown_node_is_not_found(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a", "valid_from": 100}]})
        for node_id, as_of in (("b", 200), ("a", 99)):
            with pytest.raises(NotFoundError) as caught:
                store.view(store.at(as_of=as_of)).node(PARTY, node_id)
            assert (caught.value.what, caught.value.name) == ("party", node_id)

    def test_history_keeps_every_version(self, store: Store) -> None:
        for name in ("one", "two"):
            store.append(batch(PARTY, [{"party_id": "a", "name": name}]))
        later = {"party_id": "a", "name": "later", "valid_from": 100}
        store.append(batch(PARTY, [later]))
        store.retract(PARTY, "test", ["a"])
        table = store.history(PARTY, "test", "a")
        assert table["name"].to_pylist() == ["one", "two", "later"]
        ends = table["recorded_to"].to_pylist()
        assert ends == [table["recorded_from"][1].as_py(), *[store.last_instant()] * 2]
        assert store.history(PARTY, "other", "a").num_rows == 0
        assert store.history(PARTY, "test", "b").num_rows == 0

    def test_changes_are_what_was_recorded_or_closed_since(self, store: Store) -> None:
        write(store, {"party": [{"party_id": p, "name": p} for p in "ab"]})
        first = store.last_instant()
        write(store, {"party": [{"party_id": "a", "name": "A"}]})
        second = store.last_instant()
        write(store, {"party": [{"party_id": "c", "name": "c"}]})
        store.retract(PARTY, "test", ["b"])

        def changed(after: int) -> list[str]:
            names: list[str] = store.changes(PARTY, after)["name"].to_pylist()
            return names

        assert changed(BEGINNING) == ["a", "b", "A", "c"]
        assert changed(first) == ["a", "b", "A", "c"]
        assert changed(second) == ["b", "c"]
        assert changed(store.last_instant()) == []
        assert store.changes(GUARANTOR, BEGINNING).num_rows == 0

    def test_exports_number_the_nodes(self, store: Store) -> None:
        write(store, guarantee_rows(("a", "b"), ("c", "b"), cap=5))
        parties = dict(zip(*store.node_ids("party").to_pydict().values(), strict=True))
        contracts = dict(
            zip(*store.node_ids("guarantee").to_pydict().values(), strict=True)
        )
        assert store.node_ids("party").schema.equals(node_schema())
        assert sorted(parties.values()) == ["a", "b", "c"]
        ends = {
            (parties[row["guarantor_no"]], contracts[row["guarantee_no"]])
            for row in store.view().export(GUARANTOR).to_pylist()
        }
        assert ends == {("a", "a>b"), ("c", "c>b")}
        exported = store.view().export(KINDS["guarantee"])
        assert exported["cap"].to_pylist() == [5, 5]
        assert exported["creditor_no"].to_pylist() == [None, None]

    def test_exports_carry_the_hash_of_the_content(self, store: Store) -> None:
        facts = batch(PARTY, [{"party_id": "a", "name": "名", "listed": True}])
        store.append(facts)
        exported = store.view().export(PARTY)
        hashes = content_hashes(facts.kind, facts.table)
        assert exported["content_hash"].to_pylist() == hashes.tolist()

    def test_what_is_selected_can_be_written_again(self, store: Store) -> None:
        write(store, guarantee_rows(("a", "b"), cap=5, enforceability=0.25))
        for name in ("party", "guarantee", "guarantor"):
            table = store.view().select(KINDS[name])
            again = FactBatch(
                KINDS[name], table.select(batch_schema(KINDS[name]).names)
            )
            report = store.append(again)
            assert report.unchanged == again.table.num_rows > 0
