"""What everyday readings of money rings look up: holders, owners and monthly runs."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.analysis.majorities import MAJORITY, majority_chains, recorded_shares
from graph.analysis.ring_parameters import DAY
from graph.snapshot import FlowKind
from graph.snapshot.arrays import decoded, single_chunk
from graph.vocabulary import SHARE_UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.kernels.csr import Int32s
    from graph.snapshot import Snapshot

RUN_PAYEES = 10
"""Accounts that one account pays on one day, at least, where it pays wages."""
RUN_AGAIN = 0.5
"""Part of them, at least, that it pays about the same a month before or later."""
RUN_ALIKE = 0.2
"""By how much two amounts that are about the same may differ."""
_MONTH = (25, 35)
"""Days from one run of payments to the next."""
SHARE, TYPE = "ownership.share", "party.party_type"
"""What may lack of whoever holds the majority of a firm."""
_OWNERLESS = frozenset({"person", "state_organ"})


@dataclass(frozen=True, slots=True)
class RingFacts:
    """A ring as readings look at it, hop by hop: edges, and what was collected.

    `orders` are a source and its order number. None where a transfer states none.
    """

    edges: Sequence[int]
    payers: Sequence[int]
    payees: Sequence[int]
    orders: Sequence[tuple[str, str] | None]
    goods: Sequence[str | None]


class Run(NamedTuple):
    """Whom an account pays on a day as it did a month before or does a month later.

    `perhaps` are payees who are of the run if amounts that are unknown are alike.
    """

    payees: frozenset[int] = frozenset()
    perhaps: frozenset[int] = frozenset()


class ReadingGround:
    """What readings look up of a snapshot for the transfers of some rings.

    Parameters
    ----------
    edges
        Flows of all these rings, end to end.

    Notes
    -----
    O(transfers of the rings, owners above the holders of their accounts).
    """

    def __init__(self, snapshot: Snapshot, edges: Int32s) -> None:
        self._snapshot = snapshot
        self._flows = flows = snapshot.flows
        self._payers = flows.tail[edges].tolist()
        self._payees = flows.head[edges].tolist()
        self._edges = edges.tolist()
        stated = snapshot.facts("transfer").take(flows.row[edges])
        columns = ("source", "order_no", "goods_type")
        sources, orders, goods = (
            decoded(single_chunk(stated, name)).to_pylist() for name in columns
        )
        self._orders = [
            (source, order) if order else None
            for source, order in zip(sources, orders, strict=True)
        ]
        self._goods = [name or None for name in goods]
        self._runs: dict[tuple[int, int], Run] = {}

    def ring(self, start: int, end: int) -> RingFacts:
        """The ring whose edges stand from one place to another."""
        return RingFacts(
            self._edges[start:end],
            self._payers[start:end],
            self._payees[start:end],
            self._orders[start:end],
            self._goods[start:end],
        )

    @cached_property
    def holders(self) -> Mapping[int, tuple[int, ...]]:
        """Parties that hold each account of the rings; none where unknown."""
        flows = self._flows
        return {
            account: tuple(
                flows.holder[
                    flows.holder_indptr[account] : flows.holder_indptr[account + 1]
                ].tolist()
            )
            for account in {*self._payers, *self._payees}
        }

    @cached_property
    def leaders(self) -> Mapping[int, frozenset[int]]:
        """Of each holder itself and who holds the majority of it, layer by layer."""
        known = sorted({party for some in self.holders.values() for party in some})
        chains = majority_chains(self._snapshot, known)
        return dict(zip(known, map(frozenset, chains), strict=True))

    @cached_property
    def party_types(self) -> Mapping[int, str | None]:
        """Type of each holder and of those above it."""
        known = sorted({party for chain in self.leaders.values() for party in chain})
        types = single_chunk(self._snapshot.nodes("party"), "party_type").take(known)
        return dict(zip(known, decoded(types).to_pylist(), strict=True))

    @cached_property
    def unowned(self) -> Mapping[int, str]:
        """Parties that somebody unrecorded may hold the majority of, and what lacks."""
        known = sorted(self.party_types)
        shares = recorded_shares(self._snapshot, known)
        return {
            party: SHARE if self.party_types[party] else TYPE
            for party, share in zip(known, shares, strict=True)
            if share < SHARE_UNIT - MAJORITY
            and self.party_types[party] not in _OWNERLESS
        }

    def gaps_above(self, party: int) -> list[str]:
        """What lacks of whoever holds the majority of a party, up to the top."""
        return [self.unowned[one] for one in self.leaders[party] if one in self.unowned]

    def in_run(self, edge: int) -> bool:
        """Whether a transfer is one of many that are about the same each month."""
        return int(self._flows.head[edge]) in self._run(edge).payees

    def run_unknown(self, edge: int) -> bool:
        """Whether amounts lack by which a transfer could be one of such a run."""
        return int(self._flows.head[edge]) in self._run(edge).perhaps

    def _run(self, edge: int) -> Run:
        """The run of the account and the day of a transfer."""
        flows = self._flows
        payer, day = int(flows.tail[edge]), int(flows.time[edge]) // DAY
        if (payer, day) not in self._runs:
            self._runs[payer, day] = self._run_of(payer, day)
        return self._runs[payer, day]

    def _run_of(self, payer: int, day: int) -> Run:
        paid = self._paid(payer, day, day + 1)
        if len(paid) < RUN_PAYEES:
            return Run()
        perhaps: set[int] = set()
        for first, last in ((-_MONTH[1], -_MONTH[0]), _MONTH):
            other = self._paid(payer, day + first, day + last + 1)
            again = {
                payee
                for payee, amounts in paid.items()
                if any(
                    abs(amount - before) <= RUN_ALIKE * before
                    for amount in amounts
                    for before in other.get(payee, ())
                )
            }
            unknown = {
                payee
                for payee in other.keys() & paid.keys()
                if any(map(math.isnan, (*paid[payee], *other[payee])))
            } - again
            least = RUN_AGAIN * len(paid)
            if len(again) + len(unknown) >= least:
                perhaps |= again | unknown
            if len(again) >= least:
                return Run(frozenset(again), frozenset(perhaps - again))
        return Run(perhaps=frozenset(perhaps))

    def _paid(self, payer: int, first: int, end: int) -> Mapping[int, list[float]]:
        """Amounts by payee that an account transferred from a day to before another."""
        flows = self._flows
        out = flows.outgoing
        own = out.flow[out.indptr[payer] : out.indptr[payer + 1]]
        low, high = np.searchsorted(flows.time[own], (first * DAY, end * DAY))
        own = own[low:high]
        own = own[flows.kind[own] == FlowKind.TRANSFER]
        found: dict[int, list[float]] = defaultdict(list)
        for payee, amount in zip(
            flows.head[own].tolist(), flows.amount[own].tolist(), strict=True
        ):
            found[payee].append(amount)
        return found
