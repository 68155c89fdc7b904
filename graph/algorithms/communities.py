"""Communities of the guarantee network by the Leiden method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from graph.kernels.csr import Int32s


LEAST_RESOLUTION = 1e-6
MOST_RESOLUTION = 1e3
"""Judgement: below, each connected network has long been one community, and the method
fails where the resolution vanishes beside the edges; above, each firm is its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Communities:
    """A partition of the firms.

    Attributes
    ----------
    labels
        Shape (n,). Communities 0, 1, ... in order of their smallest member; a firm
        without edges is its own community.
    quality
        Modularity of the partition at the resolution asked.
    """

    labels: Int32s
    quality: float

    def __len__(self) -> int:
        return int(self.labels.max()) + 1 if self.labels.size else 0


def undirected_weights(
    tail: ArrayLike, head: ArrayLike, weight: ArrayLike | None = None
) -> tuple[Int32s, Int32s, NDArray[np.float64]]:
    """One row for each unordered pair of firms, ascending, with its summed weight.

    Parallel edges and both directions add up; self-loops are left out.

    Parameters
    ----------
    tail, head
        Shape (m,). Node numbers.
    weight
        Shape (m,), finite and positive; by default each edge weighs 1.

    Raises
    ------
    ValueError
        A weight is not finite and positive.

    Notes
    -----
    O(m log m) time.

    Examples
    --------
    >>> [part.tolist() for part in undirected_weights([1, 0, 2], [0, 1, 2])]
    [[0], [1], [2.0]]
    """
    tails, heads = np.asarray(tail, np.int32), np.asarray(head, np.int32)
    amounts = np.ones(tails.size) if weight is None else np.asarray(weight, np.float64)
    if not np.all(np.isfinite(amounts) & (amounts > 0)):
        raise ValueError("each weight must be finite and positive")
    keep = tails != heads
    low = np.minimum(tails, heads)[keep]
    high = np.maximum(tails, heads)[keep]
    # Sorted by weight too, so that the order of rows does not change a rounded sum.
    order = np.lexsort((amounts[keep], high, low))
    low, high, amounts = low[order], high[order], amounts[keep][order]
    fresh = np.ones(low.size, dtype=np.bool_)
    fresh[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    starts = np.flatnonzero(fresh)
    totals = np.add.reduceat(amounts, starts) if starts.size else amounts
    return low[starts], high[starts], totals


class _Rows(NamedTuple):
    """Both directions of each edge by tail, of the nodes that have edges only.

    `nodes` holds their numbers outside; `starts` has one more entry than it.
    """

    nodes: Int32s
    starts: NDArray[np.int64]
    heads: Int32s
    weights: NDArray[np.float64]


def _symmetric_rows(low: Int32s, high: Int32s, weights: NDArray[np.float64]) -> _Rows:
    """What the library reads in place, numbered by first appearance in the edges."""
    ends = np.stack((low, high), axis=1).ravel()
    sorted_nodes, first, place = np.unique(ends, return_index=True, return_inverse=True)
    order = np.argsort(first)
    number = np.empty(order.size, dtype=np.int32)
    number[order] = np.arange(order.size, dtype=np.int32)
    tails, heads = number[place[0::2]], number[place[1::2]]
    tails, heads = np.concatenate((tails, heads)), np.concatenate((heads, tails))
    by_tail = np.lexsort((heads, tails))
    return _Rows(
        nodes=sorted_nodes[order],
        starts=np.concatenate(([0], np.cumsum(np.bincount(tails)))).astype(np.int64),
        heads=heads[by_tail],
        weights=np.concatenate((weights, weights))[by_tail],
    )


def communities(
    tail: ArrayLike,
    head: ArrayLike,
    n: int,
    *,
    weight: ArrayLike | None = None,
    resolution: float = 1.0,
    seed: int = 0,
    iterations: int = 2,
) -> Communities:
    """Groups of firms with many guarantees among them and few to others.

    Directions are ignored. The resolution matters more than anything else: try several
    and prefer a partition that stays the same over a range.

    Parameters
    ----------
    tail, head
        Shape (m,). Node numbers in [0, n).
    n
        Number of nodes.
    weight
        Shape (m,), finite and positive; by default each edge weighs 1.
    resolution
        Between `LEAST_RESOLUTION` and `MOST_RESOLUTION`; above 1 gives more and
        smaller communities.
    seed
        Seed of the random moves. Equal input gives an equal partition.
    iterations
        Full rounds of the method, each starting from the last partition.

    Raises
    ------
    ValueError
        A weight is not finite and positive, or the resolution out of bounds.

    Notes
    -----
    Near O(m) a round; about a second for 200,000 edges. The method depends on the
    order of its input, so edges are given in canonical order. It gets arrays and not
    lists, which it would read for 30 ms while no other thread may compute.

    References
    ----------
    V. Traag, L. Waltman, N. van Eck, "From Louvain to Leiden: guaranteeing
    well-connected communities", Scientific Reports 9, 2019.

    Examples
    --------
    >>> groups = communities([0, 1, 2, 3, 4, 5, 2], [1, 2, 0, 4, 5, 3, 3], 7)
    >>> groups.labels.tolist()
    [0, 0, 0, 1, 1, 1, 2]
    """
    import graspologic_native  # a compiled library: loaded when asked for

    if not LEAST_RESOLUTION <= resolution <= MOST_RESOLUTION:
        raise ValueError(
            f"resolution must lie between {LEAST_RESOLUTION:g} and "
            f"{MOST_RESOLUTION:g}, not {resolution}"
        )
    low, high, weights = undirected_weights(tail, head, weight)
    found = np.full(n, -1, dtype=np.int64)
    quality = 0.0
    if low.size:
        rows = _symmetric_rows(low, high, weights)
        quality, members = graspologic_native.leiden_csr(
            rows.starts,
            rows.heads,
            rows.weights,
            rows.nodes.size,
            resolution=resolution,
            seed=seed,
            iterations=iterations,
        )
        numbers = np.fromiter(members.keys(), np.int32, len(members))
        found[rows.nodes[numbers]] = np.fromiter(
            members.values(), np.int64, len(members)
        )
    alone = found < 0
    found[alone] = n + np.flatnonzero(alone)
    _, first, inverse = np.unique(found, return_index=True, return_inverse=True)
    place = np.empty(first.size, dtype=np.int32)
    place[np.argsort(first)] = np.arange(first.size, dtype=np.int32)
    return Communities(labels=place[inverse], quality=float(quality))
