"""Each test of patterns as a search over a graph of transfers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.algorithms.fans import fans
from graph.algorithms.gather_scatter import gather_scatter
from graph.algorithms.layers import layered
from graph.algorithms.money_graph import whole
from graph.algorithms.pass_on import pass_on
from graph.algorithms.scatter_gather import scatter_gather
from graph.money import ON_BOUND
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
_NOT_VALUES = frozenset({"pattern", "test", "of", "side", "back_to", "currency"})
_AMOUNTS = ("from_amount", "below_amount", "least_total")


def measured(
    question: Mapping[str, Any], *, day: int, unit: float, rate: float = 1.0
) -> dict[str, Any]:
    """Values of a question for a search, in the units of its times and amounts.

    Ratios reach as far as what counts as on a bound (`ON_BOUND`).

    Parameters
    ----------
    day
        A day in the unit of the times.
    unit
        A major unit of the currency of all amounts in that of the amounts.
    rate
        Units of that currency for one of the question's.

    Examples
    --------
    >>> measured({"pattern": "p", "gap": 0.5, "from_amount": 9}, day=8, unit=100)
    {'gap': 4, 'from_amount': 900.0}
    """
    values = {
        name: value for name, value in question.items() if name not in _NOT_VALUES
    }
    values |= {
        name: min(math.floor(values[name] * day), _EVER)
        for name in _TIMES
        if name in values
    }
    if values.get("below_amount") == UNBOUNDED:  # unknown amounts count, too
        values["below_amount"] = math.inf
    for name, factor in (("keep", 1 - ON_BOUND), ("gain", 1 + ON_BOUND)):
        if name in values:
            values[name] *= factor
    return values | {
        name: _in_units(values[name], rate, unit) for name in _AMOUNTS if name in values
    }


def _in_units(amount: float, rate: float, unit: float) -> float:
    """An amount as transfers of its size are searched, so that both are equal."""
    if math.isinf(amount):
        return amount
    return float(whole(np.array([amount * rate * unit]))[0])


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
