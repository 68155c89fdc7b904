"""Circles and mutual pairs from facts: what counts, what does not, and their ids."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.structure import circle_id, find_circles, pairs_inside
from graph.snapshot import Snapshot
from graph.testing.facts import guarantee_rows
from graph.testing.strategies import at_most
from graph.testing.toy_graphs import FIRMS, STRUCTURE_EXAMPLE

YEAR = 365 * 86_400_000
RING = (("a", "b"), ("b", "c"), ("c", "a"))


def arcs_of(text):
    return tuple((arc[0], arc[1]) for arc in text.split())


def rings(found):
    return {circle.member_ids for circle in found.circles}


def pairs(found):
    return {circle.member_ids for circle in found.mutual_pairs}


def example_rows():
    """The example's edges, one contract each with its amount."""
    arcs = [(FIRMS[tail], FIRMS[head]) for tail, head in STRUCTURE_EXAMPLE.edges]
    rows = guarantee_rows(*arcs, currency="CNY")
    for row, amount in zip(rows["guarantee"], STRUCTURE_EXAMPLE.amounts, strict=True):
        row["cap"] = int(amount * 100)
    return rows


def test_the_example_has_one_strict_circle_and_one_mutual_pair(built):
    found = find_circles(built(example_rows()))
    ring, pair = found.circles[0], found.mutual_pairs[0]
    assert len(found.circles) == len(found.mutual_pairs) == 1
    assert (ring.kind, ring.member_ids) == ("strict", ("B", "C", "D"))
    assert (ring.guarantees, ring.effective_amount) == (3, 150.0)
    assert (pair.kind, pair.member_ids) == ("mutual_pair", ("A", "B"))
    assert (pair.guarantees, pair.effective_amount) == (2, 180.0)
    assert found.completeness.complete
    assert found.completeness.explored == 10


def test_ids_and_results_do_not_depend_on_row_order_or_store(built, filled):
    rows = example_rows()
    expected = find_circles(built(rows))
    for name in ("party", "guarantee", "guarantor"):
        random.Random(7).shuffle(rows[name])
    again = find_circles(built(rows))
    store = filled(rows)
    stored = find_circles(Snapshot.build(store, store.at(0)))
    for found in (again, stored):
        assert found.circles == expected.circles
        assert found.mutual_pairs == expected.mutual_pairs
        assert found.receipt.key() == expected.receipt.key()
        assert found.receipt.result_hash == expected.receipt.result_hash


def test_an_id_names_kind_and_members():
    ids = {
        circle_id("strict", "abc"),
        circle_id("strict", "abd"),
        circle_id("mutual_pair", "abc"),
        circle_id("strict", ["ab", "c"]),
    }
    assert len(ids) == 4
    assert all(name.startswith("C-") and len(name) == 14 for name in ids)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "released"},
        {"status": "expired"},
        {"period_end": -YEAR},
        {"maturity": -YEAR},
        {"resolution": "missing"},
        {"disclosed": False},
        {"enforceability": 0.0},
        {"guarantee_kind": "counter_guarantee"},
        {"guarantee_kind": "mortgage"},
        {"valid_to": 0},
        {"valid_from": 1},
    ],
)
def test_a_contract_without_force_closes_no_circle(built, change):
    rows = guarantee_rows(*RING)
    assert rings(find_circles(built(rows))) == {("a", "b", "c")}
    rows["guarantee"][0] |= change
    without = guarantee_rows(*RING[1:])
    found, expected = find_circles(built(rows)), find_circles(built(without))
    assert rings(found) == set()
    assert found.circles == expected.circles
    assert found.mutual_pairs == expected.mutual_pairs


def test_an_ended_promise_closes_no_circle(built):
    rows = guarantee_rows(*RING)
    rows["guarantor"][0]["valid_to"] = 0
    assert rings(find_circles(built(rows))) == set()


def test_unknown_amounts_are_counted_and_are_not_zero(built):
    rows = guarantee_rows(*RING)
    rows["guarantee"][0] |= {"cap": 500, "currency": "CNY"}
    rows["loan"] = [
        {"loan_id": "l1", "borrower_id": "b", "outstanding": 700, "currency": "CNY"},
        {"loan_id": "l2", "borrower_id": "b", "outstanding": 300, "currency": "CNY"},
    ]
    ring = find_circles(built(rows)).circles[0]
    assert (ring.guarantees, ring.unknown_amounts) == (3, 2)
    assert ring.effective_amount == 5.0
    assert (ring.loans, ring.unknown_loans) == (10.0, 2)
    assert ring.heaviest_id == "b"


def test_nothing_known_leaves_the_first_id_as_name(built):
    ring = find_circles(built(guarantee_rows(*RING))).circles[0]
    assert (ring.heaviest_id, ring.unknown_amounts, ring.unknown_loans) == ("a", 3, 3)
    assert (ring.effective_amount, ring.loans) == (None, None)


def test_no_facts_have_no_circles(built):
    found = find_circles(built({}))
    assert (found.circles, found.mutual_pairs) == ((), ())


def test_overlapping_pairs_are_each_told(built):
    found = find_circles(built(guarantee_rows(*arcs_of("ab ba bc cb"))))
    assert pairs(found) == {("a", "b"), ("b", "c")}
    assert rings(found) == set()


def test_pairs_inside_are_those_with_both_ends_inside(built):
    snapshot = built(guarantee_rows(*arcs_of("ab bc ca cd da ae")))
    numbers = snapshot.numbers("party", ["c", "a", "b"])
    inside = pairs_inside(snapshot, numbers)
    ids = snapshot.ids("party").to_pylist()
    ends = {
        ids[snapshot.pairs.guarantor[p]] + ids[snapshot.pairs.debtor[p]] for p in inside
    }
    assert ends == {"ab", "bc", "ca"}
    assert sorted(inside) == inside.tolist()
    assert pairs_inside(snapshot, numbers[:0]).tolist() == []


ARCS = st.sets(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=14
)


@at_most(25)  # each builds snapshots
@given(arcs=ARCS, order=st.permutations("abcdef"))
def test_new_names_change_nothing_but_names(built, arcs, order):
    new = dict(zip("abcdef", order, strict=True))
    renamed = [(new[tail], new[head]) for tail, head in sorted(arcs)]
    before = find_circles(built(guarantee_rows(*sorted(arcs))))
    after = find_circles(built(guarantee_rows(*renamed)))
    for members in (rings, pairs):
        expected = {
            tuple(sorted(new[name] for name in group)) for group in members(before)
        }
        assert members(after) == expected


@at_most(25)  # each builds snapshots
@given(arcs=ARCS, later=ARCS)
def test_what_begins_later_changes_nothing_before(built, arcs, later):
    now = guarantee_rows(*sorted(arcs))
    future = guarantee_rows(*sorted(later - arcs), valid_from=1)
    known = {row["party_id"] for row in now["party"]}
    for row in future["party"]:
        row["valid_from"] = 1
    future["party"] = [r for r in future["party"] if r["party_id"] not in known]
    both = {name: now[name] + future[name] for name in now}
    for row in both["guarantor"][len(now["guarantor"]) :]:
        row["valid_from"] = 1
    before, after = built(now), built(both)
    assert after.manifest.snapshot_id == before.manifest.snapshot_id
    assert find_circles(after).circles == find_circles(before).circles
