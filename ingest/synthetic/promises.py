"""Every guarantor's promise: in force, past, released, to come, and counter ones."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.sorted_search import sorted_positions
from ingest.synthetic.streams import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.ownership import Holdings
    from ingest.synthetic.roster import Roster
    from ingest.synthetic.topology import Topology

    Integers = NDArray[np.int64]


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
    """One row per guarantor and contract-to-be; shapes (m,).

    `label` groups the promises that one joint document must hold (-1: none),
    `voidable` marks those whose legal force may be lost without changing a circle,
    `decoy` numbers the contracts that would have closed a circle (-1: none).
    """

    guarantor: Integers
    debtor: Integers
    state: Integers
    label: Integers
    voidable: NDArray[np.bool_]
    decoy: Integers
    chains: list[list[int]]  # firms on the path that each decoy would have closed


def build_promises(
    roster: Roster, topology: Topology, holdings: Holdings, seed: int
) -> Promises:
    """Collect the promises of companies, owners and licensed guarantors."""
    random = stream(seed, "promises")
    joint = np.array([block.joint for block in topology.blocks] + [False])
    label = np.where(joint[topology.block], topology.block, -1)
    chains = _open_chains(random, roster, topology)
    decoys = np.array([[chain[-1], chain[0]] for chain in chains])
    past = np.flatnonzero(random.random(len(topology.tail)) < 0.3)
    clients = _clients(random, roster, topology)
    counters = clients[random.random(len(clients)) < 0.5]
    owners = _owners(random, roster, topology, holdings)
    firms = np.stack([topology.tail, topology.head], 1)
    groups = (
        (firms, np.zeros(len(firms)), label, topology.block < 0),
        (firms[past], np.full(len(past), State.ENDED), None, None),
        (clients, np.zeros(len(clients)), None, None),
        (counters[:, ::-1], np.full(len(counters), State.COUNTER), None, None),
        (owners, np.zeros(len(owners)), None, None),
        (decoys, 1 + np.arange(len(decoys)) % 4, None, None),
    )
    pairs = np.concatenate([group[0] for group in groups])
    lengths = [len(group[0]) for group in groups]
    decoy = np.full(len(pairs), -1)
    decoy[len(pairs) - len(decoys) :] = np.arange(len(decoys))
    labels = [
        np.full(length, -1) if group[2] is None else group[2]
        for group, length in zip(groups, lengths, strict=True)
    ]
    voidable = np.zeros(len(pairs), dtype=np.bool_)
    voidable[: len(firms)] = topology.block < 0
    return Promises(
        guarantor=pairs[:, 0],
        debtor=pairs[:, 1],
        state=np.concatenate([group[1] for group in groups]).astype(np.int64),
        label=np.concatenate(labels).astype(np.int64),
        voidable=voidable,
        decoy=decoy,
        chains=chains,
    )


def _open_chains(
    random: np.random.Generator, roster: Roster, topology: Topology
) -> list[list[int]]:
    """Background paths u -> v -> w; w guaranteeing u would close a circle."""
    order = np.argsort(topology.tail, kind="stable")
    tail, head = topology.tail[order], topology.head[order]
    background = topology.block[order] < 0
    follow = sorted_positions(tail, head)
    fits = background & background[follow] & (follow >= 0)
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
    free = random.permutation(np.flatnonzero(outside))
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
    companies = np.unique(np.concatenate([backed, others]))
    return np.stack([holdings.main_person[companies], companies], 1)
