"""Networks of a data set: the second scorer, and the same without what it claims."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from gnn.features.firms import Firms
from gnn.torch.comparison import compared
from gnn.torch.device import chosen_device, device_name
from gnn.torch.edge_head import fit_edges, judged_edges
from gnn.torch.graph import build_graph
from gnn.torch.inputs import own_columns
from gnn.torch.nulls import rewired, without_edges
from gnn.torch.parameters import USUAL
from gnn.torch.relation import COMPANY
from gnn.torch.samples import Part
from gnn.torch.training import fit_network

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray
    from torch_geometric.data import HeteroData

    from gnn.dataset import Dataset
    from gnn.torch.device import Asked
    from gnn.torch.network import Network, Scored
    from gnn.torch.parameters import NetworkParameters
    from gnn.torch.relation import Relation
    from graph.progress import Progress

    Floats = NDArray[np.float64]
    Graphs = tuple[HeteroData, HeteroData, HeteroData]


@dataclass(frozen=True, slots=True, eq=False)
class Second:
    """A network, and the log-odds that it gives the firms of a data set.

    Attributes
    ----------
    apart, validate, test
        Shape (n,) each. `apart` are those of the second moment by a network that
        learned from the first alone.
    device, cpu_seconds
        Where and in how long it was trained.
    edges
        How well the head for guarantees tells those of the last moment, as JSON keeps
        it; None: there is none, or nothing to judge by.
    """

    network: Network
    apart: Floats
    validate: Floats
    test: Floats
    epochs: int
    device: str
    cpu_seconds: float
    edges: dict[str, Any] | None = None


class Networks:
    """What trains networks on a data set; its graphs are made once.

    Parameters
    ----------
    asked
        The device.
    """

    def __init__(
        self,
        data: Dataset,
        asked: Asked,
        progress: Progress | None = None,
        parameters: NetworkParameters = USUAL,
    ) -> None:
        self.device = chosen_device(asked)
        self._data, self._progress, self._parameters = data, progress, parameters

    @cached_property
    def graphs(self) -> Graphs:
        """Of the three moments."""
        return self._graphs(lambda item: item)

    def network(self, seed: int) -> Second:
        """The second scorer, with a head for guarantees."""
        return self._fitted(self.graphs, seed, "network", edges=True)

    def perceptron(self, seed: int) -> Second:
        """The same inputs, and no edge."""
        one, two, three = map(without_edges, self.graphs)
        return self._fitted((one, two, three), seed, "network without edges")

    def rewired(self, seed: int) -> Second:
        """The same network on edges that lead elsewhere."""
        graphs = self._graphs(partial(rewired, seed=seed))
        return self._fitted(graphs, seed, "network, rewired")

    def others(self, seed: int) -> dict[str, Floats]:
        """Log-odds of the last moment by networks of other kinds, shape (n,) each."""
        return compared(
            *self._parts(self.graphs),
            self.graphs[-1],
            COMPANY,
            own=own_columns(self._data.train.features),
            seed=seed,
            device=self.device,
            parameters=self._parameters,
            progress=self._progress,
        )

    def _graphs(self, change: Callable[[Relation], Relation]) -> Graphs:
        data = self._data
        one, two, three = (
            build_graph(Firms(moment.snapshot), moment.features, change=change)
            for moment in (data.train, data.validate, data.test)
        )
        return one, two, three

    def _parts(self, graphs: Graphs) -> tuple[Part, Part, Part]:
        """Both moments with their labels, and the first with all that was found."""
        first, second, _ = graphs
        data = self._data
        one, two, three = (
            Part(graph, labels.positive, labels.judged)
            for graph, labels in (
                (first, data.train.labels),
                (second, data.validate.labels),
                (first, data.all_found),
            )
        )
        return one, two, three

    def _fitted(
        self, graphs: Graphs, seed: int, stage: str, *, edges: bool = False
    ) -> Second:
        began, told = time.process_time(), self._progress
        first, second, last = graphs
        fitted = fit_network(
            *self._parts(graphs),
            COMPANY,
            seed=seed,
            parameters=self._parameters,
            device=self.device,
            progress=None if told is None else partial(told, stage),
        )
        seconds = time.process_time() - began
        network, device = fitted.network, fitted.device
        validate, test = (network.scored(graph, device) for graph in (second, last))
        made = Second(
            network,
            fitted.apart,
            validate.logits,
            test.logits,
            fitted.epochs,
            device_name(device),
            seconds,
        )
        return self._with_edges(made, (first, validate, test), seed) if edges else made

    def _with_edges(
        self, made: Second, found: tuple[HeteroData, Scored, Scored], seed: int
    ) -> Second:
        """The same with a head for guarantees, judged where the moment is another."""
        began, data = time.process_time(), self._data
        graph, second, last = found
        first = made.network.scored(graph, self.device)
        known = [(first.edges, data.all_found), (second.edges, data.validate.labels)]
        head = fit_edges(known, seed=seed)
        seconds = round(time.process_time() - began, 1)
        if head is None:
            return made
        network = replace(made.network, edges=head)
        if data.test is data.validate:
            return replace(made, network=network)
        told = judged_edges(head, last.edges, last.logits, data.test.labels)
        return replace(made, network=network, edges=told | {"cpu_seconds": seconds})
