"""Firms as the nodes of one relation: partners, components, triangles."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, eye_array
from scipy.sparse.csgraph import connected_components

from gnn.features.matrices import common, kept, off_diagonal, ones, row_sums, rows_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.relations import Edges
    from graph.kernels.csr import Int32s

    Floats = NDArray[np.float64]

MOST_PARTNERS = 200
"""Partners of a firm beyond which nothing is looked for through it: a utility."""
MOST_STEPS = 20_000_000
"""Ways over a firm in between that are looked at, those over quieter firms first."""


class RelationGraph:
    """What leads from firm to firm, and the graph of who has to do with whom.

    All matrices are of shape (n, n) and 1 at their entries.

    Attributes
    ----------
    edges
        One a contract or payment.
    n
        Number of firms.
    out
        From tail to head, once a pair.
    """

    def __init__(self, edges: Edges, n: int) -> None:
        self.edges = edges
        self.n = n
        self.out = edges.partners(n)

    @cached_property
    def into(self) -> csr_array:
        """From head to tail."""
        return csr_array(self.out.T)

    @cached_property
    def both(self) -> csr_array:
        """Between partners, whichever way."""
        return off_diagonal(csr_array(self.out + self.into))

    @cached_property
    def mutual(self) -> csr_array:
        """Between partners of both ways."""
        return common(self.out, self.into)

    @cached_property
    def weak(self) -> Int32s:
        """Weak component of each firm, shape (n,)."""
        labels: Int32s = connected_components(self.out, connection="weak")[1]
        return labels

    @cached_property
    def strong(self) -> Int32s:
        """Strong component of each firm, shape (n,)."""
        labels: Int32s = connected_components(self.out, connection="strong")[1]
        return labels

    @cached_property
    def weak_sizes(self) -> Floats:
        """Firms in the weak component of each firm, shape (n,)."""
        return sizes(self.weak)

    @cached_property
    def strong_sizes(self) -> Floats:
        """Firms in the strong component of each firm, shape (n,)."""
        return sizes(self.strong)

    @cached_property
    def inner(self) -> csr_array:
        """From tail to head inside strong components."""
        same = self.strong[rows_of(self.out)] == self.strong[self.out.indices]
        return kept(self.out, same)

    @cached_property
    def calm(self) -> NDArray[np.bool_]:
        """Firms that have few partners, shape (n,)."""
        partners = np.diff(self.both.indptr)
        few: NDArray[np.bool_] = partners <= looked_through(partners)
        return few

    @cached_property
    def quiet(self) -> csr_array:
        """From tail to head between firms that have few partners."""
        calm = self.calm
        return kept(self.out, calm[rows_of(self.out)] & calm[self.out.indices])

    @cached_property
    def near(self) -> csr_array:
        """The same, whichever way."""
        return off_diagonal(csr_array(self.quiet + self.quiet.T))

    @cached_property
    def two_hops(self) -> csr_array:
        """Between partners of a common partner that are none themselves."""
        further = off_diagonal(csr_array(self.near @ self.near))
        return off_diagonal(csr_array(further - common(further, self.near)))

    @cached_property
    def ball2(self) -> csr_array:
        """Between firms at most two steps apart, and each firm and itself."""
        step = csr_array(self.near + csr_array(eye_array(self.n, dtype=np.float32)))
        return ones(step @ step)

    @cached_property
    def triangles(self) -> Floats:
        """Triangles at each firm, whatever the directions, shape (n,)."""
        return row_sums((self.near @ self.near).multiply(self.near)) / 2

    @cached_property
    def rounds(self) -> Floats:
        """Directed triangles at each firm, shape (n,)."""
        return row_sums((self.quiet @ self.quiet).multiply(self.quiet.T))


def looked_through(partners: NDArray[np.integer]) -> int:
    """Partners that a firm may have to be looked through, within both caps.

    Examples
    --------
    >>> looked_through(np.array([1, 3, 500]))
    200
    >>> looked_through(np.full(10_000, 100))
    99
    """
    busy = np.sort(partners[partners <= MOST_PARTNERS]).astype(np.int64)
    beyond = busy[np.cumsum(busy * busy) > MOST_STEPS]
    return int(beyond[0]) - 1 if beyond.size else MOST_PARTNERS


def sizes(labels: Int32s) -> Floats:
    """Firms in each firm's component, shape (n,)."""
    return np.bincount(labels)[labels].astype(np.float64)
