"""Who owns whom: people, pyramids along guarantees and beside them, cross-holdings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.changes import present_ties
from ingest.synthetic.control import WHOLE
from ingest.synthetic.horizon import NEVER
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import file_table, masked, numbered, spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from ingest.synthetic.control import Control
    from ingest.synthetic.roster import Roster
    from ingest.synthetic.topology import Topology

    Integers = NDArray[np.int64]
    Days = NDArray[np.datetime64]

_PARENT_SHARES = np.array([5100, 5500, 6000, 6700, 7000, 8000, 9000, 10000])
_CROSS = 800


@dataclass(frozen=True, slots=True)
class Holdings:
    """Direct holdings; shares in 1/10,000, -1 where not collected. Shapes (m,).

    `main_person` (shape (companies,)) runs each company and, where no company owns
    most of it, holds the largest share; `parent` is the owning company or -1. `since`
    is the first day of a holding, NaT where that is drawn with all others.
    """

    owner: Integers
    asset: Integers
    share: Integers
    votes: Integers
    main_person: Integers
    parent: Integers
    since: Days


def build_holdings(
    roster: Roster, topology: Topology, control: Control, seed: int
) -> Holdings:
    """Draw the owners of all companies; each company's shares sum to at most 1."""
    random = stream(seed, "ownership")
    count = roster.n_companies
    parent = _parents(random, roster, topology, control)
    main = _main_persons(random, roster)
    crossed = _crossed(random, parent, control.taken)
    reserve = np.zeros(count, dtype=np.int64)
    reserve[parent[crossed]] = _CROSS
    owned = np.flatnonzero((parent >= 0) & ~control.taken)
    free = np.flatnonzero((parent < 0) & ~control.taken)
    by_parent = np.minimum(
        _PARENT_SHARES[random.integers(0, len(_PARENT_SHARES), len(owned))],
        WHOLE - reserve[owned],
    )
    rest = WHOLE - reserve[owned] - by_parent
    minor = rest > 0
    partners = np.where(random.random(len(free)) < 0.6, 1, 0)
    own = np.where(partners > 0, random.integers(4500, 8500, len(free)), WHOLE)
    own = np.minimum(own, WHOLE - reserve[free])
    other = np.flatnonzero(partners)
    second = _someone(random, roster, len(other))
    explicit = np.array(
        [item[:4] for item in control.holdings], dtype=np.int64
    ).reshape(-1, 4)
    owner = [parent[owned], main[owned[minor]], main[free], second]
    asset = [owned, owned[minor], free, free[other]]
    share = [by_parent, rest[minor], own, WHOLE - reserve[free[other]] - own[other]]
    owner += [crossed, explicit[:, 0]]
    asset += [parent[crossed], explicit[:, 1]]
    share += [np.full(len(crossed), _CROSS), explicit[:, 2]]
    shares = np.concatenate(share)
    ordinary = len(shares) - len(explicit)
    shares[:ordinary][random.random(ordinary) < 0.02] = -1
    votes = np.full(len(shares), -1)
    votes[ordinary:] = explicit[:, 3]
    since = np.full(len(shares), NEVER)
    since[ordinary:] = np.array([item[4] for item in control.holdings], since.dtype)
    for company, (person, _) in control.representatives.items():
        main[company] = person
    owners, assets = np.concatenate(owner), np.concatenate(asset)
    # in random order, so that a row's place says nothing of how it was drawn
    order = random.permutation(np.flatnonzero(owners != assets))
    return Holdings(
        owners[order],
        assets[order],
        shares[order],
        votes[order],
        main,
        parent,
        since[order],
    )


def _parents(
    random: np.random.Generator, roster: Roster, topology: Topology, control: Control
) -> Integers:
    """Owning company per company or -1: no company is above itself."""
    count = roster.n_companies
    parent = np.full(count, -1)
    outside = ~control.taken
    outside[topology.firms] = False
    line = random.permutation(np.flatnonzero(outside & np.isnat(roster.gone)))
    # each owner stands earlier in the line, so that no company is above itself
    above = line[(np.arange(len(line)) * random.random(len(line))).astype(np.int64)]
    child = random.random(len(line)) < 0.3
    parent[line[child]] = above[child]
    # a tenth of the background guarantees run from a parent to its subsidiary; firms
    # of the network have no other corporate owner
    inside = (topology.block < 0) & (random.random(len(topology.tail)) < 0.1)
    parent[topology.head[inside]] = topology.tail[inside]
    parent[control.taken] = -1
    organs = np.flatnonzero((parent < 0) & ~control.taken)
    state = organs[random.random(len(organs)) < 0.01]
    parent[state] = roster.first_organ + random.integers(0, roster.n_organs, len(state))
    return parent


def _main_persons(random: np.random.Generator, roster: Roster) -> Integers:
    """Most companies have a person of their own; serial founders have several."""
    count = roster.n_companies
    main = random.permutation(count) % roster.n_persons
    serial = random.random(count) < 0.15
    main[serial] = (roster.n_persons * random.random(int(serial.sum())) ** 1.5).astype(
        np.int64
    )
    return roster.first_person + main


def _someone(random: np.random.Generator, roster: Roster, count: int) -> Integers:
    """Partners: persons mostly, a fund now and then."""
    persons = roster.first_person + random.integers(0, roster.n_persons, count)
    funds = roster.first_fund + random.integers(0, roster.n_funds, count)
    return np.where(random.random(count) < 0.04, funds, persons)


def _crossed(
    random: np.random.Generator, parent: Integers, taken: NDArray[np.bool_]
) -> Integers:
    """Subsidiaries that hold a little of their own parent, one per parent."""
    limit = len(parent)
    child = np.flatnonzero((parent >= 0) & (parent < limit) & ~taken)
    child = child[~taken[parent[child]]]
    child = child[random.random(len(child)) < 0.06]
    _, first = np.unique(parent[child], return_index=True)
    return child[np.sort(first)]


def ownership_tables(
    roster: Roster,
    holdings: Holdings,
    capital: Integers,
    seed: int,
) -> Iterator[pa.Table]:
    """Rows of ownership.csv: present holdings, then those they were bought from."""
    random = stream(seed, "ownership dates")
    count = len(holdings.owner)
    ties = present_ties(random, roster, holdings.asset, holdings.since)
    sold, begin, end = ties.earlier
    place = np.concatenate([np.arange(count), sold])
    owner = np.concatenate([holdings.owner, _someone(random, roster, len(sold))])
    asset, share, votes = (
        values[place] for values in (holdings.asset, holdings.share, holdings.votes)
    )
    valid_from = np.concatenate([ties.start, begin])
    valid_to = np.concatenate([ties.end, end])
    for part in spans(len(place)):
        paid = np.round(capital[asset[part]] * share[part] / WHOLE).astype(np.int64)
        unknown = share[part] < 0
        yield file_table(
            "ownership",
            {
                "owner_id": roster.take(owner[part]),
                "asset_id": roster.take(asset[part]),
                "share": masked(share[part] / WHOLE, unknown),
                "voting_share": masked(votes[part] / WHOLE, votes[part] < 0),
                "paid_in": masked(paid, unknown),
                "currency": "CNY",
                "source": "demo-registry",
                "record_id": numbered("ownership:", np.arange(part.start, part.stop)),
                "valid_from": valid_from[part],
                "valid_to": valid_to[part],
            },
        )
