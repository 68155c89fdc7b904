"""Who failed, when, and because of whom: defaults that follow guarantees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.streams import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.loans import Loans
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.roster import Roster
    from ingest.synthetic.topology import Topology

    Integers = NDArray[np.int64]

_NEVER = np.int64(1) << 40
_WINDOW = 730
"""Days before the day of the economy in which failures begin."""


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
    topology: Topology,
    loans: Loans,
    seed: int,
    options: EconomyOptions,
) -> Failures:
    """Draw own failures, then let each call its guarantors until nobody follows.

    A guarantor follows with probability 1 - exp(-rate * call / net assets) of
    `domain.md` 3.1, one to six months later. O(rounds * pairs).
    """
    random = stream(seed, "failures")
    count = roster.n_companies
    yearly = 1 - roster.self_pd
    chance = 1 - yearly ** (_WINDOW / 365)
    fails = random.random(count) < chance
    when = np.where(fails, random.integers(0, _WINDOW, count), _NEVER)
    cause = np.full(count, -1)
    net = np.maximum(roster.assets - roster.liabilities, 1e5)
    guarantors = np.maximum(np.bincount(topology.head, minlength=count), 1)
    call = 0.6 * loans.owed[topology.head] / guarantors[topology.head]
    follows = random.random(len(topology.tail)) < 1 - np.exp(
        -options.pass_through * call / net[topology.tail]
    )
    tail, head = topology.tail[follows], topology.head[follows]
    delay = random.integers(30, 180, len(tail))
    while True:
        arrival = when[head] + delay
        earlier = np.flatnonzero(arrival < when[tail])
        if not len(earlier):
            break
        order = earlier[np.argsort(-arrival[earlier], kind="stable")]
        when[tail[order]] = arrival[order]  # the earliest is written last
        cause[tail[order]] = head[order]
    company = np.flatnonzero(when < _WINDOW)
    days = np.full(count, -1)
    days[company] = _WINDOW - when[company]
    return Failures(company, cause[company], days)
