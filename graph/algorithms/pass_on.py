"""Accounts that keep little of what they are paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.algorithms.pattern_hits import NO_CAPS, Hits
from graph.kernels.csr import read_only
from graph.kernels.pass_on import PassLimits, passes_on

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from graph.algorithms.money_graph import MoneyGraph
    from graph.kernels.evidence import Caps


def pass_on(
    graph: MoneyGraph,
    starts: NDArray[np.bool_],
    *,
    window: int,
    gap: int,
    least_transfers: int,
    most_parts: int,
    most_transfers: int,
    keep: float,
    gain: float = 1.0,
    from_amount: float = 0.0,
    caps: Caps = NO_CAPS,
) -> Hits:
    """Windows in which an account passes on enough of what comes in.

    What comes in is passed on by the earliest payments within the gap, one after the
    other, that add up to `keep` to `gain` of it; none of them goes back to the payer,
    and each is of one pass only, the earliest that it can be of.

    Parameters
    ----------
    starts
        Which flows may be passed on, shape (m,): transfers, or loans paid out.
    from_amount
        Smaller ones do not count.
    most_transfers
        Of a hit, and of payments within a gap; an account with more is a business.

    Notes
    -----
    O(flows times those of an account in a gap).
    """
    edges = graph.edges
    able = starts & (edges.amount > 0) & (edges.amount >= from_amount)
    able &= edges.tail != edges.head
    return Hits.of_kernel(
        passes_on(
            edges,
            graph.outgoing,
            graph.incoming,
            read_only(able),
            PassLimits(
                int(window),
                int(gap),
                least_transfers,
                most_parts,
                most_transfers,
                float(keep),
                float(gain),
            ),
            caps,
        )
    )
