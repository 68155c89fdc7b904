"""A network from what is known of nodes at two moments."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel

from gnn.metrics import average_precision
from gnn.torch.device import computed_on, one_thread
from gnn.torch.edge_sage import EdgeSage, Shape
from gnn.torch.network import Network, scores_of
from gnn.torch.parameters import USUAL, NetworkParameters
from gnn.torch.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from gnn.torch.samples import Part
    from gnn.torch.scaling import Scaling
    from graph.progress import StageProgress

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A network that has learned from two moments.

    Attributes
    ----------
    apart
        Shape (n,). Log-odds of the second moment's nodes by a network that learned from
        the first alone.
    epochs
        That the first moment carries by the second.
    device
        On which it was computed.
    """

    network: Network
    apart: Floats
    epochs: int
    device: torch.device


def fit_network(
    first: Part,
    second: Part,
    known: Part,
    target: str,
    *,
    scaling: Scaling,
    seed: int,
    parameters: NetworkParameters = USUAL,
    device: torch.device,
    progress: StageProgress | None = None,
    make: Callable[[Shape], EdgeSage] = EdgeSage,
) -> Fitted:
    """Choose the number of epochs by the second moment, and learn from both.

    Parameters
    ----------
    first, second
        Scaled.
    known
        The first moment with all that was found, also what the second is judged by.
    scaling
        In whose units the graphs are.
    device
        To compute on; where its memory does not suffice, the CPU is used.
    """

    def work(on: torch.device) -> tuple[EdgeSage, Floats, int]:
        shape = Shape.of(
            first.graph,
            target,
            hidden=parameters.hidden,
            layers=parameters.layers,
            dropout=parameters.dropout,
        )
        course = Course(shape, parameters, seed, on, make)
        epochs, apart = course.chosen_epochs([first], second, progress)
        return course.trained([known, second], epochs, progress), apart, epochs

    with one_thread():
        (model, apart, epochs), on = computed_on(device, work)
    return Fitted(Network(model, scaling), apart, epochs, on)


@dataclass(frozen=True, slots=True)
class Course:
    """How networks of one shape are taught, from the same beginning each time."""

    shape: Shape
    parameters: NetworkParameters
    seed: int
    device: torch.device
    make: Callable[[Shape], EdgeSage] = EdgeSage

    def chosen_epochs(
        self, parts: Sequence[Part], judge: Part, progress: StageProgress | None
    ) -> tuple[int, Floats]:
        """How many epochs scaled graphs carry, by average precision on another one.

        Returns
        -------
        epochs, scores
            The scores are those of the other graph's nodes after so many.
        """
        best, since, chosen, rows = -1.0, 0, (1, np.zeros(0)), judge.judged
        for epoch, model in self._taught(parts, self.parameters.epochs):
            if progress is not None:
                progress(epoch, 2 * self.parameters.epochs)
            if epoch % self.parameters.every and epoch < self.parameters.epochs:
                continue
            raw = scores_of(model, judge.graph, self.device)
            value = average_precision(judge.positive[rows], raw[rows])
            since = 0 if value > best else since + 1
            if not since:
                best, chosen = value, (epoch, raw)
            elif since >= self.parameters.patience:
                break
        return chosen

    def trained(
        self, parts: Sequence[Part], epochs: int, progress: StageProgress | None = None
    ) -> EdgeSage:
        """A network after so many epochs."""
        most, model = self.parameters.epochs, self._new()
        for epoch, averaged in self._taught(parts, epochs):
            if progress is not None:
                progress(most + epoch, most + epochs)
            model = averaged
        return model.eval()

    def _new(self) -> EdgeSage:
        with torch.random.fork_rng():
            torch.manual_seed(self.seed)
            return self.make(self.shape).to(self.device)

    def _taught(
        self, parts: Sequence[Part], epochs: int
    ) -> Iterator[tuple[int, EdgeSage]]:
        """The averaged network after each epoch; they are numbered from 1."""
        chosen, target, seed = self.parameters, self.shape.target, self.seed
        model = self._new()
        averaged = AveragedModel(model, multi_avg_fn=partial(_average, chosen.average))
        optimizer = torch.optim.AdamW(
            model.parameters(), lr=chosen.rate, weight_decay=chosen.decay
        )
        samples = [Samples(part, target, chosen, seed) for part in parts]
        order = np.random.default_rng(seed)
        for epoch in range(1, epochs + 1):
            batches = [(item, rows) for item in samples for rows in item.batches(epoch)]
            with torch.random.fork_rng():
                torch.manual_seed(seed + epoch)  # of dropout
                model.train()
                for place in order.permutation(len(batches)).tolist():
                    item, rows = batches[place]
                    loss = item.loss(model, rows, self.device)
                    optimizer.zero_grad()
                    loss.backward()
                    torch.nn.utils.clip_grad_norm_(model.parameters(), chosen.clip)
                    optimizer.step()
                    averaged.update_parameters(model)
            yield epoch, cast("EdgeSage", averaged.module)


def _average(
    kept: float, averages: Sequence[Tensor], values: Sequence[Tensor], steps: Tensor
) -> None:
    """Move averages towards values; of the first steps little is kept."""
    done = int(steps)
    weight = 1 - min(kept, (1 + done) / (10 + done))
    for average, value in zip(averages, values, strict=True):
        average.lerp_(value, weight)
