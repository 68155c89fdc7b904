"""Guarantee contracts: promises bound into documents, with terms and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.promises import State
from ingest.synthetic.seasons import draw_days
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import numbered

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from ingest.synthetic.loans import Loans
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.promises import Promises

    Integers = NDArray[np.int64]
    Days = NDArray[np.datetime64]


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
