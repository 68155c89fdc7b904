import math
from itertools import combinations

import pytest

from feature_rows import DAY, NOW, companies, features_of
from gnn.features import Group, payment_loops

LOOP = (("a", "b", 100, 900), ("b", "c", 90, 800), ("c", "d", 80, 700),
        ("d", "a", 70, 600))  # fmt: skip


def village(paid, owned):
    return {
        "party": [*companies(*"abcdef"), {"party_id": "p", "party_type": "person"}],
        "account": [{"account_id": f"acc-{firm}"} for firm in "abcdef"],
        "account_holder": [
            {"holder_id": firm, "account_id": f"acc-{firm}"} for firm in "abcdef"
        ],
        "transfer": [
            {"payer_id": f"acc-{one}", "payee_id": f"acc-{other}", "currency": "CNY",
             "amount": 100 * amount, "valid_from": NOW - days * DAY}
            for one, other, days, amount in paid
        ],
        "ownership": [{"owner_id": "p", "asset_id": firm} for firm in owned],
    }  # fmt: skip


def loops_of(paid, owned="af"):
    return features_of(village(paid, owned), Group.CONTROL_OVERLAP)


def test_a_loop_of_which_two_firms_share_an_owner():
    found = loops_of(LOOP, "ac")
    assert {firm: found[firm]["loops"] for firm in "abcdef"} == dict.fromkeys(
        "abcd", 1
    ) | {"e": 0, "f": 0}
    for firm, partners in zip("abcd", (1, 0, 1, 0), strict=True):
        row = found[firm]
        assert row["loop_length"] == row["loop_related_length"] == 4
        assert row["loop_since"] == row["loop_related_since"] == 70
        assert row["loop_days"] == 30
        assert row["loop_log"] == pytest.approx(math.log1p(600))
        assert row["loop_kept"] == pytest.approx(600 / 900)
        assert row["loop_density"] == pytest.approx(1 / 6)
        assert row["loop_tied"] == pytest.approx(1 / 2)
        assert row["loop_partners"] == partners
        assert row["loops_related"] == row["loops_mixed"] == 1
    assert math.isnan(found["e"]["loop_density"])


def test_an_open_group_is_related_but_not_mixed():
    found = loops_of(LOOP, "abcd")
    assert found["a"]["loops_related"] == 1
    assert found["a"]["loops_mixed"] == 0
    assert found["a"]["loop_partners"] == 3
    assert found["a"]["loop_tied"] == 1


@pytest.mark.parametrize(
    "paid",
    [
        LOOP[:3],  # open
        LOOP[:1] + LOOP[2:] + (("b", "c", 60, 1),),  # in no order of time
        (*LOOP[:3], ("d", "a", 34, 1)),  # 46 days later
        (("a", "b", 30, 1), ("b", "a", 20, 1)),  # to and fro
    ],
)
def test_what_is_no_loop(paid):
    assert {row["loops"] for row in loops_of(paid).values()} == {0}


def test_every_two_firms_of_a_long_loop_are_compared():
    firms = "abcdef"
    ring = [
        (one, other, 90 - place, 1)
        for place, (one, other) in enumerate(zip(firms, firms[1:] + "a", strict=True))
    ]
    for owned in combinations(firms, 2):
        found = loops_of(ring, owned)
        tied = {firm for firm in firms if found[firm]["loop_partners"]}
        assert tied == set(owned)
        assert found["a"]["loop_density"] == pytest.approx(1 / 15)


def test_a_search_that_was_cut_says_nothing(monkeypatch):
    monkeypatch.setitem(payment_loops.CAPS, "loop_payments_read", 1)
    found = loops_of(LOOP)
    assert all(math.isnan(row["loops"]) for row in found.values())
