"""What the tests of patterns share: hits by places, and which hold others."""

from __future__ import annotations

from money_graphs import graph_of


def found(search, transfers, keys=None, **asked):
    """Hits of a search as sets of places in `transfers`, in its order."""
    graph, order = graph_of(transfers, keys)
    hits = search(graph, **asked)
    assert not hits.truncated_by
    return [frozenset(order[edge] for edge in hit) for hit in hits]


def largest(hits):
    """Without those that another one holds."""
    return {hit for hit in hits if not any(hit < other for other in hits)}
