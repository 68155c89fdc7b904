"""A network from what is known of nodes at two moments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from gnn.metrics import average_precision
from gnn.torch.device import computed_on, one_thread
from gnn.torch.edge_sage import EdgeSage, Shape
from gnn.torch.network import Network, scores_of
from gnn.torch.parameters import USUAL, NetworkParameters
from gnn.torch.samples import Part, Samples
from gnn.torch.scaling import Scaling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.progress import StageProgress


def fit_network(
    first: Part,
    second: Part,
    known: Part,
    target: str,
    *,
    seed: int,
    parameters: NetworkParameters = USUAL,
    device: torch.device,
    progress: StageProgress | None = None,
    make: Callable[[Shape], EdgeSage] = EdgeSage,
) -> tuple[Network, torch.device]:
    """Choose the number of epochs by the second moment, and learn from both.

    Parameters
    ----------
    known
        The first moment with all that was found, also what the second is judged by.
    device
        To compute on; where its memory does not suffice, the CPU is used.

    Returns
    -------
    network, device
        The device is the one that it was computed on.
    """
    scaling = Scaling.of(first.graph)
    one, two = (_scaled(part, scaling) for part in (first, second))
    both = [Part(one.graph, known.positive, known.judged), two]

    def work(on: torch.device) -> Network:
        shape = Shape.of(
            one.graph,
            target,
            hidden=parameters.hidden,
            layers=parameters.layers,
            dropout=parameters.dropout,
        )
        course = Course(shape, parameters, seed, on, make)
        epochs = course.chosen_epochs([one], two, progress)
        return Network(course.trained(both, epochs, progress), scaling)

    with one_thread():
        return computed_on(device, work)


def _scaled(part: Part, scaling: Scaling) -> Part:
    return Part(scaling.applied(part.graph), part.positive, part.judged)


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
    ) -> int:
        """How many epochs scaled graphs carry, by average precision on another one."""
        best, chosen, since = -1.0, 1, 0
        model = self._new()
        for epoch in self._taught(model, parts, self.parameters.epochs):
            if progress is not None:
                progress(epoch, 2 * self.parameters.epochs)
            if epoch % self.parameters.every and epoch < self.parameters.epochs:
                continue
            raw = scores_of(model, judge.graph, self.device)[judge.judged]
            value = average_precision(judge.positive[judge.judged], raw)
            since = 0 if value > best else since + 1
            if not since:
                best, chosen = value, epoch
            elif since >= self.parameters.patience:
                break
        return chosen

    def trained(
        self, parts: Sequence[Part], epochs: int, progress: StageProgress | None = None
    ) -> EdgeSage:
        """A network after so many epochs."""
        model, most = self._new(), self.parameters.epochs
        for epoch in self._taught(model, parts, epochs):
            if progress is not None:
                progress(most + epoch, most + epochs)
        return model.eval()

    def _new(self) -> EdgeSage:
        with torch.random.fork_rng():
            torch.manual_seed(self.seed)
            return self.make(self.shape).to(self.device)

    def _taught(
        self, model: EdgeSage, parts: Sequence[Part], epochs: int
    ) -> Iterator[int]:
        """Teach a network, an epoch at a time; they are numbered from 1."""
        chosen, target, seed = self.parameters, self.shape.target, self.seed
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
            yield epoch
