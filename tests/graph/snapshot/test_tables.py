"""Nodes, facts and their adjacency, worked out by hand."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from graph.snapshot import Snapshot
from graph.testing.facts import guarantee_rows, memory_store, snapshot_of

AS_OF = 1_600_000_000_000


def built(rows, **options):
    return snapshot_of(rows, AS_OF, **options)


def parties(*names):
    return [{"party_id": name, "name": name} for name in names]


def party(snapshot, name):
    return (
        snapshot.nodes("party").slice(snapshot.number("party", name), 1).to_pylist()[0]
    )


def test_the_last_record_that_states_a_property_supplies_it():
    rows = {
        "party": [
            {"party_id": "a", "name": "old", "city": "杭州", "source": "one"},
            {"party_id": "a", "name": "new", "region": "浙江", "source": "two"},
            {"party_id": "b", "name": "b"},
        ]
    }
    found = party(built(rows), "a")
    assert (found["name"], found["city"], found["region"]) == ("new", "杭州", "浙江")
    assert (found["source"], found["record_id"]) == ("two", "a#2")


def test_amounts_of_one_node_keep_to_one_currency():
    loan = {"loan_id": "l", "borrower_id": "a"}
    rows = {
        "party": parties("a"),
        "loan": [
            {**loan, "principal": 900, "currency": "USD", "source": "one"},
            {**loan, "outstanding": 500, "currency": "CNY", "source": "two"},
            {**loan, "currency": "EUR", "source": "three"},
            {**loan, "collateral_value": 7, "currency": "CNY", "source": "four"},
        ],
    }
    snapshot = built(rows)
    found = snapshot.nodes("loan").to_pylist()[0]
    assert (found["principal"], found["outstanding"]) == (None, 500)
    assert (found["collateral_value"], found["currency"]) == (7, "CNY")
    assert snapshot.figures.loans_outstanding.tolist() == [5.0]


def test_a_node_that_is_only_named_is_there_without_properties():
    rows = {
        "party": [
            *parties("a"),
            {"party_id": "b", "name": "b", "valid_from": AS_OF + 1},
        ],
        "ownership": [{"owner_id": "a", "asset_id": "b", "share": 5}],
    }
    snapshot = built(rows)
    assert snapshot.ids("party").to_pylist() == ["a", "b"]
    assert party(snapshot, "b")["name"] is None
    assert snapshot.manifest.counts["party"] == 2


def test_facts_stand_by_their_ends_and_then_by_who_says_so():
    rows = {
        "party": parties("a", "b", "c"),
        "ownership": [
            {"owner_id": owner, "asset_id": asset, "record_id": record}
            for owner, asset, record in (
                ("b", "c", "1"),
                ("a", "c", "3"),
                ("a", "b", "2"),
                ("a", "c", "0"),
            )
        ],
    }
    snapshot = built(rows)
    facts = snapshot.facts("ownership")
    number = [snapshot.number("party", name) for name in "abc"]
    assert number == [0, 1, 2]
    assert facts["owner"].to_pylist() == [0, 0, 0, 1]
    assert facts["asset"].to_pylist() == [1, 2, 2, 2]
    assert facts["record_id"].to_pylist() == ["2", "0", "3", "1"]
    outgoing, incoming = snapshot.outgoing("ownership"), snapshot.incoming("ownership")
    assert outgoing.indptr.tolist() == [0, 3, 4, 4]
    assert incoming.indptr.tolist() == [0, 0, 1, 4]
    assert incoming.indices.tolist() == [0, 0, 0, 1]
    assert incoming.edge.tolist() == [0, 1, 2, 3]


def test_edges_between_two_kinds_lead_both_ways():
    snapshot = built(guarantee_rows(("g", "b"), ("h", "b"), ("g", "h")))
    promised = snapshot.facts("guarantor")
    given = snapshot.outgoing("guarantor")
    received = snapshot.incoming("guarantor")
    assert given.n == 3
    assert received.n == 3
    for contract in range(3):
        slots = slice(*received.indptr[contract : contract + 2])
        guarantors = promised["guarantor"].to_numpy()[received.edge[slots]]
        assert guarantors.tolist() == received.indices[slots].tolist()
        name = snapshot.node_id("guarantee", contract)
        assert [snapshot.node_id("party", g) for g in guarantors] == [name[0]]


def test_figures_come_from_the_latest_published_statement():
    statement = {"party_id": "a", "currency": "CNY", "total_liabilities": 100}
    rows = {
        "party": [
            {"party_id": "a", "name": "a", "registered_capital": 5, "currency": "CNY"},
            *parties("b"),
        ],
        "financials": [
            {
                **statement,
                "period_end": period,
                "valid_from": published,
                "total_assets": assets,
                "record_id": str(assets),
            }
            for period, published, assets in (
                (2, 10, 900),
                (3, 11, 700),
                (3, 12, 800),
                (1, 13, 600),
                (4, AS_OF + 1, 999),
            )
        ],
    }
    figures = built(rows).figures
    expected = {
        "total_assets": 8.0,
        "total_liabilities": 1.0,
        "net_assets": 7.0,
        "registered_capital": 0.05,
        "revenue": np.nan,
        "loans_outstanding": np.nan,
        "self_pd": np.nan,
    }
    for name, value in expected.items():
        found = getattr(figures, name)
        assert np.array_equal(found, [value, np.nan], equal_nan=True), name


def test_the_latest_rating_counts_for_each_of_its_figures():
    rating = {"party_id": "a"}
    rows = {
        "party": parties("a", "b"),
        "rating": [
            {
                **rating,
                "grade": "AA",
                "self_pd": 0.5,
                "valid_from": 1,
                "record_id": "2",
            },
            {**rating, "grade": "B", "valid_from": 5, "record_id": "1"},
            {**rating, "self_pd": 0.25, "valid_from": 3, "record_id": "0"},
        ],
    }
    figures = built(rows).figures
    assert figures.grade.to_pylist() == ["B", None]
    assert np.array_equal(figures.self_pd, [0.25, np.nan], equal_nan=True)


def test_loans_are_summed_by_borrower_where_known():
    rows = {
        "party": parties("a", "b", "c"),
        "loan": [
            {"loan_id": name, "borrower_id": who, "outstanding": amount}
            for name, who, amount in (
                ("1", "a", 100),
                ("2", "a", 250),
                ("3", "a", None),
                ("4", "b", None),
                ("5", None, 900),
            )
        ],
    }
    snapshot = built(rows)
    assert np.array_equal(
        snapshot.figures.loans_outstanding, [3.5, np.nan, np.nan], equal_nan=True
    )
    assert any("outstanding of loans" in note for note in snapshot.manifest.assumptions)


def test_arrays_refuse_writes():
    snapshot = built(guarantee_rows(("a", "b")))
    for array in (
        snapshot.component,
        snapshot.party_key,
        snapshot.pairs.effective,
        snapshot.figures.self_pd,
        snapshot.outgoing("guarantor").indices,
    ):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_scattered_store_numbers_are_no_different():
    class Scattered:
        """The same store with numbers far apart."""

        def __init__(self, store):
            self.store, self.url, self.at = store, store.url, store.at
            self.sequence, self.store_id = store.sequence, store.store_id

        def node_ids(self, node_kind):
            return _scattered(self.store.node_ids(node_kind), ["node_no"])

        def view(self, at):
            self.facts = self.store.view(at)
            return self

        def export(self, kind, *, ended=False):
            names = [f"{item.name}_no" for item in kind.references]
            return _scattered(self.facts.export(kind, ended=ended), names)

        def dormant(self, kind):
            return self.facts.dormant(kind)

    def _scattered(table, names):
        for name in names:
            far = [None if v is None else (v + 7) ** 9 for v in table[name].to_pylist()]
            place = table.column_names.index(name)
            table = table.set_column(place, name, pa.array(far, pa.int64()))
        return table

    store = memory_store(guarantee_rows(("a", "b"), ("b", "c")))
    plain = Snapshot.build(store, store.at(AS_OF))
    scattered = Snapshot.build(Scattered(store), store.at(AS_OF))
    assert plain.manifest.snapshot_id == scattered.manifest.snapshot_id
