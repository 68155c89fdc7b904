"""Bounded elementary cycles beside networkx and igraph, with equal sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from graph.algorithms.components import InnerGraph
from graph.algorithms.cycles import elementary_cycles
from graph.kernels.csr import Csr
from tests.benchmarks.harness import Row, in_turns
from tests.benchmarks.igraph_peer import cycles_by_igraph
from tests.benchmarks.networks import to_networkx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.algorithms.cycles import Cycles
    from tests.benchmarks.harness import Workplace
    from tests.benchmarks.networks import Ends

TOPIC = "cycles"
MOST = 10_000_000


def measure(place: Workplace) -> Iterator[Row]:
    """Up to 4 firms on the whole small network, up to 6 outside its core."""
    network = place.small
    yield from _compared(
        f"≤ 4 firms, whole {network.title}",
        network.ends,
        network.n,
        length=4,
        rounds=1,
        bar="cycles-4-whole",
    )
    tail, head = network.ends
    outside = ~(network.core[tail] | network.core[head])
    ends = tail[outside], head[outside]
    yield from _compared(
        f"≤ 6 firms, {outside.sum():,} arcs outside its core",
        ends,
        network.n,
        length=6,
        rounds=5,
        bar="cycles-6-outside-core",
    )
    members = _in_small_components(ends, network.n)
    yield from _compared(
        f"≤ 6 firms, {members[1]:,} firms in small components",
        *members,
        length=6,
        rounds=7,
        bar="cycles-6-outside-core",
    )


def _in_small_components(ends: Ends, n: int) -> tuple[Ends, int]:
    """Only the arcs inside components, firms numbered without gaps."""
    forward = InnerGraph.build(Csr.build(*ends, n)).forward
    tail, head = forward.tails(), forward.indices
    members = np.unique(tail)
    number = np.zeros(n, dtype=np.int32)
    number[members] = np.arange(members.size)
    return (number[tail], number[head]), members.size


def _compared(
    what: str, ends: Ends, n: int, *, length: int, rounds: int, bar: str
) -> Iterator[Row]:
    rows = Csr.build(*ends, n)
    graph = to_networkx(ends, n)

    def ours() -> Cycles:
        return elementary_cycles(
            InnerGraph.build(rows), max_length=length, max_cycles=MOST
        )

    listed: list[list[list[int]]] = []

    def theirs() -> None:
        listed[:] = [list(nx.simple_cycles(graph, length_bound=length))]

    found = ours()
    assert not found.truncated_by
    spent = in_turns(rounds, ours=ours, theirs=theirs)
    assert set(found) == _canonical(listed[0]), "networkx finds other cycles"
    own = spent["ours"] * 1e3
    yield Row(
        TOPIC,
        what,
        own,
        "ms",
        "networkx",
        spent["theirs"] * 1e3,
        bar,
        f"{len(found):,} cycles, equal sets",
    )
    other, note = cycles_by_igraph(ends, n, length, found)
    yield Row(TOPIC, f"{what}, beside igraph", own, "ms", "igraph", other, note=note)


def _canonical(cycles: Iterable[list[int]]) -> set[tuple[int, ...]]:
    """Each cycle from its smallest firm; networkx lists self-loops too."""
    found = set()
    for cycle in cycles:
        if len(cycle) > 1:
            first = cycle.index(min(cycle))
            found.add((*cycle[first:], *cycle[:first]))
    return found
