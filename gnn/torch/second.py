"""Networks of a data set: the second scorer, and the same without what it claims."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.features.firms import Firms
from gnn.torch.comparison import compared
from gnn.torch.device import chosen_device, device_name
from gnn.torch.edge_head import EdgeStates, fit_edges, judged_edges
from gnn.torch.graph import build_graph
from gnn.torch.inputs import own_columns
from gnn.torch.nulls import rewired, without_edges
from gnn.torch.parameters import USUAL
from gnn.torch.relation import COMPANY
from gnn.torch.samples import Part
from gnn.torch.scaling import Scaling
from gnn.torch.training import fit_network

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from torch_geometric.data import HeteroData

    from gnn.dataset import Dataset, Moment
    from gnn.torch.device import Asked
    from gnn.torch.network import Network
    from gnn.torch.parameters import NetworkParameters
    from gnn.torch.relation import Relation
    from graph.progress import Progress

    Floats = NDArray[np.float64]
    Make = Callable[[Moment], HeteroData]


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
    """What trains networks on a data set.

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

    def network(self, seed: int) -> Second:
        """The second scorer, with a head for guarantees."""
        return self._second(seed, "network", self._graph, edges=True)

    def perceptron(self, seed: int) -> Second:
        """The same inputs, and no edge."""
        return self._second(
            seed, "network without edges", lambda at: without_edges(self._graph(at))
        )

    def rewired(self, seed: int) -> Second:
        """The same network on edges that lead elsewhere."""
        change = partial(rewired, seed=seed)
        return self._second(
            seed, "network, rewired", lambda at: self._graph(at, change)
        )

    def others(self, seed: int) -> dict[str, Floats]:
        """Log-odds of the last moment by networks of other kinds, shape (n,) each."""
        first, second, scaling = self._scaled(self._graph)
        return compared(
            *self._parts(first, second),
            scaling.applied(self._graph(self._data.test)),
            COMPANY,
            scaling=scaling,
            own=own_columns(self._data.train.features),
            seed=seed,
            device=self.device,
            parameters=self._parameters,
            progress=self._progress,
        )

    def _graph(
        self, moment: Moment, change: Callable[[Relation], Relation] = lambda item: item
    ) -> HeteroData:
        return build_graph(Firms(moment.snapshot), moment.features, change=change)

    def _scaled(self, make: Make) -> tuple[HeteroData, HeteroData, Scaling]:
        """Graphs of the moments to learn from in units of the first.

        Raw graphs are as large as scaled ones, and no graph is kept: to build one anew
        takes a hundredth of the time that a network learns from it.
        """
        raw = make(self._data.train)
        scaling = Scaling.of(raw)
        first = scaling.applied(raw)
        del raw
        return first, scaling.applied(make(self._data.validate)), scaling

    def _parts(self, first: HeteroData, second: HeteroData) -> tuple[Part, Part, Part]:
        """Both moments with their labels, and the first with all that was found."""
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

    def _second(
        self, seed: int, stage: str, make: Make, *, edges: bool = False
    ) -> Second:
        made = self._learned(seed, stage, make, edges=edges)
        data, network = self._data, made.network
        if data.test is data.validate:
            return replace(made, test=made.validate)
        graph = network.scaling.applied(make(data.test))
        found = network.scored(graph, self.device)
        told = None
        if network.edges is not None:
            told = judged_edges(
                network.edges,
                EdgeStates.of(graph, found.states),
                found.logits,
                data.test.labels,
            )
        return replace(made, test=found.logits, edges=told)

    def _learned(self, seed: int, stage: str, make: Make, *, edges: bool) -> Second:
        """A network that has not seen the last moment yet."""
        first, second, scaling = self._scaled(make)
        began, told = time.process_time(), self._progress
        fitted = fit_network(
            *self._parts(first, second),
            COMPANY,
            scaling=scaling,
            seed=seed,
            parameters=self._parameters,
            device=self.device,
            progress=None if told is None else partial(told, stage),
        )
        network, device = fitted.network, fitted.device
        validate = network.scored(second, device)
        if edges:
            data, before = self._data, network.scored(first, device)
            known = [
                (EdgeStates.of(first, before.states), data.all_found),
                (EdgeStates.of(second, validate.states), data.validate.labels),
            ]
            network = replace(network, edges=fit_edges(known, seed=seed))
        return Second(
            network,
            fitted.apart,
            validate.logits,
            np.zeros(0),
            fitted.epochs,
            device_name(device),
            time.process_time() - began,
        )
