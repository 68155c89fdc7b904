"""Small loss networks by party id, and Hypothesis strategies for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from graph.algorithms.loss_network import LossNetwork
from graph.kernels.hashing import party_keys

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class NamedNetwork:
    """A loss network with the number of each party.

    Attributes
    ----------
    p_self
        Own default probability by party.
    guarantees
        Pass-through probability by (guarantor, debtor).
    network, number
        The arrays, and each party's node number in them.
    """

    p_self: Mapping[str, float]
    guarantees: Mapping[tuple[str, str], float]
    network: LossNetwork
    number: Mapping[str, int]


def named_network(
    p_self: Mapping[str, float],
    guarantees: Mapping[tuple[str, str], float],
    *,
    rank: Mapping[str, int] | None = None,
) -> NamedNetwork:
    """Number parties topologically (ties: `rank`, else id) and lay out the arrays."""
    rank = rank or {party: place for place, party in enumerate(sorted(p_self))}
    losses: nx.DiGraph[str] = nx.DiGraph()
    losses.add_nodes_from(p_self)
    losses.add_edges_from((debtor, guarantor) for guarantor, debtor in guarantees)
    condensed = nx.condensation(losses)
    members = condensed.nodes(data="members")
    first = {label: min(rank[party] for party in inside) for label, inside in members}
    order = list(nx.lexicographical_topological_sort(condensed, key=first.__getitem__))
    parties = [
        party
        for label in order
        for party in sorted(members[label], key=rank.__getitem__)
    ]
    component = [place for place, label in enumerate(order) for _ in members[label]]
    number = {party: place for place, party in enumerate(parties)}
    edges = sorted((number[d], number[g], p) for (g, d), p in guarantees.items())
    rows = np.bincount([debtor for debtor, _, _ in edges], minlength=len(parties))
    network = LossNetwork(
        indptr=np.concatenate(([0], np.cumsum(rows))).astype(np.int64),
        indices=np.array([guarantor for _, guarantor, _ in edges], dtype=np.int32),
        p_edge=np.array([p for _, _, p in edges], dtype=np.float64),
        p_self=np.array([p_self[party] for party in parties], dtype=np.float64),
        component=np.array(component, dtype=np.int32),
        node_key=party_keys(parties),
    )
    return NamedNetwork(p_self, guarantees, network, number)


PROBABILITIES = st.sampled_from((0.0, 0.05, 0.3, 0.5, 0.9, 1.0))
"""Certain and impossible ones included."""


@st.composite
def named_networks(
    draw: st.DrawFn, *, max_parties: int = 5, max_guarantees: int = 7
) -> NamedNetwork:
    """Random networks with circles, mutual pairs and unrelated firms."""
    n = draw(st.integers(1, max_parties))
    parties = [f"p{i}" for i in range(n)]
    pairs = [(g, d) for g in parties for d in parties if g != d]
    p_self = {party: draw(PROBABILITIES) for party in parties}
    chosen = (
        draw(st.lists(st.sampled_from(pairs), unique=True, max_size=max_guarantees))
        if pairs
        else []
    )
    return named_network(p_self, {pair: draw(PROBABILITIES) for pair in chosen})
