"""Contracts, payments and registered ties between firms, as arrays of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from gnn.features.matrices import counts, pattern
from graph.instant import BEGINNING
from graph.kernels.csr import range_positions
from graph.snapshot.arrays import column, integers, single_chunk

if TYPE_CHECKING:
    import pyarrow as pa
    from scipy.sparse import csr_array

    from graph.kernels.csr import Int32s, Int64s
    from graph.snapshot import Snapshot
    from graph.snapshot.flows import Flows

Floats = NDArray[np.float64]

DAY = 86_400_000
"""Milliseconds."""
WINDOWS = (91, 182, 365)
"""Days before the instant, the last of them the longest that anything looks back."""


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """What leads from one firm to another, one row a contract or payment.

    Attributes
    ----------
    tail, head
        Shape (m,). Rows of firms; they differ.
    days
        Shape (m,). Days from its start to the instant, NaN where unknown.
    amount
        Shape (m,). Reporting currency, NaN where unknown.
    """

    tail: Int32s
    head: Int32s
    days: Floats
    amount: Floats

    def __len__(self) -> int:
        return self.tail.size

    def where(self, chosen: NDArray[np.bool_]) -> Edges:
        """Those where a mask of shape (m,) holds."""
        return Edges(
            self.tail[chosen], self.head[chosen], self.days[chosen], self.amount[chosen]
        )

    def partners(self, n: int) -> csr_array:
        """Matrix of shape (n, n), 1 where something leads from row to column."""
        return pattern(self.tail, self.head, (n, n))


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Who stands behind firms: owners, officers or contacts.

    Attributes
    ----------
    firm
        Shape (m,). Row of the firm.
    other
        Shape (m,). Number of the party or contact.
    days
        Shape (m,). Days from the start of the tie to the instant, NaN where unknown.
    load
        Shape (m,). Ties of the same other to any firm.
    """

    firm: Int32s
    other: Int32s
    days: Floats
    load: Floats

    def where(self, chosen: NDArray[np.bool_]) -> Ties:
        """Those where a mask of shape (m,) holds."""
        return Ties(
            self.firm[chosen], self.other[chosen], self.days[chosen], self.load[chosen]
        )


def days_before(at: int, moments: Int64s) -> Floats:
    """Days from moments to the instant, NaN where unknown; milliseconds both."""
    values: Floats = (at - moments) / DAY
    values[moments <= BEGINNING] = np.nan
    return values


def contracts(snapshot: Snapshot, row: Int32s) -> Edges:
    """Guarantees in force between companies, a row a contract of a pair.

    Parameters
    ----------
    row
        Shape (n_parties,). Row of each party among the firms, or -1.
    """
    pairs = snapshot.pairs
    pair = np.repeat(np.arange(len(pairs)), np.diff(pairs.contract_indptr))
    tail, head = row[pairs.guarantor[pair]], row[pairs.debtor[pair]]
    began = moments(snapshot.nodes("guarantee"), "valid_from")[pairs.contract]
    days = days_before(snapshot.manifest.at.as_of, began)
    edges = Edges(tail, head, days, pairs.contract_face)
    return edges.where((tail >= 0) & (head >= 0))


def payments(snapshot: Snapshot, row: Int32s) -> Edges:
    """Transfers of the longest window between accounts of different companies.

    One of an account with several holders counts for each of them.
    """
    flows = snapshot.flows
    at = snapshot.manifest.at.as_of
    first = int(np.searchsorted(flows.time, at - WINDOWS[-1] * DAY, side="right"))
    last = int(np.searchsorted(flows.time, at, side="right"))
    flow = np.arange(first, last)
    flow = flow[flows.are_transfers(slice(first, last))]
    flow, tail, head = holders(flows, flow, row)
    days = (at - flows.time[flow]) / DAY
    edges = Edges(tail, head, days, flows.amount[flow])
    return edges.where(tail != head)


def holders(
    flows: Flows, flow: NDArray[np.intp], row: Int32s
) -> tuple[NDArray[np.intp], Int32s, Int32s]:
    """Flows once for each two firms that hold their accounts, and those firms.

    Parameters
    ----------
    row
        Shape (n_parties,). Row of each party among the firms, or -1.

    Notes
    -----
    O(holders of the flows' accounts).
    """
    flow, tail = _each(flow, flows.tail[flow], flows, row)
    flow, head, tail = _each(flow, flows.head[flow], flows, row, tail)
    return flow, tail, head


def _each(
    flow: NDArray[Any], account: Int32s, flows: Flows, row: Int32s, *others: Int32s
) -> tuple[Any, ...]:
    """Flows once for each firm that holds their account, those firms, and others."""
    first = flows.holder_indptr[account]
    count = flows.holder_indptr[account + 1] - first
    firm = row[flows.holder[range_positions(first, count)]]
    again = np.repeat(np.arange(flow.size), count)[firm >= 0]
    return flow[again], firm[firm >= 0], *(values[again] for values in others)


def ties(snapshot: Snapshot, kind: str, firm: str, other: str, row: Int32s) -> Ties:
    """Facts of a kind whose end `firm` is a company, by the names of both ends."""
    facts = snapshot.facts(kind)
    rows = row[column(facts, firm)]
    chosen = rows >= 0
    behind = column(facts, other)[chosen]
    return Ties(
        rows[chosen],
        behind,
        days_before(snapshot.manifest.at.as_of, column(facts, "valid_from"))[chosen],
        counts(behind, 1)[behind],
    )


def latest_by(firm: Int32s, moment: Int64s, n: int) -> Int64s:
    """Position of the last record of each firm, of equals the later one; -1 without.

    Shape (n,); `firm` may hold -1 for records of others.
    """
    order = np.argsort(moment, kind="stable")
    order = order[firm[order] >= 0]
    last = np.full(n, -1, np.int64)
    last[firm[order]] = order
    return last


def moments(table: pa.Table, name: str) -> Int64s:
    """A column of dates or instants in milliseconds, `BEGINNING` where unknown."""
    return integers(single_chunk(table, name), BEGINNING)


def flags(table: pa.Table, name: str) -> Floats:
    """A boolean column as 1 and 0, NaN where nobody says."""
    values = pc.cast(single_chunk(table, name), "float64")
    return np.array(values.to_numpy(zero_copy_only=False), np.float64)
