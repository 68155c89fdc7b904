"""Whether a new guarantee closes a cycle: the shortest path from debtor to guarantor.

A guarantee u -> v closes a circle iff v already reaches u along guarantees. The search
runs from both ends, in memory kept between calls, so that one answer takes a few
microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from graph.kernels.csr import Csr, Int32s, Int64s, read_only
from graph.kernels.cycle_closing import changed_rows, closing_path

DEFAULT_MAX_WORK = 5_000_000
_NO_ROWS: Int32s = read_only(np.full((1, 3), -1, dtype=np.int32))
_NO_ITEMS: Int32s = read_only(np.empty(0, dtype=np.int32))
_NO_LABELS: Int32s = read_only(np.empty(0, dtype=np.int32))


@dataclass(frozen=True, slots=True)
class Closing:
    """Answer to one closing question.

    Attributes
    ----------
    path
        Shortest path debtor, ..., guarantor along existing guarantees; empty if none
        was found. Two nodes: the new guarantee makes a mutual pair.
    explored
        Adjacency entries read.
    truncated
        True if the search stopped at its budget: an empty path then means nothing.
    """

    path: tuple[int, ...]
    explored: int
    truncated: bool

    @property
    def closes(self) -> bool:
        """Whether the new guarantee would close a cycle."""
        return bool(self.path)


class ClosingScratch:
    """Memory of the search, reused between calls; one for each thread.

    Holds 24 bytes a node. Marks carry the number of the call that made them, so nothing
    is cleared between calls.
    """

    __slots__ = ("marks", "queue", "stamp")

    def __init__(self, n: int = 0) -> None:
        self.stamp = 0
        self.marks: Int32s = np.zeros((n, 4), dtype=np.int32)
        self.queue: Int32s = np.empty((2, max(n, 2)), dtype=np.int32)

    def next_stamp(self, n: int) -> int:
        """Number of a new call on a graph of ``n`` nodes; grows the memory to it."""
        if self.marks.shape[0] < n or self.stamp == np.iinfo(np.int32).max:
            self.stamp = 0
            self.marks = np.zeros((n, 4), dtype=np.int32)
            self.queue = np.empty((2, max(n, 2)), dtype=np.int32)
        self.stamp += 1
        return self.stamp


@dataclass(frozen=True, slots=True, eq=False)
class ClosingOverlay:
    """Rows that changed since the snapshot, or in a what-if.

    Attributes
    ----------
    n
        Number of nodes, new ones included.
    ordered
        True while every added guarantee runs from a higher or equal component to a
        lower or equal one: then component labels still prune.
    """

    n: int
    table: Int32s
    items: Int32s
    back_table: Int32s
    back_items: Int32s
    ordered: bool


@dataclass(frozen=True, slots=True, eq=False)
class ClosingIndex:
    """What the search reads: rows both ways and, if numbered so, component labels.

    Attributes
    ----------
    forward, backward
        Guarantees by guarantor and by debtor.
    labels
        Shape (n,), ascending: strong component of each node of a topologically numbered
        graph. Empty: no pruning by component.
    starts
        Shape (components + 1,). First node of each component.
    """

    forward: Csr
    backward: Csr
    labels: Int32s = field(default_factory=lambda: _NO_LABELS)
    starts: Int64s = field(default_factory=lambda: read_only(np.zeros(1, np.int64)))

    @classmethod
    def build(
        cls, forward: Csr, *, backward: Csr | None = None, labels: Int32s | None = None
    ) -> ClosingIndex:
        """Prepare a graph for questions.

        Parameters
        ----------
        forward
            Edges guarantor -> debtor.
        backward
            The same by debtor, if at hand.
        labels
            Shape (n,). Component of each node; ascending, with every edge running to an
            equal or lower label (`Snapshot.component`).

        Raises
        ------
        ValueError
            The labels do not ascend.

        Notes
        -----
        O(n + m) time and memory.
        """
        other = forward.reverse() if backward is None else backward
        if labels is None:
            return cls(forward, other)
        if np.any(np.diff(labels) < 0):
            raise ValueError("labels must ascend with the node numbers")
        count = int(labels[-1]) + 1 if labels.size else 0
        starts = np.searchsorted(labels, np.arange(count + 1)).astype(np.int64)
        return cls(forward, other, read_only(labels), read_only(starts))

    def overlay(
        self,
        *,
        added: tuple[Int32s, Int32s] = (_NO_ITEMS, _NO_ITEMS),
        closed: tuple[Int32s, Int32s] = (_NO_ITEMS, _NO_ITEMS),
        n: int | None = None,
    ) -> ClosingOverlay:
        """Lay changes over the graph without rebuilding it.

        Parameters
        ----------
        added
            Guarantors and debtors of pairs that now exist; they may be new nodes.
        closed
            Guarantors and debtors of pairs without any guarantee left.
        n
            Number of nodes, new ones included; by default the graph's own.

        Notes
        -----
        O(c log c + degrees of the touched nodes) for c changes.
        """
        total = self.forward.n if n is None else n
        table, items = _changed(self.forward, added, closed)
        back_table, back_items = _changed(self.backward, added[::-1], closed[::-1])
        tails, heads = added
        ordered = total == self.forward.n and bool(
            self.labels.size == 0 or np.all(self.labels[heads] <= self.labels[tails])
        )
        return ClosingOverlay(total, table, items, back_table, back_items, ordered)

    def find(
        self,
        guarantor: int,
        debtor: int,
        scratch: ClosingScratch,
        *,
        overlay: ClosingOverlay | None = None,
        skip_direct: bool = False,
        max_work: int = DEFAULT_MAX_WORK,
    ) -> Closing:
        """Shortest path from debtor to guarantor, which the new guarantee would close.

        Parameters
        ----------
        guarantor, debtor
            Ends of the new guarantee.
        scratch
            This thread's memory.
        overlay
            Changes to consider.
        skip_direct
            Leave out an existing guarantee debtor -> guarantor: asks for a circle of
            three or more firms where a mutual pair is known.
        max_work
            Adjacency entries to read at most, checked after each level.

        Notes
        -----
        O(1) where components forbid a path; else up to O(n + m), in practice the square
        root of a one-sided search. One thread may use a scratch at a time.

        Examples
        --------
        >>> index = ClosingIndex.build(Csr.build([0, 1], [1, 2], 3))
        >>> index.find(2, 0, ClosingScratch()).path
        (0, 1, 2)
        >>> index.find(0, 2, ClosingScratch()).closes
        False
        """
        n = self.forward.n if overlay is None else overlay.n
        labels = self.labels
        table, items, back_table, back_items = _NO_ROWS, _NO_ITEMS, _NO_ROWS, _NO_ITEMS
        if overlay is not None:
            table, items = overlay.table, overlay.items
            back_table, back_items = overlay.back_table, overlay.back_items
            labels = labels if overlay.ordered else _NO_LABELS
        stamp = scratch.next_stamp(n)
        length, explored, truncated = closing_path(
            self.forward.indptr, self.forward.indices,
            self.backward.indptr, self.backward.indices,
            table, items, back_table, back_items, labels, self.starts,
            scratch.marks, scratch.queue, stamp,
            debtor, guarantor, skip_direct, max_work,
        )  # fmt: skip
        path = tuple(scratch.queue[0, :length].tolist())
        return Closing(path=path, explored=explored, truncated=truncated)


def _changed(
    rows: Csr, added: tuple[Int32s, Int32s], closed: tuple[Int32s, Int32s]
) -> tuple[Int32s, Int32s]:
    """Read-only table and items of the rows that the changes touch."""
    ends: list[Int32s] = []
    for tails, heads in (added, closed):
        tail, head = np.asarray(tails, np.int32), np.asarray(heads, np.int32)
        order = np.lexsort((head, tail))
        ends += [tail[order], head[order]]
    table, items = changed_rows(rows.indptr, rows.indices, *ends)
    return read_only(table), read_only(items)
