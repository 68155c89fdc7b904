"""Amounts of random books of contracts, against the formulas written plainly."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.testing.facts import pair_amounts, snapshot_of
from graph.vocabulary import SHARE_UNIT

AS_OF = 1_600_000_000_000

AMOUNTS = st.none() | st.integers(0, 1_000)
FORCES = st.sampled_from((None, 0.0, 0.5, 1.0))
SHARES = st.sampled_from((None, 0, SHARE_UNIT // 4, SHARE_UNIT))


@st.composite
def books(draw):
    """Loans, and contracts among three firms."""
    loans = {name: draw(AMOUNTS) for name in ("l1", "l2")}
    contracts = [
        {
            "guarantee_id": f"k{place}",
            "debtor_id": draw(st.sampled_from("abc")),
            "cap": draw(AMOUNTS),
            "paid": draw(AMOUNTS),
            "currency": "CNY",
            "enforceability": draw(FORCES),
            "covered_loan_ids": draw(st.sampled_from((None, "l1", "l1;l2", "lost"))),
            "promises": draw(st.dictionaries(st.sampled_from("abc"), SHARES)),
        }
        for place in range(draw(st.integers(0, 4)))
    ]
    return loans, contracts


def smallest(*values):
    stated = [value for value in values if value is not None]
    return min(stated) if stated else None


def expected_amounts(loans, contracts):
    """The formulas of the coverage of a pair, contract by contract."""
    sums = {}
    for contract in contracts:
        force = contract["enforceability"]
        force = 1.0 if force is None else force
        named = (contract["covered_loan_ids"] or "").split(";")
        balances = [loans[n] for n in named if loans.get(n) is not None]
        for guarantor, share in contract["promises"].items():
            part = 1.0 if share is None else share / SHARE_UNIT
            owed = part * sum(balances) / 100 if balances else None
            cap = None if contract["cap"] is None else contract["cap"] / 100
            left = None if cap is None else cap - (contract["paid"] or 0) / 100
            used_up = left is not None and left <= 0
            if force == 0 or used_up or guarantor == contract["debtor_id"]:
                continue
            entry = sums.setdefault((guarantor, contract["debtor_id"]), ([], []))
            entry[0].append(smallest(left, owed))
            entry[0][-1] = None if entry[0][-1] is None else force * entry[0][-1]
            entry[1].append(smallest(cap, owed))
    return {
        pair: tuple(
            sum(v for v in values if v is not None)
            if any(v is not None for v in values)
            else math.nan
            for values in lists
        )
        for pair, lists in sums.items()
    }


@given(books())
def test_amounts_are_those_of_the_formulas(book):
    loans, contracts = book
    rows = {
        "party": [{"party_id": name, "name": name} for name in "abc"],
        "loan": [
            {"loan_id": name, "outstanding": amount, "currency": "CNY"}
            for name, amount in loans.items()
        ],
        "guarantee": [
            {key: value for key, value in contract.items() if key != "promises"}
            for contract in contracts
        ],
        "guarantor": [
            {"guarantor_id": g, "guarantee_id": c["guarantee_id"], "share": share}
            for c in contracts
            for g, share in c["promises"].items()
        ],
    }
    found = pair_amounts(snapshot_of(rows, AS_OF))
    expected = expected_amounts(loans, contracts)
    assert found.keys() == expected.keys()
    for pair, values in expected.items():
        assert found[pair] == pytest.approx(values, nan_ok=True), pair
