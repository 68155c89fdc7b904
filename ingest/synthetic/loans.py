"""Bank loans of companies, in step with their balance sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ingest.synthetic.amounts import everyday_amounts
from ingest.synthetic.seasons import bunched, earlier_spells, seconds_of
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
    Days = NDArray[np.datetime64]

CURRENCIES = ("CNY", "USD", "HKD", "EUR")
_YUAN = np.array([1.0, 7.1, 0.91, 7.8])
_TERMS = (365, 730, 1095, 1825)
_SMALL = 0.15
"""Share of the lines whose loans are no larger than everyday payments."""
_PURPOSES = ("流动资金", "固定资产", "贸易融资", "借新还旧", "经营周转")
_CLASSES = ("normal", "special_mention", "substandard", "doubtful", "loss")


@dataclass(frozen=True, slots=True)
class Loans:
    """Loans sorted by borrower, line and time.

    A line is a series of loans of one lender to one borrower, each paid off by the
    next; the last of each is open (`ended` is NaT) unless its borrower is gone.
    Amounts are in units of `currency` (place in CURRENCIES); `small` ones are no larger
    than everyday payments. `lines` (shape
    (companies + 1,)) delimits the lines of each company, `start` (shape (lines + 1,))
    the loans of each line. `owed` is what each company owes on the day, in yuan.
    """

    borrower: Integers
    lender: Integers
    principal: Integers
    outstanding: Integers
    currency: Integers
    small: NDArray[np.bool_]
    started: Integers  # UTC seconds
    begun: Days
    ended: Days
    maturity: Days
    lines: Integers
    start: Integers
    owed: NDArray[np.float64]


def build_loans(
    roster: Roster,
    debtors: NDArray[np.bool_],
    seed: int,
    options: EconomyOptions,
) -> Loans:
    """Draw lines: one to three for each guaranteed debtor, some for the others."""
    random = stream(seed, "loans")
    count = roster.n_companies
    chance = random.random(count)
    number = np.where(debtors, 1 + (chance < 0.4) + (chance < 0.15), chance < 0.4)
    holder = np.repeat(np.arange(count), number)
    n_lines = len(holder)
    line, begun, ended, maturity = _terms_of_lines(random, roster, holder, options)
    borrower, n_loans = holder[line], len(line)
    currency = random.choice(len(CURRENCIES), n_lines, p=[0.97, 0.015, 0.01, 0.005])
    part = random.uniform(0.12, 0.55, n_lines) / number[holder]
    yuan = roster.liabilities[holder] * part / _YUAN[currency]
    size = yuan[line] * np.where(
        np.isnat(ended), 1.0, random.uniform(0.6, 1.0, n_loans)
    )
    principal = np.maximum(np.round(size, -5), 300_000)
    outstanding = np.round(principal * random.uniform(0.4, 1.0, n_loans), -4)
    extra = stream(seed, "small loans")
    small = (extra.random(n_lines) < _SMALL)[line]
    everyday = np.minimum(everyday_amounts(extra, n_loans), principal)
    principal[small] = np.ceil(everyday[small] / 1_000) * 1_000
    left = principal[small] * extra.uniform(0.4, 1.0, int(small.sum()))
    outstanding[small] = np.round(left, -2)
    home = roster.first_bank + roster.city[holder] % roster.n_banks
    stray = roster.first_bank + random.integers(0, roster.n_banks, n_lines)
    lender = np.where(random.random(n_lines) < 0.6, home, stray)
    open_now = outstanding * _YUAN[currency[line]] * np.isnat(ended)
    return Loans(
        borrower=borrower,
        lender=lender[line],
        principal=principal.astype(np.int64),
        outstanding=outstanding.astype(np.int64),
        currency=currency[line],
        small=small,
        started=seconds_of(random, begun),
        begun=begun,
        ended=ended,
        maturity=maturity,
        lines=np.concatenate([[0], np.cumsum(number)]).astype(np.int64),
        start=np.searchsorted(line, np.arange(n_lines + 1)).astype(np.int64),
        owed=np.bincount(borrower, open_now, minlength=count).astype(np.float64),
    )


def _terms_of_lines(
    random: np.random.Generator,
    roster: Roster,
    holder: Integers,
    options: EconomyOptions,
) -> tuple[Integers, Days, Days, Days]:
    """Line, first and last day and maturity of each loan, by line and time."""

    def terms(number: int) -> Integers:
        drawn: Integers = random.choice(_TERMS, number, p=[0.5, 0.2, 0.2, 0.1])
        return drawn

    born, gone = roster.born[holder], roster.gone[holder]
    # whoever looks at a day meets long loans more often
    term = random.choice(_TERMS, len(holder), p=[0.25, 0.2, 0.3, 0.25])
    last = np.where(np.isnat(gone), roster.horizon.day, gone)
    age = np.ceil(term * random.random(len(holder))).astype(np.int64)
    present = np.maximum(last - age, born)
    present = np.minimum(bunched(random, present, options.quarter_end_weight), last)
    place, begin, end = earlier_spells(
        present, born, roster.horizon.first, lambda places, _: terms(len(places))
    )
    line = np.concatenate([np.arange(len(holder)), place])
    begun = np.concatenate([present, begin])
    ended = np.concatenate([gone, end])
    maturity = np.concatenate([present + term, end])
    order = np.lexsort((begun, line))
    return line[order], begun[order], ended[order], maturity[order]


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
    failed = roster.horizon.day - days_in_default[loans.borrower]
    unpaid = (days_in_default[loans.borrower] >= 0) & np.isnat(loans.ended)
    # a loan that was granted after a failure is paid
    unpaid &= loans.begun < failed
    late = np.where(unpaid, days_in_default[loans.borrower], -1)
    slips = np.where(random.random(n_loans) < 0.02, random.integers(1, 60, n_loans), 0)
    overdue = np.where(late >= 0, late, slips)
    drawn = _terms(random, roster, loans)
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
                "maturity": loans.maturity[part],
                "source": "demo-credit",
                "record_id": loan_ids(numbers),
                "valid_from": loans.begun[part],
                "valid_to": loans.ended[part],
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
