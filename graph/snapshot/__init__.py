"""The facts of one instant as immutable, memory-mapped arrays."""

from __future__ import annotations

from graph.snapshot.amounts import Figures, Pairs, Quality
from graph.snapshot.flows import TRANSFERS, FlowKind, Flows, Incidence
from graph.snapshot.manifest import Manifest
from graph.snapshot.source import FactSource
from graph.snapshot.view import Snapshot

__all__ = [
    "TRANSFERS",
    "FactSource",
    "Figures",
    "FlowKind",
    "Flows",
    "Incidence",
    "Manifest",
    "Pairs",
    "Quality",
    "Snapshot",
]
