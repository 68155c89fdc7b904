"""What a graph network has to beat: itself without edges, and with other edges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch_geometric.data import HeteroData

if TYPE_CHECKING:
    from gnn.torch.relation import Relation


def rewired(item: Relation, seed: int) -> Relation:
    """Tails are exchanged among the edges of one month.

    Each node keeps how many edges it has in the relation, and its heads when they were
    and how much; who is at the other end says nothing any more.

    Notes
    -----
    O(m log m).
    """
    month = item.time.astype("datetime64[ms]").astype("datetime64[M]").astype(np.int64)
    order = np.lexsort((item.record, month))
    drawn = np.random.default_rng(seed).random(len(order))
    other = order[np.lexsort((drawn, month[order]))]
    tail = item.tail.copy()
    tail[order] = item.tail[other]
    return replace(item, tail=tail)


def without_edges(graph: HeteroData) -> HeteroData:
    """The same nodes and no edge: what is left is a multi-layer perceptron."""
    bare = HeteroData()
    for kind in graph.node_types:
        for name in ("x", "key", "degree"):
            bare[kind][name] = graph[kind][name]
    for kind in graph.edge_types:
        bare[kind].edge_index = torch.zeros(2, 0, dtype=torch.int64)
        bare[kind].edge_attr = graph[kind].edge_attr[:0]
    return bare
