"""The guarantee cycles of largest bottleneck amount, exactly and without the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.cycles import TRUNCATED_BY, Cycles, check_lengths
from graph.kernels import bottleneck
from graph.kernels.csr import stable_order

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from graph.algorithms.components import InnerGraph
    from graph.kernels.csr import Int32s


@dataclass(frozen=True, slots=True, eq=False)
class StrongestCycles:
    """Cycles by falling bottleneck amount, unknown ones last.

    Attributes
    ----------
    cycles
        The cycles in rank order.
    bottleneck
        Shape (cycles,). Smallest pair amount on the cycle, in the unit of the amounts
        given; NaN if a pair's amount is unknown.
    weakest
        Shape (cycles, 2). Guarantor and debtor of that pair.
    """

    cycles: Cycles
    bottleneck: NDArray[np.float64]
    weakest: Int32s


def pair_amounts(inner: InnerGraph, amounts: ArrayLike) -> NDArray[np.float64]:
    """Known amount of each arc: the sum over its parallel edges.

    Parameters
    ----------
    inner
        Inner graph of the m edges.
    amounts
        Shape (m,). Amount of each edge, in one unit; NaN if unknown.

    Returns
    -------
    numpy.ndarray
        Shape (arcs,). NaN where no parallel edge has a known amount.

    Examples
    --------
    >>> from graph.algorithms.components import InnerGraph
    >>> from graph.kernels.csr import Csr
    >>> inner = InnerGraph.build(Csr.build([0, 1, 0, 0], [1, 0, 1, 1], 2))
    >>> pair_amounts(inner, [5.0, float("nan"), 2.0, float("nan")]).tolist()
    [7.0, nan]
    """
    values = np.asarray(amounts, dtype=np.float64)
    known = (inner.arc_of_edge >= 0) & ~np.isnan(values)
    arcs = inner.arc_of_edge[known]
    weights = values[known]
    # An empty bincount ignores the type of its weights.
    total = np.bincount(arcs, weights, inner.forward.m).astype(np.float64)
    total[np.bincount(arcs, minlength=inner.forward.m) == 0] = np.nan
    return total


def strongest_cycles(
    inner: InnerGraph,
    amounts: ArrayLike,
    *,
    wanted: int = 100,
    min_length: int = 3,
    max_length: int = 8,
    within: ArrayLike | None = None,
    max_work: int = 200_000_000,
) -> StrongestCycles:
    """The cycles of largest bottleneck amount, exactly, without listing the others.

    Parameters
    ----------
    inner
        Inner graph of the m edges guarantor -> debtor.
    amounts
        Shape (m,). Amount of each edge, in one unit; NaN if unknown. A pair's amount is
        the sum of its known edges.
    wanted
        Number of cycles, at least 0.
    min_length, max_length
        Number of firms, 2 <= min_length <= max_length.
    within
        Only cycles among these firms.
    max_work
        Most adjacency entries read.

    Raises
    ------
    ValueError
        The lengths are out of range, or ``wanted`` is negative.

    Notes
    -----
    The order is total and depends on the node numbers only: by weakest pair (larger
    amount first, unknown last, then guarantor, then debtor), then length, then the
    ranks of the pairs read from the weakest one. Arcs are added strongest first and
    each new arc's cycles are listed among the arcs before it, so that the search stops
    at the wanted count: milliseconds in a core whose cycles cannot be listed.

    Examples
    --------
    >>> from graph.algorithms.components import InnerGraph
    >>> from graph.kernels.csr import Csr
    >>> rows = Csr.build([0, 1, 2, 1, 3], [1, 2, 0, 3, 0], 4)
    >>> best = strongest_cycles(InnerGraph.build(rows), [9.0, 4.0, 8.0, 7.0, 5.0])
    >>> list(best.cycles), best.bottleneck.tolist(), best.weakest.tolist()
    ([(0, 1, 3), (0, 1, 2)], [5.0, 4.0], [[3, 0], [1, 2]])
    """
    check_lengths(min_length, max_length)
    if wanted < 0:
        raise ValueError(f"wanted must not be negative, not {wanted}")
    n = inner.forward.n
    arc_amount = pair_amounts(inner, amounts)
    tails, heads = inner.forward.tails(), inner.forward.indices
    chosen = np.arange(heads.size)
    if within is not None:
        member = np.zeros(n, dtype=np.bool_)
        member[np.asarray(within, dtype=np.int64)] = True
        chosen = np.flatnonzero(member[tails] & member[heads])
    # NaN sorts last, and a stable sort keeps the order by guarantor and debtor.
    ranked = chosen[np.argsort(-arc_amount[chosen], kind="stable")]
    tail, head = tails[ranked], heads[ranked]
    indptr, arcs = stable_order(tail, n)
    back_indptr, back_arcs = stable_order(head, n)
    longest = max(min_length, min(max_length, n))
    flat, ends, weakest, explored, reason = bottleneck.strongest_cycles(
        tail, head, indptr, arcs, back_indptr, back_arcs,
        min_length, longest, wanted, max_work, np.zeros(n, dtype=np.int16),
    )  # fmt: skip
    starts = np.concatenate((np.zeros(1, np.int64), ends))
    return StrongestCycles(
        cycles=Cycles(flat, starts, explored, TRUNCATED_BY[reason]),
        bottleneck=arc_amount[ranked][weakest],
        weakest=np.stack((tail[weakest], head[weakest]), axis=1),
    )
