"""Whether a new guarantee closes a cycle: the shortest path from debtor to guarantor.

A guarantee u -> v closes a circle iff v already reaches u along guarantees. The search
runs from both ends, in memory kept between calls, so that one answer takes a few
microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.closing_overlay import (
    NO_ITEMS,
    NO_PAIRS,
    NO_ROWS,
    ChangedRows,
    ClosingOverlay,
    pairs_without,
)
from graph.algorithms.components import strongly_connected_components
from graph.kernels.csr import Csr, Int32s, read_only
from graph.kernels.cycle_closing import closing_path

if TYPE_CHECKING:
    from graph.algorithms.closing_overlay import Pairs

DEFAULT_MAX_WORK = 5_000_000


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
class ClosingIndex:
    """What the search reads: rows both ways, and ranks that no path climbs.

    Attributes
    ----------
    forward, backward
        Guarantees by guarantor and by debtor.
    ranks
        Shape (n,). Strong component of each node, from debtors up: every guarantee runs
        to an equal or lower rank.
    """

    forward: Csr
    backward: Csr
    ranks: Int32s

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
            Shape (n,). Strong components (`Snapshot.component`), if at hand.

        Notes
        -----
        O(n + m) time and memory; with both at hand O(1).
        """
        other = forward.reverse() if backward is None else backward
        ranks = strongly_connected_components(forward) if labels is None else labels
        return cls(forward, other, read_only(ranks))

    def overlay(
        self,
        *,
        added: Pairs = NO_PAIRS,
        closed: Pairs = NO_PAIRS,
        n: int | None = None,
        before: ClosingOverlay | None = None,
        max_work: int | None = None,
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
        before
            An earlier overlay on this graph, of no more nodes: saves settling again
            what it has settled.
        max_work
            Adjacency entries to read for ranks of pairs that climb before all ranks
            are found again; by default as many as that reads.

        Notes
        -----
        O(c log c + degrees of the touched nodes) for c changes. Each pair that climbs
        costs twice the smaller of two searches, see `graph.kernels.closing_ranks`, and
        a copy of the ranks; all together at most O(n + m).
        """
        return ClosingOverlay.of(
            ChangedRows.of(self.forward, self.backward, added, closed),
            before.ranks if before else self.ranks,
            added,
            closed,
            n=self.forward.n if n is None else n,
            reopened=pairs_without(before.closed, closed) if before else NO_PAIRS,
            max_work=self.forward.n + self.forward.m if max_work is None else max_work,
        )

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
        O(1) where ranks forbid a path; else up to O(n + m), in practice the square
        root of a one-sided search. One thread may use a scratch at a time.

        Examples
        --------
        >>> index = ClosingIndex.build(Csr.build([0, 1], [1, 2], 3))
        >>> index.find(2, 0, ClosingScratch()).path
        (0, 1, 2)
        >>> index.find(0, 2, ClosingScratch()).closes
        False
        """
        table, items, back_table, back_items = NO_ROWS, NO_ITEMS, NO_ROWS, NO_ITEMS
        ranks = self.ranks
        if overlay is not None:
            rows, ranks = overlay.rows, overlay.ranks
            table, items = rows.table, rows.items
            back_table, back_items = rows.back_table, rows.back_items
        stamp = scratch.next_stamp(ranks.size)
        length, explored, truncated = closing_path(
            self.forward.indptr, self.forward.indices,
            self.backward.indptr, self.backward.indices,
            table, items, back_table, back_items, ranks,
            scratch.marks, scratch.queue, stamp,
            debtor, guarantor, skip_direct, max_work,
        )  # fmt: skip
        path = tuple(scratch.queue[0, :length].tolist())
        return Closing(path=path, explored=explored, truncated=truncated)
