"""A graph network over edges with columns: amounts, ages, roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import torch
from torch import nn
from torch.nn import functional

from gnn.torch.graph import into
from gnn.torch.scaling import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from torch import Tensor
    from torch_geometric.data import HeteroData

    from gnn.torch.graph import EdgeType

    Edges = Mapping[EdgeType, tuple[Tensor, Tensor, Tensor | None]]
    States = dict[str, Tensor]

_TINY = 1e-5
"""Added to variances, whose root has no slope at 0."""
_AGGREGATES = 3
AT_ONCE = 2**14
"""Edges whose messages are held together where nothing is learned: whole graphs have
relations whose messages fit neither a processor's caches nor small memories."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a network is made for.

    Attributes
    ----------
    inputs, edge_inputs
        Columns of each type of nodes and of edges. Types of edges without edges in
        training have no place: nothing can be learned of them.
    target
        Type of the nodes that are scored.
    hidden
        Width of all layers.
    """

    inputs: Mapping[str, int]
    edge_inputs: Mapping[EdgeType, int]
    target: str
    hidden: int = 48
    layers: int = 2
    dropout: float = 0.2

    @classmethod
    def of(cls, data: HeteroData, target: str, **others: Any) -> Self:
        """The shape for a graph that was scaled."""
        edges = {
            kind: data[kind].edge_attr.shape[1]
            for kind in data.edge_types
            if data[kind].edge_index.shape[1]
        }
        inputs = {kind: data[kind].x.shape[1] for kind in data.node_types}
        return cls(inputs, edges, target, **others)


class EdgeConvolution(nn.Module):
    """Messages of one relation, aggregated by head.

    Each edge's message is ``relu(W x_j + V e_ij)``; of a node's messages mean, largest
    and spread are taken, each plain and times the logarithm of its true degree.
    """

    def __init__(self, hidden: int, edge_inputs: int) -> None:
        super().__init__()
        self.node = nn.Linear(hidden, hidden)
        self.edge = nn.Linear(edge_inputs, hidden, bias=False) if edge_inputs else None
        self.out = nn.Linear(2 * _AGGREGATES * hidden, hidden, bias=False)

    def forward(
        self,
        x: Tensor,
        edge_index: Tensor,
        edge_attr: Tensor,
        degree: Tensor,
        weight: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """What is added to the states of the heads that have edges.

        Parameters
        ----------
        x
            Shape (tails, hidden).
        edge_index, edge_attr
            Shapes (2, m) and (m, k), by head.
        degree
            Shape (heads,). Logarithm of each true degree, in units of its mean.
        weight
            Shape (m,). What each message is multiplied by; None: 1.

        Returns
        -------
        heads, added
            Shapes (r,) and (r, hidden).
        """
        tails = self.node(x)
        if torch.is_grad_enabled():
            return self._aggregated(tails, edge_index, edge_attr, degree, weight)
        parts = [
            self._aggregated(
                tails,
                edge_index[:, at],
                edge_attr[at],
                degree,
                None if weight is None else weight[at],
            )
            for at in _blocks(edge_index[1])
        ]
        heads, added = zip(*parts, strict=True)
        return torch.cat(heads), torch.cat(added)

    def _aggregated(
        self,
        tails: Tensor,
        edge_index: Tensor,
        edge_attr: Tensor,
        degree: Tensor,
        weight: Tensor | None,
    ) -> tuple[Tensor, Tensor]:
        """The same of all edges together, with ``W x`` of the tails."""
        tail, head = edge_index
        message = tails[tail]
        if self.edge is not None:
            message = message + self.edge(edge_attr)
        message = functional.relu(message)
        if weight is not None:
            message = message * weight.unsqueeze(1)
        heads, count = torch.unique_consecutive(head, return_counts=True)
        place = torch.repeat_interleave(count)
        number = count.unsqueeze(1).to(tails.dtype)
        zeros = message.new_zeros(len(heads), message.shape[1])
        mean = zeros.index_add(0, place, message) / number
        # over differences: a difference of squares would lose what is alike
        square = zeros.index_add(0, place, (message - mean[place]) ** 2) / number
        largest = torch.segment_reduce(message, "max", lengths=count, axis=0)
        plain = torch.cat([mean, largest, (square + _TINY).sqrt()], 1)
        scale = degree[heads].unsqueeze(1)
        return heads, self.out(torch.cat([plain, plain * scale], 1))


def _blocks(head: Tensor) -> Iterator[slice]:
    """Edges by head in blocks of about `AT_ONCE`, all edges of a head in one."""
    begin, m = 0, len(head)
    while begin < m:
        last = head[min(begin + AT_ONCE, m) - 1]
        end = int(torch.searchsorted(head, last, right=True))
        yield slice(begin, end)
        begin = end


class Layer(nn.Module):
    """One step: sums over relations and the node's own state, normed for each type.

    Parameters
    ----------
    kinds
        Types of the nodes that get a new state.
    """

    def __init__(self, shape: Shape, kinds: Sequence[str]) -> None:
        super().__init__()
        hidden = shape.hidden
        self.relations = nn.ModuleDict(
            {
                name_of(kind): EdgeConvolution(hidden, columns)
                for kind, columns in shape.edge_inputs.items()
                if kind[2] in kinds
            }
        )
        self.own = nn.ModuleDict({kind: nn.Linear(hidden, hidden) for kind in kinds})
        self.norm = nn.ModuleDict({kind: nn.LayerNorm(hidden) for kind in kinds})

    def forward(
        self, x: States, edges: Edges, degree: Mapping[EdgeType, Tensor]
    ) -> States:
        """New states, by type of nodes."""
        states = {kind: own(x[kind]) for kind, own in self.own.items()}
        for kind, (edge_index, edge_attr, weight) in edges.items():
            name = name_of(kind)
            if name in self.relations and edge_index.shape[1]:
                heads, added = self.relations[name](
                    x[kind[0]], edge_index, edge_attr, degree[kind], weight
                )
                states[kind[2]] = states[kind[2]].index_add(0, heads, added)
        return {
            kind: functional.relu(self.norm[kind](state))
            for kind, state in states.items()
        }


class EdgeSage(nn.Module):
    """Layers and a head that sees all states of a node.

    The last layer computes states of the target type alone.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        hidden = shape.hidden
        self.first = nn.ModuleDict(
            {kind: nn.Linear(columns, hidden) for kind, columns in shape.inputs.items()}
        )
        every = [*shape.inputs]
        kinds = [every] * (shape.layers - 1) + [[shape.target]]
        self.layers = nn.ModuleList(Layer(shape, part) for part in kinds)
        self.head = nn.Sequential(
            nn.Linear((shape.layers + 1) * hidden, hidden),
            nn.ReLU(),
            nn.Dropout(shape.dropout),
            nn.Linear(hidden, 1),
        )

    def forward(self, data: HeteroData) -> Tensor:
        """Log-odds of each node of the target type, shape (n,).

        Parameters
        ----------
        data
            As for `states`.
        """
        return self.told(self.states(data))

    def told(self, states: Tensor) -> Tensor:
        """Log-odds of nodes with these states, shape (n,)."""
        logits: Tensor = self.head(states).squeeze(1)
        return logits

    def states(self, data: HeteroData) -> Tensor:
        """What each node of the target type is after every layer.

        Parameters
        ----------
        data
            Scaled; a sample tells in ``num_sampled_edges`` which edges each step drew,
            and the last layers need the first of them alone. ``weight`` of a type of
            edges is what their messages are multiplied by.

        Returns
        -------
        states
            Shape (n, (layers + 1) hidden), the first of them before any layer.
        """
        kind, dropout = self.shape.target, self.shape.dropout
        degree = {edge: data[edge[2]].degree[:, at] for edge, at in into(data)}
        states = {
            name: functional.relu(first(data[name].x))
            for name, first in self.first.items()
        }
        seen = [states[kind]]
        for number, layer in enumerate(self.layers):
            dropped = {
                name: functional.dropout(state, dropout, self.training)
                for name, state in states.items()
            }
            steps = self.shape.layers - number
            states = layer(dropped, _edges(data, steps), degree)
            seen.append(states[kind])
        return torch.cat(seen, 1)


def _edges(data: HeteroData, steps: int) -> Edges:
    """Edges that so many further steps towards the seed nodes go over."""
    found = {}
    for kind in data.edge_types:
        store = data[kind]
        drawn = store.get("num_sampled_edges")
        last = None if drawn is None else sum(drawn[:steps])
        weight = store.get("weight")
        found[kind] = (
            store.edge_index[:, :last],
            store.edge_attr[:last],
            None if weight is None else weight[:last],
        )
    return found
