"""Guarantee contracts: promises bound into documents, with terms and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.bundle import file_table, masked, numbered, spans, worded
from ingest.synthetic.loans import CURRENCIES, loan_ids
from ingest.synthetic.promises import State
from ingest.synthetic.seasons import draw_days
from ingest.synthetic.streams import stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from ingest.synthetic.loans import Loans
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.promises import Promises
    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]
    Days = NDArray[np.datetime64]

_LIABILITIES = ("joint", "unspecified", "general")
_RESOLUTIONS = ("ok", "unknown", "missing", "not_required")
_STATUSES = ("active", "expired", "released")
_STATUS_OF = np.array([0, 1, 1, 2, 0, 0])  # by State


@dataclass(frozen=True, slots=True)
class Contracts:
    """Contracts in order of signature; `of_promise` is each promise's contract.

    `loan` is the covered loan or -1 (none named), `guarantors` their number.
    """

    of_promise: Integers
    debtor: Integers
    state: Integers
    label: Integers
    voidable: NDArray[np.bool_]
    guarantors: Integers
    loan: Integers
    signed: Days


def build_contracts(
    promises: Promises,
    loans: Loans,
    as_of: np.datetime64,
    seed: int,
    options: EconomyOptions,
) -> Contracts:
    """Bind promises for one debtor into contracts and date them. O(m log m)."""
    random = stream(seed, "contracts")
    count = len(promises.debtor)
    alone = random.random(count)
    keys = (alone, promises.decoy, promises.label, promises.state, promises.debtor)
    order = np.lexsort(keys)
    sorted_keys = np.stack([key[order] for key in keys[1:]])
    fresh = np.ones(count, dtype=np.bool_)
    fresh[1:] = (sorted_keys[:, 1:] != sorted_keys[:, :-1]).any(axis=0)
    single = (sorted_keys[1] < 0) & (random.random(count) < 0.75)
    first = np.flatnonzero(fresh | single)
    contract = np.cumsum(fresh | single) - 1
    lead = order[first]
    state = promises.state[lead]
    signed = _signatures(random, state, as_of, options)
    rank = np.argsort(signed, kind="stable")
    place = np.empty(len(rank), dtype=np.int64)
    place[rank] = np.arange(len(rank))
    of_promise = np.empty(count, dtype=np.int64)
    of_promise[order] = place[contract]
    debtor = promises.debtor[lead][rank]
    voidable = np.ones(len(rank), dtype=np.bool_)
    np.logical_and.at(voidable, of_promise, promises.voidable)
    return Contracts(
        of_promise=of_promise,
        debtor=debtor,
        state=state[rank],
        label=promises.label[lead][rank],
        voidable=voidable,
        guarantors=np.bincount(of_promise, minlength=len(rank)),
        loan=_covered(random, debtor, state[rank], loans),
        signed=signed[rank],
    )


def _signatures(
    random: np.random.Generator,
    state: Integers,
    as_of: np.datetime64,
    options: EconomyOptions,
) -> Days:
    day = np.timedelta64(1, "D")
    weight = options.quarter_end_weight
    history = 365 * max(1, options.history_years)
    recent = draw_days(random, len(state), (as_of - 640 * day, as_of), weight)
    past = draw_days(
        random, len(state), (as_of - (history + 600) * day, as_of - 600 * day), weight
    )
    over = (state == State.ENDED) | (state == State.LAPSED)
    return np.where(over, past, recent)


def _covered(
    random: np.random.Generator, debtor: Integers, state: Integers, loans: Loans
) -> Integers:
    """A loan of the debtor for most contracts, else -1."""
    n_companies = len(loans.start) - 1
    company = np.minimum(debtor, n_companies - 1)
    number = loans.start[company + 1] - loans.start[company]
    pick = loans.start[company] + (random.random(len(debtor)) * number).astype(np.int64)
    has = (debtor < n_companies) & (number > 0) & (state != State.COUNTER)
    return np.where(has, pick, -1)


def contract_ids(numbers: Integers) -> pa.Array:
    """Ids of guarantee contracts."""
    return numbered("demo-guarantee:", numbers)


def contract_tables(
    roster: Roster,
    contracts: Contracts,
    loans: Loans,
    as_of: np.datetime64,
    seed: int,
) -> Iterator[pa.Table]:
    """Rows of guarantee.csv."""
    random = stream(seed, "contract terms")
    count = len(contracts.debtor)
    dates = contract_dates(contracts, as_of, seed)
    loan = contracts.loan
    principal = np.where(loan >= 0, loans.principal[loan], 2_000_000)
    maximum = random.random(count) < 0.4
    size = np.where(
        maximum, random.uniform(0.9, 1.3, count), random.uniform(0.3, 1, count)
    )
    cap = np.maximum(np.round(principal * size, -4), 100_000).astype(np.int64)
    unknown_cap = random.random(count) < 0.03
    lender = np.where(loan >= 0, loans.lender[loan], -1)
    lender[random.random(count) < 0.02] = -1
    named = np.where(maximum & (random.random(count) < 0.4), -1, loan)
    liability = random.choice(3, count, p=[0.75, 0.15, 0.10])
    void = contracts.voidable & (random.random(count) < 0.015)
    resolution = random.choice(4, count, p=[0.86, 0.08, 0.0, 0.06])
    resolution[void] = 2
    currency = np.where(loan >= 0, loans.currency[loan], 0)
    counter = contracts.state == State.COUNTER
    for part in spans(count):
        numbers = np.arange(part.start, part.stop)
        yield file_table(
            "guarantee",
            {
                "guarantee_id": contract_ids(numbers),
                "debtor_id": roster.take(contracts.debtor[part]),
                "creditor_id": roster.take(lender[part]),
                "contract_no": numbered("DEMO-BZ-", numbers),
                "guarantee_kind": worded(
                    ("guarantee", "counter_guarantee"), counter[part].astype(np.int64)
                ),
                "liability": worded(_LIABILITIES, liability[part]),
                "cap_kind": worded(
                    ("single", "maximum"), maximum[part].astype(np.int64)
                ),
                "cap": masked(cap[part], unknown_cap[part]),
                "cap_basis": worded(("all_in", "principal"), liability[part] // 2),
                "currency": worded(CURRENCIES, currency[part]),
                "covered_loan_ids": loan_ids(named[part]),
                "same_document": contracts.guarantors[part] > 1,
                "mutual_recourse": worded(
                    ("none", "pro_rata"), (contracts.label[part] >= 0).astype(np.int64)
                ),
                "signed_on": contracts.signed[part],
                "maturity": dates["maturity"][part],
                "period_end": dates["period_end"][part],
                "resolution": worded(_RESOLUTIONS, resolution[part]),
                "enforceability": masked(np.zeros(len(numbers)), ~void[part]),
                "status": worded(_STATUSES, _STATUS_OF[contracts.state[part]]),
                "source": "demo-credit",
                "record_id": contract_ids(numbers),
                "valid_from": dates["valid_from"][part],
                "valid_to": dates["valid_to"][part],
            },
        )


def contract_dates(
    contracts: Contracts, as_of: np.datetime64, seed: int
) -> dict[str, Days]:
    """Maturity, end of the guarantee period and validity of each contract.

    Contracts in force stay so for at least half a year after the day.
    """
    random = stream(seed, "contract dates")
    count = len(contracts.state)
    state = contracts.state
    over = (state == State.ENDED) | (state == State.LAPSED)
    term = random.choice([365, 730, 1095], count, p=[0.5, 0.25, 0.25])
    due = contracts.signed + np.where(over, 365, term)
    later = as_of + random.integers(200, 500, count)
    maturity = np.where(over, due, np.maximum(due, later))
    period_end = maturity + np.where(over, 182, random.choice([182, 730, 1095], count))
    begin = np.where(
        state == State.TO_COME,
        as_of + random.integers(150, 200, count),
        contracts.signed,
    )
    ends = (state == State.ENDED) | (
        (state == State.IN_FORCE) & (random.random(count) < 0.6)
    )
    valid_to = np.where(ends, period_end, np.datetime64("NaT"))
    return {
        "maturity": maturity,
        "period_end": period_end,
        "valid_from": begin,
        "valid_to": valid_to,
    }


def guarantor_tables(
    roster: Roster,
    promises: Promises,
    contracts: Contracts,
    as_of: np.datetime64,
    seed: int,
) -> Iterator[pa.Table]:
    """Rows of guarantee_guarantor.csv; agreed shares are the exception."""
    random = stream(seed, "guarantor shares")
    dates = contract_dates(contracts, as_of, seed)
    contract = contracts.of_promise
    number = contracts.guarantors[contract]
    shared = (number > 1) & (promises.label < 0)
    shared &= (random.random(len(contracts.debtor)) < 0.2)[contract]
    share = np.floor(1e8 / number) / 1e8
    for part in spans(len(contract)):
        yield file_table(
            "guarantor",
            {
                "guarantor_id": roster.take(promises.guarantor[part]),
                "guarantee_id": contract_ids(contract[part]),
                "share": masked(share[part], ~shared[part]),
                "joint_group": numbered("joint:", promises.label[part]),
                "source": "demo-credit",
                "record_id": numbered("promise:", np.arange(part.start, part.stop)),
                "valid_from": dates["valid_from"][contract[part]],
                "valid_to": dates["valid_to"][contract[part]],
            },
        )
