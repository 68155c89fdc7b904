"""Networks of other kinds, taught as `EdgeSage` is: what it is compared with.

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
_AGGREGATORS = ["mean", "min", "max", "std"]
_SCALERS = ["identity", "amplification", "attenuation"]


class Other(nn.Module):
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
        told: Tensor = self.head(torch.cat(seen, 1)).squeeze(1)
        return told


class Joined(Other):
    """Nodes of all types in one space, and convolutions over all edges.

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
        told: Tensor = self.convolution(x, index)
        return told


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
        told: Tensor = self.out(torch.cat(bank, 1))
        return told


class TypedAttention(Other):
    """Attention with weights of each type of nodes and edges (HGT)."""

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
            told = step(dropped, edges)
            states = {
                # what no relation leads to stays as it is
                kind: state if told.get(kind) is None else norms[kind](told[kind])
                for kind, state in states.items()
            }
            seen.append(states[self.shape.target])
        seen += seen[-1:] * (self.shape.layers + 1 - len(seen))
        return self.logits(seen)


def sage(shape: Shape) -> Joined:
    """GraphSAGE with means, which knows no relations."""
    return Joined(
        shape,
        [Untyped(SAGEConv(shape.hidden, shape.hidden)) for _ in range(shape.layers)],
    )


def relational(shape: Shape) -> Joined:
    """A convolution with weights of each relation (RGCN)."""
    relations = max(len(shape.edge_inputs), 1)
    return Joined(
        shape,
        [RGCNConv(shape.hidden, shape.hidden, relations) for _ in range(shape.layers)],
    )


def principal(shape: Shape, degrees: Tensor) -> Joined:
    """Several aggregators, scaled by degree (PNA).

    Parameters
    ----------
    degrees
        Shape (largest + 1,). How many nodes in training have so many edges.
    """
    if len(degrees) == 1:  # no edge at all, and no mean to scale by
        degrees = torch.tensor([0, 1])
    return Joined(
        shape,
        [
            Untyped(
                PNAConv(shape.hidden, shape.hidden, _AGGREGATORS, _SCALERS, degrees)
            )
            for _ in range(shape.layers)
        ],
    )


def wavelets(shape: Shape) -> Joined:
    """Beta wavelets that reach as far as the other networks' layers (BWGNN)."""
    return Joined(shape, [Wavelets(shape.hidden, shape.layers)])
