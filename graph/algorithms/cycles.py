"""Elementary cycles of the guarantee graph, all up to a length.

Each cycle is read along the guarantees from its smallest firm. Every answer says
whether it was cut short and by which limit; an answer that was not is complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import pieces
from graph.kernels.cycles import (
    COMPLETE,
    TOO_MANY,
    TOO_MUCH_WORK,
    bounded_cycles,
    grouped_by_length,
    starts_by_length,
)
from graph.kernels.hashing import modular
from graph.kernels.small_cycles import small_component_cycles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike

    from graph.algorithms.components import InnerGraph
    from graph.kernels.csr import Int32s, Int64s

# A path position and a hop count share an int16.
LONGEST = 32_000
TRUNCATED_BY: dict[int, tuple[str, ...]] = {
    COMPLETE: (),
    TOO_MANY: ("max_cycles",),
    TOO_MUCH_WORK: ("max_work",),
}


@dataclass(frozen=True, slots=True, eq=False)
class Cycles:
    """Cycles end to end.

    Attributes
    ----------
    nodes, starts
        Cycle ``c`` is ``nodes[starts[c]:starts[c + 1]]``: it guarantees from each firm
        to the next and from the last to the first.
    explored
        Adjacency entries read.
    truncated_by
        Names of the limits that cut the answer short; empty: complete.
    """

    nodes: Int32s
    starts: Int64s
    explored: int
    truncated_by: tuple[str, ...]

    def __len__(self) -> int:
        return self.starts.size - 1

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        return pieces(self.nodes, self.starts)

    def lengths(self) -> Int64s:
        """Number of firms of each cycle."""
        return np.diff(self.starts)


def check_lengths(min_length: int, max_length: int) -> None:
    """Refuse bounds that no cycle can have, or that a search cannot count.

    Raises
    ------
    ValueError
        Not 2 <= min_length <= max_length <= 32,000.
    """
    if not 2 <= min_length <= max_length <= LONGEST:
        raise ValueError(
            f"cycle lengths {min_length}..{max_length} must lie in 2..{LONGEST}"
        )


@modular()
def elementary_cycles(
    inner: InnerGraph,
    *,
    min_length: int = 2,
    max_length: int = 6,
    through: ArrayLike | None = None,
    max_cycles: int = 100_000,
    max_work: int = 200_000_000,
) -> Cycles:
    """Every elementary cycle of bounded length, by length and then by nodes.

    Parallel edges count once and self-loops never. In a dense core, where the
    number of cycles grows exponentially with the length, prefer the strongest ones
    (`graph.algorithms.strongest_cycles`).

    Parameters
    ----------
    inner
        Inner graph of the edges guarantor -> debtor.
    min_length, max_length
        Number of firms, 2 <= min_length <= max_length.
    through
        Only cycles through at least one of these firms.
    max_cycles, max_work
        Most cycles listed, and most adjacency entries read.

    Raises
    ------
    ValueError
        The lengths are out of range.

    Notes
    -----
    O(paths that can still return to their root in time) time, O(n + answer) memory.
    In large components the firms of highest degree are roots first and are removed when
    done, which reads three to five times fewer entries than the opposite order. In
    components of up to 64 firms a word holds a row.

    Examples
    --------
    >>> from graph.algorithms.components import InnerGraph
    >>> from graph.kernels.csr import Csr
    >>> inner = InnerGraph.build(Csr.build([0, 1, 1, 2], [1, 0, 2, 0], 3))
    >>> list(elementary_cycles(inner))
    [(0, 1), (0, 1, 2)]
    """
    check_lengths(min_length, max_length)
    # No elementary cycle is longer than the graph.
    longest = max(min_length, min(max_length, inner.forward.n))
    if through is not None:
        ranks = inner.root_rank[np.asarray(through, dtype=np.int64)]
        roots = inner.roots[np.sort(ranks[ranks >= 0])]
        found = _from(roots, inner, (min_length, longest), max_cycles, max_work)
    else:
        found = _from_all(inner, (min_length, longest), max_cycles, max_work)
    if not found.in_order:
        _sort_each_length(found.nodes, found.counts)
    starts = starts_by_length(found.counts)
    return Cycles(found.nodes, starts, found.explored, TRUNCATED_BY[found.reason])


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Cycles by length, end to end; `counts` by length, 0 to the longest."""

    nodes: Int32s
    counts: Int64s
    in_order: bool
    explored: int
    reason: int


