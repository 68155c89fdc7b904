"""What else a money ring may be: each reading fits, does not, or was not checked."""

from __future__ import annotations

import pytest

from graph.analysis.ring_ground import RUN_PAYEES
from graph.analysis.ring_parameters import DAY
from graph.analysis.ring_reading_words import READINGS, readings_of
from graph.analysis.ring_readings import TESTS
from graph.analysis.rings import find_rings
from graph.vocabulary import KINDS, SHARE_UNIT

AS_OF = 1_000 * DAY
HOPS = [("a", "b", 200, 100), ("b", "c", 202, 97), ("c", "a", 204, 95)]
OWNED = [
    {"owner_id": "A", "asset_id": name, "share": SHARE_UNIT * 6 // 10} for name in "BC"
]


def transfer(payer, payee, day, amount, **others):
    return {
        "payer_id": payer,
        "payee_id": payee,
        "valid_from": day * DAY,
        "amount": None if amount is None else amount * 100,
        **others,
    }


@pytest.fixture
def ring(built):
    """The one ring of three accounts, with these facts beside it."""

    def make(*, held="ABC", types=None, stated=None, payments=(), **others):
        rows = {
            "party": [
                {"party_id": name, "party_type": (types or {}).get(name, "company")}
                for name in "ABCPZ"
            ],
            "account": [{"account_id": name} for name in "abc"]
            + [{"account_id": f"w{number}"} for number in range(RUN_PAYEES + 2)],
            "account_holder": [
                {"holder_id": party, "account_id": account}
                for account, party in zip("abc", held, strict=True)
                if party != "-"
            ],
            "transfer": [
                transfer(*hop, **(stated or {}).get(place, {}))
                for place, hop in enumerate(HOPS)
            ]
            + [transfer(*row) for row in payments],
            **others,
        }
        (found,) = find_rings(built(rows, AS_OF)).rings
        return found

    return make


TOP = [{"owner_id": "P", "asset_id": name, "share": SHARE_UNIT} for name in "AC"]
P_IS = {"types": {"P": "person"}}
SOLE = [{"owner_id": "P", "asset_id": name, "share": SHARE_UNIT} for name in "ABC"]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"ownership": OWNED}, "fits"),
        ({"held": "AAA"}, "fits"),
        ({"ownership": [*OWNED[:1], *TOP], **P_IS}, "no"),
        ({"ownership": OWNED, "types": {"A": "person"}}, "no"),
        # shells of somebody who takes no part
        ({"held": "BCB", "ownership": [*OWNED, *TOP[:1]], **P_IS}, "no"),
        ({"held": "AB-", "ownership": SOLE, **P_IS}, "no"),  # P leads no group
        # who holds C, or A, or P was not collected, or half of C
        ({"ownership": OWNED[:1]}, "not_checked"),
        ({"ownership": [*OWNED[:1], TOP[1]], **P_IS}, "not_checked"),
        ({"ownership": [*OWNED[:1], *TOP]}, "not_checked"),
        ({"ownership": OWNED, "types": {"A": None}}, "not_checked"),
        ({}, "not_checked"),
        ({"held": "AB-", "ownership": OWNED}, "not_checked"),
        ({"held": "---", "ownership": OWNED}, "not_checked"),
    ],
)
def test_a_cash_sweep_is_led_by_a_company_of_the_ring(ring, facts, verdict):
    assert ring(**facts).cash_sweep == verdict


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        ({"order_no": "88-1"}, {"order_no": "88-1"}, "fits"),
        ({"order_no": "88-1"}, {"order_no": "88-2"}, "no"),
        ({"order_no": "88-1"}, {}, "not_checked"),
        ({}, {}, "not_checked"),
        (
            {"order_no": "1", "source": "x"},
            {"order_no": "1", "source": "y"},
            "not_checked",
        ),
    ],
)
def test_a_refund_is_for_the_order_that_was_paid(ring, first, last, verdict):
    assert ring(stated={0: first, 2: last}).refund == verdict


