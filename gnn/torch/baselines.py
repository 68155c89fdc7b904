"""Published networks that `EdgeSage` is compared with, trained as it is.

They see the same nodes, inputs, samples and steps, and no columns of edges; all have
the same head over all states of a node. Most of them know one type of nodes and of
edges: nodes of all types are brought into one space, by weights of each type, and edges
of all relations are taken together.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING, cast

import torch
from torch import nn
from torch.nn import functional
from torch_geometric.nn import HGTConv, PNAConv, RGCNConv, SAGEConv

if TYPE_CHECKING:
    from torch import Tensor
    from torch_geometric.data import HeteroData

    from gnn.torch.edge_sage import Shape

_HEADS = 4
"""Of attention; they divide the width of a layer."""
_AGGREGATORS = ["mean", "min", "max", "std"]
_SCALERS = ["identity", "amplification", "attenuation"]
"""All of the paper's."""


class Baseline(nn.Module):
    """Inputs and head that all of them share."""

    def __init__(self, shape: Shape, states: int) -> None:
        super().__init__()
        self.shape = shape
        hidden = shape.hidden
        self.first = nn.ModuleDict(
            {kind: nn.Linear(columns, hidden) for kind, columns in shape.inputs.items()}
        )
        self.head = nn.Sequential(
            nn.Linear(states * hidden, hidden),
            nn.ReLU(),
            nn.Dropout(shape.dropout),
            nn.Linear(hidden, 1),
        )

    def states(self, data: HeteroData) -> dict[str, Tensor]:
        """First states of the nodes of each type."""
        return {
            kind: functional.relu(first(data[kind].x))
            for kind, first in self.first.items()
        }

    def dropped(self, state: Tensor) -> Tensor:
        """A state without some of its parts, while learning."""
        return functional.dropout(state, self.shape.dropout, self.training)

    def logits(self, seen: list[Tensor]) -> Tensor:
        """Log-odds from all states of nodes, shape (n,)."""
        logits: Tensor = self.head(torch.cat(seen, 1)).squeeze(1)
        return logits


class Homogeneous(Baseline):
    """Convolutions over one type of nodes, into which all are projected, and all edges.

    Parameters
    ----------
    steps
        One convolution after the other, each called with states, edges and the number
        of each edge's relation.
    """

    def __init__(self, shape: Shape, steps: list[nn.Module]) -> None:
        super().__init__(shape, len(steps) + 1)
        self.steps = nn.ModuleList(steps)
        self.norms = nn.ModuleList(nn.LayerNorm(shape.hidden) for _ in steps)

    def forward(self, data: HeteroData) -> Tensor:
        """Log-odds of each node of the target type, shape (n,)."""
        states, begin, n = self.states(data), {}, 0
        for node, state in states.items():
            begin[node] = n
            n += len(state)
        ends, relation = [], []
        for at, kind in enumerate(self.shape.edge_inputs):
            index = data[kind].edge_index
            shift = index.new_tensor([[begin[kind[0]]], [begin[kind[2]]]])
            ends.append(index + shift)
            relation.append(index.new_full((index.shape[1],), at))
        x = torch.cat([*states.values()])
        none = torch.zeros(2, 0, dtype=torch.int64, device=x.device)
        index = torch.cat([none, *ends], 1)
        numbers = torch.cat([none[0], *relation])
        first = begin[self.shape.target]
        part = slice(first, first + len(states[self.shape.target]))
        seen = [x[part]]
        for step, norm in zip(self.steps, self.norms, strict=True):
            x = functional.relu(norm(step(self.dropped(x), index, numbers)))
            seen.append(x[part])
        return self.logits(seen)


class Untyped(nn.Module):
    """A convolution that does not ask for relations."""

    def __init__(self, convolution: nn.Module) -> None:
        super().__init__()
        self.convolution = convolution

    def forward(self, x: Tensor, index: Tensor, _: Tensor) -> Tensor:
        """New states, shape (n, hidden)."""
        states: Tensor = self.convolution(x, index)
        return states


