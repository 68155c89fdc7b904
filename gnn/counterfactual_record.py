"""A score without groups of a firm's edges, and what a network is asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import NDArray

    from gnn.features.around import LocalFirms


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A score without some groups of a firm's edges.

    Attributes
    ----------
    groups
        In the order of `gnn.evidence_facts.GROUPS`.
    collected
        Whether any facts of theirs are in the snapshot; all else is None without.
    edges
        How many are taken away: pairs of ends.
    raw_without, chance_without
        Log-odds, and the calibrated chance of them.
    change
        Log-odds without them less those with them: below 0 where they raise the score.
    network_change
        The same by a graph network; None: none was asked.
    frozen
        Features that depend on them, and could not be computed again.
    """

    groups: tuple[str, ...]
    collected: bool = False
    edges: int = 0
    raw_without: float | None = None
    chance_without: float | None = None
    change: float | None = None
    network_change: float | None = None
    frozen: tuple[str, ...] = ()


class NetworkScores(Protocol):
    """Scores of firms without edges; `gnn.torch.counterfactual` has them."""

    def logit(
        self,
        row: int,
        values: NDArray[np.float32],
        left: LocalFirms | None,
        gone: Collection[str],
    ) -> float:
        """Log-odds of a firm without its edges of some names.

        Parameters
        ----------
        values
            Shape (d,). Its features without them.
        left
            The firms around it without them; None: as they are.
        gone
            Names of `LocalFirms.without`.
        """