def wages(day, amount=40, payees=RUN_PAYEES):
    return [("b", f"w{number}", day, amount) for number in range(payees)]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({}, "no"),
        ({"types": {"C": "state_organ"}}, "fits"),
        ({"held": "AB-"}, "not_checked"),
        ({"types": {"C": None}}, "not_checked"),
        ({"payments": [*wages(202), *wages(172, None)]}, "no"),  # not c
        (
            {"payments": [*wages(202), *wages(172, None), ("b", "c", 172, None)]},
            "not_checked",
        ),
        # too few amounts lack to make it a run
        ({"payments": [*wages(202), ("b", "c", 172, None)]}, "no"),
        # c is paid in one run with many, and about the same a month before
        ({"payments": [*wages(202), *wages(172), ("b", "c", 172, 90)]}, "fits"),
        ({"payments": [*wages(202), *wages(232), ("b", "c", 232, 90)]}, "fits"),
        ({"payments": [*wages(202), *wages(172), ("b", "c", 172, 30)]}, "no"),
        ({"payments": [*wages(202), *wages(182), ("b", "c", 182, 97)]}, "no"),
        ({"payments": [*wages(202), *wages(172)]}, "no"),  # not c
        ({"payments": wages(202)}, "no"),  # once
        (
            {
                "payments": [
                    *wages(202, payees=5),
                    *wages(172, payees=5),
                    ("b", "c", 172, 90),
                ]
            },
            "no",
        ),
    ],
)
def test_payroll_is_a_monthly_run_and_tax_goes_to_the_state(ring, facts, verdict):
    assert ring(**facts).payroll_tax == verdict


SAME = {"goods_type": "steel", "order_no": "51-2"}


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ([SAME, SAME, SAME], "fits"),
        ([SAME, SAME, SAME | {"order_no": "51-3"}], "no"),
        ([SAME, SAME, SAME | {"goods_type": "rent"}], "no"),
        ([SAME, {"goods_type": "steel"}, SAME], "not_checked"),
        ([SAME, {}, SAME | {"goods_type": "rent"}], "no"),
        ([{"goods_type": "steel"}] * 3, "not_checked"),
        ([SAME | {"source": name} for name in "xyz"], "not_checked"),
    ],
)
def test_an_agent_passes_the_same_goods_on_under_one_order(ring, stated, verdict):
    assert ring(stated=dict(enumerate(stated))).agency == verdict


def test_a_ring_that_a_reading_fits_stands_apart(ring):
    assert not ring().everyday
    found = ring(held="AAA")
    assert found.everyday
    fitting = [item.name for item in readings_of(found) if item.verdict == "fits"]
    assert fitting == ["cash_sweep"]


def test_what_was_not_collected_of_these_firms_is_named(ring):
    found = ring(ownership=OWNED[:1], held="AB-", types={"B": None})
    told = {item.name: item.text for item in readings_of(found)}
    assert found.missing.split() == [
        "cash_sweep:account_holder",
        "refund:transfer.order_no",
        "payroll_tax:account_holder",
        "payroll_tax:party.party_type",
        "agency:transfer.goods_type",
        "agency:transfer.order_no",
    ]
    assert told["refund"].en.startswith("not collected here: ")
    assert told["refund"].zh.startswith("未采集：")
    assert readings_of(ring(held="AAA"))[0].text == READINGS[0].words["fits"]


def test_transfers_tell_their_goods_and_orders(ring):
    found = ring(stated={0: SAME, 1: {"goods_type": ""}})
    assert [(hop.goods_type, hop.order_no) for hop in found.transfers] == [
        ("steel", "51-2"),
        (None, None),
        (None, None),
    ]


def test_every_reading_says_what_it_tests_uses_and_takes_for_granted():
    assert [reading.name for reading in READINGS] == list(TESTS)
    for reading in READINGS:
        assert reading.thresholds
        assert {limit.source for limit in reading.thresholds} <= {
            "law",
            "measured",
            "judgement",
        }
        for name in reading.data:
            kind, _, column = name.partition(".")
            assert not column or column in KINDS[kind].property_by_name
        assert list(reading.words) == ["fits", "no", "not_checked"]
        texts = [reading.title, reading.test, *reading.words.values()]
        assert all(text.en and text.zh for text in texts)
