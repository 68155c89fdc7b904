"""Each test of patterns as a search over a graph of transfers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.algorithms.fans import fans
from graph.algorithms.gather_scatter import gather_scatter
from graph.algorithms.layers import layered
from graph.algorithms.pass_on import pass_on
from graph.algorithms.scatter_gather import scatter_gather
from graph.patterns.questions import UNBOUNDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graph.algorithms.money_graph import MoneyGraph
    from graph.algorithms.pattern_hits import Hits
    from graph.kernels.csr import Int32s
    from graph.kernels.evidence import Caps

_EVER = 2**61
"""A span that holds all times; a moment and it add up to a 64-bit integer."""
_TIMES = ("window", "gap")
_AMOUNTS = ("from_amount", "below_amount", "least_total")


def measured(question: Mapping[str, Any], *, day: int, unit: float) -> dict[str, Any]:
    """Values of a question for a search, in the units of its times and amounts.

    Parameters
    ----------
    day
        A day in the unit of the times.
    unit
        A major unit of the currency in that of the amounts.

    Examples
    --------
    >>> measured({"pattern": "p", "test": "t", "gap": 0.5, "keep": 0.9}, day=8, unit=1)
    {'gap': 4, 'keep': 0.9}
    """
    values = {
        name: value
        for name, value in question.items()
        if name not in {"pattern", "test", "of", "side", "back_to"}
    }
    values |= {
        name: min(math.floor(values[name] * day), _EVER)
        for name in _TIMES
        if name in values
    }
    if values.get("below_amount") == UNBOUNDED:  # unknown amounts count, too
        values["below_amount"] = math.inf
    return values | {name: values[name] * unit for name in _AMOUNTS if name in values}


def transfer_hits(
    graph: MoneyGraph,
    question: Mapping[str, Any],
    values: Mapping[str, Any],
    caps: Caps,
    *,
    starts: NDArray[np.bool_] | None = None,
    key: Int32s | None = None,
) -> Hits:
    """Hits of a test that needs only a graph; `values` are those of `measured`.

    Parameters
    ----------
    starts
        Edges that may be passed on; by default all.
    key
        Whom each account counts for in a fan.
    """
    match question["test"]:
        case "fan":
            incoming = question["side"] == "in"
            return fans(graph, incoming=incoming, key=key, caps=caps, **values)
        case "scatter_gather":
            return scatter_gather(graph, caps=caps, **values)
        case "gather_scatter":
            return gather_scatter(graph, caps=caps, **values)
        case "layers":
            return layered(graph, caps=caps, **values)
        case "pass_on":
            able = np.ones(len(graph), np.bool_) if starts is None else starts
            return pass_on(graph, able, caps=caps, **values)
    raise ValueError(f"no search for the test {question['test']}")
