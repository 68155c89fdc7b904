"""Neighbourhoods of firms and the shortest paths between two of them.

Steps are given as adjacencies over the same nodes, one for each kind of relation and
direction that may be walked: guarantees forward, ownership backward, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import Csr, Int32s
from graph.kernels.cycles import COMPLETE, TOO_MUCH_WORK, bounded_cycles
from graph.kernels.neighbourhood import (
    PASSED_HUB,
    REACHED_CAP,
    arcs_among,
    next_level,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

NO_HUB = 2**31 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Neighbourhood:
    """The nodes within some hops, nearest first.

    Attributes
    ----------
    nodes
        Shape (k,). The seeds, then each further hop in the order of discovery.
    hops
        Shape (k,). Hops from the nearest seed, ascending.
    truncated_by
        ``max_nodes`` if nodes within the hops were left out; ``max_degree`` if a hub
        was found but not walked through.
    """

    nodes: Int32s
    hops: Int32s
    truncated_by: tuple[str, ...]


def neighbourhood(
    steps: Sequence[Csr],
    seeds: ArrayLike,
    *,
    hops: int,
    max_nodes: int = 1_000,
    max_degree: int = NO_HUB,
) -> Neighbourhood:
    """Nodes reached from the seeds in at most so many steps.

    Parameters
    ----------
    steps
        Adjacencies that may be walked, each over the same nodes.
    seeds
        Distinct start nodes; they are found whatever the limits.
    hops
        Most steps, at least 0.
    max_nodes
        Most nodes found, seeds included.
    max_degree
        A node other than a seed with more entries in an adjacency is not walked
        through in it, so that a large guarantor does not fill the answer.

    Notes
    -----
    O(entries read) time; O(n) memory that is touched only where nodes are found.

    Examples
    --------
    >>> chain = Csr.build([0, 1, 2], [1, 2, 3], 4)
    >>> near = neighbourhood([chain, chain.reverse()], [1], hops=1)
    >>> near.nodes.tolist(), near.hops.tolist()
    ([1, 2, 0], [0, 1, 1])
    """
    starts = np.asarray(seeds, dtype=np.int32)
    place_of = np.zeros(steps[0].n if steps else 0, dtype=np.int32)
    found = np.empty(max(max_nodes, starts.size), dtype=np.int32)
    found[: starts.size] = starts
    place_of[starts] = np.arange(1, starts.size + 1)
    ends = [0, starts.size]
    left_out = 0
    for hop in range(hops):
        begin, level_end = ends[-2:]
        end = level_end
        degree = NO_HUB if hop == 0 else max_degree
        for rows in steps:
            end, missed = next_level(
                rows.indptr, rows.indices, place_of, found,
                begin, level_end, end, degree,
            )  # fmt: skip
            left_out |= missed
        ends.append(end)
        if end == level_end or left_out & REACHED_CAP:
            break
    sizes = np.diff(ends)
    return Neighbourhood(
        nodes=found[: ends[-1]].copy(),
        hops=np.repeat(np.arange(sizes.size, dtype=np.int32), sizes),
        truncated_by=_names(left_out),
    )


def _names(left_out: int) -> tuple[str, ...]:
    """Names of the limits that cut a search short."""
    names = {"max_nodes": REACHED_CAP, "max_degree": PASSED_HUB}
    return tuple(name for name, bit in names.items() if left_out & bit)


@dataclass(frozen=True, slots=True)
class Paths:
    """Simple paths between two nodes, shortest first.

    Attributes
    ----------
    paths
        Each a tuple of nodes from source to target; by length, then by node numbers.
    truncated_by
        ``max_nodes`` or ``max_degree``: not all nodes between were searched, paths may
        be missing. ``max_paths``: there are more. ``max_work``: the search stopped.
    """

    paths: tuple[tuple[int, ...], ...]
    truncated_by: tuple[str, ...]


def paths_between(
    steps: Sequence[Csr],
    back_steps: Sequence[Csr],
    source: int,
    target: int,
    *,
    max_length: int = 6,
    max_paths: int = 10,
    max_nodes: int = 20_000,
    max_degree: int = NO_HUB,
    max_work: int = 20_000_000,
) -> Paths:
    """The shortest simple paths from source to target.

    Parameters
    ----------
    steps
        Adjacencies that may be walked from source to target.
    back_steps
        The same steps reversed. To ignore directions give both directions in both.
    source, target
        Two different nodes.
    max_length
        Most steps of a path, at least 1.
    max_paths
        Most paths, at least 1.
    max_nodes, max_degree
        Limits of the search from each end, as in `neighbourhood`.
    max_work
        Most adjacency entries read.

    Raises
    ------
    ValueError
        Source and target are the same node, or a limit is below 1.

    Notes
    -----
    A node on a path of L steps lies within ceil(L/2) steps of the source or floor(L/2)
    of the target. Among those nodes an arc target -> source is added and all other arcs
    into the source are dropped: the cycles through the source are then the paths.

    Examples
    --------
    >>> rows = Csr.build([0, 1, 0], [1, 2, 2], 3)
    >>> paths_between([rows], [rows.reverse()], 0, 2).paths
    ((0, 2), (0, 1, 2))
    """
    if source == target:
        raise ValueError("source and target must be different nodes")
    if max_length < 1 or max_paths < 1:
        raise ValueError("max_length and max_paths must be at least 1")
    near = neighbourhood(
        steps, [source], hops=(max_length + 1) // 2,
        max_nodes=max_nodes, max_degree=max_degree,
    )  # fmt: skip
    far = neighbourhood(
        back_steps, [target], hops=max_length // 2,
        max_nodes=max_nodes, max_degree=max_degree,
    )  # fmt: skip
    nodes = np.union1d(near.nodes, far.nodes).astype(np.int32)
    forward = _closed_part(steps, nodes, source, target)
    root = np.flatnonzero(nodes == source).astype(np.int32)
    paths, stopped = _shortest_first(forward, root, max_length, max_paths, max_work)
    limits = {*near.truncated_by, *far.truncated_by}
    return Paths(
        paths=tuple(tuple(nodes[list(path)].tolist()) for path in paths),
        truncated_by=(*sorted(limits), *stopped),
    )


def _closed_part(steps: Sequence[Csr], nodes: Int32s, source: int, target: int) -> Csr:
    """Steps among the nodes, by place, with target -> source the only way back."""
    place_of = np.zeros(steps[0].n, dtype=np.int32)
    place_of[nodes] = np.arange(1, nodes.size + 1)
    parts = [arcs_among(rows.indptr, rows.indices, place_of, nodes) for rows in steps]
    tail = np.concatenate([part for part, _ in parts])
    head = np.concatenate([part for _, part in parts])
    start, goal = place_of[source] - 1, place_of[target] - 1
    keep = (head != start) & (tail != goal) & (tail != head)
    if not keep.any():
        return Csr.build([goal], [start], nodes.size)
    distinct = np.unique(tail[keep].astype(np.int64) * nodes.size + head[keep])
    return Csr.build(
        np.append(distinct // nodes.size, goal),
        np.append(distinct % nodes.size, start),
        nodes.size,
    )


def _shortest_first(
    forward: Csr, root: Int32s, max_length: int, max_paths: int, max_work: int
) -> tuple[list[tuple[int, ...]], tuple[str, ...]]:
    """Cycles through the root by length, each read from the root."""
    backward = forward.reverse()
    paths: list[tuple[int, ...]] = []
    for length in range(2, min(max_length, forward.n - 1) + 2):
        flat, ends, _, read, reason = bounded_cycles(
            forward.indptr, forward.indices, backward.indptr, backward.indices,
            root, length, length, max_paths - len(paths), max_work,
            np.zeros(forward.n, dtype=np.int16),
        )  # fmt: skip
        max_work -= read
        for cycle in flat.reshape(-1, length).tolist() if ends.size else ():
            first = cycle.index(root[0])
            paths.append((*cycle[first:], *cycle[:first]))
        if reason != COMPLETE:
            stopped = "max_work" if reason == TOO_MUCH_WORK else "max_paths"
            return paths, (stopped,)
    return paths, ()
