"""D: guarantees and payments between firms that answer to one hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gnn.features import payment_loops
from gnn.features.control_words import FEATURES as OVERLAPS
from gnn.features.matrices import (
    amounts,
    common,
    holds,
    kept,
    ones,
    row_sums,
    rows_of,
    share,
)
from gnn.features.relation_graph import RelationGraph, sizes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from graph.kernels.csr import Int32s

    Floats = NDArray[np.float64]
    Columns = dict[str, Floats]

FEATURES = (*OVERLAPS, *payment_loops.FEATURES)
CAPS = payment_loops.CAPS

RADII = (2, 3)
"""Steps from partner to partner."""
LARGEST_NETWORK = 100
"""Firms of a network beyond which what they share says nothing of one of them."""


def columns(firms: Firms) -> Columns:
    """A column for each of `FEATURES`, shape (n,)."""
    guarantees, payments, two = firms.guarantees, firms.payments, firms.control.two
    either = common(guarantees.both, payments.both)
    same_circle = _inside(payments.both, guarantees.strong)
    return {
        **_overlap(firms, guarantees, "guarantee"),
        **_overlap(firms, payments, "payment"),
        **_network(firms),
        **_related_payments(firms),
        **_circular(payments),
        **payment_loops.columns(firms),
        "both_partners": row_sums(either),
        "both_related": row_sums(common(either, two)),
        "circle_payments": row_sums(same_circle),
        "circle_payments_related": row_sums(common(same_circle, two)),
    }


def _overlap(firms: Firms, graph: RelationGraph, name: str) -> Columns:
    """What partners, circle and partners of partners share with a firm."""
    control, two = firms.control, firms.control.two
    columns: Columns = {}
    members = sizes(graph.strong)
    for kind, pairs in control.kinds.items():
        columns[f"partner_{kind}"] = row_sums(common(graph.both, pairs))
        columns[f"circle_{kind}"] = row_sums(_inside(pairs, graph.strong))
    columns["partner_share"] = share(columns["partner_two"], row_sums(graph.both))
    columns["circle_share"] = share(columns["circle_two"], members - 1)
    columns |= _circle(two, graph.strong, columns["circle_two"])
    hops = row_sums(graph.two_hops)
    columns["hop_two"] = row_sums(common(graph.two_hops, two))
    columns["hop_share"] = share(columns["hop_two"], hops)
    strange = graph.near - common(graph.near, two)
    unrelated = row_sums((strange @ graph.near).multiply(strange)) / 2
    columns["triangles_related"] = graph.triangles - unrelated
    return {
        **{f"{name}_{key}": values for key, values in columns.items()},
        **_around(graph, two, name),
        **_moved(graph, two, name),
    }


def _around(graph: RelationGraph, two: csr_array, name: str) -> Columns:
    """Of the firms within some steps, how far they share controllers among themselves.

    What one missing contract breaks, a circle does not see.
    """
    linked = _inside(two, graph.weak)
    columns: Columns = {}
    for radius in RADII:
        ball = graph.ball(radius)
        size = row_sums(ball)
        shared = csr_array(ball @ linked).multiply(ball)
        several = np.where(size > 1, size, np.nan)
        columns[f"{name}_ball{radius}"] = size - 1
        columns[f"{name}_ball{radius}_density"] = row_sums(shared) / (
            several * (several - 1)
        )
        columns[f"{name}_ball{radius}_tied"] = row_sums(ones(shared)) / several
    return columns


def _inside(pairs: csr_array, label: Int32s) -> csr_array:
    """The pairs of one component."""
    return kept(pairs, label[rows_of(pairs)] == label[pairs.indices])


def _circle(two: csr_array, strong: Int32s, shared: Floats) -> Columns:
    """Of a circle, how much of it hangs together by control; NaN outside of circles."""
    members = sizes(strong)
    circle = np.where(members > 1, members, np.nan)
    tied = np.bincount(strong, shared > 0)[strong]
    cluster = connected_components(_inside(two, strong), directed=False)[1]
    largest = np.zeros(members.size)
    np.maximum.at(largest, strong, sizes(cluster))
    return {
        "circle_density": np.bincount(strong, shared)[strong] / (circle * (circle - 1)),
        "circle_tied": tied / circle,
        "circle_cluster": np.where(members > 1, sizes(cluster), np.nan),
        "circle_largest": largest[strong] / circle,
    }


def _moved(graph: RelationGraph, two: csr_array, name: str) -> Columns:
    """Amounts from and to related firms, and their part of all amounts."""
    edges, n = graph.edges, graph.n
    related = edges.where(holds(two, edges.tail, edges.head))
    columns: Columns = {}
    for way in ("tail", "head"):
        some = amounts(getattr(related, way), related.amount, n)
        whole = amounts(getattr(edges, way), edges.amount, n)
        side = {"tail": "out", "head": "in"}[way]
        columns[f"{name}_related_{side}"] = np.log1p(some)
        columns[f"{name}_related_{side}_share"] = share(some, whole)
    return columns


def _network(firms: Firms) -> Columns:
    """Related firms in a guarantee network, circle or not, unless it is vast."""
    label = firms.guarantees.weak
    members = sizes(label)
    shared = row_sums(_inside(firms.control.two, label))
    known = (members > 1) & (members <= LARGEST_NETWORK)
    size = np.where(known, members, np.nan)
    return {
        "network_related": shared,
        "network_share": shared / (size - 1),
        "network_density": np.bincount(label, shared)[label] / (size * (size - 1)),
    }


def _related_payments(firms: Firms) -> Columns:
    """Payments among related firms alone, and those that reach one over a stranger."""
    payments, two = firms.payments, firms.control.two
    edges = payments.edges
    related = RelationGraph(edges.where(holds(two, edges.tail, edges.head)), payments.n)
    twice = csr_array(payments.quiet @ payments.quiet)
    return {
        "related_mutual": row_sums(related.mutual),
        "related_circle": sizes(related.strong),
        "related_rounds": related.rounds,
        "related_onward": row_sums(common(twice, two)),
        "related_back": row_sums(common(csr_array(twice.T), two)),
    }


def _circular(payments: RelationGraph) -> Columns:
    """Money that stays in a firm's payment circle, and whether as much comes back."""
    edges, n = payments.edges, payments.n
    inner = edges.where(payments.strong[edges.tail] == payments.strong[edges.head])
    out, into = (amounts(end, inner.amount, n) for end in (inner.tail, inner.head))
    return {
        "circular_out_share": share(out, amounts(edges.tail, edges.amount, n)),
        "circular_in_share": share(into, amounts(edges.head, edges.amount, n)),
        "circular_balance": share(np.minimum(out, into), np.maximum(out, into)),
        "circular_log": np.log1p(np.minimum(out, into)),
    }
