"""Layers of accounts, in which each has several partners in the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.components import weakly_connected_components
from graph.algorithms.pattern_hits import NO_CAPS, Hits
from graph.kernels.csr import Csr, read_only
from graph.kernels.cycles import COMPLETE, TOO_MANY, TOO_MUCH_WORK
from graph.kernels.layers import LayerLimits, Tally, core, crowded, next_core

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.algorithms.money_graph import MoneyGraph
    from graph.kernels.csr import Int32s
    from graph.kernels.evidence import Caps


def layered(
    graph: MoneyGraph,
    *,
    layers: int,
    window: int,
    least_accounts: int,
    most_transfers: int,
    caps: Caps = NO_CAPS,
) -> Hits:
    """All groups of accounts in layers, each with enough partners on either side.

    Within a window every account pays, or is paid by, so many of its group in the next
    layer; those between are paid before they pay, by strictly earlier transfers.
    Groups are as large as can be (a core of the transfers), and connected. An account
    may be of two layers. Transfers of an account to itself do not count, and neither do
    those whose payer pays, or whose payee is paid, more than `most_transfers` times
    within a window before and after: among busy accounts everything hangs together.

    Notes
    -----
    O(transfers) times the rounds of peeling, some dozens at most where little is found;
    where much hangs together also times the transfers of a window.
    """
    edges = graph.edges
    search = _Search(graph, LayerLimits(layers, least_accounts, int(window)))
    busy = np.zeros(len(graph), np.bool_)
    for rows in (graph.outgoing, graph.incoming):
        busy |= crowded(rows, int(window), most_transfers)
    flows = np.flatnonzero((edges.tail != edges.head) & ~busy).astype(np.int32)
    hits: list[Int32s] = []
    recent: list[tuple[int, frozenset[int]]] = []
    size = low = 0
    reason = COMPLETE
    while low < flows.size and reason == COMPLETE:
        stays, until, low, read = next_core(
            edges,
            search.pair,
            read_only(flows),
            low,
            search.limits,
            search.tally,
            caps.work - search.read,
        )
        search.read += read
        for begin, hit in search.refined(stays, until):
            recent = [item for item in recent if item[0] + window >= begin]
            members = frozenset(hit.tolist())
            if any(members <= other for _, other in recent):
                continue
            size += hit.size
            reason = search.reason(len(hits), size, caps)
            if reason != COMPLETE:
                break
            recent.append((begin, members))
            hits.append(hit)
        if reason == COMPLETE and search.read > caps.work:
            reason = TOO_MUCH_WORK
    starts = np.cumsum([0, *(hit.size for hit in hits)])
    flat = np.concatenate([np.zeros(0, np.int32), *hits])
    return Hits.of_kernel((flat, starts, search.read, reason))


class _Search:
    """What the search keeps between spans of time."""

    def __init__(self, graph: MoneyGraph, limits: LayerLimits) -> None:
        self.limits = limits
        self.read = 0
        self._edges = graph.edges
        n = graph.outgoing.indptr.size - 1
        self.pair = _pairs(graph)
        self.tally = Tally(
            np.zeros(n, np.int32),
            np.zeros(n, np.int32),
            np.zeros(n, np.int64),
            np.zeros(n, np.int64),
            np.zeros(len(graph), np.int64),
        )

    @staticmethod
    def reason(count: int, size: int, caps: Caps) -> int:
        """Why no hit may be added to so many, if the flows of all become `size`."""
        if count == caps.hits:
            return TOO_MANY
        return TOO_MUCH_WORK if size > caps.evidence else COMPLETE

    def refined(self, stays: Int32s, until: int) -> Iterator[tuple[int, Int32s]]:
        """Groups among these flows whose window begins before a moment.

        Each comes with the moment at which it begins. A window that adds no flow to
        the one before holds parts of its groups only, and is looked at if one of them
        begins there.
        """
        time = self._edges.time[stays]
        reach = None
        due: set[int] = set()
        for begin in np.unique(time[time < until]).tolist():
            end = begin + self.limits.window
            inside = (time >= begin) & (time <= end)
            fresh = reach is None or (time[inside] > reach).any()
            if not fresh and begin not in due:
                continue
            reach = end
            chosen = stays[inside]
            alive, read = core(
                self._edges, self.pair, read_only(chosen), self.limits, self.tally
            )
            self.read += int(read)
            if alive.any():
                for group in self._connected(chosen, alive):
                    first = int(self._edges.time[group[0]])
                    due.add(first)
                    if first == begin:
                        yield begin, group

    def _connected(self, chosen: Int32s, alive: NDArray[np.bool_]) -> Iterator[Int32s]:
        """Flows of each connected group of accounts by layer, ascending."""
        step, place = np.nonzero(alive)
        flows = chosen[place]
        n = self.tally.paid.size
        ends = np.concatenate(
            (
                step * n + self._edges.tail[flows],
                (step + 1) * n + self._edges.head[flows],
            )
        )
        names, numbers = np.unique(ends, return_inverse=True)
        tails, heads = numbers[: flows.size], numbers[flows.size :]
        labels = weakly_connected_components(
            tails.astype(np.int32), heads.astype(np.int32), names.size
        )[tails]
        for label in np.unique(labels):
            yield np.unique(flows[labels == label])


def _pairs(graph: MoneyGraph) -> Int32s:
    """Number of the ordered pair of accounts of each transfer."""
    edges = graph.edges
    rows = Csr.build(edges.tail, edges.head, graph.outgoing.indptr.size - 1)
    tails = rows.tails()
    begins = np.ones(rows.m, np.bool_)
    begins[1:] = (np.diff(rows.indices) != 0) | (np.diff(tails) != 0)
    pair = np.empty(rows.m, np.int32)
    pair[rows.edge] = np.cumsum(begins) - 1
    return read_only(pair)
