"""Each legal rule by hand, with the article it comes from."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.instant import to_milliseconds
from graph.legal_force import Force, legal_force
from graph.model import batch_schema
from graph.vocabulary import KINDS

DAY = 86_400_000


def day(text):
    return to_milliseconds(date.fromisoformat(text))


def force_of(as_of, *contracts):
    table = pa.Table.from_pylist(list(contracts), batch_schema(KINDS["guarantee"]))
    force, code = legal_force(table, as_of)
    return [(float(v), Force(int(c)).name) for v, c in zip(force, code, strict=True)]


TODAY = day("2026-06-30")
PAST, FUTURE = day("2026-06-29"), day("2026-12-31")


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        ({}, (1.0, "IN_FORCE")),
        ({"status": "active", "guarantee_kind": "guarantee"}, (1.0, "IN_FORCE")),
        ({"status": "disputed"}, (1.0, "IN_FORCE")),  # what is unknown counts in full
        ({"status": "released"}, (0.0, "RELEASED")),
        ({"status": "expired"}, (0.0, "LAPSED")),
        ({"status": "called"}, (1.0, "CALLED")),
        # Civil Code 692: the agreed period, whose last day is included
        ({"period_end": PAST}, (0.0, "LAPSED")),
        ({"period_end": TODAY}, (1.0, "IN_FORCE")),
        ({"period_end": FUTURE, "maturity": day("2020-01-01")}, (1.0, "IN_FORCE")),
        # 692, second sentence: a period that ends with the debt is not agreed at all
        ({"period_end": PAST, "maturity": PAST}, (1.0, "IN_FORCE")),
        ({"period_end": PAST, "maturity": FUTURE}, (1.0, "IN_FORCE")),
        ({"period_end": PAST, "maturity": day("2026-06-28")}, (0.0, "LAPSED")),
        # 693: claimed within the period, or too late
        ({"period_end": PAST, "exercised_on": PAST}, (1.0, "IN_FORCE")),
        ({"period_end": PAST, "exercised_on": TODAY}, (0.0, "LAPSED")),
        ({"period_end": PAST, "status": "called"}, (1.0, "CALLED")),
        (
            {"period_end": PAST, "status": "called", "exercised_on": TODAY},
            (0.0, "LAPSED"),
        ),
        # Company Law 2023 art. 15
        ({"resolution": "missing"}, (0.0, "NO_RESOLUTION")),
        ({"resolution": "ok"}, (1.0, "IN_FORCE")),
        ({"resolution": "not_required"}, (1.0, "IN_FORCE")),
        ({"resolution": "unknown"}, (1.0, "IN_FORCE")),
        # Interpretation of the guarantee system art. 9
        ({"disclosed": False}, (0.0, "UNDISCLOSED")),
        ({"disclosed": True}, (1.0, "IN_FORCE")),
        # Civil Code 387 and 689
        ({"guarantee_kind": "counter_guarantee"}, (0.0, "NOT_A_GUARANTEE")),
        ({"guarantee_kind": "mortgage"}, (0.0, "NOT_A_GUARANTEE")),
        ({"guarantee_kind": "pledge"}, (0.0, "NOT_A_GUARANTEE")),
        # Interpretation art. 17: the source states what is left
        ({"enforceability": 0.5}, (0.5, "REDUCED")),
        ({"enforceability": 1.0}, (1.0, "IN_FORCE")),
        ({"enforceability": 0.0}, (0.0, "VOID")),
        # a known zero: nothing can be called; an unknown cap is no zero
        ({"cap": 0}, (0.0, "EXHAUSTED")),
        ({"cap": 100, "paid": 100}, (0.0, "EXHAUSTED")),
        ({"cap": 100, "paid": 101}, (0.0, "EXHAUSTED")),
        ({"cap": 100, "paid": 99}, (1.0, "IN_FORCE")),
        ({"paid": 100}, (1.0, "IN_FORCE")),
        ({"cap": 0, "status": "released"}, (0.0, "RELEASED")),
        # the least of the bounds, never their product
        ({"enforceability": 0.5, "status": "called"}, (0.5, "REDUCED")),
        ({"enforceability": 0.5, "resolution": "missing"}, (0.0, "NO_RESOLUTION")),
        ({"status": "released", "period_end": PAST}, (0.0, "RELEASED")),
    ],
)
def test_each_rule_bounds_the_force(contract, expected):
    assert force_of(TODAY, contract) == [expected]


@pytest.mark.parametrize(
    ("maturity", "last_day"),
    [
        ("2025-01-15", "2025-07-15"),
        ("2025-08-31", "2026-02-28"),
        ("2023-08-31", "2024-02-29"),
        ("2025-03-31", "2025-09-30"),
        ("2025-12-31", "2026-06-30"),
        ("1969-08-30", "1970-02-28"),
    ],
)
def test_the_default_period_is_six_months_cut_at_the_end_of_the_month(
    maturity, last_day
):
    contract = {"maturity": day(maturity)}
    after = day(last_day) + DAY
    assert force_of(after - 1, contract) == [(1.0, "IN_FORCE")]
    assert force_of(after, contract) == [(0.0, "LAPSED")]


def test_no_contract_is_no_force():
    assert force_of(TODAY) == []


def test_rows_are_judged_alone():
    contracts = [{"status": "released"}, {}, {"enforceability": 0.25}]
    assert force_of(TODAY, *contracts) == [
        force_of(TODAY, contract)[0] for contract in contracts
    ]


DATES = st.none() | st.integers(-40_000, 40_000).map(lambda days: days * DAY)


@given(
    contract=st.fixed_dictionaries(
        {"period_end": DATES, "maturity": DATES, "exercised_on": DATES}
    ),
    first=st.integers(-40_000, 40_000),
    later=st.integers(0, 80_000),
)
def test_a_lapsed_guarantee_never_comes_back(contract, first, later):
    before, after = (
        force_of(moment * DAY, contract)[0][0] for moment in (first, first + later)
    )
    assert after <= before
