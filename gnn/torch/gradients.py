"""Integrated gradients of a firm's log-odds over the messages that reach it.

A diagnostic: it explains the network, not the firm. What an investigator is shown is
found by rule, in `gnn.evidence`.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch_geometric.loader import NodeLoader

from gnn.torch.device import chosen_device, computed_on, device_name, one_thread
from gnn.torch.relation import COMPANY, CONTACT, REVERSE
from gnn.torch.sampler import CsrSampler
from gnn.torch.scoring import opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from torch_geometric.data import HeteroData

    from gnn.features import FeatureTable
    from gnn.features.firms import Firms
    from gnn.torch.device import Asked
    from gnn.torch.edge_sage import EdgeSage
    from gnn.torch.graph import EdgeType

    Floats = NDArray[np.float64]

STEPS, MOST_STEPS = 16, 256
"""At first, and at most; judgement."""
CLOSE = 0.01
"""Share of the difference that steps may lose; judgement."""
SHOWN = 10
"""Edges that are listed, of all that are counted by relation."""
LABEL = "diagnostic: explains the network, not the firm"


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """What each edge adds to the log-odds of a node.

    Attributes
    ----------
    logit, without
        Log-odds with all messages, and with none.
    values
        By type of edges, shape (m,), of those of `batch`. They add up to the
        difference, but for what the steps lose.
    batch
        The node and what is within as many steps of it as the network has layers.
    """

    logit: float
    without: float
    values: Mapping[EdgeType, Floats]
    batch: HeteroData
    steps: int

    @property
    def lost(self) -> float:
        """What the sum lacks of the difference."""
        found = sum(float(part.sum()) for part in self.values.values())
        return self.logit - self.without - found


def integrated_gradients(
    model: EdgeSage, scaled: HeteroData, row: int, device: torch.device
) -> Gradients:
    """Follow a node's log-odds while all messages grow from nothing to what they are.

    Parameters
    ----------
    scaled
        The whole graph.
    row
        Of a node of the target type.

    Returns
    -------
    gradients
        By 16 equal steps, of which the worst are halved until what all of them lose is
        within 1 % of the difference, or there are 256.

    Notes
    -----
    O(steps edges) within as many steps of the node as the network has layers.
    """
    layers = model.shape.layers
    sampler = CsrSampler(scaled, (None,) * layers, 0)
    seeds = (model.shape.target, torch.tensor([row]))
    (batch,) = NodeLoader(scaled, sampler, seeds, batch_size=1)
    path = _Path(model.to(device).eval(), batch.to(device))
    without, logit = path.logit(0), path.logit(1)
    steps = [path.step(part / STEPS, (part + 1) / STEPS) for part in range(STEPS)]
    heapq.heapify(steps)
    most = CLOSE * abs(logit - without)
    while -sum(step[0] for step in steps) > most and len(steps) < MOST_STEPS:
        _, begin, end, _ = heapq.heappop(steps)
        middle = (begin + end) / 2
        heapq.heappush(steps, path.step(begin, middle))
        heapq.heappush(steps, path.step(middle, end))
    whole = np.sum([step[3] for step in steps], axis=0, dtype=np.float64)
    sizes = [batch[kind].num_edges for kind in batch.edge_types]
    parts = np.split(whole, np.cumsum(sizes)[:-1])
    values = dict(zip(batch.edge_types, parts, strict=True))
    return Gradients(logit, without, values, batch, len(steps))


@dataclass(frozen=True, slots=True, eq=False)
class _Path:
    """Log-odds of a batch's first node by the weight of all messages, 0 to 1."""

    model: EdgeSage
    batch: HeteroData

    def logit(self, weight: float) -> float:
        self._weigh(weight)
        with torch.no_grad():
            return float(self.model(self.batch)[0])

    def step(self, begin: float, end: float) -> tuple[float, float, float, Floats]:
        """Minus what is lost in a step, the step, and what each edge adds in it."""
        weights = self._weigh((begin + end) / 2)
        logit = self.model(self.batch)[0]
        # a relation that training had no edges of is not heard
        found = torch.autograd.grad(logit, weights, materialize_grads=True)
        added = (torch.cat(found) * (end - begin)).cpu().numpy()
        change = self.logit(end) - self.logit(begin)
        return -abs(change - float(added.sum(dtype=np.float64))), begin, end, added

    def _weigh(self, weight: float) -> list[torch.Tensor]:
        for kind in self.batch.edge_types:
            store = self.batch[kind]
            edges = store.edge_index.shape[1]
            store.weight = store.edge_attr.new_full((edges,), weight).requires_grad_()
        return [self.batch[kind].weight for kind in self.batch.edge_types]


