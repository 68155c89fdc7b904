"""Generated transfers with planted rings, and the search for rings in plain Python."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.money_graph import MoneyGraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.algorithms.rings import RingBounds

DAY = 86_400_000
DAYS = 180
_HUBS = 0.57
"""Power of an account's rank by which it is paid less: 15,000 transfers of a hub."""


@dataclass(frozen=True)
class Money:
    """Transfers in no order, and the planted rings by their places in it."""

    accounts: int
    payer: NDArray[np.int32]
    payee: NDArray[np.int32]
    time: NDArray[np.int64]
    amount: NDArray[np.float64]
    planted: tuple[tuple[int, ...], ...]

    def rows_by_time(self) -> tuple[MoneyGraph, NDArray[np.int64]]:
        """The graph that a search reads, and which transfer each edge is."""
        order = np.argsort(self.time, kind="stable")
        graph = MoneyGraph.build(
            self.accounts,
            (self.payer[order], self.payee[order]),
            self.time[order],
            self.amount[order],
        )
        return graph, order


def draw(transfers: int, accounts: int, rings: int, seed: int) -> Money:
    """Transfers over 180 days between accounts of which few are hubs.

    Each planted ring has 3 to 6 hops of at most three days and keeps 0.92 to 0.995 of
    the amount at each; its transfers are spread over all the others.
    """
    random = np.random.default_rng(seed)
    weight = np.cumsum(np.arange(1.0, accounts + 1) ** -_HUBS)
    numbers = random.permutation(accounts)
    payer, payee = (
        numbers[np.searchsorted(weight, random.random(transfers) * weight[-1])]
        for _ in range(2)
    )
    time = random.integers(0, DAYS * DAY, transfers)
    amount = np.rint(random.lognormal(13, 1.2, transfers))
    places = iter(random.permutation(transfers).tolist())
    planted = []
    for number in range(rings):
        length = 3 + number % 4
        firms = random.choice(accounts, length, replace=False)
        ring = tuple(next(places) for _ in range(length))
        gaps = random.integers(1, 3 * DAY, length)
        time[list(ring)] = random.integers(0, (DAYS - 20) * DAY) + np.cumsum(gaps)
        kept = np.cumprod(random.uniform(0.92, 0.995, length))
        amount[list(ring)] = np.rint(1e8 * random.uniform(1, 9) * kept)
        payer[list(ring)], payee[list(ring)] = firms, np.roll(firms, -1)
        planted.append(ring)
    return Money(
        accounts,
        payer.astype(np.int32),
        payee.astype(np.int32),
        time,
        amount,
        tuple(planted),
    )


@dataclass(frozen=True)
class PlainSearch:
    """The same search over lists, for transfers in order of time."""

    rows: list[list[int]]
    moments: list[list[int]]
    payer: list[int]
    payee: list[int]
    time: list[int]
    amount: list[float]

    @classmethod
    def of(cls, graph: MoneyGraph) -> PlainSearch:
        """Lists of the same transfers."""
        edges = graph.edges
        rows = np.split(graph.outgoing.flow, graph.outgoing.indptr[1:-1])
        listed = [row.tolist() for row in rows]
        return cls(
            listed,
            [edges.time[row].tolist() for row in listed],
            edges.tail.tolist(),
            edges.head.tolist(),
            edges.time.tolist(),
            edges.amount.tolist(),
        )

    def rings(self, roots: range, bounds: RingBounds) -> Iterator[tuple[int, ...]]:
        """Rings through these roots."""
        for root in roots:
            if self.payer[root] != self.payee[root]:
                yield from self._from((root,), {self.payee[root]}, bounds)

    def _from(
        self, path: tuple[int, ...], inner: set[int], bounds: RingBounds
    ) -> Iterator[tuple[int, ...]]:
        last, home = path[-1], self.payer[path[0]]
        node, moment, amount = self.payee[last], self.time[last], self.amount[last]
        until = min(moment + bounds.gap, self.time[path[0]] + bounds.window)
        moments = self.moments[node]
        begin, end = bisect_right(moments, moment), bisect_right(moments, until)
        for edge in self.rows[node][begin:end]:
            if not bounds.keep <= self.amount[edge] / amount <= bounds.gain:
                continue
            after = self.payee[edge]
            if after == home:
                if len(path) + 1 >= bounds.min_length:
                    yield (*path, edge)
            elif after not in inner and len(path) + 1 < bounds.max_length:
                yield from self._from((*path, edge), inner | {after}, bounds)
