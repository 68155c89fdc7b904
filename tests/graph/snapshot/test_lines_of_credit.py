"""Maximum-amount contracts: what is drawn or repaid, and when the window shut."""

from __future__ import annotations

import pytest

from graph.snapshot import Quality
from graph.testing.facts import pair_amounts
from guarantees import AS_OF, YEAR, built, one_guarantee, quality


def line_of_credit(maturity, *loans, **contract):
    """A maximum amount of 100.00, and loans as (place in years, balance, valid_to)."""
    rows = one_guarantee(
        cap=10_000,
        cap_kind="maximum",
        creditor_id="bank",
        signed_on=AS_OF - 2 * YEAR,
        maturity=AS_OF + maturity,
        **contract,
    )
    rows["party"].append({"party_id": "bank", "name": "bank"})
    rows["loan"] = [
        {
            "loan_id": f"l{years}",
            "borrower_id": "b",
            "lender_id": "bank",
            "started_on": AS_OF + years * YEAR,
            "outstanding": balance,
            "currency": "CNY",
            "valid_to": valid_to,
        }
        for years, balance, valid_to in loans
    ]
    return rows


OPEN, SHUT = YEAR, -YEAR // 2
UNDRAWN, CAP_ALONE = Quality.UNDRAWN, Quality.LOANS_UNKNOWN


@pytest.mark.parametrize(
    ("maturity", "loans", "amount", "flags"),
    [
        (OPEN, [(-1, 6_000, None)], 60, UNDRAWN),
        (OPEN, [(-1, 60_000, None)], 100, UNDRAWN),
        # nothing drawn, all repaid, or only lent before the window: the edge stays
        (OPEN, [(-1, 6_000, AS_OF)], 0, UNDRAWN),
        (OPEN, [(-3, 6_000, None)], 0, UNDRAWN),
        # the window is over: what arose in it and stands, else nothing
        (SHUT, [(-1, 6_000, None)], 60, 0),
        (SHUT, [(-1, 6_000, AS_OF)], None, 0),
        (SHUT, [(-3, 6_000, None)], None, 0),
        # nobody ever described a loan between the two: the cap, flagged
        (OPEN, [], 100, CAP_ALONE),
        (SHUT, [], 100, CAP_ALONE),
        (SHUT, [(-1, None, None)], 100, CAP_ALONE),
    ],
)
def test_a_line_of_credit_is_worth_what_is_drawn(maturity, loans, amount, flags):
    snapshot = built(line_of_credit(maturity, *loans))
    expected = {} if amount is None else {("g", "b"): (amount, amount)}
    assert pair_amounts(snapshot) == expected
    if amount is not None:
        assert quality(snapshot) == flags


def test_a_maximum_contract_covers_its_creditors_loans_in_the_window():
    rows = one_guarantee(
        cap=100_000,
        cap_kind="maximum",
        creditor_id="bank",
        signed_on=AS_OF - YEAR,
        maturity=AS_OF,
    )
    rows["party"] += [{"party_id": name, "name": name} for name in ("bank", "other")]
    rows["loan"] = [
        {
            "loan_id": f"{lender}{years}{borrower}",
            "borrower_id": borrower,
            "lender_id": lender,
            "started_on": AS_OF + years * YEAR,
            "outstanding": 700,
            "currency": "CNY",
        }
        for lender, years, borrower in (
            ("bank", 0, "b"),
            ("bank", -1, "b"),
            ("bank", -2, "b"),
            ("bank", 1, "b"),
            ("other", 0, "b"),
            ("bank", 0, "g"),
        )
    ]
    assert pair_amounts(built(rows)) == {("g", "b"): (14.0, 14.0)}
