"""Accounts through which money of several goes to several others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.pattern_hits import NO_CAPS, Hits
from graph.kernels.csr import read_only
from graph.kernels.gather_scatter import HubLimits, gather_scatters
from graph.kernels.rings import Rows

if TYPE_CHECKING:
    from graph.algorithms.money_graph import MoneyGraph
    from graph.kernels.csr import Int32s
    from graph.kernels.evidence import Caps


def gather_scatter(
    graph: MoneyGraph,
    *,
    window: int,
    least_accounts: int,
    most_transfers: int,
    keep: float,
    gain: float = 1.0,
    caps: Caps = NO_CAPS,
) -> Hits:
    """Accounts that enough others pay before they pay enough others as much.

    A hit is all that comes in from one transfer to another, and what goes out after
    the last of it, one payment after the other; `keep` to `gain` of what came in goes
    out. From each first transfer on the largest hit counts. Amounts that are unknown
    or 0 and transfers to oneself do not.

    Parameters
    ----------
    most_transfers
        Both ways in a window; an account with more is a business.

    Notes
    -----
    O(transfers times those of an account in a window).
    """
    return Hits.of_kernel(
        gather_scatters(
            _known(graph.outgoing, graph.edges.tail),
            _known(graph.incoming, graph.edges.head),
            HubLimits(
                int(window), least_accounts, most_transfers, float(keep), float(gain)
            ),
            caps,
        )
    )


def _known(rows: Rows, own: Int32s) -> Rows:
    """Rows without transfers of unknown or no amounts, or to oneself."""
    stays = (rows.amount > 0) & (rows.node != own[rows.flow])
    ends = np.concatenate(([0], np.cumsum(stays)))
    return Rows(
        indptr=read_only(ends[rows.indptr]),
        flow=read_only(rows.flow[stays]),
        node=read_only(rows.node[stays]),
        time=read_only(rows.time[stays]),
        amount=read_only(rows.amount[stays]),
    )
