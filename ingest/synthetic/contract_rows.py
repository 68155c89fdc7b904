"""Rows of guarantee.csv and guarantee_guarantor.csv."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.synthetic.contracts import contract_ids
from ingest.synthetic.horizon import NEVER
from ingest.synthetic.loans import CURRENCIES, loan_ids
from ingest.synthetic.promises import State
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import file_table, masked, numbered, spans, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ingest.synthetic.contracts import Contracts
    from ingest.synthetic.horizon import Horizon
    from ingest.synthetic.loans import Loans
    from ingest.synthetic.promises import Promises
    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Days = NDArray[np.datetime64]

_LIABILITIES = ("joint", "unspecified", "general")
_RESOLUTIONS = ("ok", "unknown", "missing", "not_required")
_STATUSES = ("active", "expired", "released")
# by State: what is over has ended with its validity, and was active as long as it ran
_STATUS_OF = np.array([0, 0, 1, 2, 0, 0])


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the documents say; shapes (contracts,)."""

    cap: Integers
    cap_unknown: Flags
    maximum: Flags
    creditor: Integers
    named_line: Integers
    currency: Integers
    liability: Integers
    resolution: Integers
    undisclosed: Flags


def _terms(contracts: Contracts, loans: Loans, seed: int) -> _Terms:
    random = stream(seed, "contract terms")
    count = len(contracts.debtor)
    line = contracts.line
    loan = np.where(line >= 0, loans.start[line + 1] - 1, -1)
    principal = np.where(loan >= 0, loans.principal[loan], 2_000_000)
    maximum = random.random(count) < 0.4
    low, high = np.where(maximum, 0.9, 0.3), np.where(maximum, 1.3, 1.0)
    cap = np.round(principal * random.uniform(low, high), -4)
    creditor = np.where(loan >= 0, loans.lender[loan], -1)
    creditor[random.random(count) < 0.02] = -1
    void = contracts.voidable & (random.random(count) < 0.015)
    unresolved = void & (random.random(count) < 0.6)
    resolution = random.choice(4, count, p=[0.86, 0.08, 0.0, 0.06])
    resolution[unresolved] = 2
    return _Terms(
        cap=np.maximum(cap, 100_000).astype(np.int64),
        cap_unknown=random.random(count) < 0.03,
        maximum=maximum,
        creditor=creditor,
        named_line=np.where(maximum & (random.random(count) < 0.4), -1, line),
        currency=np.where(loan >= 0, loans.currency[loan], 0),
        liability=random.choice(3, count, p=[0.75, 0.15, 0.10]),
        resolution=resolution,
        undisclosed=void & ~unresolved,
    )


def contract_tables(
    roster: Roster,
    contracts: Contracts,
    loans: Loans,
    horizon: Horizon,
    seed: int,
) -> Iterator[pa.Table]:
    """Rows of guarantee.csv."""
    dates = contract_dates(contracts, horizon, seed)
    terms = _terms(contracts, loans, seed)
    for part in spans(len(contracts.debtor)):
        numbers = np.arange(part.start, part.stop)
        state = contracts.state[part]
        yield file_table(
            "guarantee",
            {
                "guarantee_id": contract_ids(numbers),
                "debtor_id": roster.take(contracts.debtor[part]),
                "contract_no": numbered("DEMO-BZ-", numbers),
                "guarantee_kind": _either(
                    "counter_guarantee", "guarantee", state == State.COUNTER
                ),
                "same_document": contracts.guarantors[part] > 1,
                "mutual_recourse": _either(
                    "pro_rata", "none", contracts.label[part] >= 0
                ),
                "signed_on": contracts.signed[part],
                "status": worded(_STATUSES, _STATUS_OF[state]),
                "source": "demo-credit",
                "record_id": contract_ids(numbers),
                **_term_columns(roster, terms, part),
                "covered_loan_ids": _loans_of(
                    loans,
                    terms.named_line[part],
                    contracts.signed[part],
                    dates["period_end"][part],
                ),
                **{name: days[part] for name, days in dates.items()},
            },
        )


