"""Strongly connected components beside networkx, scipy and networkit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from graph.algorithms.components import strongly_connected_components
from graph.kernels.csr import Csr
from tests.benchmarks.harness import Row, in_turns
from tests.benchmarks.networks import to_networkx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from tests.benchmarks.harness import Workplace
    from tests.benchmarks.networks import Ends, Network

TOPIC = "components"
ROUNDS = 3


def measure(place: Workplace) -> Iterator[Row]:
    """Both networks, numbered as a snapshot numbers them and at random."""
    for network, bar in ((place.small, "scc-100k"), (place.large, "scc-1m")):
        yield from _compared(network, network.ends, "numbered by a snapshot", bar)
        yield from _compared(network, network.random_ends, "numbered at random", "")


def _compared(network: Network, ends: Ends, numbering: str, bar: str) -> Iterator[Row]:
    n = network.n
    rows = Csr.build(*ends, n)
    graph = to_networkx(ends, n)
    _check(strongly_connected_components(rows), graph)
    contenders: dict[str, Callable[[], Any]] = {
        "ours": lambda: strongly_connected_components(rows),
        "networkx": lambda: list(nx.strongly_connected_components(graph)),
        "scipy": _scipy(ends, n),
        "networkit": _networkit(ends, n),
    }
    spent = in_turns(ROUNDS, **contenders)
    what = f"SCC of {network.title}, {numbering}"
    for peer in ("networkx", "scipy", "networkit"):
        yield Row(
            TOPIC,
            what,
            spent["ours"] * 1e3,
            "ms",
            peer,
            spent[peer] * 1e3,
            bar if peer == "networkx" else "",
        )


def _scipy(ends: Ends, n: int) -> Callable[[], Any]:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    matrix = csr_array((np.ones(ends[0].size, np.int8), ends), shape=(n, n))
    return lambda: connected_components(matrix, directed=True, connection="strong")


def _networkit(ends: Ends, n: int) -> Callable[[], Any]:
    import networkit as nk

    nk.setNumberOfThreads(1)
    # Other integers crash it.
    coordinates = (ends[0].astype(np.uint64), ends[1].astype(np.uint64))
    graph = nk.GraphFromCoo(coordinates, n=n, weighted=False, directed=True)
    return lambda: nk.components.StronglyConnectedComponents(graph).run()


def _check(labels: NDArray[np.int32], graph: Any) -> None:
    """Both find the same components; each is named by its smallest member."""
    smallest = np.full(labels.max() + 1, labels.size)
    np.minimum.at(smallest, labels, np.arange(labels.size))
    theirs = np.empty_like(smallest, shape=labels.size)
    for members in nx.strongly_connected_components(graph):
        theirs[list(members)] = min(members)
    assert np.array_equal(smallest[labels], theirs), "networkx finds other components"
