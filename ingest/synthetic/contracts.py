"""Guarantee contracts: promises bound into documents that are renewed in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.promises import State
from ingest.synthetic.seasons import bunched, earlier_spells
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import numbered

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from ingest.synthetic.horizon import Horizon
    from ingest.synthetic.loans import Loans
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.promises import Promises

    Integers = NDArray[np.int64]
    Days = NDArray[np.datetime64]

_DAY = np.timedelta64(1, "D")
_SHORTEST = np.timedelta64(90, "D")
_ONCE = (State.LAPSED, State.RELEASED, State.TO_COME)


@dataclass(frozen=True, slots=True)
class Contracts:
    """Contracts in order of signature.

    `line` is the line of credit covered or -1 (none named), `term` the days agreed,
    `ended` the last day of one that was renewed or ran out, else NaT. A promise is
    made anew in each renewal: `promise` and `contract` (equal shapes) say which
    promises each contract holds, and `guarantors` how many.
    """

    debtor: Integers
    state: Integers
    label: Integers
    voidable: NDArray[np.bool_]
    guarantors: Integers
    line: Integers
    signed: Days
    term: Integers
    ended: Days
    promise: Integers
    contract: Integers


@dataclass(frozen=True, slots=True)
class _Documents:
    """Promises for one debtor that are signed together; `of_promise` says where.

    `lead` is a promise of each, after which it is dated.
    """

    of_promise: Integers
    lead: Integers


def build_contracts(
    promises: Promises,
    loans: Loans,
    horizon: Horizon,
    seed: int,
    options: EconomyOptions,
) -> Contracts:
    """Bind promises for one debtor into contracts and date them. O(m log m)."""
    random = stream(seed, "contracts")
    documents = _bound(random, promises)
    state = promises.state[documents.lead]
    document, signed, term, ended = _renewals(
        random, promises, documents, horizon, options
    )
    rank = np.argsort(signed, kind="stable")
    document, term = document[rank], term[rank]
    signed, ended = signed[rank], ended[rank]
    voidable = np.ones(len(documents.lead), dtype=np.bool_)
    np.logical_and.at(voidable, documents.of_promise, promises.voidable)
    debtor = promises.debtor[documents.lead]
    promise, contract = _made_anew(documents.of_promise, document)
    return Contracts(
        debtor=debtor[document],
        state=state[document],
        label=promises.label[documents.lead][document],
        voidable=voidable[document],
        guarantors=np.bincount(contract, minlength=len(document)),
        line=_covered(random, debtor, state, loans)[document],
        signed=signed,
        term=term,
        ended=ended,
        promise=promise,
        contract=contract,
    )


def _bound(random: np.random.Generator, promises: Promises) -> _Documents:
    count = len(promises.debtor)
    alone = random.random(count)
    keys = (alone, promises.decoy, promises.label, promises.state, promises.debtor)
    order = np.lexsort(keys)
    sorted_keys = np.stack([key[order] for key in keys[1:]])
    fresh = np.ones(count, dtype=np.bool_)
    fresh[1:] = (sorted_keys[:, 1:] != sorted_keys[:, :-1]).any(axis=0)
    past = sorted_keys[2] == State.ENDED  # each on days of its own
    single = (sorted_keys[1] < 0) & (past | (random.random(count) < 0.75))
    of_promise = np.empty(count, dtype=np.int64)
    of_promise[order] = np.cumsum(fresh | single) - 1
    return _Documents(of_promise, order[np.flatnonzero(fresh | single)])


def _renewals(
    random: np.random.Generator,
    promises: Promises,
    documents: _Documents,
    horizon: Horizon,
    options: EconomyOptions,
) -> tuple[Integers, Days, Integers, Days]:
    """Document, day of signature, term and end of each contract.

    While a relationship lasts a contract is followed by the next; what is signed
    once, or takes effect later, has no predecessor.
    """

    def terms(count: int) -> Integers:
        drawn: Integers = random.choice([365, 730, 1095], count, p=[0.5, 0.25, 0.25])
        return drawn

    begin, end = promises.begin[documents.lead], promises.end[documents.lead]
    np.maximum.at(begin, documents.of_promise, promises.begin)  # all are there
    state, count = promises.state[documents.lead], len(documents.lead)
    # whoever looks at a day meets long contracts more often
    term = random.choice([365, 730, 1095], count, p=[0.28, 0.29, 0.43])
    age = np.ceil(term * random.random(count)).astype(np.int64)
    last = np.where(np.isnat(end), np.maximum(horizon.day - age, begin), end - term)
    last = np.maximum(last, begin)
    over = np.isin(state, [State.ENDED, State.LAPSED]) & np.isnat(end)
    long_ago = horizon.day - random.integers(600, 600 + horizon.days, count)
    last, term = np.where(over, long_ago, last), np.where(over, 365, term)
    end = np.where(over & (state == State.ENDED), last + 365 + 182, end)
    born = np.where(np.isin(state, _ONCE) | over, last, begin)
    place, earlier, until = earlier_spells(
        last, born, horizon.first, lambda places, _: terms(len(places))
    )
    document = np.concatenate([np.arange(count), place])
    ended = np.concatenate([end, until])
    signed = np.concatenate([last, earlier])
    later = bunched(random, signed, options.quarter_end_weight)
    latest = np.where(np.isnat(ended), horizon.day, ended - _SHORTEST)
    signed = np.where(later <= latest, later, signed)
    return document, signed, np.concatenate([term, terms(len(place))]), ended


def _made_anew(of_promise: Integers, document: Integers) -> tuple[Integers, Integers]:
    """Promise and contract of each signature, in order of the contracts."""
    order = np.argsort(of_promise, kind="stable")
    number = np.bincount(of_promise)
    start = np.concatenate([[0], np.cumsum(number)])[document]
    width = number[document]
    contract = np.repeat(np.arange(len(document)), width)
    within = np.arange(len(contract)) - np.repeat(np.cumsum(width) - width, width)
    return order[np.repeat(start, width) + within], contract


def _covered(
    random: np.random.Generator, debtor: Integers, state: Integers, loans: Loans
) -> Integers:
    """A line of credit of the debtor for most documents, else -1."""
    n_companies = len(loans.lines) - 1
    company = np.minimum(debtor, n_companies - 1)
    number = loans.lines[company + 1] - loans.lines[company]
    pick = loans.lines[company] + (random.random(len(debtor)) * number).astype(np.int64)
    has = (debtor < n_companies) & (number > 0) & (state != State.COUNTER)
    return np.where(has, pick, -1)


def contract_ids(numbers: Integers) -> pa.Array:
    """Ids of guarantee contracts."""
    return numbered("demo-guarantee:", numbers)
