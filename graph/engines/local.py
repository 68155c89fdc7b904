"""The engine of this process: compiled kernels over the snapshot's arrays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.engines.base import CircleMembers, Engine
from graph.money import exponent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.algorithms.communities import Communities
    from graph.algorithms.loss_network import LossNetwork
    from graph.algorithms.rings import RingBounds, Rings
    from graph.algorithms.strongest_cycles import StrongestCycles
    from graph.algorithms.world_blocks import WorldsSample
    from graph.algorithms.worlds import WorldsResult
    from graph.kernels.csr import Int32s
    from graph.progress import StageProgress
    from graph.snapshot import FlowKind, Snapshot


class LocalEngine(Engine):
    """Needs nothing but the snapshot; each run on any machine gives the same bytes."""

    name = "local"

    def components(self, snapshot: Snapshot) -> Int32s:
        """By union-find, O(n + m) in practice."""
        from graph.algorithms.components import weakly_connected_components

        pairs = snapshot.pairs
        return weakly_connected_components(
            pairs.guarantor, pairs.debtor, snapshot.n_parties
        )

    def circles(self, snapshot: Snapshot) -> CircleMembers:
        """From strong bridges, O(n + m log n); no cycle is enumerated."""
        from graph.algorithms.circles import mutual_pairs, strict_circles
        from graph.algorithms.components import InnerGraph

        inner = InnerGraph.build(snapshot.pairs.forward)
        strict = strict_circles(inner)
        groups = [strict.circle(number) for number in range(len(strict))]
        return CircleMembers(groups, mutual_pairs(inner))

    def cycles(
        self,
        snapshot: Snapshot,
        members: Int32s,
        *,
        wanted: int,
        min_length: int,
        max_length: int,
    ) -> StrongestCycles:
        """Exactly, without listing weaker ones."""
        from graph.algorithms.components import InnerGraph
        from graph.algorithms.strongest_cycles import strongest_cycles
        from graph.algorithms.subgraphs import rows_inside

        rows, pairs = rows_inside(snapshot, members)
        return strongest_cycles(
            InnerGraph.build(rows),
            snapshot.pairs.effective[pairs],
            wanted=wanted,
            min_length=min_length,
            max_length=max_length,
        )

    def communities(
        self, snapshot: Snapshot, *, resolution: float, seed: int
    ) -> Communities:
        """By graspologic's Leiden, fed in canonical order."""
        from graph.algorithms.communities import communities

        pairs = snapshot.pairs
        return communities(
            pairs.guarantor,
            pairs.debtor,
            snapshot.n_parties,
            resolution=resolution,
            seed=seed,
        )

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
        """By forward search from each flow."""
        from graph.algorithms.money_graph import MoneyGraph
        from graph.algorithms.rings import money_rings
        from graph.snapshot.flow_order import record_ranks

        flows = snapshot.flows
        transfers = snapshot.facts("transfer")
        graph, chosen = MoneyGraph.of(
            flows,
            kinds,
            unit=10.0 ** exponent(snapshot.manifest.reporting_currency),
            rank=record_ranks(flows, transfers) if bounds.any_order else None,
        )
        found = money_rings(
            graph,
            bounds,
            begin=span[0],
            end=span[1],
            max_rings=max_rings,
            max_work=max_work,
        )
        return replace(found, edges=chosen[found.edges])

    def worlds(
        self,
        network: LossNetwork,
        sample: WorldsSample,
        *,
        progress: StageProgress | None = None,
    ) -> WorldsResult:
        """64 worlds a word, O(worlds / 64 * (n + m))."""
        from graph.algorithms.worlds import sample_worlds

        return sample_worlds(network, sample, progress=progress)


LOCAL = LocalEngine()
"""The engine of analyses that are not told another one."""
