"""Compressed sparse rows: the adjacency that every kernel reads."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike

Int32s: TypeAlias = NDArray[np.int32]
Int64s: TypeAlias = NDArray[np.int64]
AnyArray = TypeVar("AnyArray", bound=NDArray[Any])


def pieces(values: Int32s, starts: Int64s) -> Iterator[tuple[int, ...]]:
    """Values from each start to the next one.

    Examples
    --------
    >>> list(pieces(np.array([4, 5, 6]), np.array([0, 2, 3])))
    [(4, 5), (6,)]
    """
    for start, end in pairwise(starts.tolist()):
        yield tuple(values[start:end].tolist())


@njit(cache=True, nogil=True)
def stable_order(keys: Int32s, n: int) -> tuple[Int64s, Int32s]:
    """Row starts and positions of ``keys`` in [0, n) in stable ascending order."""
    indptr = np.zeros(n + 1, np.int64)
    for key in keys:
        indptr[key + 1] += 1
    for row in range(n):
        indptr[row + 1] += indptr[row]
    cursor = indptr[:-1].copy()
    order = np.empty(keys.size, np.int32)
    for position in range(keys.size):
        key = keys[position]
        order[cursor[key]] = position
        cursor[key] += 1
    return indptr, order


def order_by(*keys: tuple[Int32s, int]) -> Int32s:
    """Rows in ascending order of several keys, the first one first; stable.

    Each key comes with the number of its values. O(rows + values) for each key.
    """
    (last, size), *others = reversed(keys)
    order: Int32s = stable_order(last, size)[1]
    for key, bound in others:
        order = order[stable_order(key[order], bound)[1]]
    return order


def time_order(time: Int64s, unknown: int) -> Int32s:
    """Positions of moments in stable ascending order, `unknown` the earliest of them.

    Two counting sorts, three times as fast as a sort by comparison; that is the way for
    moments that are many centuries apart.
    """
    known = time > unknown
    first = int(time[known].min()) if known.any() else 0
    key = np.where(known, time - first + 1, 0)
    half = (int(key.max(initial=0)).bit_length() + 1) // 2
    if half > _MOST_BITS or (time < unknown).any():
        return np.argsort(time, kind="stable").astype(np.int32)
    low = (key & ((1 << half) - 1)).astype(np.int32)
    return order_by(((key >> half).astype(np.int32), 1 << half), (low, 1 << half))


_MOST_BITS = 22
"""Of a half of a key: the counts of each are 32 MiB."""


def range_positions(starts: Int64s, counts: Int64s) -> Int64s:
    """Positions in several ranges, one range after the other, shape (counts.sum(),).

    Examples
    --------
    >>> range_positions(np.array([7, 2]), np.array([2, 3])).tolist()
    [7, 8, 2, 3, 4]
    """
    first = np.repeat(starts - (np.cumsum(counts) - counts), counts)
    positions: Int64s = np.arange(first.size) + first
    return positions


@njit(cache=True, nogil=True)
def sorted_rows(tail: Int32s, head: Int32s, n: int) -> tuple[Int64s, Int32s, Int32s]:
    """Rows by tail, each sorted by head; parallel edges keep their order."""
    _, by_head = stable_order(head, n)
    indptr = np.zeros(n + 1, np.int64)
    for node in tail:
        indptr[node + 1] += 1
    for row in range(n):
        indptr[row + 1] += indptr[row]
    cursor = indptr[:-1].copy()
    indices = np.empty(tail.size, np.int32)
    edge = np.empty(tail.size, np.int32)
    for position in by_head:
        slot = cursor[tail[position]]
        cursor[tail[position]] += 1
        indices[slot] = head[position]
        edge[slot] = position
    return indptr, indices, edge


@njit(cache=True, nogil=True)
def transposed_rows(
    indptr: Int64s, indices: Int32s, edge: Int32s
) -> tuple[Int64s, Int32s, Int32s]:
    """Rows by head, each sorted by tail; parallel edges keep their order."""
    n = indptr.size - 1
    starts = np.zeros(n + 1, np.int64)
    for column in indices:
        starts[column + 1] += 1
    for row in range(n):
        starts[row + 1] += starts[row]
    cursor = starts[:-1].copy()
    tails = np.empty(indices.size, np.int32)
    edges = np.empty(indices.size, np.int32)
    for row in range(n):
        for slot in range(indptr[row], indptr[row + 1]):
            place = cursor[indices[slot]]
            cursor[indices[slot]] += 1
            tails[place] = row
            edges[place] = edge[slot]
    return starts, tails, edges


def read_only(array: AnyArray) -> AnyArray:
    """View of the same data that refuses writes."""
    view = array.view()
    view.setflags(write=False)
    return view


@dataclass(frozen=True, slots=True, eq=False)
class Csr:
    """Adjacency of ``n`` nodes, rows sorted by column, parallel edges adjacent.

    Attributes
    ----------
    indptr
        Shape (n + 1,). Row ``u`` is the slots ``indptr[u]:indptr[u + 1]``.
    indices
        Shape (m,). Neighbour in each slot, in [0, n).
    edge
        Shape (m,). Position of the slot's edge in the arrays it was built from.
    """

    indptr: Int64s
    indices: Int32s
    edge: Int32s

    def __post_init__(self) -> None:
        """Make the arrays read-only, as memory-mapped ones are.

        A kernel is compiled once for each kind of array, so all rows are of one kind.
        """
        for name in ("indptr", "indices", "edge"):
            object.__setattr__(self, name, read_only(getattr(self, name)))

    @classmethod
    def build(cls, tail: ArrayLike, head: ArrayLike, n: int) -> Self:
        """Adjacency from tail to head by counting sort.

        Parameters
        ----------
        tail, head
            Shape (m,). Node numbers in [0, n), one pair an edge.
        n
            Number of nodes.

        Raises
        ------
        ValueError
            The arrays differ in shape, or name a node outside [0, n).

        Notes
        -----
        O(n + m) time and memory.

        Examples
        --------
        >>> rows = Csr.build([0, 2, 0, 0], [2, 0, 1, 2], 3)
        >>> rows.indptr.tolist(), rows.indices.tolist(), rows.edge.tolist()
        ([0, 3, 3, 4], [1, 2, 2, 0], [2, 0, 3, 1])
        """
        tails = np.ascontiguousarray(tail, dtype=np.int32)
        heads = np.ascontiguousarray(head, dtype=np.int32)
        if tails.ndim != 1 or tails.shape != heads.shape:
            raise ValueError(
                f"tail {tails.shape} and head {heads.shape} must be equal vectors"
            )
        for name, ends in (("tail", tails), ("head", heads)):
            if ends.size and (ends.min() < 0 or ends.max() >= n):
                raise ValueError(f"{name} names a node outside [0, {n})")
        return cls(*sorted_rows(read_only(tails), read_only(heads), n))

    @property
    def n(self) -> int:
        """Number of nodes."""
        return self.indptr.size - 1

    @property
    def m(self) -> int:
        """Number of edges."""
        return self.indices.size

    def row(self, node: int) -> Int32s:
        """Neighbours of a node, ascending."""
        return self.indices[self.indptr[node] : self.indptr[node + 1]]

    def tails(self) -> Int32s:
        """Row of each slot, shape (m,)."""
        return np.repeat(np.arange(self.n, dtype=np.int32), np.diff(self.indptr))

    def reverse(self) -> Csr:
        """The same edges, rows by head; ``edge`` still names the original position.

        Examples
        --------
        >>> Csr.build([0, 1], [1, 0], 2).reverse().edge.tolist()
        [1, 0]
        """
        return Csr(*transposed_rows(self.indptr, self.indices, self.edge))
