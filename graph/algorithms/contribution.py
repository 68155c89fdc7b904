"""Result records of `graph.algorithms.attribution`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FirmShare:
    """Part of the increment that one firm accounts for."""

    node: int
    contribution: float


@dataclass(frozen=True, slots=True)
class PathShare:
    """Part of the increment that came along one path.

    Attributes
    ----------
    nodes
        From the first cause to the firm asked about, in loss direction.
    contribution
        Its part; the parts of all paths sum to the increment.
    probability
        That the cause fails alone and every edge is live, whatever else happens: a
        figure of the path itself, which is not additive.
    """

    nodes: tuple[int, ...]
    contribution: float
    probability: float


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What the firm's probability would be without one guarantee, in the same worlds.

    Attributes
    ----------
    debtor, edge
        The guarantee: its failing end, and its edge number in the whole network.
    pd_without
        Default probability without it.
    reduction, se
        How much lower that is, and the standard error of this (paired) difference.
    """

    debtor: int
    edge: int
    pd_without: float
    reduction: float
    se: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where the contagion part of one firm's default probability comes from.

    `by_cause`, `by_debtor` and `by_path` each sum to `increment`; all lists are sorted
    by size. If `truncated`, farther ancestors than the `explored` firms were left out,
    and every figure is a lower bound.
    """

    node: int
    pd: float
    increment: float
    se: float
    n_worlds: int
    by_cause: tuple[FirmShare, ...]
    by_debtor: tuple[FirmShare, ...]
    by_path: tuple[PathShare, ...]
    counterfactuals: tuple[Counterfactual, ...]
    explored: int
    truncated: bool
