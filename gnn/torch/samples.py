"""Batches of nodes with what is drawn of their neighbours."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional
from torch_geometric.loader import NodeLoader

from gnn.torch.sampler import CsrSampler, shuffled

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch_geometric.data import HeteroData

    from gnn.torch.edge_sage import EdgeSage
    from gnn.torch.parameters import NetworkParameters

    Flags = NDArray[np.bool_]
    Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A graph with what is known of its nodes.

    Attributes
    ----------
    graph
        Raw, or scaled where a function says so.
    positive, judged
        Shape (n,), of the nodes of the target type.
    """

    graph: HeteroData
    positive: Flags
    judged: Flags


class Samples:
    """Batches of a graph's nodes with their neighbours."""

    def __init__(
        self, part: Part, target: str, parameters: NetworkParameters, seed: int
    ) -> None:
        self._graph, self._target, self._seed = part.graph, target, seed
        self._positive = np.flatnonzero(part.positive & part.judged)
        self._negative = np.flatnonzero(~part.positive & part.judged)
        self._parameters = parameters
        self._labels = torch.from_numpy(part.positive.astype(np.float32))
        self._keys = part.graph[target].key.numpy().view(np.uint64)
        edges = sum(part.graph[kind].num_edges for kind in part.graph.edge_types)
        few = edges < parameters.few_edges
        fan_out = (None,) * parameters.layers if few else parameters.fan_out
        self._sampler = CsrSampler(part.graph, fan_out, seed)

    def batches(self, epoch: int) -> list[Rows]:
        """Seed nodes of an epoch: all positives and as many others as are wanted."""
        self._sampler.epoch = epoch
        most = self._parameters.negatives * len(self._positive)
        drawn = self._negative[self._order(self._negative, 2 * epoch)[:most]]
        rows = np.concatenate([self._positive, drawn])
        # in another order: those drawn have the lowest words of the first one
        rows = rows[self._order(rows, 2 * epoch + 1)]
        size = self._parameters.batch
        return [rows[at : at + size] for at in range(0, len(rows), size)]

    def _order(self, rows: Rows, draw: int) -> Rows:
        return shuffled(self._keys[rows], self._seed, draw)

    def loss(self, model: EdgeSage, rows: Rows, device: torch.device) -> torch.Tensor:
        """Cross-entropy of these nodes."""
        chosen = torch.from_numpy(rows)
        if self._parameters.whole:
            told = model(copy(self._graph).to(device))[chosen.to(device)]
        else:
            loader = NodeLoader(
                self._graph, self._sampler, (self._target, chosen), batch_size=len(rows)
            )
            (batch,) = loader
            told = model(batch.to(device))[: len(rows)]
        labels = self._labels[chosen].to(device)
        return functional.binary_cross_entropy_with_logits(told, labels)
