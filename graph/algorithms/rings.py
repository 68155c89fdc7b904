"""Money rings: temporal cycles of transfers, all within their bounds.

A ring is a cycle of transfers over distinct accounts in which each transfer comes
after the one before. Every answer says whether it was cut short, by which limit, and
up to which moment it is complete; an answer that was not cut is complete.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import pieces
from graph.kernels.rings import Bounds, rings_through
from graph.money import ON_BOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.algorithms.money_graph import MoneyGraph
    from graph.kernels.csr import Int32s, Int64s

LONGEST = 16
RINGS_CUT_BY = ((), ("max_rings",), ("max_work",))
"""Limits by why a search of the kernels for rings stopped."""
FURTHEST = 2**62
"""A moment and a span add up to a 64-bit integer below this."""


@dataclass(frozen=True, slots=True)
class RingBounds:
    """What a cycle of transfers must be to be a ring.

    Attributes
    ----------
    gap, window
        Most between two hops, and from the first to the last, in the unit of the
        times; both inclusive.
    keep, gain
        Least and most of an amount that the next hop passes on, a ratio within
        `ON_BOUND` of them on them; the last hop is not compared with the first.
        Amounts that are unknown or 0 pass nothing on.
    conserving
        False: amounts do not matter, and unknown ones neither.
    any_order
        All transfers within the window count, whatever their order, and `gap` does
        not apply. The ring is read, and its amounts compared, from its earliest on.

    Raises
    ------
    ValueError
        A bound that no ring can meet, or that cannot be searched; it names the bound.
    """

    min_length: int
    max_length: int
    gap: int
    window: int
    keep: float = 0.0
    gain: float = math.inf
    conserving: bool = True
    any_order: bool = False

    def __post_init__(self) -> None:
        if not 2 <= self.min_length <= self.max_length <= LONGEST:
            raise ValueError(
                f"2 <= min_length <= max_length <= {LONGEST} does not hold: "
                f"{self.min_length}, {self.max_length}"
            )
        if not 0 < self.window <= FURTHEST:
            raise ValueError(f"window must be above 0, not {self.window}")
        if not 0 <= self.gap <= FURTHEST:
            raise ValueError(f"gap must not be below 0: {self.gap}")
        if not 0 <= self.keep <= self.gain:
            raise ValueError(
                f"0 <= keep <= gain does not hold: {self.keep}, {self.gain}"
            )

    def limited(self, max_rings: int, max_work: int) -> Bounds:
        """The bounds as kernels take them, with what ends a search.

        Ratios are wider by `ON_BOUND`.
        """
        return Bounds(
            self.min_length,
            self.max_length,
            self.gap,
            self.window,
            self.keep * (1 - ON_BOUND),
            self.gain * (1 + ON_BOUND),
            self.conserving,
            self.any_order,
            max_rings,
            max_work,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Rings:
    """Rings end to end, in order of their first transfers.

    Attributes
    ----------
    edges, starts
        Ring ``r`` is ``edges[starts[r]:starts[r + 1]]``, from its earliest transfer on.
    explored
        Transfers looked at.
    truncated_by
        Names of the limits that cut the answer short; empty: complete.
    complete_before
        All rings that begin before this moment are here; None: all rings are.
    """

    edges: Int32s
    starts: Int64s
    explored: int
    truncated_by: tuple[str, ...]
    complete_before: int | None

    def __len__(self) -> int:
        return self.starts.size - 1

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        return pieces(self.edges, self.starts)


def money_rings(
    graph: MoneyGraph,
    bounds: RingBounds,
    *,
    begin: int | None = None,
    end: int | None = None,
    max_rings: int = 1_000_000,
    max_work: int = 10**12,
) -> Rings:
    """All rings within the bounds whose first transfer is in [begin, end).

    Parameters
    ----------
    max_rings, max_work
        Most rings, and most transfers looked at, before the search stops.

    Notes
    -----
    Forward search from each transfer, over transfers in its window only [1]_. On five
    million transfers of 100,000 accounts a few seconds where amounts are conserved;
    without that the cost grows by the transfers of a window with each hop.

    References
    ----------
    .. [1] R. Kumar and T. Calders, "2SCENT: An Efficient Algorithm for Enumerating All
       Simple Temporal Cycles", PVLDB 11(11), 2018, defines what is searched.
    """
    time = graph.edges.time
    first = 0 if begin is None else int(np.searchsorted(time, begin))
    stop = len(graph) if end is None else int(np.searchsorted(time, end))
    roots = np.arange(first, stop, dtype=np.int32)
    found, ends, explored, done, reason = rings_through(
        graph.edges,
        graph.later,
        graph.outgoing,
        graph.onward,
        graph.incoming,
        roots,
        bounds.limited(max_rings, max_work),
    )
    truncated_by = RINGS_CUT_BY[reason]
    return Rings(
        edges=found,
        starts=np.concatenate(([0], ends)),
        explored=int(explored),
        truncated_by=truncated_by,
        complete_before=int(time[roots[done]]) if truncated_by else None,
    )
