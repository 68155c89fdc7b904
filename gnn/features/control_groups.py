"""Of D: how far the firms around one share controllers among themselves.

A group whose firms all have one owner is an open one; a circle of strangers shares
nothing. What hides lies between, and has its ties where owners are not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gnn.features.matrices import kept, ones, row_sums, rows_of
from gnn.features.relation_graph import sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from gnn.features.relation_graph import RelationGraph
    from graph.kernels.csr import Int32s

    Floats = NDArray[np.float64]
    Columns = dict[str, Floats]

KINDS = ("two", "owner", "officer", "contact")
"""Of `SharedControl.kinds`, those by which groups are told apart."""
BLOCK = 1 << 14
"""Firms whose surroundings are looked at together."""


def groups(graph: RelationGraph, kinds: Mapping[str, csr_array], name: str) -> Columns:
    """Columns of a relation: of its circles, and of the firms within some steps.

    Parameters
    ----------
    kinds
        Pairs of firms that share something, by its name.
    name
        Begins the names of the columns.

    Notes
    -----
    O(m b d) for m pairs of partners, b firms within the steps and d firms of one
    network with which a firm shares something.
    """
    columns: Columns = _clusters(kinds["two"], graph)
    columns["ball2"] = row_sums(graph.ball2) - 1
    for kind in KINDS:
        inside = within(kinds[kind], graph.strong)
        columns |= _circle(row_sums(inside), graph, kind)
        columns |= _ball(graph.ball2, within(kinds[kind], graph.weak), kind)
    return {f"{name}_{key}": values for key, values in columns.items()}


def within(pairs: csr_array, label: Int32s) -> csr_array:
    """The pairs of one component."""
    return kept(pairs, label[rows_of(pairs)] == label[pairs.indices])


def _circle(shared: Floats, graph: RelationGraph, kind: str) -> Columns:
    """Share of a circle's pairs and firms that share something; NaN in none."""
    strong, members = graph.strong, graph.strong_sizes
    circle = np.where(members > 1, members, np.nan)
    pairs, tied = (np.bincount(strong, some)[strong] for some in (shared, shared > 0))
    return {
        f"circle_density_{kind}": pairs / (circle * (circle - 1)),
        f"circle_tied_{kind}": tied / circle,
    }


def _ball(ball: csr_array, linked: csr_array, kind: str) -> Columns:
    """The same of the firms within some steps: one missing tie leaves no circle."""
    size = row_sums(ball)
    several = np.where(size > 1, size, np.nan)
    pairs, tied = np.zeros((2, size.size))
    for first in range(0, size.size, BLOCK):  # the product is larger than both
        rows = ball[first : first + BLOCK]
        shared = csr_array(csr_array(rows @ linked).multiply(rows))
        pairs[first : first + BLOCK] = row_sums(shared)
        tied[first : first + BLOCK] = row_sums(ones(shared))
    return {
        f"ball2_density_{kind}": pairs / (several * (several - 1)),
        f"ball2_tied_{kind}": tied / several,
    }


def _clusters(two: csr_array, graph: RelationGraph) -> Columns:
    """What of a circle hangs together by control; NaN outside of circles."""
    strong, members = graph.strong, graph.strong_sizes
    cluster = connected_components(within(two, strong), directed=False)[1]
    firms, largest = sizes(cluster), np.zeros(members.size)
    np.maximum.at(largest, strong, firms)
    circle = np.where(members > 1, members, np.nan)
    return {
        "circle_cluster": np.where(members > 1, firms, np.nan),
        "circle_largest": largest[strong] / circle,
    }
