"""Bank loans of companies, in step with their balance sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ingest.synthetic.seasons import draw_days, seconds_of
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import (
    file_table,
    instants,
    masked,
    numbered,
    spans,
    worded,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]

CURRENCIES = ("CNY", "USD", "HKD", "EUR")
_YUAN = np.array([1.0, 7.1, 0.91, 7.8])
_PURPOSES = ("流动资金", "固定资产", "贸易融资", "借新还旧", "经营周转")
_CLASSES = ("normal", "special_mention", "substandard", "doubtful", "loss")


@dataclass(frozen=True, slots=True)
class Loans:
    """Loans sorted by borrower; amounts in units of `currency` (place in CURRENCIES).

    `start` (shape (companies + 1,)) delimits the loans of each company. `owed` is the
    outstanding total of each company in yuan.
    """

    borrower: Integers
    lender: Integers
    principal: Integers
    outstanding: Integers
    currency: Integers
    started: Integers  # UTC seconds
    start: Integers
    owed: NDArray[np.float64]


def build_loans(
    roster: Roster,
    debtors: NDArray[np.bool_],
    as_of: np.datetime64,
    seed: int,
    options: EconomyOptions,
) -> Loans:
    """Draw loans: one to three for each guaranteed debtor, some for the others."""
    random = stream(seed, "loans")
    count = roster.n_companies
    chance = random.random(count)
    number = np.where(debtors, 1 + (chance < 0.4) + (chance < 0.15), chance < 0.4)
    borrower = np.repeat(np.arange(count), number)
    n_loans = len(borrower)
    part = random.uniform(0.12, 0.55, n_loans) / number[borrower]
    currency = random.choice(len(CURRENCIES), n_loans, p=[0.97, 0.015, 0.01, 0.005])
    yuan = roster.liabilities[borrower] * part / _YUAN[currency]
    principal = np.maximum(np.round(yuan, -5), 300_000).astype(np.int64)
    outstanding = np.round(principal * random.uniform(0.4, 1.0, n_loans), -4)
    first = as_of - np.timedelta64(365 * options.history_years, "D")
    days = draw_days(random, n_loans, (first, as_of), options.quarter_end_weight)
    home = roster.first_bank + roster.city[borrower] % roster.n_banks
    stray = roster.first_bank + random.integers(0, roster.n_banks, n_loans)
    return Loans(
        borrower=borrower,
        lender=np.where(random.random(n_loans) < 0.6, home, stray),
        principal=principal,
        outstanding=outstanding.astype(np.int64),
        currency=currency,
        started=seconds_of(random, days),
        start=np.concatenate([[0], np.cumsum(number)]).astype(np.int64),
        owed=np.bincount(
            borrower, outstanding * _YUAN[currency], minlength=count
        ).astype(np.float64),
    )


def loan_ids(numbers: Integers) -> pa.Array:
    """Ids of loans; null where negative."""
    return numbered("demo-loan:", numbers)


def loan_tables(
    roster: Roster,
    loans: Loans,
    days_in_default: Integers,
    seed: int,
) -> Iterator[pa.Table]:
    """Rows of loan.csv; `days_in_default` is per company, -1 where it pays."""
    random = stream(seed, "loan terms")
    n_loans = len(loans.borrower)
    late = days_in_default[loans.borrower]
    slips = np.where(random.random(n_loans) < 0.02, random.integers(1, 60, n_loans), 0)
    overdue = np.where(late >= 0, late, slips)
    begun = loans.started.astype("datetime64[s]").astype("datetime64[D]")
    drawn = _terms(random, roster, loans)
    term = random.choice([365, 730, 1095, 1825], n_loans, p=[0.5, 0.2, 0.2, 0.1])
    for part in spans(n_loans):
        numbers = np.arange(part.start, part.stop)
        yield file_table(
            "loan",
            {
                "loan_id": loan_ids(numbers),
                "borrower_id": roster.take(loans.borrower[part]),
                "lender_id": roster.take(loans.lender[part]),
                "principal": loans.principal[part],
                "outstanding": loans.outstanding[part],
                "currency": worded(CURRENCIES, loans.currency[part]),
                "five_class": worded(
                    _CLASSES, np.searchsorted([30, 90, 180, 360], overdue[part])
                ),
                "days_past_due": overdue[part],
                "started_on": instants(loans.started[part]),
                "maturity": begun[part] + term[part],
                "source": "demo-credit",
                "record_id": loan_ids(numbers),
                "valid_from": begun[part],
                **{
                    name: column.slice(part.start, len(numbers))
                    for name, column in drawn.items()
                },
            },
        )


def _terms(
    random: np.random.Generator, roster: Roster, loans: Loans
) -> dict[str, pa.Array]:
    """Whole columns of the terms that nothing else depends on."""
    n_loans = len(loans.borrower)
    rate = random.normal(0.045, 0.008, n_loans).clip(0.025, 0.09)
    unsecured = random.random(n_loans) >= 0.35
    collateral = np.round(loans.principal * random.uniform(0.3, 1.4, n_loans), -4)
    haircut = np.round(random.uniform(0.2, 0.6, n_loans), 2)
    purpose = random.integers(0, len(_PURPOSES), n_loans)
    origin = roster.self_pd[loans.borrower] * random.uniform(0.5, 1.2, n_loans)
    return {
        "effective_rate": pa.array(np.round(rate, 4)),
        "origination_pd": pa.array(np.round(origin, 5)),
        "off_balance": pa.array(random.random(n_loans) < 0.06),
        "collateral_value": masked(collateral.astype(np.int64), unsecured),
        "collateral_haircut": masked(haircut, unsecured),
        "purpose": worded(_PURPOSES, purpose),
    }
