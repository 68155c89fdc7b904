"""A snapshot as PyTorch Geometric's heterogeneous graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch_geometric.data import HeteroData

from gnn.torch.inputs import node_inputs
from gnn.torch.relation import Nodes
from gnn.torch.relations import relations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from gnn.features import FeatureTable
    from gnn.features.firms import Firms
    from gnn.torch.relation import Relation

EdgeType = tuple[str, str, str]


def build_graph(
    firms: Firms,
    features: FeatureTable,
    since: int | None = None,
    change: Callable[[Relation], Relation] = lambda item: item,
) -> HeteroData:
    """Companies, persons and contacts of a snapshot with all their relations.

    Parameters
    ----------
    features
        Of the same firms, with all groups of `gnn.torch.inputs.GROUPS`.
    since, change
        As for `relations`.

    Returns
    -------
    data
        As `hetero` gives it; columns are raw, a network's own scaling comes later.

    Notes
    -----
    O(m log m) for m edges.
    """
    nodes = Nodes.of(firms)
    found = relations(firms, nodes, since, change)
    return hetero(node_inputs(features, found, nodes.keys), nodes.keys, found)


def hetero(
    inputs: Mapping[str, NDArray[np.float32]],
    keys: Mapping[str, NDArray[np.uint64]],
    found: Sequence[Relation],
) -> HeteroData:
    """Nodes and relations with their reverses, edges by head.

    Returns
    -------
    data
        Of each type of nodes ``x`` (n, d), ``key`` (n,) and ``degree`` (n, relations
        into it), in the order of `into`: logarithms of one more than its edges. Of each
        type of edges ``edge_index`` (2, m), ``edge_attr`` (m, k), ``time`` (m,) and
        ``e_id`` (m,), the row of the fact that an edge rests on.
    """
    data = HeteroData()
    for kind, x in inputs.items():
        data[kind].x = torch.from_numpy(np.ascontiguousarray(x))
        data[kind].key = torch.from_numpy(keys[kind].view(np.int64))
    degrees: dict[str, list[Tensor]] = {kind: [] for kind in inputs}
    for item in (each for one in found for each in one.both_ways(keys)):
        store = data[item.type]
        store.edge_index = torch.from_numpy(np.stack([item.tail, item.head]))
        store.edge_attr = torch.from_numpy(item.values)
        store.time = torch.from_numpy(item.time)
        store.e_id = torch.from_numpy(item.record)
        count = np.bincount(item.head, minlength=len(keys[item.target]))
        degrees[item.target].append(torch.from_numpy(np.log1p(count, dtype=np.float32)))
    for kind, columns in degrees.items():
        none = torch.zeros(len(keys[kind]), 0)
        data[kind].degree = torch.stack(columns, 1) if columns else none
    data.validate()
    return data


def into(data: HeteroData) -> Iterator[tuple[EdgeType, int]]:
    """Types of edges with the column of ``degree`` of their heads."""
    used: dict[str, int] = {}
    for kind in data.edge_types:
        yield kind, used.setdefault(kind[2], 0)
        used[kind[2]] += 1


def indptr_of(edge_index: Tensor, n: int) -> Tensor:
    """Where the edges of each head start, shape (n + 1,); edges are sorted by head."""
    found = torch.zeros(n + 1, dtype=torch.int64)
    torch.cumsum(torch.bincount(edge_index[1], minlength=n), 0, out=found[1:])
    return found
