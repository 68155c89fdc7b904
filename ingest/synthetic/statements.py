"""Published figures: balance sheets, ratings, banks' capital, exchange rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.seasons import earlier_spells
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import file_table, masked, numbered, spans, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from ingest.synthetic.horizon import Horizon
    from ingest.synthetic.roster import Roster

GRADES = ("AAA", "AA", "A", "BBB", "BB", "B", "CCC")
_GRADE_LIMITS = np.array([0.002, 0.005, 0.01, 0.02, 0.05, 0.12])
_LAG = 90
"""Days within which a statement is published."""
_SILENT = 1 / 6
_YEARLY = 0.4
"""Share of the companies that publish no statement of the half-year."""
_RATES = {"USD": 7.1, "HKD": 0.91, "EUR": 7.8}


def financials_tables(roster: Roster, seed: int) -> Iterator[pa.Table]:
    """Rows of financials.csv: one a year, from many one per half-year; all are late.

    One company in six publishes nothing.
    """
    random = stream(seed, "financials")
    count = roster.n_companies
    silent = random.random(count) < _SILENT
    company = np.flatnonzero(~silent)
    liquid = roster.assets * random.uniform(0.15, 0.6, count)
    pledged = roster.assets * random.beta(1.5, 6.0, count)
    revenue = roster.assets * random.lognormal(-0.1, 0.6, count)
    scale = np.ones(count)
    yearly = random.random(count) < _YEARLY
    number = 0
    for end_day in _period_ends(roster.horizon):
        half = end_day.astype("datetime64[M]").astype(int) % 12 == 5
        tells = (roster.born[company] < end_day) & ~(
            roster.gone[company] < end_day + _LAG
        )
        if half:
            tells &= ~yearly[company]
        firms = company[tells]
        for part in spans(len(firms)):
            firm = firms[part]
            yield file_table(
                "financials",
                {
                    "party_id": roster.take(firm),
                    "period_end": np.full(len(firm), end_day),
                    "currency": "CNY",
                    "total_assets": _yuan(roster.assets[firm] * scale[firm]),
                    "total_liabilities": _yuan(roster.liabilities[firm] * scale[firm]),
                    "liquid_assets": _yuan(liquid[firm] * scale[firm]),
                    "pledged_assets": _yuan(pledged[firm] * scale[firm]),
                    "revenue": _yuan(
                        revenue[firm] * scale[firm] * (0.5 if half else 1.0)
                    ),
                    "source": "demo-statements",
                    "record_id": numbered("statement:", number + np.arange(len(firm))),
                    "published_at": end_day + random.integers(50, _LAG, len(firm)),
                },
            )
            number += len(firm)
        scale *= random.normal(1.0, 0.05, count).clip(0.8, 1.2)
        if not half:
            yield _bank_capital(roster, end_day, seed)


def _period_ends(horizon: Horizon) -> list[np.datetime64]:
    """Ends of the half-years that are published before the day, the latest first.

    The earliest is published before the first day: there is always a statement.
    """
    month = (horizon.day - _LAG).astype("datetime64[M]")
    latest = month - (month.astype(int) % 6)  # the first month of a half-year
    halves = range(2 * horizon.years + 2)
    return [(latest - 6 * half).astype("datetime64[D]") - 1 for half in halves]


def _yuan(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> pa.Array:
    return masked(
        np.round(values, -3).astype(np.int64), np.zeros(len(values), np.bool_)
    )


def _bank_capital(roster: Roster, end: np.datetime64, seed: int) -> pa.Table:
    random = stream(seed, f"bank capital {end}")
    first, count = roster.first_guarantee_company, roster.first_organ
    parties = np.arange(first, count)
    banks = parties >= roster.first_bank
    tier1 = random.lognormal(np.log(9e9), 0.6, len(parties))
    own = random.lognormal(np.log(6e8), 0.4, len(parties))
    assets = np.where(banks, tier1 * 13, own * 1.6)
    capital = np.where(banks, tier1, own)
    return file_table(
        "financials",
        {
            "party_id": roster.take(parties),
            "period_end": np.full(len(parties), end),
            "currency": "CNY",
            "total_assets": _yuan(assets),
            "total_liabilities": _yuan(assets - capital),
            "tier1_capital": masked(np.round(tier1, -3).astype(np.int64), ~banks),
            "net_capital": masked(np.round(tier1 * 1.2, -3).astype(np.int64), ~banks),
            "source": "demo-statements",
            "record_id": numbered(f"capital:{end}:", parties),
            "published_at": np.full(len(parties), end + 100),
        },
    )


def rating_tables(roster: Roster, seed: int) -> Iterator[pa.Table]:
    """Rows of rating.csv: most with a PD, some with a grade alone, a tenth none.

    Each is replaced after about a year; the present ones come first.
    """
    random = stream(seed, "ratings")
    company = np.flatnonzero(random.random(roster.n_companies) < 0.9)
    grade_only = random.random(len(company)) < 0.15
    born, gone = roster.born[company], roster.gone[company]
    last = np.where(np.isnat(gone), roster.horizon.day, gone)
    rated = np.maximum(last - random.integers(20, 360, len(company)), born)
    horizon = roster.horizon
    place, begin, end = earlier_spells(
        rated,
        born,
        horizon.first,
        lambda places, _: random.integers(300, 420, len(places)),
    )
    company = np.concatenate([company, company[place]])
    grade_only = np.concatenate([grade_only, grade_only[place]])
    drift = random.lognormal(0.0, 0.25, len(company))
    drift[: len(rated)] = 1.0
    self_pd = np.round(np.minimum(roster.self_pd[company] * drift, 0.99), 5)
    grade = np.searchsorted(_GRADE_LIMITS, self_pd)
    valid_from = np.concatenate([rated, begin])
    valid_to = np.concatenate([gone, end])
    for part in spans(len(company)):
        yield file_table(
            "rating",
            {
                "party_id": roster.take(company[part]),
                "grade": worded(GRADES, grade[part]),
                "self_pd": masked(self_pd[part], grade_only[part]),
                "agency": "内部评级",
                "source": "demo-credit",
                "record_id": numbered("rating:", np.arange(part.start, part.stop)),
                "valid_from": valid_from[part],
                "valid_to": valid_to[part],
            },
        )


def exchange_rate_tables(horizon: Horizon, seed: int) -> Iterator[pa.Table]:
    """Rows of exchange_rate.csv: one rate per month, the last one open."""
    random = stream(seed, "exchange rates")
    last = horizon.day.astype("datetime64[M]")
    months = last - np.arange(12 * (horizon.years + 2), -1, -1)
    start = months.astype("datetime64[D]")
    stop = (months + 1).astype("datetime64[D]") - 1
    stop[-1] = np.datetime64("NaT")
    for base, middle in _RATES.items():
        drift = np.cumsum(random.normal(0.0, 0.006, len(months)))
        yield file_table(
            "exchange_rate",
            {
                "base_currency": base,
                "quote_currency": "CNY",
                "rate": np.round(middle * np.exp(drift - drift[-1]), 4),
                "source": "demo-rates",
                "record_id": np.array([f"{base}-CNY:{month}" for month in months]),
                "valid_from": start,
                "valid_to": stop,
            },
        )
