"""Elementary cycles of components of up to 64 nodes, whose rows are single words.

One word holds the ways on from a path that can still return in time, so that nothing
is read in vain, and cycles that end alike are counted at once: on such components this
takes a quarter of the time of `graph.kernels.cycles`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from graph.kernels.cycles import COMPLETE, TOO_MANY, TOO_MUCH_WORK
from graph.kernels.hashing import popcount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s

    Words = NDArray[np.uint64]

MOST_NODES = 64
_ONE = np.uint64(1)
_NONE = np.uint64(0)


@njit(cache=True, nogil=True)
def place_of(lowest: np.uint64) -> int:
    """Place of the only bit of a word."""
    return int(popcount(lowest - _ONE))


@njit(cache=True, nogil=True)
def gather_component(
    indptr: Int64s, indices: Int32s, root: int, place: Int32s, members: Int32s
) -> int:
    """Write the component of ``root`` to ``members``, ascending; its size.

    ``place`` becomes one more than the position of each member.
    """
    members[0] = root
    place[root] = 1
    size = 1
    done = 0
    while done < size:
        node = members[done]
        done += 1
        for slot in range(indptr[node], indptr[node + 1]):
            head = indices[slot]
            if place[head] == 0:
                place[head] = 1
                members[size] = head
                size += 1
    # By insertion: for two or three nodes a call of a sort costs more than all else.
    for end in range(1, size):
        node = members[end]
        position = end
        while position > 0 and members[position - 1] > node:
            members[position] = members[position - 1]
            position -= 1
        members[position] = node
    for position in range(size):
        place[members[position]] = position + 1
    return size


@njit(cache=True, nogil=True)
def fill_words(  # noqa: PLR0917 # compiled: numba passes arguments by position
    indptr: Int64s,
    indices: Int32s,
    place: Int32s,
    members: Int32s,
    onward: Words,
    back: Words,
) -> int:
    """Write the rows of the members, and their columns, as words; slots read."""
    onward[:] = _NONE
    back[:] = _NONE
    read = 0
    for position in range(members.size):
        node = members[position]
        read += indptr[node + 1] - indptr[node]
        for slot in range(indptr[node], indptr[node + 1]):
            other = place[indices[slot]] - 1
            onward[position] |= _ONE << np.uint64(other)
            back[other] |= _ONE << np.uint64(position)
    return read


@njit(cache=True, nogil=True)
def fill_within(back: Words, root: int, allowed: np.uint64, within: Words) -> None:
    """Nodes that reach the root in up to so many arcs, over allowed nodes only."""
    within[0] = _NONE
    fresh = _ONE << np.uint64(root)
    reached = _NONE
    for hops in range(1, within.size):
        found = _NONE
        while fresh != _NONE:
            lowest = fresh & (~fresh + _ONE)
            fresh ^= lowest
            found |= back[place_of(lowest)]
        fresh = found & allowed & ~reached
        reached |= fresh
        within[hops] = reached


@njit(cache=True, nogil=True)
def write_closed(  # noqa: PLR0917 # compiled: numba passes arguments by position
    nodes: Int32s,
    at: int,
    path: Int32s,
    depth: int,
    closing: np.uint64,
    members: Int32s,
) -> int:
    """Write a path of ``depth`` nodes with each of the closing ones; the new end."""
    while closing != _NONE:
        lowest = closing & (~closing + _ONE)
        closing ^= lowest
        for step in range(depth):
            nodes[at + step] = path[step]
        nodes[at + depth] = members[place_of(lowest)]
        at += depth + 1
    return at


@njit(cache=True, nogil=True)
def cycles_of_root(  # noqa: PLR0917 # compiled: numba passes arguments by position
    onward: Words,
    within: Words,
    members: Int32s,
    root: int,
    free: np.uint64,
    min_length: int,
    limit: int,
    budget: int,
    nodes: Int32s,
    cursor: Int64s,
    path: Int32s,
    rest: Words,
    taken: Words,
) -> tuple[int, int]:
    """Count or write the cycles through one root over free nodes; cycles, work.

    With empty ``nodes``, ``cursor[length]`` counts, until limit or budget is exceeded;
    else it is where the next cycle of that length begins. ``path``, ``rest`` and
    ``taken`` are memory for a node of the path each; ``rest`` is zeros again at the
    end, unless the count stopped.
    """
    longest = within.size
    writing = nodes.size > 0
    near = within[1]
    path[0] = members[root]
    last = root
    depth = 1
    work = 0
    count = 0
    while True:
        ways = onward[last] & free & within[longest - depth]
        length = depth + 1
        work += int(popcount(ways))
        if length >= min_length:
            closing = ways & near
            if writing:
                cursor[length] = write_closed(
                    nodes, cursor[length], path, depth, closing, members
                )
            else:
                found = int(popcount(closing))
                cursor[length] += found
                count += found
        if length + 1 < longest:
            rest[depth] = ways
        elif length < longest:
            # The paths that a node more makes can only close.
            found = 0
            while ways != _NONE:
                lowest = ways & (~ways + _ONE)
                ways ^= lowest
                last = place_of(lowest)
                closing = onward[last] & free & near
                if writing:
                    path[depth] = members[last]
                    cursor[longest] = write_closed(
                        nodes, cursor[longest], path, length, closing, members
                    )
                else:
                    found += int(popcount(closing))
            cursor[longest] += found
            count += found
            work += found
        if count > limit or work > budget:
            return count, work
        while rest[depth] == _NONE:
            depth -= 1
            if depth == 0:
                return count, work
            free |= taken[depth]
        lowest = rest[depth] & (~rest[depth] + _ONE)
        rest[depth] ^= lowest
        taken[depth] = lowest
        free ^= lowest
        last = place_of(lowest)
        path[depth] = members[last]
        depth += 1


@njit(cache=True, nogil=True)
def small_component_cycles(  # noqa: PLR0917 # compiled: arguments by position
    indptr: Int64s,
    indices: Int32s,
    roots: Int32s,
    min_length: int,
    max_length: int,
    limit: int,
    budget: int,
    place: Int32s,
    nodes: Int32s,
    cursor: Int64s,
) -> tuple[bool, int, int]:
    """Count or write the cycles of all components of these roots, by length.

    ``roots`` ascend and hold whole components; ``place`` is zeros, shape (n,), and is
    used up; ``cursor`` has ``max_length + 1`` places. Rows ascend, so that cycles of
    equal length come in lexicographic order while components do not interleave.

    Returns whether they do not, the slots and ways read, and why counting stopped.
    """
    members = np.empty(MOST_NODES, np.int32)
    onward = np.empty(MOST_NODES, np.uint64)
    back = np.empty(MOST_NODES, np.uint64)
    within = np.empty(MOST_NODES, np.uint64)
    path = np.empty(MOST_NODES, np.int32)
    rest = np.zeros(MOST_NODES, np.uint64)
    taken = np.empty(MOST_NODES, np.uint64)
    in_order = True
    highest = -1
    count = 0
    read = 0
    for root in roots:
        if place[root] != 0:
            continue
        size = gather_component(indptr, indices, root, place, members)
        in_order = in_order and root > highest
        highest = max(highest, members[size - 1])
        if size < min_length:
            continue
        if size == 2:
            # Most components are mutual pairs: one cycle, nothing to search.
            if nodes.size > 0:
                nodes[cursor[2]] = members[0]
                nodes[cursor[2] + 1] = members[1]
                cursor[2] += 2
            else:
                cursor[2] += 1
            count += 1
            read += 2
            if count > limit:
                return in_order, read, TOO_MANY
            continue
        read += fill_words(
            indptr, indices, place, members[:size], onward[:size], back[:size]
        )
        near = within[: min(size, max_length)]
        allowed = ~_NONE
        for first in range(size - 1):
            allowed ^= _ONE << np.uint64(first)
            fill_within(back, first, allowed, near)
            found, work = cycles_of_root(
                onward, near, members, first, allowed, min_length,
                limit - count, budget - read, nodes, cursor, path, rest, taken,
            )  # fmt: skip
            count += found
            read += work
            if count > limit:
                return in_order, read, TOO_MANY
            if read > budget:
                return in_order, read, TOO_MUCH_WORK
    return in_order, read, COMPLETE
