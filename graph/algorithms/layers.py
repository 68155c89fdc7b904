"""Layers of accounts, in which each has several partners in the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.components import weakly_connected_components
from graph.algorithms.pattern_hits import NO_CAPS, Hits
from graph.kernels.csr import Csr, read_only
from graph.kernels.cycles import COMPLETE, TOO_MANY, TOO_MUCH_WORK
from graph.kernels.evidence import TOO_LARGE, is_wanted
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
    limits = LayerLimits(layers, least_accounts, int(window))
    search = _Search(graph, limits, caps.work)
    busy = np.zeros(len(graph), np.bool_)
    for rows in (graph.outgoing, graph.incoming):
        busy |= crowded(rows, int(window), most_transfers)
    flows = np.flatnonzero((edges.tail != edges.head) & ~busy).astype(np.int32)
    hits: list[Int32s] = []
    recent: list[tuple[int, frozenset[int]]] = []
    size = low = 0
    left_out = COMPLETE
    while low < flows.size and len(hits) <= caps.hits and search.left >= 0:
        stays, until, low, read = next_core(
            edges,
            search.pair,
            read_only(flows),
            low,
            limits,
            search.tally,
            search.left,
        )
        search.read += read
        for begin, hit in search.refined(stays, until):
            recent = [item for item in recent if item[0] + window >= begin]
            members = frozenset(hit.tolist())
            search.read += hit.size * (1 + len(recent))
            known = any(members <= other for _, other in recent)
            if known or not is_wanted(edges, hit, caps.wanted):
                continue
            if size + hit.size > caps.evidence:
                left_out = TOO_LARGE
                continue
            size += hit.size
            recent.append((begin, members))
            hits.append(hit)
            if len(hits) > caps.hits:
                break
    found = hits[: caps.hits]
    starts = np.cumsum([0, *(hit.size for hit in found)])
    flat = np.concatenate([np.zeros(0, np.int32), *found])
    reason = left_out | search.reason(len(hits), caps)
    return Hits.of_kernel((flat, starts, search.read, reason))


class _Search:
    """What the search keeps between spans of time."""

    def __init__(self, graph: MoneyGraph, limits: LayerLimits, budget: int) -> None:
        self.limits = limits
        self.read = 2 * len(graph)
        self._budget = budget
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

    @property
    def left(self) -> int:
        """Flows that may still be looked at; below 0 it is over."""
        return self._budget - self.read

    def reason(self, count: int, caps: Caps) -> int:
        """Why the search stopped with so many hits."""
        if count > caps.hits:
            return TOO_MANY
        return TOO_MUCH_WORK if self.left < 0 else COMPLETE

    def refined(self, stays: Int32s, until: int) -> Iterator[tuple[int, Int32s]]:
        """Groups among these flows whose window begins before a moment.

        Each comes with the moment at which it begins. A window that adds no flow to
        the one before holds parts of its groups only, and is looked at if one of them
        begins there. It ends when the budget is used up.
        """
        time = self._edges.time[stays]
        reach = None
        due: set[int] = set()
        for begin in np.unique(time[time < until]).tolist():
            end = begin + self.limits.window
            low, high = np.searchsorted(time, (begin, end + 1)).tolist()
            self.read += 1
            if self.left < 0:
                return
            fresh = reach is None or time[high - 1] > reach
            if not fresh and begin not in due:
                continue
            reach = end
            chosen = stays[low:high]
            alive, read = core(
                self._edges,
                self.pair,
                read_only(chosen),
                self.limits,
                self.tally,
                self.left,
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
        self.read += flows.size
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
        order = np.lexsort((flows, labels))
        bounds = np.flatnonzero(np.diff(labels[order])) + 1
        for group in np.split(flows[order], bounds):
            yield np.unique(group)


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