def gradients_of(
    weights: bytes, firms: Firms, features: FeatureTable, row: int, asked: Asked
) -> dict[str, Any]:
    """Integrated gradients of a firm by a network that was kept, as JSON keeps them.

    Parameters
    ----------
    row
        Of the firm in the features.

    Returns
    -------
    told
        Says of each relation what its edges add together, and which share of all that
        is added or taken away is theirs; and the ten strongest edges, each with its
        reverse. Log-odds.

    Raises
    ------
    ModelFileError
        The weights are none, or of other columns than these.
    """
    network, graph = opened(weights, firms, features)
    scaled = network.scaling.applied(graph)
    with one_thread():
        found, device = computed_on(
            chosen_device(asked),
            lambda on: integrated_gradients(network.model, scaled, row, on),
        )
    edges = _edges(found, graph)
    return {
        "label": LABEL,
        "method": "integrated gradients over edge messages",
        "device": device_name(device),
        "steps": found.steps,
        "logit": found.logit,
        "without_edges": found.without,
        "lost": found.lost,
        "relations": _by_relation(edges),
        "edges": _strongest(edges, firms),
    }


Edge = tuple[str, tuple[str, int], tuple[str, int], int]
"""Relation, both ends by type and row, and the row of the fact."""


def _edges(found: Gradients, graph: HeteroData) -> dict[Edge, float]:
    """What each edge and its reverse add, by the edge."""
    edges: defaultdict[Edge, float] = defaultdict(float)
    for kind, values in found.values.items():
        store = found.batch[kind]
        record = graph[kind].e_id[store.e_id.cpu()].tolist()
        rows = [
            found.batch[end].n_id[at].tolist()
            for end, at in zip((kind[0], kind[2]), store.edge_index, strict=True)
        ]
        backward, name = kind[1].startswith(REVERSE), kind[1].removeprefix(REVERSE)
        for tail, head, fact, value in zip(*rows, record, values, strict=True):
            ends = (kind[0], tail), (kind[2], head)
            one, other = reversed(ends) if backward else ends
            edges[name, one, other, fact] += float(value)
    return edges


def _by_relation(edges: Mapping[Edge, float]) -> list[dict[str, Any]]:
    """The largest share first."""
    names = sorted({name for name, *_ in edges})
    whole = sum(map(abs, edges.values())) or 1.0
    told = []
    for relation in names:
        values = [value for (name, *_), value in edges.items() if name == relation]
        told.append(
            {
                "relation": relation,
                "edges": len(values),
                "contribution": sum(values),
                "share": sum(map(abs, values)) / whole,
            }
        )
    return sorted(told, key=lambda item: -item["share"])


def _strongest(edges: Mapping[Edge, float], firms: Firms) -> list[dict[str, Any]]:
    order = sorted(edges, key=lambda edge: (-abs(edges[edge]), edge))[:SHOWN]
    return [
        {
            "relation": name,
            "source": _node(firms, *source),
            "target": _node(firms, *target),
            "contribution": edges[name, source, target, fact],
        }
        for name, source, target, fact in order
    ]


def _node(firms: Firms, kind: str, row: int) -> dict[str, str]:
    """Type and id of a node by its row."""
    if kind == CONTACT:
        return {"kind": kind, "id": firms.snapshot.ids("contact")[row].as_py()}
    parties = np.flatnonzero((firms.row >= 0) == (kind == COMPANY))
    return {"kind": kind, "id": firms.snapshot.ids("party")[parties[row]].as_py()}
