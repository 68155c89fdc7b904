"""Ranks of nodes that no edge climbs, kept as edges are added.

Every edge runs to an equal or lower rank, so a path only goes down: a search from one
node to another needs to look between their ranks only. Any numbers with that property
will do; equal ranks for nodes of one strong component are what a search gains from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from graph.kernels.cycle_closing import BACKWARD, FORWARD, changed_row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s


@njit(cache=True, nogil=True)
def reach_on(  # noqa: PLR0917 # compiled: numba passes arguments by position
    indptr: Int64s,
    indices: Int32s,
    table: Int32s,
    items: Int32s,
    ranks: Int32s,
    marks: NDArray[np.bool_],
    queue: Int32s,
    side: int,
    limit: int,
    begin: int,
    end: int,
    turn: int,
) -> tuple[int, int, int]:
    """Go on with one search for a turn: new begin and end of its queue, what was read.

    It stays between the limit and the rank of the node that it stands on, so that edges
    that climb, which are not settled yet, are left out.
    """
    read = 0
    while begin < end and read < turn:
        node = queue[begin]
        begin += 1
        low = ranks[node] if side == BACKWARD else limit
        high = limit if side == BACKWARD else ranks[node]
        changed = changed_row(table, node)
        row = indices
        first = 0
        last = 0
        if changed >= 0:
            row = items
            first = table[changed, 1]
            last = table[changed, 2]
        elif node < indptr.size - 1:
            first = indptr[node]
            last = indptr[node + 1]
        read += last - first + 1
        for slot in range(first, last):
            reached = row[slot]
            if marks[reached] or ranks[reached] < low or ranks[reached] > high:
                continue
            marks[reached] = True
            queue[end] = reached
            end += 1
    return begin, end, read


@njit(cache=True, nogil=True)
def settle(  # noqa: PLR0917 # compiled: numba passes arguments by position
    indptr: Int64s,
    indices: Int32s,
    back_indptr: Int64s,
    tails: Int32s,
    table: Int32s,
    items: Int32s,
    back_table: Int32s,
    back_items: Int32s,
    ranks: Int32s,
    added_tail: Int32s,
    added_head: Int32s,
    budget: int,
    turn: int,
) -> bool:
    """Change ranks in place until no added edge climbs; False if out of budget.

    Let ``x -> y`` climb, from rank ``low`` to ``high``, while no settled edge does.
    Either of two changes settles it and lets no settled edge climb:

    - What ``y`` reaches without leaving ``low..high`` falls to ``low``. An edge into
      these nodes comes from as high as before or falls with them; an edge out of them
      leads below ``low``, where it stays a fall, or to another of them.
    - What reaches ``x`` within ``low..high`` rises to ``high``, by the same argument.

    The searches take turns of so many nodes and slots, and the one that ends first is
    taken: the work is twice the smaller one's, however far the other would reach. If
    the edge closes a cycle, either finds all of it, and it is of one rank afterwards.
    """
    marks = np.zeros(ranks.size, np.bool_)
    back_marks = np.zeros(ranks.size, np.bool_)
    queue = np.empty(ranks.size, np.int32)
    back_queue = np.empty(ranks.size, np.int32)
    read = 0
    for place in range(added_tail.size):
        low = ranks[added_tail[place]]
        high = ranks[added_head[place]]
        if low >= high:
            continue
        queue[0] = added_head[place]
        back_queue[0] = added_tail[place]
        marks[queue[0]] = True
        back_marks[back_queue[0]] = True
        begin = 0
        end = 1
        back_begin = 0
        back_end = 1
        while begin < end and back_begin < back_end and read < budget:
            begin, end, more = reach_on(
                indptr, indices, table, items, ranks, marks, queue, FORWARD,
                low, begin, end, turn,
            )  # fmt: skip
            read += more
            if begin < end:
                back_begin, back_end, more = reach_on(
                    back_indptr, tails, back_table, back_items, ranks, back_marks,
                    back_queue, BACKWARD, high, back_begin, back_end, turn,
                )  # fmt: skip
                read += more
        if begin == end:
            for found in queue[:end]:
                ranks[found] = low
        elif back_begin == back_end:
            for found in back_queue[:back_end]:
                ranks[found] = high
        else:
            return False
        for found in queue[:end]:
            marks[found] = False
        for found in back_queue[:back_end]:
            back_marks[found] = False
    return True