class Wavelets(nn.Module):
    """Beta wavelets over the graph: a bank of filters from low to high frequency.

    Filter p of order c is ``(L / 2)^p (1 - L / 2)^(c - p)`` up to its factor, with the
    Laplacian of the random walk: its mean over neighbours is the same, in expectation,
    of those that were drawn.
    """

    def __init__(self, hidden: int, order: int) -> None:
        super().__init__()
        self.order = order
        self.out = nn.Linear((order + 1) * hidden, hidden)

    def forward(self, x: Tensor, index: Tensor, _: Tensor) -> Tensor:
        """New states, shape (n, hidden)."""
        tail, head = index
        count = x.new_zeros(len(x)).index_add(0, head, x.new_ones(len(head)))
        weight = (1 / count.clamp(min=1)).unsqueeze(1)
        bank = []
        for power in range(self.order + 1):
            state = x
            for turn in range(self.order):
                mean = torch.zeros_like(x).index_add(0, head, state[tail]) * weight
                sign = -1 if turn < power else 1
                state = (state + sign * mean) / 2
            factor = (self.order + 1) * comb(self.order, power) / 2
            bank.append(factor * state)
        states: Tensor = self.out(torch.cat(bank, 1))
        return states


class HGT(Baseline):
    """Attention with weights of each type of nodes and edges.

    References
    ----------
    Hu, Dong, Wang and Sun, Heterogeneous graph transformer, WWW 2020.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape, shape.layers + 1)
        kinds = ([*shape.inputs], [*shape.edge_inputs])
        steps = shape.layers if shape.edge_inputs else 0
        self.steps = nn.ModuleList(
            HGTConv(shape.hidden, shape.hidden, kinds, _HEADS) for _ in range(steps)
        )
        self.norms = nn.ModuleList(
            nn.ModuleDict({kind: nn.LayerNorm(shape.hidden) for kind in shape.inputs})
            for _ in range(steps)
        )

    def forward(self, data: HeteroData) -> Tensor:
        """Log-odds of each node of the target type, shape (n,)."""
        edges = {kind: data[kind].edge_index for kind in self.shape.edge_inputs}
        states = self.states(data)
        seen = [states[self.shape.target]]
        for step, norm in zip(self.steps, self.norms, strict=True):
            norms = cast("nn.ModuleDict", norm)
            dropped = {kind: self.dropped(state) for kind, state in states.items()}
            new = step(dropped, edges)
            states = {
                # what no relation leads to stays as it is
                kind: state if new.get(kind) is None else norms[kind](new[kind])
                for kind, state in states.items()
            }
            seen.append(states[self.shape.target])
        seen += seen[-1:] * (self.shape.layers + 1 - len(seen))
        return self.logits(seen)


def sage(shape: Shape) -> Homogeneous:
    """GraphSAGE with means, which knows no relations.

    References
    ----------
    Hamilton, Ying and Leskovec, Inductive representation learning on large graphs,
    NeurIPS 2017.
    """
    return Homogeneous(
        shape,
        [Untyped(SAGEConv(shape.hidden, shape.hidden)) for _ in range(shape.layers)],
    )


def rgcn(shape: Shape) -> Homogeneous:
    """A convolution with weights of each relation.

    References
    ----------
    Schlichtkrull et al., Modeling relational data with graph convolutional networks,
    ESWC 2018.
    """
    relations = max(len(shape.edge_inputs), 1)
    return Homogeneous(
        shape,
        [RGCNConv(shape.hidden, shape.hidden, relations) for _ in range(shape.layers)],
    )


def pna(shape: Shape, degrees: Tensor) -> Homogeneous:
    """Several aggregators, scaled by degree: principal neighbourhood aggregation.

    Parameters
    ----------
    degrees
        Shape (largest + 1,). How many nodes in training have so many edges.

    References
    ----------
    Corso, Cavalleri, Beaini, Liò and Veličković, Principal neighbourhood aggregation
    for graph nets, NeurIPS 2020.
    """
    if len(degrees) == 1:  # no edge at all, and no mean to scale by
        degrees = torch.tensor([0, 1])
    return Homogeneous(
        shape,
        [
            Untyped(
                PNAConv(shape.hidden, shape.hidden, _AGGREGATORS, _SCALERS, degrees)
            )
            for _ in range(shape.layers)
        ],
    )


def bwgnn(shape: Shape) -> Homogeneous:
    """Beta wavelets that reach as far as the other networks' layers.

    References
    ----------
    Tang, Li, Gao and Li, Rethinking graph neural networks for anomaly detection,
    ICML 2022.
    """
    return Homogeneous(shape, [Wavelets(shape.hidden, shape.layers)])
