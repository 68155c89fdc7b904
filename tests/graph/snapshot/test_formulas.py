"""Amounts of random books of contracts, against the formulas written plainly."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.testing.facts import pair_amounts, snapshot_of
from graph.vocabulary import SHARE_UNIT

AS_OF = 1_600_000_000_000
DAY = 86_400_000
STANDS, OVER, TO_COME = "stands", "over", "to come"
VALID = {
    STANDS: {},
    OVER: {"valid_to": AS_OF},
    TO_COME: {"valid_from": AS_OF + 1},
}

AMOUNTS = st.none() | st.integers(0, 1_000)
FORCES = st.sampled_from((None, 0.0, 0.5, 1.0))
SHARES = st.sampled_from((None, 0, SHARE_UNIT // 4, SHARE_UNIT))
MATURITIES = st.sampled_from((None, AS_OF - 3 * DAY, AS_OF + 9 * DAY))


@st.composite
def books(draw):
    """Loans, and contracts among three firms."""
    loans = {
        name: {
            "borrower": draw(st.sampled_from("abc")),
            "lender": draw(st.sampled_from((None, "bank"))),
            "balance": draw(AMOUNTS),
            "state": draw(st.sampled_from((STANDS, STANDS, OVER, TO_COME))),
        }
        for name in draw(st.sets(st.sampled_from(("l1", "l2", "l3"))))
    }
    contracts = [
        {
            "guarantee_id": f"k{place}",
            "debtor_id": draw(st.sampled_from("abc")),
            "creditor_id": draw(st.sampled_from((None, "bank"))),
            "cap": draw(AMOUNTS),
            "cap_kind": draw(st.sampled_from((None, "single", "maximum"))),
            "paid": draw(AMOUNTS),
            "currency": "CNY",
            "maturity": draw(MATURITIES),
            "enforceability": draw(FORCES),
            "covered_loan_ids": draw(st.sampled_from((None, "l1", "l1;l2", "l3;lost"))),
            "promises": draw(st.dictionaries(st.sampled_from("abc"), SHARES)),
        }
        for place in range(draw(st.integers(0, 4)))
    ]
    return loans, contracts


def owed_under(contract, loans):
    """Known balances by loan, whether one is unknown, and whether more may come.

    The balances are None where nobody says what the contract covers.
    """
    names = contract["covered_loan_ids"]
    ends = contract["debtor_id"], contract["creditor_id"]
    if names:
        found = [(name, loans.get(name)) for name in names.split(";")]
        more = any(loan and loan["state"] == TO_COME for _, loan in found)
        found = [(n, loan) for n, loan in found if not loan or loan["state"] == STANDS]
        ended = len(found) < len(names.split(";"))
    elif contract["cap_kind"] == "maximum" and None not in ends:
        line = {n: x for n, x in loans.items() if (x["borrower"], x["lender"]) == ends}
        if not line:
            return None, True, False
        found = [(n, loan) for n, loan in line.items() if loan["state"] == STANDS]
        more = contract["maturity"] is None or contract["maturity"] > AS_OF
        ended = True
    else:
        return None, True, False
    known = {n: x["balance"] / 100 for n, x in found if x and x["balance"] is not None}
    unknown = len(known) < len(found)
    if not known and unknown and not (ended and names):
        return None, True, more
    return known, unknown, more


def smallest(*values):
    stated = [value for value in values if value is not None]
    return min(stated) if stated else None


def expected_amounts(loans, contracts):
    """The formulas of the coverage of a pair, contract by contract."""
    pairs = {}
    for contract in contracts:
        force = contract["enforceability"]
        force = 1.0 if force is None else force
        balances, unknown, more = owed_under(contract, loans)
        total = None if balances is None else sum(balances.values())
        over = not unknown and total == 0 and not more
        cap = None if contract["cap"] is None else contract["cap"] / 100
        left = None if cap is None else cap - (contract["paid"] or 0) / 100
        if force == 0 or over or (left is not None and left <= 0):
            continue
        if unknown and (cap is not None or not total):
            total = None
        for guarantor, share in contract["promises"].items():
            if share == 0 or guarantor == contract["debtor_id"]:
                continue
            part = 1.0 if share is None else share / SHARE_UNIT
            owes = None if total is None else part * total
            effective, face = smallest(left, owes), smallest(cap, owes)
            entry = pairs.setdefault((guarantor, contract["debtor_id"]), [])
            bound = None if unknown else balances
            entry.append(
                (None if effective is None else force * effective, face, bound)
            )
    return {pair: (summed(rows, 0), summed(rows, 1)) for pair, rows in pairs.items()}


def summed(rows, place):
    """Amounts of a pair: those of known loans never above what the loans come to."""
    known = [row for row in rows if row[place] is not None]
    if not known:
        return math.nan
    bounded = sum(row[place] for row in known if row[2] is not None)
    free = sum(row[place] for row in known if row[2] is None)
    behind = {}
    for row in known:
        behind |= row[2] or {}
    return min(bounded, sum(behind.values())) + free


def rows_of(loans, contracts):
    return {
        "party": [{"party_id": name, "name": name} for name in ("a", "b", "c", "bank")],
        "loan": [
            {
                "loan_id": name,
                "borrower_id": loan["borrower"],
                "lender_id": loan["lender"],
                "outstanding": loan["balance"],
                "currency": "CNY",
                "started_on": AS_OF - 30 * DAY,
                **VALID[loan["state"]],
            }
            for name, loan in loans.items()
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


@given(books())
def test_amounts_are_those_of_the_formulas(book):
    found = pair_amounts(snapshot_of(rows_of(*book), AS_OF))
    expected = expected_amounts(*book)
    assert found.keys() == expected.keys()
    for pair, values in expected.items():
        assert found[pair] == pytest.approx(values, nan_ok=True), pair


@given(books(), st.data())
def test_no_amount_rises_when_a_loan_ends(book, data):
    loans, contracts = book
    before = pair_amounts(snapshot_of(rows_of(loans, contracts), AS_OF))
    standing = [name for name, loan in loans.items() if loan["state"] == STANDS]
    if not standing:
        return
    ended = data.draw(st.sampled_from(standing))
    loans[ended] |= {"state": OVER}
    after = pair_amounts(snapshot_of(rows_of(loans, contracts), AS_OF))
    assert after.keys() <= before.keys()
    for pair, values in after.items():
        for now, then in zip(values, before[pair], strict=True):
            assert not now > then + 1e-9, pair
