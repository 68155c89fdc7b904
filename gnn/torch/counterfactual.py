"""A firm's log-odds without some of its edges, by the network.

The firm's tree of two steps is taken whole, the edges go at both of their ends, and
degrees and counts at those ends fall. Other firms keep what their features say of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch_geometric.loader import NodeLoader

from gnn.torch.device import one_thread
from gnn.torch.graph import into
from gnn.torch.inputs import company_inputs
from gnn.torch.relation import COMPANY, REVERSE
from gnn.torch.sampler import CsrSampler
from gnn.torch.scaling import name_of
from gnn.torch.scoring import opened

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray
    from torch import Tensor
    from torch_geometric.data import HeteroData

    from gnn.features import FeatureTable
    from gnn.features.around import LocalFirms
    from gnn.features.firms import Firms
    from gnn.torch.graph import EdgeType

RELATIONS_OF: Mapping[str, tuple[str, ...]] = {
    "guarantees": ("guarantee",),
    "owners": ("holding",),
    "officers": ("role",),
    "payments": ("transfer",),
    "contacts": ("contact",),
}
"""Relations of the edges that `LocalFirms.without` takes away, by their names there."""


class NetworkCounterfactuals:
    """What a network says of single firms without some of their edges.

    Threads take turns, as all do that compute in one.

    Parameters
    ----------
    weights
        Of the network.

    Raises
    ------
    ModelFileError
        The weights are none, or of other columns than the features.

    Notes
    -----
    O(m log m) to make, and as much memory as the graph.
    """

    def __init__(self, weights: bytes, firms: Firms, features: FeatureTable) -> None:
        self._network, graph = opened(weights, firms, features)
        self._features = features
        self._nodes = {
            kind: (graph[kind].x, graph[kind].degree) for kind in graph.node_types
        }
        self._graph = self._network.scaling.applied(graph)
        steps = (None,) * self._network.model.shape.layers
        self._sampler = CsrSampler(self._graph, steps, 0)

    def logit(
        self,
        row: int,
        values: NDArray[np.float32],
        left: LocalFirms | None,
        gone: Collection[str],
    ) -> float:
        """Log-odds of a firm without its edges of some names.

        Parameters
        ----------
        values
            Shape (d,). Its features without them.
        left
            The firms around it without them; None: as they are.
        gone
            Names of `RELATIONS_OF`.

        Notes
        -----
        O(edges within two steps).
        """
        seeds = (COMPANY, torch.tensor([row]))
        (tree,) = NodeLoader(self._graph, self._sampler, seeds, batch_size=1)
        inputs = company_inputs(self._features, values[None])
        scaling = self._network.scaling
        tree[COMPANY].x[0] = torch.from_numpy(
            scaling.columns[COMPANY].applied(inputs)[0]
        )
        names = {name for key in gone for name in RELATIONS_OF[key]}
        for kind, at in into(tree):
            if kind[1].removeprefix(REVERSE) in names:
                self._cut(tree, kind, at)
        if left is not None:
            self._flag(tree, left)
        with one_thread(), torch.no_grad():
            return float(self._network.model(tree)[0])

    def _cut(self, tree: HeteroData, kind: EdgeType, at: int) -> None:
        """Take away the edges of a type that the firm, the first company, is at."""
        store, nodes = tree[kind], tree[kind[2]]
        tail, head = store.edge_index
        mine = torch.zeros(len(tail), dtype=torch.bool)
        for end, of_type in ((tail, kind[0]), (head, kind[2])):
            if of_type == COMPANY:
                mine |= end == 0
        fewer = torch.bincount(head[mine], minlength=len(nodes.degree))
        changed = fewer.nonzero().squeeze(1)
        x, degree = self._nodes[kind[2]]
        of = nodes.n_id[changed]
        scaling, less = self._network.scaling, fewer[changed]
        left = _fewer(degree[of, at], less)
        nodes.degree[changed, at] = left / scaling.degree[name_of(kind)]
        if kind[2] != COMPANY and len(changed):
            # persons and contacts are told how many edges they have in each relation
            place = count_place(tree.edge_types, kind)
            raw = x[of].clone()
            raw[:, place] = _fewer(raw[:, place], less)
            told = scaling.columns[kind[2]].applied(raw.numpy())
            nodes.x[changed, place] = torch.from_numpy(told)[:, place]
        store.num_sampled_edges = [
            int((~part).sum()) for part in mine.split(store.num_sampled_edges)
        ]
        store.edge_index = store.edge_index[:, ~mine]
        store.edge_attr = store.edge_attr[~mine]

    def _flag(self, tree: HeteroData, left: LocalFirms) -> None:
        """Tell anew which firms share control with the one, by the kind of tie."""
        row = int(tree[COMPANY].n_id[0])
        kinds = list(left.control.kinds.values())
        for kind in tree.edge_types:
            if kind[0] != COMPANY or kind[2] != COMPANY:
                continue
            store = tree[kind]
            tail, head = tree[COMPANY].n_id[store.edge_index].numpy()
            mine = np.flatnonzero((tail == row) | (head == row))
            other = np.where(tail == row, head, tail)[mine]
            place = left.place[other]
            columns = self._network.scaling.columns[name_of(kind)]
            raw = np.zeros((len(mine), len(columns.mean)), np.float32)
            for number, matrix in enumerate(kinds):
                shared = matrix[[left.centre]].toarray()[0] > 0
                raw[:, number - len(kinds)] = (place >= 0) & shared[place]
            flags = slice(len(columns.mean) - len(kinds), len(columns.mean))
            store.edge_attr[mine, flags] = torch.from_numpy(
                columns.applied(raw)[:, flags]
            )


def _fewer(told: Tensor, less: Tensor) -> Tensor:
    """Logarithms of one more than counts, of counts that are so much less."""
    return torch.log1p((torch.expm1(told) - less).clamp(min=0))


def count_place(kinds: Sequence[EdgeType], kind: EdgeType) -> int:
    """Column of a node's inputs that counts its edges of a type, of one into it.

    As `gnn.torch.inputs.node_inputs` writes them: of each relation the tail's end, then
    the head's.
    """
    columns: list[EdgeType] = []
    for source, name, target in kinds:
        if not name.startswith(REVERSE):
            if source == kind[2]:
                columns.append((target, REVERSE + name, source))
            if target == kind[2]:
                columns.append((source, name, target))
    return columns.index(kind)
