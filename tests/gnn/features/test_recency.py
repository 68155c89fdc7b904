import math

import pytest

from feature_rows import DAY, NOW, companies, features_of
from gnn.features import Group
from graph.testing.facts import guarantee_rows

CENT = 100


def contract(guarantor, debtor, days, cap):
    return guarantee_rows(
        (guarantor, debtor), cap=cap * CENT, currency="CNY", valid_from=NOW - days * DAY
    )


def payment(payer, payee, amount, days):
    return {
        "payer_id": f"acc-{payer}",
        "payee_id": f"acc-{payee}",
        "amount": amount * CENT,
        "currency": "CNY",
        "valid_from": NOW - days * DAY,
    }


NEW, OLD = contract("a", "b", 20, 3), contract("a", "c", 100, 7)
PERSON = {"party_id": "p", "party_type": "person"}
ROWS = {
    **{kind: [*NEW[kind], *OLD[kind]] for kind in ("guarantee", "guarantor")},
    "party": [
        *companies("a", "b", "c", "d"),
        {"party_id": "p", "party_type": "person"},
    ],
    "account": [{"account_id": f"acc-{firm}"} for firm in "abcd"],
    "account_holder": [
        {"holder_id": firm, "account_id": f"acc-{firm}"} for firm in "abcd"
    ],
    "transfer": [
        payment("a", "b", 5, 10),
        payment("a", "b", 5, 91),
        payment("a", "c", 5, 200),
        payment("a", "c", 5, 365),  # out
    ],
    "ownership": [
        {"owner_id": "p", "asset_id": "a", "valid_from": NOW - 30 * DAY},
        {"owner_id": "p", "asset_id": "b"},  # undated
        {"owner_id": "d", "asset_id": "a", "valid_from": NOW - 130 * DAY},
    ],
}


@pytest.fixture(scope="module")
def found():
    return features_of(ROWS, Group.RECENCY)


@pytest.mark.parametrize(
    ("firm", "name", "value"),
    [
        ("a", "recent_given_since", 20),
        ("a", "recent_given_mean", 60),
        ("a", "recent_given_amount", (math.log1p(3) + math.log1p(7)) / 2),
        ("a", "recent_given_largest", math.log1p(7)),
        ("a", "recent_given_spread", (math.log1p(7) - math.log1p(3)) / 2),
        ("c", "recent_taken_since", 100),
        ("c", "recent_given_since", None),
        ("a", "recent_paid_since", 10),
        ("a", "recent_paid_mean", 301 / 3),
        ("a", "recent_paid_spread", 0),
        ("a", "related_given_since", 20),  # p owns part of b
        ("a", "related_given_mean", 20),
        ("a", "related_given_91", 1),
        ("a", "related_given_365", 1),
        ("b", "related_taken_182", 1),
        ("c", "related_taken_since", None),
        ("a", "related_paid_91", 1),
        ("a", "related_paid_182", 2),
        ("a", "related_paid_365", 2),
        ("b", "related_got_mean", 50.5),
        ("a", "owner_new_since", 30),
        ("a", "owner_new_mean", 80),
        ("a", "owner_new_182", 2),
        ("a", "owner_shared_182", 1),
        ("b", "owner_new_since", None),
        ("b", "owner_shared_365", 0),
        ("a", "officer_new_since", None),
        ("b", "guarantee_around_given", 1 / 3),  # of a, b and c
        ("c", "guarantee_around_recent_given_mean", 60),
        ("c", "guarantee_around_owner_new", 1 / 3),
        ("c", "guarantee_around_owner_shared", 1 / 3),
        ("d", "guarantee_around_given", 0),
        ("d", "guarantee_around_recent_given_mean", None),
        ("b", "payment_around_owner_new", 1 / 3),
        ("a", "officer_new_91", None),  # nobody collected officers
    ],
)
def test_the_newest_the_mean_and_the_amounts_are_told(found, firm, name, value):
    assert found[firm][name] == pytest.approx(math.nan if value is None else value,
                                              rel=1e-5, nan_ok=True)  # fmt: skip


def test_double_amounts_move_logarithms_of_amounts_alone(found):
    double = {
        **ROWS,
        "transfer": [{**row, "amount": 2 * row["amount"]} for row in ROWS["transfer"]],
        "guarantee": [{**row, "cap": 2 * row["cap"]} for row in ROWS["guarantee"]],
    }
    again = features_of(double, Group.RECENCY)
    moved = {
        name
        for firm, row in found.items()
        for name, value in row.items()
        if again[firm][name] != value and not math.isnan(value)
    }
    assert {name.rsplit("_", 1)[1] for name in moved} == {"amount", "largest", "spread"}


def test_what_begins_after_the_instant_changes_nothing(found):
    later = contract("d", "a", -10, 3)
    rows = {
        **ROWS,
        "transfer": [*ROWS["transfer"], payment("d", "a", 5, -1)],
        "ownership": [
            *ROWS["ownership"],
            {"owner_id": "p", "asset_id": "c", "valid_from": NOW + DAY},
        ],
        **{kind: [*ROWS[kind], *later[kind]] for kind in ("guarantee", "guarantor")},
    }
    for group in (Group.RECENCY, Group.CONTROL_OVERLAP, Group.DEGREES, Group.OWN):
        before, after = features_of(ROWS, group), features_of(rows, group)
        for firm, row in before.items():
            assert list(after[firm].values()) == pytest.approx(
                list(row.values()), nan_ok=True
            )
