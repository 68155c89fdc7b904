"""Who failed, when, and because of whom: defaults that follow guarantees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.promises import State
from ingest.synthetic.streams import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.horizon import Horizon
    from ingest.synthetic.loans import Loans
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.promises import Promises
    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]

_NEVER = np.int64(1) << 40


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed companies with the days since they failed and their cause.

    `cause` is the debtor whose call brought a guarantor down, -1 where the company
    failed on its own. `days` (shape (companies,)) is -1 where a company pays.
    """

    company: Integers
    cause: Integers
    days: Integers


def build_failures(
    roster: Roster,
    promises: Promises,
    loans: Loans,
    seed: int,
    options: EconomyOptions,
) -> Failures:
    """Draw own failures, then let each call its guarantors until nobody follows.

    A guarantor follows with probability 1 - exp(-rate * call / net assets) of
    `domain.md` 3.1, one to six months later, where it stood behind the debtor on the
    day of the failure. O(rounds * pairs).
    """
    random = stream(seed, "failures")
    horizon = roster.horizon
    count = roster.n_companies
    yearly = 1 - roster.self_pd
    fails = random.random(count) < 1 - yearly**horizon.years
    when = np.where(fails, random.integers(0, horizon.days, count), _NEVER)
    founded = (roster.born - horizon.first).astype(np.int64)
    when[(when < founded) | ~np.isnat(roster.gone)] = _NEVER
    cause = np.full(count, -1)
    net = np.maximum(roster.assets - roster.liabilities, 1e5)
    tail, head, since, until = _stood_behind(promises, count, horizon)
    guarantors = np.maximum(np.bincount(head[until == _NEVER], minlength=count), 1)
    call = 0.6 * loans.owed[head] / guarantors[head]
    follows = random.random(len(tail)) < 1 - np.exp(
        -options.pass_through * call / net[tail]
    )
    tail, head, since, until = (
        values[follows] for values in (tail, head, since, until)
    )
    delay = random.integers(30, 180, len(tail))
    while True:
        called = (since <= when[head]) & (when[head] <= until)
        arrival = np.where(called, when[head] + delay, _NEVER)
        earlier = np.flatnonzero(arrival < when[tail])
        if not len(earlier):
            break
        order = earlier[np.argsort(-arrival[earlier], kind="stable")]
        when[tail[order]] = arrival[order]  # the earliest is written last
        cause[tail[order]] = head[order]
    company = np.flatnonzero(when < horizon.days)
    days = np.full(count, -1)
    days[company] = horizon.days - when[company]
    return Failures(company, cause[company], days)


def _stood_behind(
    promises: Promises, count: int, horizon: Horizon
) -> tuple[Integers, Integers, Integers, Integers]:
    """Guarantor, debtor, and the days of the history while one stood behind the other.

    The last day is never where it still does.
    """
    chosen = np.flatnonzero(
        np.isin(promises.state, [State.IN_FORCE, State.ENDED])
        & (promises.guarantor < count)
        & (promises.decoy < 0)
    )
    end = promises.end[chosen]
    return (
        promises.guarantor[chosen],
        promises.debtor[chosen],
        (promises.begin[chosen] - horizon.first).astype(np.int64),
        np.where(np.isnat(end), _NEVER, (end - horizon.first).astype(np.int64)),
    )
