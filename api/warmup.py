"""Compile every kernel by walking a tiny economy through every analysis."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from graph.analysis.check import Checker
from graph.analysis.contagion import ContagionParameters, network_inputs
from graph.analysis.cycles import circle_cycles, ring_order
from graph.analysis.explain import explain_score
from graph.analysis.networks import guarantee_networks
from graph.analysis.publish import current
from graph.overlay import Overlay
from graph.testing.facts import guarantee_rows, memory_store

if TYPE_CHECKING:
    from collections.abc import Callable


def compile_kernels(progress: Callable[[str, int, int], None]) -> None:
    """Run the analyses on a ring of three firms with a chord."""
    ring = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), ("a", "c"), cap=100)
    with tempfile.TemporaryDirectory() as folder, memory_store(ring) as store:
        snapshot, findings = current(store, Path(folder), progress=progress)
        parameters = ContagionParameters()
        inputs = network_inputs(snapshot, parameters)
        progress("kernels", 1, 3)
        for party_id in snapshot.ids("party").to_pylist():
            explain_score(snapshot, inputs, parameters, party_id)
        progress("kernels", 2, 3)
        members = next(iter(findings.members.values()))
        circle_cycles(snapshot, members)
        ring_order(snapshot, members)
        guarantee_networks(snapshot)
        Checker(Overlay.since(snapshot, store)).check("a", "b")
        progress("kernels", 3, 3)
