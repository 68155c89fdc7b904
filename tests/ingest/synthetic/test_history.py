"""The economy is as full on a past date as on its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ingest.synthetic import EconomyOptions, generate

pytestmark = pytest.mark.integration

DAY = date(2026, 9, 30)
DATES = [date(2025, 9, 30), date(2025, 3, 31), date(2024, 9, 30), date(2023, 10, 1)]
WITHIN_A_YEAR = 0.15


def _valid(row, day):
    return row["valid_from"] <= day and not (row["valid_to"] and row["valid_to"] < day)


def _guarantees(row, day):
    return (
        row["guarantee_kind"] == "guarantee"
        and row["status"] == "active"
        and _valid(row, day)
        and day <= row["period_end"]
    )


def _last_twelve_months(column):
    def within(row, day):
        start = date.fromisoformat(day) - timedelta(365)
        return start.isoformat() < row[column][:10] <= day

    return within


SEEN = {
    "guarantee": _guarantees,
    "loan": _valid,
    "rating": _valid,
    "ownership": _valid,
    "role": _valid,
    "contact_use": _valid,
    "transfer": _last_twelve_months("occurred_at"),
    "deposit": _last_twelve_months("occurred_at"),
    "financials": _last_twelve_months("published_at"),
}


@pytest.mark.parametrize("name", sorted(SEEN))
@pytest.mark.parametrize("day", DATES, ids=str)
def test_a_past_date_shows_as_much_as_the_day(rows, name, day):
    found, seen = rows(name), SEEN[name]
    today = sum(seen(row, DAY.isoformat()) for row in found)
    then = sum(seen(row, day.isoformat()) for row in found)
    years = max(1.0, (DAY - day).days / 365)
    assert today > 500
    assert abs(then / today - 1) < WITHIN_A_YEAR * years


@pytest.mark.parametrize("name", ["risk_event", "party"])
def test_failures_and_foundations_are_spread_over_the_years(rows, name):
    column = "occurred_at" if name == "risk_event" else "established_on"
    kind = {"risk_event": "default", "party": "company"}[name]
    years = [
        row[column][:4]
        for row in rows(name)
        if kind in (row.get("event_type"), row.get("party_type"))
    ]
    counts = [years.count(year) for year in ("2022", "2023", "2024", "2025")]
    assert min(counts) > 5
    assert max(counts) < 3.5 * min(counts)


def test_companies_are_dissolved_with_what_they_had(rows):
    gone = {row["party_id"]: row["valid_to"] for row in rows("party")}
    gone = {party: day for party, day in gone.items() if day}
    assert 20 < len(gone) < 200
    for name, column in (
        ("ownership", "asset_id"),
        ("role", "company_id"),
        ("contact_use", "party_id"),
        ("loan", "borrower_id"),
    ):
        for row in rows(name):
            if row[column] in gone:
                assert row["valid_to"] <= gone[row[column]]


def test_nothing_is_older_than_its_company(rows):
    born = {row["party_id"]: row["established_on"] for row in rows("party")}
    for name, column in (
        ("ownership", "asset_id"),
        ("role", "company_id"),
        ("contact_use", "party_id"),
        ("loan", "borrower_id"),
        ("rating", "party_id"),
    ):
        assert all(row["valid_from"] >= born[row[column]] for row in rows(name))


@pytest.mark.parametrize("years", [1, 8])
def test_the_history_is_as_long_as_asked(tmp_path, rows_of, years):
    options = EconomyOptions(history_years=years)
    generate(tmp_path / "made", companies=1_000, options=options)
    earliest = min(row["occurred_at"] for row in rows_of(tmp_path / "made", "transfer"))
    first = DAY - timedelta(365 * years)
    assert first.isoformat() <= earliest < (first + timedelta(60)).isoformat()
