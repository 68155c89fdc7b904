"""The nodes that a rule's hit rests on: contracts of circles, accounts of loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.features.firm_accounts import FirmAccounts

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
    """Accounts over which firms paid each other within a year."""

    def __init__(self, firms: Firms) -> None:
        self._accounts = FirmAccounts(firms)
        self._snapshot = firms.snapshot

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
        flow, _, _ = self._accounts.payments(rows)
        flows = self._snapshot.flows
        ends = np.union1d(flows.tail[flow], flows.head[flow])[:MOST_EVIDENCE].tolist()
        return [self._snapshot.node_id("account", number) for number in ends]
