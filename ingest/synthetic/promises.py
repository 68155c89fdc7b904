"""Every guarantor's promise: in force, past, released, to come, and counter ones."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.kernels.sorted_search import sorted_positions
from ingest.synthetic.collection import collected
from ingest.synthetic.horizon import NEVER
from ingest.synthetic.relationships import Past
from ingest.synthetic.streams import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.ownership import Holdings
    from ingest.synthetic.roster import Roster
    from ingest.synthetic.topology import Topology

    Integers = NDArray[np.int64]
    Days = NDArray[np.datetime64]

_YEAR = 365
_SOURCE = "demo-credit"


class State(IntEnum):
    """What a contract is on the day of the economy."""

    IN_FORCE = 0
    ENDED = 1  # its `valid_to` has passed
    LAPSED = 2  # still on file, but the guarantee period is over
    RELEASED = 3
    TO_COME = 4  # signed, takes effect later
    COUNTER = 5  # secures the guarantor's recourse, no guarantee of a debt


@dataclass(frozen=True, slots=True)
class Promises:
    """One row per guarantor and debtor that it stands or stood behind; shapes (m,).

    `begin` and `end` are the days of the relationship, `end` NaT where it goes on.
    `missing` (shape (k, 2)) are guarantees in force between companies that were not
    collected. `label` groups the promises that one joint document must hold (-1: none),
    `voidable` marks those whose legal force may be lost without changing a circle,
    `decoy` numbers the contracts that would have closed a circle (-1: none).
    """

    guarantor: Integers
    debtor: Integers
    state: Integers
    label: Integers
    voidable: NDArray[np.bool_]
    decoy: Integers
    begin: Days
    end: Days
    missing: Integers
    chains: list[list[int]]  # firms on the path that each decoy would have closed


def build_promises(
    roster: Roster,
    topology: Topology,
    holdings: Holdings,
    seed: int,
    options: EconomyOptions,
) -> Promises:
    """Collect the promises of companies, owners and licensed guarantors."""
    random = stream(seed, "promises")
    pairs = np.stack([topology.tail, topology.head], 1)
    kept = collected(seed, _SOURCE, "guarantees", len(pairs), options)
    missing, topology = pairs[~kept], topology.only(kept)
    joint = [item.block.joint for item in topology.structures] + [False]
    label = np.where(np.array(joint)[topology.block], topology.block, -1)
    chains = _open_chains(random, roster, topology)
    decoys = np.array([[chain[-1], chain[0]] for chain in chains])
    clients = _clients(random, roster, topology)
    clients = clients[collected(seed, _SOURCE, "clients", len(clients), options)]
    owners = _owners(random, roster, topology, holdings)
    firms = np.stack([topology.tail, topology.head], 1)
    past = Past(random, roster, options.relationship_years * _YEAR)
    clients_since = past.since(clients)
    firms_since = past.since(firms, topology.begin)
    background = topology.block < 0
    ended = topology.past
    lived = past.lived(ended.pairs, ended.begin, ended.end)
    ended_label = np.where(ended.label < 0, -1, ended.label + len(joint))
    counters = np.flatnonzero(random.random(len(clients)) < 0.5)
    rank = np.zeros(roster.n_companies, dtype=np.int64)
    rank[topology.firms] = topology.order
    groups = (
        _Group(firms, 0, firms_since, label, background),
        _ended(*past.before(firms[background], firms_since[background], rank)),
        _ended(
            ended.pairs[lived], ended.begin[lived], ended.end[lived], ended_label[lived]
        ),
        _Group(clients, 0, clients_since),
        _ended(*past.before(clients, clients_since)),
        _Group(clients[counters, ::-1], State.COUNTER, clients_since[counters]),
        _Group(owners, 0, past.since(owners)),
        _Group(decoys, 1 + np.arange(len(decoys)) % 4, past.since(decoys)),
    )
    every = [group.columns() for group in groups]
    pairs, state, begin, end, labels, voidable = (
        np.concatenate(columns) for columns in zip(*every, strict=True)
    )
    decoy = np.full(len(pairs), -1)
    decoy[len(pairs) - len(decoys) :] = np.arange(len(decoys))
    return Promises(
        guarantor=pairs[:, 0],
        debtor=pairs[:, 1],
        state=state,
        label=labels,
        voidable=voidable,
        decoy=decoy,
        begin=begin,
        end=end,
        missing=missing,
        chains=chains,
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """Promises of one sort; what is None or a number is the same for all."""

    pairs: Integers
    state: Integers | int
    begin: Days
    label: Integers | None = None
    voidable: NDArray[np.bool_] | None = None
    end: Days | None = None

    def columns(self) -> tuple[NDArray[Any], ...]:
        count = len(self.pairs)
        whole = np.broadcast_to(np.asarray(self.state, dtype=np.int64), count)
        return (
            self.pairs,
            whole,
            self.begin,
            np.full(count, NEVER) if self.end is None else self.end,
            np.full(count, -1) if self.label is None else self.label,
            np.zeros(count, np.bool_) if self.voidable is None else self.voidable,
        )


def _ended(
    pairs: Integers, begin: Days, end: Days, label: Integers | None = None
) -> _Group:
    voidable = np.ones(len(pairs), dtype=np.bool_)
    return _Group(pairs, State.ENDED, begin, label, voidable, end)


def _open_chains(
    random: np.random.Generator, roster: Roster, topology: Topology
) -> list[list[int]]:
    """Background paths u -> v -> w; w guaranteeing u would close a circle."""
    order = np.argsort(topology.tail, kind="stable")
    tail, head = topology.tail[order], topology.head[order]
    background = topology.block[order] < 0
    follow = sorted_positions(tail, head)
    steady = np.zeros(roster.n_companies, dtype=np.bool_)
    steady[roster.steady()] = True
    fits = background & background[follow] & (follow >= 0)
    fits &= steady[tail] & steady[head[follow]]
    wanted = max(8, roster.n_companies // 500)
    picks = random.permutation(np.flatnonzero(fits))[:wanted]
    return [
        [int(tail[pick]), int(head[pick]), int(head[follow[pick]])] for pick in picks
    ]


def _clients(
    random: np.random.Generator, roster: Roster, topology: Topology
) -> Integers:
    """Pairs of licensed guarantee company and client: professional hubs.

    Clients have no part in the network of companies, whose components stay as drawn.
    """
    outside = np.ones(roster.n_companies, dtype=np.bool_)
    outside[topology.firms] = False
    free = random.permutation(np.flatnonzero(outside & np.isnat(roster.gone)))
    clients = free[: int(0.04 * roster.n_companies)]
    rank = roster.n_guarantee_companies * random.random(len(clients)) ** 1.7
    hubs = roster.first_guarantee_company + rank.astype(np.int64)
    return np.stack([hubs, clients], 1)


def _owners(
    random: np.random.Generator,
    roster: Roster,
    topology: Topology,
    holdings: Holdings,
) -> Integers:
    """Pairs of a company's main person and the company."""
    debtors = np.unique(topology.head)
    backed = debtors[random.random(len(debtors)) < 0.25]
    others = np.flatnonzero(random.random(roster.n_companies) < 0.02)
    others = others[np.isnat(roster.gone[others])]
    companies = np.unique(np.concatenate([backed, others]))
    return np.stack([holdings.main_person[companies], companies], 1)
