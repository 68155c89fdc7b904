# ruff: noqa: D102 - the names of tests are sentences
"""A batch is written as a whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from graph.errors import DanglingReferenceError, InvalidRecordError
from graph.model import FactBatch
from graph.testing.facts import batch, guarantee_rows, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

PARTY = KINDS["party"]
OWNERSHIP = KINDS["ownership"]


class RefusalContract:
    """Batches that break a rule."""

    def test_an_unknown_end_refuses_the_whole_batch(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a"}, {"party_id": "b"}]})
        rows = [
            {"owner_id": "a", "asset_id": "b"},
            {"owner_id": "a", "asset_id": "nobody"},
        ]
        with pytest.raises(DanglingReferenceError) as caught:
            store.append(batch(OWNERSHIP, rows), ledger_key="piece")
        assert caught.value.reference == "asset_id"
        assert caught.value.node_kind == "party"
        assert caught.value.missing == ["nobody"]
        assert store.view().select(OWNERSHIP).num_rows == 0
        assert store.sequence() == 1
        assert store.done(["piece"]) == set()

    def test_a_node_names_known_nodes_or_none(self, store: Store) -> None:
        guarantee = KINDS["guarantee"]
        row = {"guarantee_id": "g", "debtor_id": "a"}
        with pytest.raises(DanglingReferenceError):
            store.append(batch(guarantee, [row]))
        write(store, {"party": [{"party_id": "a"}], "guarantee": [row]})
        found = store.view().select(guarantee).to_pylist()[0]
        assert (found["debtor_id"], found["creditor_id"]) == ("a", None)

    def test_a_reference_means_a_node_of_its_kind(self, store: Store) -> None:
        write(store, guarantee_rows(("a", "b")))
        with pytest.raises(DanglingReferenceError):
            store.append(
                batch(
                    KINDS["guarantor"], [{"guarantor_id": "a>b", "guarantee_id": "a"}]
                )
            )

    def test_missing_keeps_the_order_asked(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "b"}]})
        assert store.missing("party", ["c", "b", "a"]) == ["c", "a"]
        assert store.missing("party", []) == []
        assert store.missing("loan", ["b"]) == ["b"]

    def test_a_retracted_node_is_still_known(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a"}, {"party_id": "b"}]})
        store.retract(PARTY, "test", ["a"])
        assert store.missing("party", ["a"]) == []
        report = store.append(batch(OWNERSHIP, [{"owner_id": "a", "asset_id": "b"}]))
        assert report.added == 1

    def test_two_rows_for_one_record_are_refused(self, store: Store) -> None:
        rows = [
            {"party_id": "a", "record_id": "r", "name": "one"},
            {"party_id": "a", "record_id": "r", "name": "two"},
        ]
        with pytest.raises(InvalidRecordError) as caught:
            store.append(batch(PARTY, rows))
        assert caught.value.record_id == "r"
        assert store.missing("party", ["a"]) == ["a"]

    @pytest.mark.parametrize(
        "column", ["party_id", "source", "record_id", "valid_from", "collected_at"]
    )
    def test_an_empty_cell_that_facts_need_is_refused(
        self, store: Store, column: str
    ) -> None:
        table = batch(PARTY, [{"party_id": "a"}]).table
        place = table.schema.get_field_index(column)
        field = pa.field(column, table.schema.field(place).type)
        emptied = table.set_column(place, field, pa.nulls(1, field.type))
        with pytest.raises(InvalidRecordError) as caught:
            store.append(FactBatch(PARTY, emptied))
        assert list(caught.value.errors) == [column]
        assert store.sequence() == 0
