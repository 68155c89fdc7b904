"""Contracts projected onto firms, with amounts worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from graph.analysis.amounts import cover_of
from graph.errors import NotFoundError
from graph.snapshot import Quality, Snapshot
from graph.testing.facts import guarantee_rows, pair_amounts
from graph.vocabulary import SHARE_UNIT
from guarantees import AS_OF, YEAR, built, one_guarantee, quality

LOANS = (("l1", 6_000), ("l2", 4_000))


@pytest.mark.parametrize(
    ("facts", "effective", "face", "flags"),
    [
        # cap 80.00 below the loans' 100.00; of the cap 30.00 is already paid
        ({"cap": 8_000, "covered_loan_ids": "l1;l2", "loans": LOANS}, 80, 80, 0),
        (
            {"cap": 8_000, "paid": 3_000, "covered_loan_ids": "l1;l2", "loans": LOANS},
            50,
            80,
            0,
        ),
        # one of the two loans only: 40.00 below the cap
        ({"cap": 8_000, "covered_loan_ids": "l2", "loans": LOANS}, 40, 40, 0),
        # an agreed quarter of 100.00, legal force one half
        (
            {
                "cap": 8_000,
                "covered_loan_ids": "l1;l2",
                "loans": LOANS,
                "share": SHARE_UNIT // 4,
                "enforceability": 0.5,
            },
            12.5,
            25,
            0,
        ),
        # no loan data: the cap alone
        ({"cap": 8_000}, 80, 80, Quality.LOANS_UNKNOWN),
        # no cap: the loans alone
        ({"covered_loan_ids": "l1", "loans": LOANS}, 60, 60, Quality.CAP_UNKNOWN),
        # one named loan is not known: what it comes to is not 0, so the cap alone
        (
            {"cap": 8_000, "covered_loan_ids": "l1;lost", "loans": LOANS},
            80,
            80,
            Quality.LOANS_PARTLY_KNOWN,
        ),
        # without a cap what is known is said
        (
            {"covered_loan_ids": "l1;lost", "loans": LOANS},
            60,
            60,
            Quality.LOANS_PARTLY_KNOWN | Quality.CAP_UNKNOWN,
        ),
        ({}, math.nan, math.nan, Quality.LOANS_UNKNOWN | Quality.CAP_UNKNOWN),
    ],
)
def test_an_amount_is_what_the_contract_and_the_loans_leave(
    facts, effective, face, flags
):
    snapshot = built(one_guarantee(**facts))
    found = pair_amounts(snapshot)["g", "b"]
    assert found == pytest.approx((effective, face), nan_ok=True)
    assert quality(snapshot) == flags


@pytest.mark.parametrize("paid", [100, 200])
def test_a_cap_that_is_used_up_makes_no_pair(paid):
    assert pair_amounts(built(one_guarantee(cap=100, paid=paid))) == {}


@pytest.mark.parametrize(
    ("contract", "balance", "share"),
    [
        ({"cap": 100, "covered_loan_ids": "l1"}, 0, None),
        ({"covered_loan_ids": "l1"}, 0, None),
        ({"cap": 100}, 500, 0),
        ({"cap": 100, "covered_loan_ids": "l1"}, 500, 0),
    ],
)
def test_a_known_zero_makes_no_pair(contract, balance, share):
    rows = one_guarantee(loans=(("l1", balance),), share=share, **contract)
    assert pair_amounts(built(rows)) == {}


def test_a_contract_whose_loans_are_over_is_worth_nothing():
    rows = one_guarantee(cap=10_100, covered_loan_ids="l1", loans=(("l1", 6_100),))
    assert pair_amounts(built(rows)) == {("g", "b"): (61, 61)}
    rows["loan"][0]["valid_to"] = AS_OF
    assert pair_amounts(built(rows)) == {}
    rows["loan"][0] |= {"valid_from": AS_OF + 1, "valid_to": None}
    snapshot = built(rows)
    assert pair_amounts(snapshot) == {("g", "b"): (0, 0)}
    assert quality(snapshot) == Quality.UNDRAWN


def test_two_contracts_on_one_loan_are_worth_the_loan():
    rows = guarantee_rows(("g", "b"), ("h", "b"), cap=9_000, currency="CNY")
    rows["guarantee"].append({**rows["guarantee"][0], "guarantee_id": "more"})
    rows["guarantor"].append({"guarantor_id": "g", "guarantee_id": "more"})
    for contract in rows["guarantee"]:
        contract["covered_loan_ids"] = "l1"
    rows["loan"] = [{"loan_id": "l1", "outstanding": 6_000, "currency": "CNY"}]
    snapshot = built(rows)
    assert set(pair_amounts(snapshot).values()) == {(60, 60)}
    assert snapshot.pairs.contract_effective.tolist() == [60, 60, 60]
    assert cover_of(snapshot, np.arange(2)).amount.tolist() == [60]
    # an amount without loans adds to them, since nothing bounds it
    del rows["guarantee"][2]["covered_loan_ids"]
    snapshot = built(rows)
    assert pair_amounts(snapshot)["g", "b"] == (150, 150)
    assert cover_of(snapshot, np.arange(2)).amount.tolist() == [150]


def test_a_pair_sums_its_contracts_and_says_where_one_is_unknown():
    rows = guarantee_rows(("g", "b"), currency="CNY")
    rows["guarantee"] = [
        {"guarantee_id": name, "debtor_id": "b", "cap": cap, "currency": "CNY"}
        for name, cap in (("one", 100), ("two", 250), ("three", None))
    ]
    rows["guarantor"] = [
        {"guarantor_id": "g", "guarantee_id": name} for name in ("one", "two", "three")
    ]
    snapshot = built(rows)
    pairs = snapshot.pairs
    assert pair_amounts(snapshot) == {("g", "b"): (3.5, 3.5)}
    assert pairs.contracts.tolist() == [3]
    assert Quality(int(pairs.quality[0])) & Quality.PARTLY_UNKNOWN
    assert [snapshot.node_id("guarantee", n) for n in pairs.contract] == [
        "one",
        "three",
        "two",
    ]
    assert np.allclose(pairs.contract_effective, [1.0, np.nan, 2.5], equal_nan=True)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "released"},
        {"status": "expired"},
        {"period_end": AS_OF - YEAR},
        {"guarantee_kind": "counter_guarantee"},
        {"guarantee_kind": "mortgage"},
        {"guarantee_kind": "pledge"},
    ],
)
def test_a_contract_without_force_makes_no_pair(change):
    snapshot = built(one_guarantee(cap=100, **change))
    assert len(snapshot.pairs) == 0
    assert snapshot.component.tolist() == [0, 1]


@pytest.mark.parametrize(
    "change", [{"valid_to": AS_OF}, {"valid_from": AS_OF + 1}, {"valid_from": AS_OF}]
)
def test_valid_time_decides_on_a_promise(change):
    rows = one_guarantee(cap=100)
    rows["guarantor"][0] |= change
    assert len(built(rows).pairs) == (change == {"valid_from": AS_OF})


def test_nobody_is_his_own_guarantor():
    snapshot = built(guarantee_rows(("a", "a"), ("a", "b")))
    assert list(pair_amounts(snapshot)) == [("a", "b")]
    assert any("promises of a debtor" in note for note in snapshot.manifest.assumptions)


def test_two_records_of_one_promise_count_once():
    rows = one_guarantee(cap=100)
    rows["guarantor"].append({**rows["guarantor"][0], "source": "another"})
    assert pair_amounts(built(rows)) == {("g", "b"): (1.0, 1.0)}


def test_parties_are_numbered_debtors_first_and_circles_together():
    edges = (("d", "a"), ("a", "z"), ("z", "a"), ("z", "y"), ("e", "d"))
    snapshot = built(guarantee_rows(*edges))
    number = {party: snapshot.number("party", party) for party in "adeyz"}
    component = snapshot.component[[number[party] for party in "adeyz"]]
    assert component.tolist() == [1, 2, 3, 0, 1]
    assert np.all(np.diff(snapshot.component) >= 0)
    assert number["a"] < number["z"]
    pairs = snapshot.pairs
    assert pairs.forward.indices.tolist() == pairs.debtor.tolist()
    for debtor in range(snapshot.n_parties):
        slots = slice(*pairs.reverse.indptr[debtor : debtor + 2])
        assert np.all(pairs.debtor[pairs.reverse.edge[slots]] == debtor)
        assert np.all(
            pairs.guarantor[pairs.reverse.edge[slots]] == pairs.reverse.indices[slots]
        )


def test_unknown_ids_are_said_to_be_unknown():
    snapshot = built(guarantee_rows(("g", "b")))
    assert snapshot.numbers("party", ["g", "x", ""]).tolist() == [
        snapshot.number("party", "g"),
        -1,
        -1,
    ]
    assert snapshot.numbers("loan", ["x"]).tolist() == [-1]
    with pytest.raises(NotFoundError):
        snapshot.number("party", "x")
    with pytest.raises(IndexError):
        snapshot.node_id("party", -1)


def test_an_empty_store_gives_an_empty_snapshot(tmp_path):
    snapshot = built({})
    snapshot.save(tmp_path)
    opened = Snapshot.open(tmp_path)
    assert opened.n_parties == len(opened.pairs) == 0
    assert opened.outgoing("ownership").indptr.tolist() == [0]
