"""Money that leaves in parts and comes together again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.algorithms.pattern_hits import NO_CAPS, Hits
from graph.kernels.csr import read_only, sorted_rows
from graph.kernels.scatter_gather import scatter_gathers
from graph.kernels.two_steps import Grouped, SpreadLimits

if TYPE_CHECKING:
    from graph.algorithms.money_graph import MoneyGraph
    from graph.kernels.evidence import Caps


def scatter_gather(
    graph: MoneyGraph,
    *,
    window: int,
    least_accounts: int,
    keep: float,
    gain: float = 1.0,
    caps: Caps = NO_CAPS,
) -> Hits:
    """Every source and target with enough accounts between, each paid before it pays.

    Of the accounts between, a transfer in counts if one out comes after it within the
    window, and one out if one in comes before it. All that arrives is `keep` to `gain`
    of all that left; where it is not, accounts between that are furthest out of that
    ratio are left out first. Amounts that are unknown or 0 do not count.

    Notes
    -----
    O(pairs of transfers through an account within the window).
    """
    edges = graph.edges
    n = graph.outgoing.indptr.size - 1
    indptr, heads, flows = sorted_rows(edges.tail, edges.head, n)
    grouped = Grouped(read_only(indptr), read_only(heads), read_only(flows))
    return Hits.of_kernel(
        scatter_gathers(
            edges,
            graph.outgoing,
            graph.later,
            grouped,
            SpreadLimits(int(window), least_accounts, float(keep), float(gain)),
            caps,
        )
    )
