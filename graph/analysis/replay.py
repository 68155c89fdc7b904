"""Make a result again from its receipt, and say whether the bytes are the same."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.analysis import communities, contagion, cycles, explain, structure
from graph.analysis.contagion import (
    ContagionParameters,
    default_probabilities,
    network_inputs,
)
from graph.analysis.cycles import circle_cycles
from graph.analysis.explain import explain_score
from graph.analysis.receipt import ENGINE
from graph.analysis.structure import find_circles
from graph.errors import NotFoundError, ReplayError

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.analysis.receipt import Receipt
    from graph.analysis.shelf import Shelf
    from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Replay:
    """A receipt, the one its replay got, and whether their results are the same."""

    receipt: Receipt
    again: Receipt

    @property
    def same(self) -> bool:
        """Whether both the inputs and the result are the same, byte by byte."""
        return (
            self.receipt.key() == self.again.key()
            and self.receipt.result_hash == self.again.result_hash
        )


def _circles(snapshot: Snapshot, parameters: dict[str, Any]) -> Receipt:
    if parameters:
        raise TypeError(f"circles takes no parameters, not {', '.join(parameters)}")
    return find_circles(snapshot).receipt


def _pd(snapshot: Snapshot, parameters: dict[str, Any]) -> Receipt:
    return default_probabilities(snapshot, ContagionParameters(**parameters)).receipt


def _score(snapshot: Snapshot, parameters: dict[str, Any]) -> Receipt:
    party_id = parameters.pop("party_id")
    chosen = ContagionParameters(**parameters)
    inputs = network_inputs(snapshot, chosen)
    return explain_score(snapshot, inputs, chosen, party_id).receipt


def _cycles(snapshot: Snapshot, parameters: dict[str, Any]) -> Receipt:
    return circle_cycles(snapshot, **parameters).receipt


def _communities(snapshot: Snapshot, parameters: dict[str, Any]) -> Receipt:
    chosen = communities.CommunityParameters(**parameters)
    return communities.find_communities(snapshot, chosen).receipt


ANALYSES: dict[str, tuple[str, Callable[[Snapshot, dict[str, Any]], Receipt]]] = {
    "circles": (structure.VERSION, _circles),
    "pd": (contagion.VERSION, _pd),
    "score": (explain.VERSION, _score),
    "cycles": (cycles.VERSION, _cycles),
    "communities": (communities.VERSION, _communities),
}
"""Version and function of every analysis that issues receipts."""


def replay(receipt: Receipt, shelf: Shelf) -> Replay:
    """Run the analysis of a receipt again on the snapshot it names.

    Raises
    ------
    ReplayError
        The analysis, its version, engine or parameters are unknown here.
    SnapshotNotHeldError
        The snapshot is not on the shelf.
    SnapshotCorruptError
        A file of the snapshot was altered.
    """
    version, analysis = ANALYSES.get(receipt.analysis, (None, None))
    if analysis is None:
        known = ", ".join(sorted(ANALYSES))
        raise ReplayError(
            f"no analysis is called {receipt.analysis!r}; known are {known}"
        )
    if (receipt.version, receipt.engine) != (version, ENGINE):
        raise ReplayError(
            f"the receipt is of {receipt.analysis} version {receipt.version} on engine "
            f"{receipt.engine}; here are version {version} and engine {ENGINE}"
        )
    snapshot = shelf.open(receipt.snapshot_id)
    snapshot.verify()
    try:
        again = analysis(snapshot, copy.deepcopy(dict(receipt.parameters)))
    except (TypeError, KeyError, ValueError, NotFoundError) as error:
        raise ReplayError(f"the receipt's parameters do not fit: {error}") from error
    return Replay(receipt, again)
