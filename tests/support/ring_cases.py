"""Every ring of a small graph of transfers, by the search and by brute force."""

from __future__ import annotations

from hypothesis import strategies as st

from graph.algorithms.rings import RingBounds, money_rings
from money_graphs import came_before, graph_of, transfers_of


def bounds_of(**others):
    given_ = {"min_length": 3, "max_length": 6, "gap": 5, "window": 10, "keep": 0.9}
    return RingBounds(**{**given_, "gain": 1.0, **others})


def rings_of(transfers, bounds, keys=None, **limits):
    """Rings as tuples of places in `transfers`."""
    graph, order = graph_of(transfers, keys)
    rings = money_rings(graph, bounds, **limits)
    return [tuple(order[edge] for edge in ring) for ring in rings]


def brute_force(transfers, bounds, keys=None):
    """Every sequence of transfers that is a ring by the words of its definition."""
    keys = keys or [(-1, -1)] * len(transfers)

    def fits(one, other):
        (_, payee, time, amount), (payer, _, later, passed) = (
            transfers[one],
            transfers[other],
        )
        if payee != payer:
            return False
        if not bounds.any_order and not (
            came_before(transfers, keys, one, other) and later - time <= bounds.gap
        ):
            return False
        if not bounds.conserving:
            return True
        return min(amount, passed) > 0 and (
            bounds.keep <= passed / amount <= bounds.gain
        )

    edges = range(len(transfers))
    after = [[other for other in edges if fits(edge, other)] for edge in edges]
    rings = set()
    stack = [(edge,) for edge in edges]
    while stack:
        path = stack.pop()
        if len(path) >= bounds.min_length and is_ring(transfers, path, bounds):
            rings.add(path)
        if len(path) < bounds.max_length:
            stack.extend((*path, edge) for edge in after[path[-1]] if edge not in path)
    return rings


def is_ring(transfers, path, bounds):
    payers = [transfers[edge][0] for edge in path]
    times = [transfers[edge][2] for edge in path]
    earliest = min(path, key=lambda edge: (transfers[edge][2], edge))
    return (
        transfers[path[-1]][1] == payers[0]
        and len(set(payers)) == len(payers)
        and max(times) - times[0] <= bounds.window
        and (not bounds.any_order or path[0] == earliest)
        and (not bounds.conserving or transfers[path[0]][3] > 0)
    )


@st.composite
def ring_cases(draw):
    """Few accounts, moments and amounts, so that much ties and much closes."""
    transfers, keys = draw(
        transfers_of(
            accounts=5,
            most=11,
            moments=6,
            amounts=(100.0, 95.0, 90.0, 81.0, 110.0, 0.0, float("nan")),
        )
    )
    shortest = draw(st.integers(2, 3))
    bounds = RingBounds(
        min_length=shortest,
        max_length=draw(st.integers(shortest, 6)),
        gap=draw(st.integers(0, 4)),
        window=draw(st.integers(1, 8)),
        keep=draw(st.sampled_from([0.0, 0.9, 0.95])),
        gain=draw(st.sampled_from([1.0, 1.1])),
        conserving=draw(st.booleans()),
        any_order=draw(st.booleans()),
    )
    return transfers, keys, bounds
