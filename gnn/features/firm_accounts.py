"""Accounts of firms, and what a few firms paid each other over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.features.relations import DAY, WINDOWS, holders
from graph.kernels.csr import range_positions, stable_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.firms import Firms


class FirmAccounts:
    """Accounts by the firm that holds them; of a joint one by each.

    Notes
    -----
    O(accounts) to make.
    """

    def __init__(self, firms: Firms) -> None:
        flows = firms.snapshot.flows
        account = np.repeat(
            np.arange(flows.holder_indptr.size - 1), np.diff(flows.holder_indptr)
        )
        held = firms.row[flows.holder]
        of_firm = held >= 0
        self._firms = firms
        self._start, order = stable_order(held[of_firm], len(firms))
        self._account = account[of_firm][order]

    def payments(
        self, rows: NDArray[np.integer]
    ) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Transfers of a year between accounts of different firms of some.

        They are those of `gnn.features.relations.payments`: one of an account with
        several holders counts for each of them.

        Parameters
        ----------
        rows
            Shape (k,). The firms, each once.

        Returns
        -------
        flow, tail, head
            Shape (m,) each. Numbers of flows, ascending, and the rows of both firms.

        Notes
        -----
        O(flows that leave their accounts).
        """
        firms, flows = self._firms, self._firms.snapshot.flows
        count = self._start[rows + 1] - self._start[rows]
        account = np.unique(self._account[range_positions(self._start[rows], count)])
        first = flows.outgoing.indptr[account]
        count = flows.outgoing.indptr[account + 1] - first
        flow = np.sort(flows.outgoing.flow[range_positions(first, count)])
        time = flows.time[flow]
        flow = flow[(time > firms.at - WINDOWS[-1] * DAY) & (time <= firms.at)]
        flow = flow[flows.are_transfers(flow)]
        known = np.full(firms.row.size, -1, firms.row.dtype)
        known[firms.parties[rows]] = rows
        paid, tail, head = holders(flows, flow.astype(np.intp), known)
        between = tail != head
        return paid[between], tail[between], head[between]
