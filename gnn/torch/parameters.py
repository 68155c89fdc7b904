"""How a graph network is trained."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NetworkParameters:
    """How a network is trained; as measured in the design, but for the epochs.

    Attributes
    ----------
    epochs
        Most passes over the positives of a moment.
    every, patience
        After so many epochs validation judges, and so many judgements that bring
        nothing better are the last.
    negatives
        For each positive, at most all.
    average
        How much of the average of the weights is kept at each step; scores are made by
        the average. On 100,000 firms it gained .01 to .03 of average precision
        over the weights of the last step.
    fan_out
        Edges of each relation that a step draws.
    few_edges
        Of a graph with fewer all neighbours are taken.
    whole
        Whether a batch is scored in the whole graph: the same as in trees of all
        neighbours, and cheaper where these have more edges than the graph.
    """

    hidden: int = 48
    layers: int = 2
    dropout: float = 0.2
    rate: float = 5e-3
    decay: float = 1e-4
    clip: float = 1.0
    average: float = 0.98
    batch: int = 512
    negatives: int = 5
    epochs: int = 16
    every: int = 2
    patience: int = 3
    fan_out: tuple[int, ...] = (8, 4)
    few_edges: int = 1_000_000
    whole: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self) | {"fan_out": list(self.fan_out)}


USUAL = NetworkParameters()
