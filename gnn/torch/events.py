"""Relations of events, not of states: transfers and suits between companies.

What had happened by an earlier moment is the first part of each row, which a snapshot
of that moment would have, too: their columns look back alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.features.relations import DAY, days_before, holders
from gnn.torch.relation import AGE, COMPANY, COUNT, Relation
from graph.snapshot.arrays import column
from graph.snapshot.conversion import Converter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from graph.kernels.csr import Int64s


def transfers(firms: Firms, since: int) -> Relation:
    """Transfers after a moment between accounts of different companies, one each.

    One of an account with several holders counts for each of them.
    """
    flows = firms.snapshot.flows
    first, last = (
        int(np.searchsorted(flows.time, moment, side="right"))
        for moment in (since, firms.at)
    )
    flow = np.arange(first, last)
    flow = flow[flows.are_transfers(slice(first, last))]
    flow, tail, head = holders(flows, flow, firms.row)
    other = tail != head
    flow, tail, head = flow[other], tail[other], head[other]
    time = flows.time[flow]
    age = (firms.at - time) / DAY
    events = Events(tail, head, time, flows.row[flow])
    return events.relation("transfer", "transfer", flows.amount[flow], age)


def suits(firms: Firms, since: int) -> Relation:
    """Events after a moment against a company in which another is the other side."""
    facts = firms.snapshot.facts("risk_event")
    party, other = column(facts, "party"), column(facts, "counterparty")
    time = column(facts, "valid_from")
    chosen = (time > since) & (time <= firms.at) & (party != other)
    for end in (party, other):
        chosen &= (end >= 0) & (firms.row[end] >= 0)
    currency = firms.snapshot.manifest.reporting_currency
    converter = Converter(firms.snapshot.facts("exchange_rate"), currency)
    amount = converter.amounts(facts, "amount", "amount of risk events")
    rows = np.flatnonzero(chosen)
    tail, head = firms.row[party[rows]], firms.row[other[rows]]
    events = Events(tail, head, time[rows], rows)
    age = days_before(firms.at, time[rows])
    return events.relation("suit", "risk_event", amount[rows], age)


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Events between companies, each of shape (m,).

    Attributes
    ----------
    tail, head
        Rows of companies.
    time
        Milliseconds.
    record
        Rows of the facts.
    """

    tail: NDArray[Any]
    head: NDArray[Any]
    time: Int64s
    record: NDArray[Any]

    def relation(
        self,
        name: str,
        facts: str,
        amount: NDArray[np.float64],
        age: NDArray[np.float64],
    ) -> Relation:
        """As a relation, with which one of its pair each was."""
        columns = {"amount": np.log1p(amount), AGE: age, COUNT: np.log1p(self.nth)}
        return Relation.of(
            (COMPANY, name, COMPANY),
            (self.tail, self.head),
            self.time,
            columns,
            facts=facts,
            record=self.record,
        )

    @property
    def nth(self) -> NDArray[np.float64]:
        """Which one of its pair each is in time, from 1."""
        order = np.lexsort((self.record, self.time, self.head, self.tail))
        begins = np.ones(len(order), np.bool_)
        tail, head = self.tail[order], self.head[order]
        begins[1:] = (np.diff(tail) != 0) | (np.diff(head) != 0)
        place = np.arange(len(order))
        found = np.empty(len(order))
        found[order] = 1 + place - np.maximum.accumulate(np.where(begins, place, 0))
        return found