def _from(
    roots: Int32s, inner: InnerGraph, lengths: tuple[int, int], limit: int, budget: int
) -> _Found:
    """The cycles through these roots."""
    forward, backward = inner.forward, inner.backward
    # Zeros from numpy cost nothing until they are touched.
    flat, ends, in_order, explored, reason = bounded_cycles(
        forward.indptr, forward.indices, backward.indptr, backward.indices,
        roots, *lengths, limit, budget, np.zeros(forward.n, dtype=np.int16),
    )  # fmt: skip
    nodes, counts = grouped_by_length(flat, ends, lengths[1])
    return _Found(nodes, counts, in_order, explored, reason)


def _from_all(
    inner: InnerGraph, lengths: tuple[int, int], limit: int, budget: int
) -> _Found:
    """All cycles: those of small components are counted first, then written."""
    forward = inner.forward
    large, small = inner.roots[: inner.n_large], inner.roots[inner.n_large :]
    bounds = (*lengths, limit, budget)

    def small_cycles(nodes: Int32s, cursor: Int64s) -> tuple[bool, int, int]:
        found: tuple[bool, int, int] = small_component_cycles(
            forward.indptr, forward.indices, small, *bounds,
            np.zeros(forward.n, dtype=np.int32), nodes, cursor,
        )  # fmt: skip
        return found

    counts = np.zeros(lengths[1] + 1, dtype=np.int64)
    in_order, explored, reason = small_cycles(np.empty(0, dtype=np.int32), counts)
    if reason != COMPLETE:
        return _from(inner.roots, inner, lengths, limit, budget)
    ends = np.cumsum(counts * np.arange(counts.size))
    nodes = np.empty(ends[-1], dtype=np.int32)
    cursor = np.concatenate(([0], ends[:-1]))
    if nodes.size:
        small_cycles(nodes, cursor)
    if not large.size:
        return _Found(nodes, counts, in_order, explored, reason)
    others = _from(large, inner, lengths, limit - counts.sum(), budget - explored)
    other_ends = np.cumsum(others.counts * np.arange(counts.size))
    pieces = zip(
        np.split(nodes, ends[:-1]), np.split(others.nodes, other_ends[:-1]), strict=True
    )
    return _Found(
        np.concatenate([part for pair in pieces for part in pair]),
        counts + others.counts,
        in_order=False,
        explored=explored + others.explored,
        reason=others.reason,
    )


def _sort_each_length(nodes: Int32s, counts: Int64s) -> None:
    """Bring cycles grouped by length into lexicographic order, in place."""
    start = 0
    for length, count in enumerate(counts.tolist()):
        end = start + length * count
        if count:
            table = nodes[start:end].reshape(count, length)
            table[:] = table[_lexicographic(table)]
        start = end


def _lexicographic(table: Int32s) -> Int64s:
    """Order of distinct rows; packs as many columns into a sort key as fit.

    One sort of long keys is several times faster than a sort for each column.
    """
    bits = max(1, int(table.max()).bit_length())
    key = np.zeros(table.shape[0], dtype=np.int64)
    free = 63
    for column in range(table.shape[1]):
        if free < bits:
            # The rank of the columns so far replaces them.
            order = np.argsort(key)
            steps = np.diff(key[order], prepend=key[order[0]]) > 0
            key[order] = np.cumsum(steps)
            free = 63 - table.shape[0].bit_length()
        key = (key << bits) | table[:, column]
        free -= bits
    return np.argsort(key)
