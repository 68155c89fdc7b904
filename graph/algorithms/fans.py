"""Accounts that have to do with many others within a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.pattern_hits import NO_CAPS, Hits
from graph.kernels.csr import read_only, stable_order
from graph.kernels.fans import FanLimits, fan_windows
from graph.kernels.rings import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.algorithms.money_graph import MoneyGraph
    from graph.kernels.csr import Int32s
    from graph.kernels.evidence import Caps


def fans(
    graph: MoneyGraph,
    *,
    incoming: bool,
    window: int,
    least_accounts: int,
    least_transfers: int = 1,
    from_amount: float = 0.0,
    below_amount: float = np.inf,
    least_total: float = 0.0,
    key: Int32s | None = None,
    caps: Caps = NO_CAPS,
) -> Hits:
    """All windows in which one account pays, or is paid by, so many others.

    Transfers of an account to itself do not count.

    Parameters
    ----------
    incoming
        Whether others pay the account.
    from_amount, below_amount
        Only transfers of amounts in [from_amount, below_amount) count; where both are
        left as they are, unknown amounts count, too.
    least_total
        Of the amounts in the window that are known.
    key
        Whom each account counts for; shape (accounts,), values in [0, accounts).

    Notes
    -----
    O(transfers), and the size of the hits.
    """
    edges = graph.edges
    counted = edges.tail != edges.head
    if from_amount > 0 or below_amount < np.inf:
        counted &= (edges.amount >= from_amount) & (edges.amount < below_amount)
    own, other = (edges.head, edges.tail) if incoming else (edges.tail, edges.head)
    keys = (
        np.arange(graph.outgoing.indptr.size - 1, dtype=np.int32)
        if key is None
        else key
    )
    return Hits.of_kernel(
        fan_windows(
            _rows(graph, own, other, np.flatnonzero(counted)),
            read_only(keys),
            FanLimits(int(window), least_accounts, least_transfers, float(least_total)),
            caps,
        )
    )


def _rows(
    graph: MoneyGraph, own: Int32s, other: Int32s, chosen: NDArray[np.int64]
) -> Rows:
    """Some transfers by one of their ends, in order of time."""
    indptr, place = stable_order(own[chosen], graph.outgoing.indptr.size - 1)
    flow = chosen[place].astype(np.int32)
    return Rows(
        indptr=read_only(indptr),
        flow=read_only(flow),
        node=read_only(other[flow]),
        time=read_only(graph.edges.time[flow]),
        amount=read_only(graph.edges.amount[flow]),
    )
