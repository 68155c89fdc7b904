"""Money that was lent and comes back to whom it came from, or to whom he is close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.algorithms.pattern_hits import NO_CAPS, Hits
from graph.kernels.csr import read_only
from graph.kernels.returns import ReturnLimits, Targets, ways_back

if TYPE_CHECKING:
    from graph.algorithms.money_graph import MoneyGraph
    from graph.kernels.csr import Int32s
    from graph.kernels.evidence import Caps


def returns(
    graph: MoneyGraph,
    starts: Int32s,
    targets: Targets,
    *,
    window: int,
    gap: int,
    most_hops: int,
    keep: float,
    gain: float = 1.0,
    caps: Caps = NO_CAPS,
) -> Hits:
    """All paths of transfers by which the money of a start reaches a target.

    Each transfer comes after the one before within the gap, all within the window, and
    passes on `keep` to `gain` of its amount. Inner accounts are distinct.

    Parameters
    ----------
    starts
        Edges, such as loans paid out.
    targets
        Accounts by place in `starts`; see `graph.kernels.returns.ways_back`.

    Notes
    -----
    O(paths); the ratio of amounts leaves few.
    """
    return Hits.of_kernel(
        ways_back(
            graph.edges,
            graph.outgoing,
            read_only(starts),
            Targets(
                read_only(targets.indptr),
                read_only(targets.account),
                read_only(targets.own),
            ),
            ReturnLimits(int(window), int(gap), most_hops, float(keep), float(gain)),
            caps,
        )
    )
