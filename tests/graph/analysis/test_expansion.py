"""The expand menu: links counted by relation and direction, of any kind of node."""

from __future__ import annotations

import pytest

from graph.analysis.expansion import expansions
from graph.instant import At
from graph.testing.facts import guarantee_rows

AT = At(0, 2**52)


def some(found):
    return {(item.relation, item.direction): item.total for item in found if item.total}


def rows():
    facts = guarantee_rows(("a", "b"), ("a", "c"), ("c", "a"))
    facts["ownership"] = [{"owner_id": "a", "asset_id": "b"}]
    facts["risk_event"] = [{"party_id": "a", "event_type": "litigation"}]
    facts["account"] = [{"account_id": "x"}, {"account_id": "y"}]
    facts["account_holder"] = [{"holder_id": "a", "account_id": "x"}]
    facts["transfer"] = [
        {"payer_id": "x", "payee_id": "y", "amount": 1},
        {"payer_id": "y", "payee_id": "x", "amount": 1},
        {"payer_id": "x", "payee_id": "y", "amount": 2},
    ]
    facts["loan"] = [{"loan_id": "l", "borrower_id": "b"}, {"loan_id": "m"}]
    facts["deposit"] = [{"loan_id": "l", "account_id": "x", "amount": 5}]
    facts["repayment"] = [{"account_id": "x", "loan_id": "l", "amount": 5}]
    facts["contact"] = [{"contact_id": "t", "contact_type": "device"}]
    facts["sign_in"] = [{"contact_id": "t", "account_id": "x"}]
    return facts


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            ("party", "a"),
            {
                ("guarantee", "out"): 2,
                ("guarantee", "in"): 1,
                ("ownership", "out"): 1,
                ("event", "out"): 1,
                ("account", "out"): 1,
            },
        ),
        (
            ("account", "x"),
            {
                ("account", "in"): 1,
                ("transfer", "out"): 2,
                ("transfer", "in"): 1,
                ("deposit", "in"): 1,
                ("repayment", "out"): 1,
                ("sign_in", "in"): 1,
            },
        ),
        (
            ("loan", "l"),
            {("loan", "in"): 1, ("deposit", "out"): 1, ("repayment", "in"): 1},
        ),
        (("loan", "m"), {}),  # nobody is known to have borrowed it
        (("contact", "t"), {("sign_in", "out"): 1}),
        (("guarantee", "a>b"), {("guarantee", "in"): 1, ("guarantee", "out"): 1}),
    ],
)
def test_the_menu_counts_links_by_relation_and_direction(filled, key, expected):
    assert some(expansions(filled(rows()), AT, key)) == expected


def test_the_menu_names_what_links_lead_to(filled):
    store = filled(rows())
    named = {
        (item.relation, item.direction): item.label.en
        for item in expansions(store, AT, ("account", "x"))
    }
    assert named["transfer", "out"] == "Transfers out"
    assert named["account", "in"] == "Holders"
    assert ("account", "out") not in named
    contract = expansions(store, AT, ("guarantee", "a>b"))
    assert [item.label.en for item in contract] == ["Debtor", "Guarantor"]
