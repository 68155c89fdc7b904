"""What an engine computes for the analyses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from graph.algorithms.communities import Communities
    from graph.algorithms.loss_network import LossNetwork
    from graph.algorithms.rings import RingBounds, Rings
    from graph.algorithms.strongest_cycles import StrongestCycles
    from graph.algorithms.world_blocks import WorldsSample
    from graph.algorithms.worlds import WorldsResult
    from graph.kernels.csr import Int32s
    from graph.progress import StageProgress
    from graph.snapshot import FlowKind, Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class CircleMembers:
    """Party numbers of circles.

    Attributes
    ----------
    strict
        Members of each strict circle, ascending.
    mutual
        Shape (pairs, 2): parties that guarantee each other, the lower number first.
    """

    strict: Sequence[Int32s]
    mutual: NDArray[np.int32]


class Engine(Protocol):
    """Runs batch analyses on the guarantor-debtor pairs and the flows of a snapshot.

    Every engine gives the same answer to the same question; what may differ, because a
    method draws or sorts otherwise, makes another engine, whose name is part of a
    receipt's key.
    """

    @property
    def name(self) -> str:
        """Name in receipts."""

    def components(self, snapshot: Snapshot) -> Int32s:
        """Weak component of each party, numbered from 0; shape (n_parties,)."""

    def circles(self, snapshot: Snapshot) -> CircleMembers:
        """Every strict circle and every mutual pair."""

    def cycles(
        self,
        snapshot: Snapshot,
        members: Int32s,
        *,
        wanted: int,
        min_length: int,
        max_length: int,
    ) -> StrongestCycles:
        """The cycles of largest bottleneck among some parties.

        Their nodes are positions in `members`.
        """

    def communities(
        self, snapshot: Snapshot, *, resolution: float, seed: int
    ) -> Communities:
        """The partition of all parties by the Leiden method; directions ignored."""

    def rings(
        self,
        snapshot: Snapshot,
        bounds: RingBounds,
        kinds: Sequence[FlowKind],
        *,
        span: tuple[int | None, int | None],
        max_rings: int,
        max_work: int,
    ) -> Rings:
        """Money rings of flows of these kinds that begin in a span of moments.

        Their edges are positions in `snapshot.flows`.
        """

    def worlds(
        self,
        network: LossNetwork,
        sample: WorldsSample,
        *,
        progress: StageProgress | None = None,
    ) -> WorldsResult:
        """Default probability of every node in possible worlds."""
