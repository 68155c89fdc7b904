"""D: guarantees and payments between firms that answer to one hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from gnn.features import payment_loops
from gnn.features.control_groups import groups, within
from gnn.features.control_words import FEATURES as OVERLAPS
from gnn.features.matrices import (
    amounts,
    common,
    holds,
    row_sums,
    share,
)
from gnn.features.relation_graph import RelationGraph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.firms import Firms

    Floats = NDArray[np.float64]
    Columns = dict[str, Floats]

FEATURES = (*OVERLAPS, *payment_loops.FEATURES)
CAPS = payment_loops.CAPS

LARGEST_NETWORK = 100
"""Firms of a network beyond which what they share says nothing of one of them."""


def columns(firms: Firms) -> Columns:
    """A column for each of `FEATURES`, shape (n,)."""
    guarantees, payments, two = firms.guarantees, firms.payments, firms.control.two
    either = common(guarantees.both, payments.both)
    same_circle = within(payments.both, guarantees.strong)
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
    members = graph.strong_sizes
    for kind, pairs in control.kinds.items():
        columns[f"partner_{kind}"] = row_sums(common(graph.both, pairs))
        columns[f"circle_{kind}"] = row_sums(within(pairs, graph.strong))
    columns["partner_share"] = share(columns["partner_two"], row_sums(graph.both))
    columns["circle_share"] = share(columns["circle_two"], members - 1)
    hops = row_sums(graph.two_hops)
    columns["hop_two"] = row_sums(common(graph.two_hops, two))
    columns["hop_share"] = share(columns["hop_two"], hops)
    strange = graph.near - common(graph.near, two)
    unrelated = row_sums((strange @ graph.near).multiply(strange)) / 2
    columns["triangles_related"] = graph.triangles - unrelated
    return {
        **{f"{name}_{key}": values for key, values in columns.items()},
        **groups(graph, control.kinds, name),
        **_moved(graph, two, name),
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
    members = firms.guarantees.weak_sizes
    shared = row_sums(within(firms.control.two, label))
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
        "related_circle": related.strong_sizes,
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
