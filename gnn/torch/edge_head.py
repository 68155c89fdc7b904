"""Which guarantees between companies are part of a scheme, by a network's own states.

The head learns when the network is finished, and leaves all of it as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from gnn.metrics import average_precision
from gnn.torch.device import one_thread
from gnn.torch.relation import COMPANY
from gnn.torch.sampler import shuffled
from graph.kernels.hashing import modular, pair_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from torch import Tensor
    from torch_geometric.data import HeteroData

    from gnn.labels import Labels

    Flags = NDArray[np.bool_]
    Rows = NDArray[np.int64]

GUARANTEE = (COMPANY, "guarantee", COMPANY)
_AT_ONCE = 2**16
"""Edges whose inputs are held together."""


@dataclass(frozen=True, slots=True)
class EdgeParameters:
    """How the head is trained; judgement.

    Attributes
    ----------
    negatives
        For each positive, at most all; drawn anew in each epoch.
    epochs
        Of 10, 20 and 40 the most found most, on 5,000 and 100,000 firms.
    """

    hidden: int = 48
    dropout: float = 0.2
    rate: float = 2e-3
    decay: float = 1e-2
    batch: int = 512
    negatives: int = 5
    epochs: int = 40


USUAL_EDGES = EdgeParameters()


@dataclass(frozen=True, slots=True, eq=False)
class EdgeStates:
    """Guarantees between companies with what a network makes of their ends.

    Attributes
    ----------
    states
        Shape (n, k). Of companies, on the CPU.
    keys
        Shape (n,). Names of companies that survive any renumbering.
    edge_index, edge_attr
        Shapes (2, m), guarantor above debtor, and (m, d), scaled.
    """

    states: Tensor
    keys: NDArray[np.uint64]
    edge_index: Tensor
    edge_attr: Tensor

    @classmethod
    def of(cls, scaled: HeteroData, states: Tensor) -> EdgeStates:
        """Those of a scaled graph of a snapshot, wherever it is computed."""
        keys = scaled[COMPANY].key.cpu().numpy().view(np.uint64)
        store = scaled[GUARANTEE]
        index, columns = store.edge_index.cpu(), store.edge_attr.cpu()
        return cls(states.cpu(), keys, index, columns)

    def known(self, labels: Labels) -> tuple[Rows, Flags]:
        """Places of edges whose ends both count, and which of those are positive.

        Positive are those whose ends are positives of one scheme.
        """
        tail, head = self.edge_index.numpy()
        counted = np.flatnonzero(labels.judged[tail] & labels.judged[head])
        tail, head = tail[counted], head[counted]
        both = labels.positive[tail] & labels.positive[head]
        return counted, both & (labels.scheme[tail] == labels.scheme[head])

    def inputs(self, edges: Tensor) -> Tensor:
        """States of both ends and an edge's own columns, shape (edges, 2 k + d)."""
        tail, head = self.edge_index[:, edges]
        return torch.cat(
            [self.states[tail], self.states[head], self.edge_attr[edges]], 1
        )

    def order(self, edges: Rows, seed: int, draw: int) -> Rows:
        """Order of these places of edges that keys and the seed decide."""
        tail, head = self.edge_index.numpy()[:, edges]
        with modular():
            keys: Any = pair_key(self.keys[tail], self.keys[head])  # of each pair
        return shuffled(keys, seed, draw)


class EdgeHead(nn.Module):
    """A perceptron with one hidden layer."""

    def __init__(self, inputs: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.shape = (inputs, hidden, dropout)
        self.layers = nn.Sequential(
            nn.Linear(inputs, hidden),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, 1),
        )

    def forward(self, inputs: Tensor) -> Tensor:
        """Log-odds, shape (m,), of inputs of shape (m, k)."""
        logits: Tensor = self.layers(inputs).squeeze(1)
        return logits

    def logits(self, found: EdgeStates) -> NDArray[np.float64]:
        """Log-odds of each guarantee, shape (m,).

        Notes
        -----
        O(m); inputs of 65,536 edges are held at once.
        """
        places = torch.arange(found.edge_index.shape[1])
        with one_thread(), torch.no_grad():
            parts = [self(found.inputs(part)) for part in places.split(_AT_ONCE)]
        told: NDArray[np.float64] = torch.cat(parts).numpy().astype(float)
        return told


def fit_edges(
    moments: Sequence[tuple[EdgeStates, Labels]],
    *,
    seed: int,
    parameters: EdgeParameters = USUAL_EDGES,
) -> EdgeHead | None:
    """Learn from all moments, on the CPU.

    Returns
    -------
    head
        None: no guarantee is part of a scheme, or each one is. The same to the bit
        on one machine.

    Notes
    -----
    O(epochs positives); 2 CPU-s for 100,000 firms.
    """
    known = [_Known(found, labels) for found, labels in moments]
    if not (any(len(item.positive) for item in known)
            and any(len(item.negative) for item in known)):  # fmt: skip
        return None
    with one_thread(), torch.random.fork_rng():
        torch.manual_seed(seed)
        head = EdgeHead(known[0].width, parameters.hidden, parameters.dropout)
        optimizer = torch.optim.AdamW(
            head.parameters(), lr=parameters.rate, weight_decay=parameters.decay
        )
        order = np.random.default_rng(seed)
        for epoch in range(parameters.epochs):
            drawn = [item.drawn(parameters, seed, epoch) for item in known]
            inputs, wanted = (torch.cat(parts) for parts in zip(*drawn, strict=True))
            rows = torch.from_numpy(order.permutation(len(wanted)))
            for part in rows.split(parameters.batch):
                loss = functional.binary_cross_entropy_with_logits(
                    head(inputs[part]), wanted[part]
                )
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
    return head.eval()


def judged_edges(
    head: EdgeHead, found: EdgeStates, nodes: NDArray[np.float64], labels: Labels
) -> dict[str, Any]:
    """Average precision of the head, beside the mean of both ends' log-odds.

    Parameters
    ----------
    nodes
        Shape (n,). Log-odds of companies.

    Returns
    -------
    told
        As JSON keeps it; None for a figure without meaning.
    """
    edges, positive = found.known(labels)
    ends = found.edge_index.numpy()[:, edges]
    told = {
        "edges": len(edges),
        "positive": int(positive.sum()),
        "ap": average_precision(positive, head.logits(found)[edges]),
        "ap_of_ends": average_precision(positive, nodes[ends].mean(axis=0)),
    }
    return {name: None if np.isnan(value) else value for name, value in told.items()}


class _Known:
    """Guarantees of a moment, to learn from."""

    def __init__(self, found: EdgeStates, labels: Labels) -> None:
        self._found = found
        counted, positive = found.known(labels)
        self.positive, self.negative = counted[positive], counted[~positive]
        self.width = 2 * found.states.shape[1] + found.edge_attr.shape[1]

    def drawn(
        self, parameters: EdgeParameters, seed: int, epoch: int
    ) -> tuple[Tensor, Tensor]:
        """Inputs and what is wanted: all positives, and as many others as it takes."""
        most = parameters.negatives * len(self.positive)
        others = self.negative[self._found.order(self.negative, seed, epoch)[:most]]
        rows = np.concatenate([self.positive, others])
        wanted = torch.zeros(len(rows))
        wanted[: len(self.positive)] = 1
        return self._found.inputs(torch.from_numpy(rows)), wanted
