import math

import numpy as np
import pytest

from feature_rows import DAY, NOW, companies, features_by_firm, features_of, renamed
from gnn.features import Group, build_features
from gnn.features.firms import Firms
from gnn.features.table import feature_schema
from graph.testing.facts import guarantee_rows, snapshot_of
from graph.vocabulary import SHARE_UNIT

MILLION = 100_000_000


def payment(payer, payee, amount, days):
    return {
        "payer_id": f"acc-{payer}",
        "payee_id": f"acc-{payee}",
        "amount": amount,
        "currency": "CNY",
        "valid_from": NOW - days * DAY,
    }


def contracts(*pairs, days=30):
    return guarantee_rows(
        *pairs, cap=MILLION, currency="CNY", valid_from=NOW - days * DAY
    )


RING = contracts(("a", "b"), ("b", "c"), ("c", "a"), days=100)
CHORD = contracts(("a", "c"), ("c", "d"), days=400)
ROWS = {
    "guarantee": [*RING["guarantee"], *CHORD["guarantee"]],
    "guarantor": [*RING["guarantor"], *CHORD["guarantor"]],
    "party": [
        {
            "party_id": "a",
            "party_type": "company",
            "sector": "C26",
            "established_on": NOW - 900 * DAY,
            "listed": True,
            "registered_capital": MILLION,
            "currency": "CNY",
            "website": "example.org",
        },
        {"party_id": "b", "party_type": "company", "sector": "其他"},
        *companies("c", "d"),
        {"party_id": "p", "party_type": "person"},
    ],
    "financials": [
        {"party_id": "a", "total_assets": 4 * MILLION, "revenue": MILLION,
         "currency": "CNY", "period_end": NOW - 90 * DAY, "valid_from": NOW - 40 * DAY},
        {"party_id": "a", "total_assets": 9 * MILLION, "revenue": MILLION,
         "currency": "CNY", "period_end": NOW - 500 * DAY,
         "valid_from": NOW - 400 * DAY},
    ],
    "rating": [{"party_id": "a", "self_pd": 0.02, "valid_from": NOW - 7 * DAY}],
    "loan": [
        {"loan_id": "l", "borrower_id": "a", "outstanding": MILLION, "currency": "CNY",
         "five_class": "doubtful", "days_past_due": 40, "valid_from": NOW - 50 * DAY},
        {"loan_id": "m", "borrower_id": "a", "valid_from": NOW - 80 * DAY},
    ],
    "account": [{"account_id": f"acc-{firm}"} for firm in "abcd"],
    "account_holder": [
        {"holder_id": firm, "account_id": f"acc-{firm}"} for firm in "abcd"
    ],
    "transfer": [
        payment("a", "b", 300, 10),
        payment("a", "b", 100, 200),
        payment("b", "a", 100, 91),  # on the edge of the shortest window, and out
        payment("a", "d", 100, 20),
        payment("b", "d", 100, 20),
        payment("d", "a", 900, 366),  # too long ago
    ],
    "ownership": [
        {"owner_id": "p", "asset_id": "a", "share": SHARE_UNIT // 4},
        {"owner_id": "p", "asset_id": "b", "share": SHARE_UNIT},
        {"owner_id": "a", "asset_id": "c", "share": SHARE_UNIT // 2},
    ],
    "contact": [{"contact_id": "t"}],
    "contact_use": [
        {"party_id": "p", "contact_id": "t"}, {"party_id": "d", "contact_id": "t"},
    ],
    "role": [{"person_id": "p", "company_id": "b"}],
    "risk_event": [
        {"party_id": "b", "event_type": "overdue", "valid_from": NOW - 10 * DAY},
        {"party_id": "d", "event_type": "overdue", "valid_from": NOW - 400 * DAY},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def own():
    return features_of(ROWS, Group.OWN)


@pytest.fixture(scope="module")
def degrees():
    return features_of(ROWS, Group.DEGREES)


@pytest.mark.parametrize(
    ("firm", "name", "value"),
    [
        ("a", "age", 900),
        ("a", "sector", 3),
        ("a", "sector_division", 26),
        ("b", "sector", None),
        ("b", "sector_division", None),
        ("a", "listed", 1),
        ("b", "listed", None),
        ("a", "website", 1),
        ("b", "website", 0),
        ("a", "log_capital", math.log1p(1e6)),
        ("a", "log_assets", math.log1p(4e6)),
        ("a", "revenue_share", 0.25),
        ("a", "statement_age", 40),
        ("b", "statement_age", None),
        ("a", "own_pd", 0.02),
        ("a", "rating_age", 7),
        ("a", "loans", 2),
        ("b", "loans", 0),
        ("a", "log_owed", math.log1p(1e6)),
        ("a", "owed_share", 0.25),
        ("a", "loan_overdue", 40),
        ("a", "loan_class", 3),
        ("a", "loan_age", 50),
        ("b", "loan_age", None),
    ],
)
def test_own_records_are_told_as_numbers(own, firm, name, value):
    assert own[firm][name] == pytest.approx(math.nan if value is None else value,
                                            rel=1e-6, nan_ok=True)  # fmt: skip


@pytest.mark.parametrize(
    ("firm", "name", "value"),
    [
        ("a", "guarantee_out", 2),
        ("a", "guarantee_in", 1),
        ("a", "guarantee_mutual", 1),
        ("a", "guarantee_log_out", math.log1p(2e6)),
        ("d", "guarantee_log_in", math.log1p(1e6)),
        ("a", "guarantee_circle", 3),
        ("d", "guarantee_circle", 1),
        ("d", "guarantee_weak", 4),
        ("a", "guarantee_inner", 2),
        ("c", "guarantee_inner", 1),
        ("a", "guarantee_triangles", 1),
        ("a", "guarantee_rounds", 1),
        ("d", "guarantee_rounds", 0),
        ("d", "guarantee_hops", 2),
        ("a", "guarantee_around", 5 / 4),
        ("a", "guarantee_given_91", 0),
        ("a", "guarantee_given_182", 1),
        ("a", "guarantee_given_365", 1),
        ("a", "given_to_assets", 0.5),
        ("a", "payment_out", 2),
        ("a", "payment_in", 1),
        ("a", "payment_mutual", 1),
        ("a", "payment_log_out", math.log1p(5)),
        ("a", "payment_net", -4 / 6),
        ("a", "payment_top_out", 0.8),
        ("c", "payment_net", None),
        ("a", "payment_circle", 2),
        ("a", "payment_triangles", 1),
        ("a", "payment_rounds", 0),
        ("a", "payment_paid_91", 2),
        ("a", "payment_paid_365", 3),
        ("a", "payment_got_91", 0),
        ("a", "payment_got_182", 1),
        ("a", "owners", 1),
        ("d", "owners", 0),
        ("a", "owner_load", 2),
        ("d", "owner_load", None),
        ("a", "top_share", 0.25),
        ("a", "holdings_given", 1),
        ("c", "holdings_taken", 1),
        ("b", "officer_load", 1),
        ("d", "contact_load", 1),
        ("a", "one_near", 2),  # b over p, and c which it owns
        ("c", "one_near", 1),
        ("c", "two_near", 2),  # p is an owner of its owner
        ("a", "network_failed", 1 / 3),
        ("a", "partners_failed", 1 / 2),
        ("d", "two_near", 2),  # p has its telephone
        ("d", "related_failed", 1 / 2),
    ],
)
def test_partners_components_and_registers_are_counted(degrees, firm, name, value):
    assert degrees[firm][name] == pytest.approx(math.nan if value is None else value,
                                                rel=1e-6, nan_ok=True)  # fmt: skip


def test_a_joint_account_pays_for_each_holder():
    rows = {
        **ROWS,
        "account_holder": [
            *ROWS["account_holder"],
            {"holder_id": "c", "account_id": "acc-a"},
            {"holder_id": "p", "account_id": "acc-a"},  # no company
        ],
    }
    found = features_of(rows, Group.DEGREES)
    assert found["c"]["payment_out"] == found["a"]["payment_out"] == 2
    assert found["b"]["payment_in"] == 2


def test_names_are_unique_and_other_names_of_parties_change_nothing():
    names = {name: f"z{9 - place}" for place, name in enumerate("abcd")}
    for group in (Group.OWN, Group.DEGREES):
        again = features_of(renamed(ROWS, names), group)
        for firm, row in features_of(ROWS, group).items():
            np.testing.assert_array_equal(
                list(again[names[firm]].values()), list(row.values()), err_msg=firm
            )
    schema = feature_schema(Group)
    assert len(set(schema.names)) == len(schema.names)


def test_a_village_without_facts_has_rows_all_the_same():
    found = features_by_firm(snapshot_of({"party": companies("a")}, NOW), Group.DEGREES)
    assert found["a"]["one_near"] != found["a"]["one_near"]  # not collected
    table = build_features(Firms(snapshot_of({"party": []}, NOW)))
    assert table.values.shape == (0, len(table.schema.features))


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("words", ["en", "zh"])
def test_no_two_features_of_a_group_are_called_the_same(group, words):
    said = [getattr(feature, words) for feature in feature_schema([group]).features]
    assert {text for text in said if said.count(text) > 1} == set()
