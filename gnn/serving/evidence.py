"""The nodes that a rule's hit rests on: contracts of circles, accounts of loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.features.relations import DAY, WINDOWS
from graph.kernels.csr import range_positions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.firms import Firms

MOST_EVIDENCE = 12
"""Nodes of a kind that a hit names; its sentence counts the firms."""


class Contracts:
    """Guarantees inside the circles, by the firms that they tie."""

    def __init__(self, firms: Firms) -> None:
        snapshot, pairs = firms.snapshot, firms.snapshot.pairs
        pair = np.repeat(np.arange(len(pairs)), np.diff(pairs.contract_indptr))
        tail, head = firms.row[pairs.guarantor[pair]], firms.row[pairs.debtor[pair]]
        circle = firms.guarantees.strong
        inside = (tail >= 0) & (head >= 0) & (circle[tail] == circle[head])
        ends = np.concatenate([tail[inside], head[inside]])
        contract = np.tile(pairs.contract[inside], 2)
        order = np.lexsort((contract, ends))
        self._snapshot = snapshot
        self._contract = contract[order]
        self._starts = np.searchsorted(ends[order], np.arange(len(firms) + 1))

    def of(self, row: int) -> list[str]:
        """Ids of a firm's contracts with others of its circle, each once."""
        own = np.unique(self._contract[self._starts[row] : self._starts[row + 1]])
        named = own[:MOST_EVIDENCE].tolist()
        return [self._snapshot.node_id("guarantee", number) for number in named]


class Accounts:
    """Accounts of firms, and over which of them they paid each other within a year."""

    def __init__(self, firms: Firms) -> None:
        flows = firms.snapshot.flows
        held = np.diff(flows.holder_indptr)
        account = np.repeat(np.arange(held.size), held)
        firm = firms.row[flows.holder]
        order = np.argsort(firm, kind="stable")
        self._firms = firms
        self._account = account[order]
        self._starts = np.searchsorted(firm[order], np.arange(len(firms) + 1))

    def between(self, rows: NDArray[np.integer]) -> list[str]:
        """Ids of the accounts over which some firms paid others of them.

        Parameters
        ----------
        rows
            Shape (k,). The firms.

        Notes
        -----
        O(flows of their accounts).
        """
        snapshot = self._firms.snapshot
        flows, at = snapshot.flows, snapshot.manifest.at.as_of
        counts = self._starts[rows + 1] - self._starts[rows]
        account = self._account[range_positions(self._starts[rows], counts)]
        owner = np.full(flows.n_nodes, -1)
        owner[account] = np.repeat(rows, counts)
        paid = flows.outgoing.indptr
        count = paid[account + 1] - paid[account]
        flow = flows.outgoing.flow[range_positions(paid[account], count)]
        head = flows.head[flow]
        tail = flows.tail[flow]
        recent = flows.time[flow] > at - WINDOWS[-1] * DAY
        chosen = recent & (owner[head] >= 0) & (owner[head] != owner[tail])
        ends = np.union1d(tail[chosen], head[chosen])[:MOST_EVIDENCE].tolist()
        return [snapshot.node_id("account", number) for number in ends]
