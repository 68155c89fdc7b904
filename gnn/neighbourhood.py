"""Columns about the neighbours of a node, from columns about the nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    Floats32 = NDArray[np.float32]
    Edges = NDArray[np.integer]

_BLOCK = 16
"""Columns that are summed at a time: sums are of double precision."""
_LARGEST = float(np.finfo(np.float32).max)


def links_of(edges: Edges, n: int) -> csr_array:
    """Matrix of the links: [i, j] is how often i points to j; none to itself.

    Parameters
    ----------
    edges
        Shape (2, m), in [0, n): tails, then heads.

    Returns
    -------
    links
        Shape (n, n).
    """
    tail, head = edges[:, edges[0] != edges[1]]
    links = csr_array((np.ones(len(tail)), (tail, head)), shape=(n, n))
    links.sum_duplicates()  # and sorts
    return links


def sums_and_means(values: Floats32, links: csr_array) -> tuple[Floats32, Floats32]:
    """Of the neighbours whose value is known.

    Parameters
    ----------
    values
        Shape (n, d), NaN where unknown.
    links
        Shape (n, n). How often the row's node is linked to the column's.

    Returns
    -------
    sums, means
        Shape (n, d). A node without such neighbours has the sum 0 and no mean, NaN.

    Notes
    -----
    O(m d) for m links, and no more than sixteen columns of doubles at a time.
    """
    sums, means = np.empty_like(values), np.empty_like(values)
    for start in range(0, values.shape[1], _BLOCK):
        block = slice(start, start + _BLOCK)
        known = ~np.isnan(values[:, block])
        total = links @ np.where(known, values[:, block], 0.0).astype(np.float64)
        count = links @ known.astype(np.float64)
        sums[:, block] = np.clip(total, -_LARGEST, _LARGEST)
        with np.errstate(invalid="ignore"):
            means[:, block] = total / count
    return sums, means


def neighbour_columns(
    x: Floats32, relations: Mapping[str, Edges]
) -> tuple[Floats32, tuple[str, ...]]:
    """A node's own columns, and for each relation what its neighbours are like.

    Neighbours are those that a link leads to or comes from: how many there are, sums
    and means of their columns, and means of their neighbours' means. Where links are
    not the same both ways, also means over each direction alone.

    Parameters
    ----------
    x
        Shape (n, d), NaN where unknown.
    relations
        Links of each relation, shape (2, m), in [0, n).

    Returns
    -------
    table, names
        Shape (n, e), and the e names of its columns.
    """
    own = [f"x{at}" for at in range(x.shape[1])]
    blocks, names = [x], list(own)
    for relation, edges in relations.items():
        for kind, block in _of_relation(x, links_of(edges, len(x))):
            blocks.append(block)
            name = f"{relation}_{kind}"
            names += [name] if kind in _COUNTS else [f"{name}_{of}" for of in own]
    return np.hstack(blocks), tuple(names)


_COUNTS = ("degree", "out_degree", "in_degree")


def _of_relation(x: Floats32, out: csr_array) -> Iterator[tuple[str, Floats32]]:
    into = csr_array(out.T)
    directed = _differ(out, into)
    both = out + into if directed else out
    yield "degree", _degree(both)
    sums, means = sums_and_means(x, both)
    yield "sum", sums
    yield "mean", means
    yield "mean_of_means", sums_and_means(means, both)[1]
    if directed:
        for side, links in (("out", out), ("in", into)):
            yield f"{side}_degree", _degree(links)
            yield f"{side}_mean", sums_and_means(x, links)[1]


def _degree(links: csr_array) -> Floats32:
    return links.sum(axis=1).reshape(-1, 1).astype(np.float32)


def _differ(one: csr_array, other: csr_array) -> bool:
    """Whether matrices with as many entries, sorted, are not the same."""
    pairs = ((one.indptr, other.indptr), (one.indices, other.indices))
    return not all(np.array_equal(a, b) for a, b in (*pairs, (one.data, other.data)))