def _term_columns(roster: Roster, terms: _Terms, part: slice) -> dict[str, pa.Array]:
    liability, undisclosed = terms.liability[part], terms.undisclosed[part]
    resolution = terms.resolution[part]
    void = undisclosed | (resolution == 2)
    return {
        "creditor_id": roster.take(terms.creditor[part]),
        "liability": worded(_LIABILITIES, liability),
        "cap_kind": _either("maximum", "single", terms.maximum[part]),
        "cap": masked(terms.cap[part], terms.cap_unknown[part]),
        "cap_basis": _either("principal", "all_in", liability == 2),
        "currency": worded(CURRENCIES, terms.currency[part]),
        "resolution": worded(_RESOLUTIONS, resolution),
        "disclosed": masked(~undisclosed, ~undisclosed),
        "enforceability": masked(np.zeros(len(void)), ~void),
    }


def _loans_of(loans: Loans, line: Integers, first: Days, last: Days) -> pa.Array:
    """The loans of a line that stood between two days; null where no line is named."""
    start = loans.start[np.maximum(line, 0)]
    number = np.where(line >= 0, loans.start[np.maximum(line, 0) + 1] - start, 0)
    joined = pa.nulls(len(line), pa.string())
    for place in range(int(number.max(initial=1))):
        loan = np.where(place < number, start + place, -1)
        stood = (loans.begun[loan] <= last) & ~(loans.ended[loan] < first)
        name = loan_ids(np.where(stood, loan, -1))
        both = pc.binary_join_element_wise(joined, name, ";")  # null if either is
        joined = pc.coalesce(both, joined, name)
    return joined


def _either(yes: str, no: str, flags: Flags) -> pa.Array:
    return pa.array([no, yes]).take(pa.array(flags.astype(np.int64)))


def contract_dates(
    contracts: Contracts, horizon: Horizon, seed: int
) -> dict[str, Days]:
    """Maturity, end of the guarantee period and validity of each contract.

    Contracts in force stay so for at least half a year after the day; those that were
    renewed, or ran out, end with their guarantee period.
    """
    random = stream(seed, "contract dates")
    count, state, ended = len(contracts.state), contracts.state, contracts.ended
    over, lapsed = ~np.isnat(ended), state == State.LAPSED
    due = contracts.signed + contracts.term
    later = horizon.day + random.integers(200, 500, count)
    maturity = np.where(lapsed, due, np.maximum(due, later))
    period = random.choice([182, 730, 1095], count)
    period_end = maturity + np.where(lapsed, 182, period)
    # the period of one that is over was its last half year, or third
    length = (ended - contracts.signed).astype(np.int64)
    tail = np.clip(length // 3, 1, 182)
    maturity = np.where(over, ended - tail, maturity)
    period_end = np.where(over, ended, period_end)
    begin = np.where(
        state == State.TO_COME,
        horizon.day + random.integers(150, 200, count),
        contracts.signed,
    )
    ends = (state == State.IN_FORCE) & (random.random(count) < 0.6)
    valid_to = np.where(over, ended, np.where(ends, period_end, NEVER))
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
    horizon: Horizon,
    seed: int,
) -> Iterator[pa.Table]:
    """Rows of guarantee_guarantor.csv; agreed shares are the exception."""
    random = stream(seed, "guarantor shares")
    dates = contract_dates(contracts, horizon, seed)
    contract, promise = contracts.contract, contracts.promise
    number = contracts.guarantors[contract]
    shared = (number > 1) & (promises.label[promise] < 0)
    shared &= (random.random(len(contracts.debtor)) < 0.2)[contract]
    share = np.floor(1e8 / number) / 1e8
    for part in spans(len(contract)):
        yield file_table(
            "guarantor",
            {
                "guarantor_id": roster.take(promises.guarantor[promise[part]]),
                "guarantee_id": contract_ids(contract[part]),
                "share": masked(share[part], ~shared[part]),
                "joint_group": numbered("joint:", promises.label[promise[part]]),
                "source": "demo-credit",
                "record_id": numbered("promise:", np.arange(part.start, part.stop)),
                "valid_from": dates["valid_from"][contract[part]],
                "valid_to": dates["valid_to"][contract[part]],
            },
        )
