"""What published networks find, trained as `EdgeSage` is."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import TYPE_CHECKING, cast

import torch

from gnn.torch.baselines import HGT, bwgnn, pna, rgcn, sage
from gnn.torch.device import computed_on, one_thread
from gnn.torch.edge_sage import EdgeSage
from gnn.torch.network import scores_of
from gnn.torch.parameters import USUAL
from gnn.torch.samples import Part
from gnn.torch.training import fit_network

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor
    from torch_geometric.data import HeteroData

    from gnn.torch.edge_sage import Shape
    from gnn.torch.parameters import NetworkParameters
    from gnn.torch.scaling import Scaling
    from graph.progress import Progress

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Make = Callable[[Shape], EdgeSage]

OWN = "own attributes as inputs"
"""The same network as ours, with these inputs of companies alone."""


def compared(
    first: Part,
    second: Part,
    known: Part,
    last: HeteroData,
    target: str,
    *,
    scaling: Scaling,
    own: Flags,
    seed: int,
    device: torch.device,
    parameters: NetworkParameters = USUAL,
    progress: Progress | None = None,
) -> dict[str, Floats]:
    """Log-odds of the last graph's nodes of the target type, shape (n,), by network.

    All have the budget of `fit_network`: the same steps, stopped in the same way.

    Parameters
    ----------
    first, second, known, scaling
        As for `fit_network`; the last graph is scaled, too.
    own
        Shape (d,). Inputs of the target type that tell of a node alone. A network of
        the same kind as ours gets only these: does it find by messages what the others,
        of degrees and shared control, say?
    """
    makers: dict[str, Make] = {
        # all have the forward pass of one, and nobody asks for more
        name: cast("Make", make)
        for name, make in (
            (OWN, EdgeSage),
            ("homogeneous SAGE", sage),
            ("RGCN", rgcn),
            ("HGT", HGT),
            ("PNA", partial(pna, degrees=degrees_of(first.graph))),
            ("BWGNN", bwgnn),
        )
    }
    found = {}
    for name, make in makers.items():
        columns = scaling.columns[target].of_inputs(own) if name == OWN else None
        one, two, three = (
            _narrow(part, target, columns) for part in (first, second, known)
        )
        fitted = fit_network(
            one,
            two,
            three,
            target,
            scaling=scaling,
            seed=seed,
            parameters=parameters,
            device=device,
            progress=None if progress is None else partial(progress, name),
            make=make,
        )
        graph = narrowed(last, target, columns)
        with one_thread():
            found[name], _ = computed_on(
                fitted.device, partial(scores_of, fitted.network.model, graph)
            )
    return found


def degrees_of(graph: HeteroData) -> Tensor:
    """How many nodes have so many edges, of all relations; shape (largest + 1,)."""
    parts = []
    for kind in graph.node_types:
        into = [
            graph[edge].edge_index[1] for edge in graph.edge_types if edge[2] == kind
        ]
        heads = torch.cat(into) if into else torch.zeros(0, dtype=torch.int64)
        parts.append(torch.bincount(heads, minlength=graph[kind].num_nodes))
    return torch.bincount(torch.cat(parts))


def narrowed(graph: HeteroData, target: str, columns: Flags | None) -> HeteroData:
    """The same graph with these inputs of the target type alone, by default all."""
    if columns is None:
        return graph
    narrow = copy(graph)
    narrow[target].x = graph[target].x[:, torch.from_numpy(columns)]
    return narrow


def _narrow(part: Part, target: str, columns: Flags | None) -> Part:
    return Part(narrowed(part.graph, target, columns), part.positive, part.judged)
