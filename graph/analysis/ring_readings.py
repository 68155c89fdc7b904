"""Everyday readings of money rings: what else a ring may be, one small test each.

A reading that fits is no acquittal, and one that does not is no proof. Where a test
would need facts that nobody collected, it was not made: that is not "no".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.majorities import majority_chains
from graph.analysis.ring_parameters import DAY
from graph.snapshot import FlowKind
from graph.snapshot.arrays import decoded, single_chunk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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


class Verdict(StrEnum):
    """Whether a reading explains a ring."""

    FITS = "fits"
    NO = "no"
    NOT_CHECKED = "not_checked"


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
        self._runs: dict[tuple[int, int], frozenset[int]] = {}

    def ring(self, start: int, end: int) -> RingFacts:
        """The ring whose edges stand from one place to another."""
        return RingFacts(
            self._edges[start:end],
            self._payers[start:end],
            self._payees[start:end],
            self._orders[start:end],
            self._goods[start:end],
        )

    def verdicts(self, start: int, end: int) -> Mapping[str, Verdict]:
        """What each reading says of the ring from one place to another."""
        ring = self.ring(start, end)
        return {name: test(self, ring) for name, test in TESTS.items()}

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
        """Type of each holder."""
        known = sorted(self.leaders)
        types = single_chunk(self._snapshot.nodes("party"), "party_type").take(known)
        return dict(zip(known, decoded(types).to_pylist(), strict=True))

    @cached_property
    def owners_collected(self) -> bool:
        """Whether any holding was collected."""
        return bool(self._snapshot.facts("ownership").num_rows)

    def in_run(self, edge: int) -> bool:
        """Whether a transfer is one of many that are about the same each month."""
        flows = self._flows
        payer, day = int(flows.tail[edge]), int(flows.time[edge]) // DAY
        if (payer, day) not in self._runs:
            self._runs[payer, day] = self._regular_payees(payer, day)
        payee = int(flows.head[edge])
        return payee in self._runs[payer, day]

    def _regular_payees(self, payer: int, day: int) -> frozenset[int]:
        """Whom an account pays on a day in a run; nobody where that is no run."""
        paid = self._paid(payer, day, day + 1)
        if len(paid) < RUN_PAYEES:
            return frozenset()
        for first, last in ((-_MONTH[1], -_MONTH[0]), _MONTH):
            other = self._paid(payer, day + first, day + last + 1)
            again = frozenset(
                payee
                for payee, amounts in paid.items()
                if any(
                    abs(amount - before) <= RUN_ALIKE * before
                    for amount in amounts
                    for before in other.get(payee, ())
                )
            )
            if len(again) >= RUN_AGAIN * len(paid):
                return again
        return frozenset()

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


def cash_sweep(ground: ReadingGround, ring: RingFacts) -> Verdict:
    """All accounts are of one party, or of a company and those it holds a majority of.

    A natural person behind all of them is no group: that is how shells are run.
    """
    held = [ground.holders[account] for account in ring.payers]
    known = {party for some in held for party in some}
    one_group = len(known) == 1 or any(
        ground.party_types[leader] != "person"
        and all(leader in ground.leaders[party] for party in known)
        for leader in known
    )
    if known and not one_group:
        return Verdict.NO if ground.owners_collected else Verdict.NOT_CHECKED
    return Verdict.FITS if known and all(held) else Verdict.NOT_CHECKED


def refund(_: ReadingGround, ring: RingFacts) -> Verdict:
    """The last transfer states the order number of the first."""
    first, last = ring.orders[0], ring.orders[-1]
    if first is None or last is None or first[0] != last[0]:
        return Verdict.NOT_CHECKED
    return Verdict.FITS if first == last else Verdict.NO


def payroll_tax(ground: ReadingGround, ring: RingFacts) -> Verdict:
    """A transfer is of a monthly run to many payees, or goes to a state organ."""
    payees = [ground.holders[account] for account in ring.payees]
    state = any(
        ground.party_types[party] == "state_organ" for some in payees for party in some
    )
    if state or any(map(ground.in_run, ring.edges)):
        return Verdict.FITS
    return Verdict.NO if all(payees) else Verdict.NOT_CHECKED


def agency(_: ReadingGround, ring: RingFacts) -> Verdict:
    """Every transfer is for the same goods under one order number."""
    orders = {order for order in ring.orders if order is not None}
    sources = {source for source, _ in orders}
    goods = {name for name in ring.goods if name is not None}
    if len(goods) > 1 or len(orders) > len(sources):
        return Verdict.NO
    stated = None not in ring.goods and None not in ring.orders
    return Verdict.FITS if stated and len(sources) == 1 else Verdict.NOT_CHECKED


TESTS: Mapping[str, Callable[[ReadingGround, RingFacts], Verdict]] = {
    test.__name__: test for test in (cash_sweep, refund, payroll_tax, agency)
}
"""The test of each reading, by its name, in the order in which they are told."""

NOT_TRIED: Mapping[str, Verdict] = dict.fromkeys(TESTS, Verdict.NOT_CHECKED)
"""Of rings that are told as they close: no reading is tried there."""
