"""A trained network with its scaling: what scores, and what is kept of it.

Kept are safetensors, whose header also says the shape and the scaling as JSON. Nothing
is run when they are read.
"""

from __future__ import annotations

import json
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from gnn.errors import ModelFileError
from gnn.torch.device import computed_on, one_thread
from gnn.torch.edge_head import EdgeHead
from gnn.torch.edge_sage import EdgeSage, Shape
from gnn.torch.scaling import Scaling, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor
    from torch_geometric.data import HeteroData

FORMAT = "suretynet edge-sage 1"
_EDGES = "edge_head."
"""Before the names of weights of the edge head."""
_MOST_LAYERS = 8
"""Judgement: states of neighbours that far away are all alike."""
_NO_NETWORK = (SafetensorError, ValueError, KeyError, TypeError, AttributeError)
"""What a header that is none of ours makes be raised."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """What a network says of a graph.

    Attributes
    ----------
    logits
        Shape (n,). Log-odds of each target node.
    states
        Shape (n, k). What each target node is after every layer; on the CPU.
    device
        Where it was computed: on the CPU where the device's memory does not suffice.
    """

    logits: NDArray[np.float64]
    states: Tensor
    device: torch.device


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """What is scored with.

    Attributes
    ----------
    edges
        What tells guarantees of schemes; None: nothing was known of them in training.
    """

    model: EdgeSage
    scaling: Scaling
    edges: EdgeHead | None = None

    def logits(
        self, graph: HeteroData, device: torch.device
    ) -> tuple[NDArray[np.float64], torch.device]:
        """Log-odds of each target node of a raw graph, each from all its neighbours.

        Returns
        -------
        logits, device
            Shape (n,), and where they were computed: on the CPU where the device's
            memory does not suffice.

        Notes
        -----
        O(m) for m edges. On one machine, with one thread, the same to the bit.
        """
        found = self.scored(self.scaling.applied(graph), device)
        return found.logits, found.device

    def scored(self, scaled: HeteroData, device: torch.device) -> Scored:
        """The same of a graph in the network's own units, with states."""

        def work(on: torch.device) -> tuple[NDArray[np.float64], Tensor]:
            model = self.model.to(on).eval()
            with torch.no_grad():
                states = model.states(copy(scaled).to(on))  # it moves what it is of
                logits = model.told(states).cpu().numpy().astype(float)
            return logits, states.cpu()

        with one_thread():
            (logits, states), used = computed_on(device, work)
        return Scored(logits, states, used)

    def to_bytes(self) -> bytes:
        """Weights, shape and scaling; the same for the same network."""
        shape = self.model.shape
        told = {
            "format": FORMAT,
            "inputs": dict(shape.inputs),
            "edge_inputs": [[*kind, n] for kind, n in shape.edge_inputs.items()],
            "target": shape.target,
            "hidden": shape.hidden,
            "layers": shape.layers,
            "dropout": shape.dropout,
            "scaling": self.scaling.to_dict(),
        }
        state = self.model.state_dict()
        if self.edges is not None:
            told["edge_head"] = self.edges.shape
            state |= {_EDGES + name: at for name, at in self.edges.state_dict().items()}
        weights = {
            name: tensor.detach().cpu().contiguous() for name, tensor in state.items()
        }
        return save(weights, {"network": json.dumps(told, sort_keys=True)})

    @classmethod
    def from_bytes(cls, content: bytes, file: str) -> Self:
        """The inverse of `to_bytes`.

        Parameters
        ----------
        file
            Named in errors.

        Raises
        ------
        ModelFileError
            These are no weights, or not of a network of this kind and shape.
        """
        try:
            weights = load(content)
            size = int.from_bytes(content[:8], "little")
            header = json.loads(content[8 : 8 + size])
            told = json.loads(header["__metadata__"]["network"])
            if told["format"] != FORMAT:
                raise ModelFileError(file, f"it is of format {told['format']}")
            _check_types(weights)
            with torch.device("meta"):  # no memory before shapes are known to fit
                model = EdgeSage(_shape(told))
            edges = _edge_head(told, weights)
            model.load_state_dict(weights, assign=True)
            scaling = Scaling.from_dict(told["scaling"])
        except _NO_NETWORK as error:
            raise ModelFileError(file, f"it holds no network: {error}") from error
        except RuntimeError as error:  # so torch tells of weights of other shapes
            reason = " ".join(str(error).split())
            raise ModelFileError(file, f"its weights do not fit: {reason}") from error
        return cls(model.eval(), scaling, edges)

    def check_fits(self, graph: HeteroData, file: str) -> None:
        """Refuse a graph with other columns than in training.

        Raises
        ------
        ModelFileError
            Names the type of nodes or edges.
        """
        found = {kind: graph[kind].x.shape[1] for kind in graph.node_types} | {
            name_of(kind): graph[kind].edge_attr.shape[1] for kind in graph.edge_types
        }
        for name, columns in self.scaling.columns.items():
            here = found.get(name, 0)
            if here != len(columns.mean):
                raise ModelFileError(
                    file,
                    f"{name} has {here} columns here, and {len(columns.mean)} in it",
                )


def _edge_head(told: Mapping[str, Any], weights: dict[str, Tensor]) -> EdgeHead | None:
    """The head that is told of, whose weights are taken out of the others."""
    if "edge_head" not in told:
        return None
    with torch.device("meta"):
        head = EdgeHead(*told["edge_head"])
    names = [name for name in weights if name.startswith(_EDGES)]
    own = {name[len(_EDGES) :]: weights.pop(name) for name in names}
    head.load_state_dict(own, assign=True)
    return head.eval()


def _check_types(weights: Mapping[str, Tensor]) -> None:
    for name, weight in weights.items():
        if weight.dtype is not torch.float32:
            raise TypeError(f"{name} is of {weight.dtype}, not torch.float32")


def _shape(told: Mapping[str, Any]) -> Shape:
    if not 1 <= told["layers"] <= _MOST_LAYERS:
        raise ValueError(f"it has {told['layers']} layers, not 1 to {_MOST_LAYERS}")
    return Shape(
        inputs=told["inputs"],
        edge_inputs={
            (source, name, target): columns
            for source, name, target, columns in told["edge_inputs"]
        },
        target=told["target"],
        hidden=told["hidden"],
        layers=told["layers"],
        dropout=told["dropout"],
    )


def scores_of(
    model: EdgeSage, scaled: HeteroData, device: torch.device
) -> NDArray[np.float64]:
    """Log-odds of the target nodes of a scaled graph, shape (n,)."""
    model.to(device).eval()
    with torch.no_grad():
        told = model(copy(scaled).to(device))  # which moves what it is called on
    found: NDArray[np.float64] = told.cpu().numpy().astype(float)
    return found
