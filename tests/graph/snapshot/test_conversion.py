"""Money in the reporting currency, at rates that are facts."""

from __future__ import annotations

import math

import pytest

from graph.errors import MissingRateError
from graph.testing.facts import guarantee_rows, pair_amounts, snapshot_of

AS_OF = 1_600_000_000_000


def built(rows, **options):
    return snapshot_of(rows, AS_OF, **options)


def rate(base, quote, value, **more):
    record = f"{base}{quote}{value}"
    return {
        "base_currency": base,
        "quote_currency": quote,
        "rate": value,
        "record_id": record,
        **more,
    }


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ([rate("USD", "CNY", 7.0)], 70.0),
        ([rate("CNY", "USD", 0.125)], 80.0),
        ([rate("USD", "CNY", 6.0), rate("USD", "CNY", 7.5, valid_from=5)], 75.0),
        ([rate("USD", "CNY", 6.0), rate("USD", "CNY", 9, valid_from=AS_OF + 1)], 60.0),
        ([rate("USD", "CNY", 6.0), rate("CNY", "USD", 0.1, valid_from=5)], 100.0),
    ],
)
def test_money_is_converted_at_the_latest_visible_rate(rates, expected):
    rows = guarantee_rows(("g", "b"), cap=1_000, currency="USD")
    snapshot = built(rows | {"exchange_rate": rates})
    assert pair_amounts(snapshot)["g", "b"][0] == pytest.approx(expected)


def test_minor_units_follow_the_currency():
    rows = guarantee_rows(("g", "b"), cap=1_000, currency="JPY")
    assert pair_amounts(built(rows, reporting_currency="JPY"))["g", "b"] == (
        1_000,
        1_000,
    )


def test_a_missing_rate_is_an_error_and_never_one():
    with pytest.raises(MissingRateError) as caught:
        built(guarantee_rows(("g", "b"), cap=1_000, currency="USD"))
    assert caught.value.currency == "USD"


def test_no_rate_is_needed_where_nothing_is_stated():
    assert len(built(guarantee_rows(("g", "b"), currency="USD")).pairs) == 1


def test_a_missing_currency_is_assumed_and_said():
    snapshot = built(guarantee_rows(("g", "b"), cap=1_000))
    assert pair_amounts(snapshot)["g", "b"][0] == 10.0
    assert snapshot.manifest.assumptions == (
        "1 amounts (cap of guarantee contracts) state no currency: CNY is assumed",
    )


@pytest.mark.parametrize("value", [0.0, -7.0, 1e-300, 1e300])
@pytest.mark.parametrize("inverse", [False, True])
def test_what_has_an_impossible_rate_only_is_unknown_and_said_to_be(value, inverse):
    rows = guarantee_rows(("g", "b"), cap=1_000, currency="USD")
    ends = ("CNY", "USD") if inverse else ("USD", "CNY")
    snapshot = built(rows | {"exchange_rate": [rate(*ends, value)]})
    effective, face = pair_amounts(snapshot)["g", "b"]
    assert math.isnan(effective)
    assert math.isnan(face)
    (said,) = snapshot.manifest.assumptions
    assert said == (
        "1 amounts (cap of guarantee contracts) are unknown: the only exchange rate "
        f"of USD is {value:g}, which cannot be"
    )


def test_a_possible_rate_counts_beside_a_later_impossible_one():
    rows = guarantee_rows(("g", "b"), cap=1_000, currency="USD")
    rates = [rate("USD", "CNY", 7.0), rate("USD", "CNY", 1e-300, valid_from=5)]
    snapshot = built(rows | {"exchange_rate": rates})
    assert pair_amounts(snapshot)["g", "b"][0] == pytest.approx(70.0)
    assert snapshot.manifest.assumptions == ()
