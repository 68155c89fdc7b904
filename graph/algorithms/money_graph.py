"""Transfers between accounts as arrays that searches through time read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import read_only, stable_order
from graph.kernels.rings import Edges, Rows, first_later
from graph.money import SAME_AMOUNT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.snapshot import FlowKind, Flows


@dataclass(frozen=True, slots=True, eq=False)
class MoneyGraph:
    """Transfers between accounts in order of time, with the rows that a search reads.

    Attributes
    ----------
    edges
        Shape (m,) each. Amounts should be whole numbers where they are exact, so that
        a ratio on a bound is met.
    later
        Shape (m,). The first slot of the payee's outgoing row after each transfer.
    outgoing, incoming
        Rows by payer and by payee.
    onward
        Shape (m,). `later` of the transfer in each outgoing slot, beside its `node`.
    """

    edges: Edges
    later: Int32s
    outgoing: Rows
    onward: Int32s
    incoming: Rows

    @classmethod
    def build(
        cls,
        n: int,
        ends: tuple[ArrayLike, ArrayLike],
        time: ArrayLike,
        amount: ArrayLike,
        *,
        sequence: tuple[ArrayLike, ArrayLike] | None = None,
        rank: ArrayLike | None = None,
    ) -> MoneyGraph:
        """Rows of transfers that are in order of time.

        Parameters
        ----------
        ends
            Payers and payees, account numbers in [0, n).
        sequence
            Batch and step of each, as `graph.snapshot.Flows` has them; by default
            transfers of one moment never follow each other.
        rank
            Which is earlier where the order is free; by default their own order.

        Notes
        -----
        O(n + m) time; 116 bytes for each transfer.
        """
        tail, head = (np.ascontiguousarray(part, np.int32) for part in ends)
        none = np.full(tail.size, -1, np.int32)
        batch, step = (none, none) if sequence is None else sequence
        ranks = np.arange(tail.size) if rank is None else rank
        edges = Edges(
            tail=read_only(tail),
            head=read_only(head),
            time=read_only(np.ascontiguousarray(time, np.int64)),
            amount=read_only(np.ascontiguousarray(amount, np.float64)),
            batch=read_only(np.ascontiguousarray(batch, np.int32)),
            step=read_only(np.ascontiguousarray(step, np.int32)),
            rank=read_only(np.ascontiguousarray(ranks, np.int32)),
        )
        if (np.diff(edges.time) < 0).any():
            raise ValueError("transfers must be in order of time")
        by_tail, by_head = (stable_order(own, n) for own in (edges.tail, edges.head))
        later = read_only(first_later(edges, by_tail[0]))
        outgoing, onward = _rows(edges, edges.head, later, *by_tail)
        incoming, _ = _rows(edges, edges.tail, later, *by_head)
        return cls(edges, later, outgoing, onward, incoming)

    @classmethod
    def of(
        cls,
        flows: Flows,
        kinds: Sequence[FlowKind],
        *,
        unit: float,
        rank: Int32s | None = None,
    ) -> tuple[MoneyGraph, Int32s]:
        """Flows of some kinds between accounts, and which flow each edge is.

        Parameters
        ----------
        unit
            Minor units of the currency in one major unit.
        rank
            Shape (flows,). As in `build`.
        """
        chosen = np.flatnonzero(np.isin(flows.kind, list(kinds))).astype(np.int32)
        graph = cls.build(
            flows.n_nodes,
            (flows.tail[chosen], flows.head[chosen]),
            flows.time[chosen],
            whole(flows.amount[chosen] * unit),
            sequence=(flows.batch[chosen], flows.step[chosen]),
            rank=None if rank is None else rank[chosen],
        )
        return graph, chosen

    def __len__(self) -> int:
        return self.edges.tail.size


def whole(amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Amounts in minor units without what a conversion from major ones added.

    Examples
    --------
    >>> whole(np.array([0.29 * 100, 7.5])).tolist()
    [29.0, 7.5]
    """
    nearest = np.rint(amounts)
    return np.where(
        np.abs(amounts - nearest) <= SAME_AMOUNT * nearest, nearest, amounts
    )


def _rows(
    edges: Edges, other: Int32s, later: Int32s, indptr: Int64s, flow: Int32s
) -> tuple[Rows, Int32s]:
    """Rows, and `later` of each slot.

    What a search reads together lies together, so that it waits for memory once.
    """
    where = np.empty((flow.size, 4), np.int32)  # padded: no slot is in two cache lines
    for place, values in enumerate((flow, other[flow], later[flow])):
        where[:, place] = values
    what = np.empty((flow.size, 2), np.int64)
    amount = what.view(np.float64)
    what[:, 0], amount[:, 1] = edges.time[flow], edges.amount[flow]
    rows = Rows(
        indptr=read_only(indptr),
        flow=read_only(where[:, 0]),
        node=read_only(where[:, 1]),
        time=read_only(what[:, 0]),
        amount=read_only(amount[:, 1]),
    )
    return rows, read_only(where[:, 2])
