"""Money rings within bounds that somebody asks for while he waits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.analysis.limits import MOST_WORK
from graph.analysis.rings import find_rings

if TYPE_CHECKING:
    from graph.analysis.published import Published
    from graph.analysis.ring_parameters import RingParameters
    from graph.analysis.rings import RingsResult

MOST_RINGS = 2_000
"""More than anybody reads; to describe them takes less than the search."""
MOST_EFFORT = 8
"""Budgets that one search may take: about fifteen seconds."""
KEPT = 4
"""Searches kept, for the next page of a list and the page of a ring."""


def searched_rings(
    published: Published, bounds: RingParameters, *, effort: int = 1
) -> RingsResult:
    """Rings within these bounds; a search that stopped says up to when it is complete.

    Parameters
    ----------
    effort
        How many budgets of about two seconds the search may take.
    """
    asked = replace(bounds, max_work=MOST_WORK * effort, max_rings=MOST_RINGS * effort)
    kept = published.ring_searches
    found = kept.get(asked)
    if found is None:
        found = find_rings(published.snapshot, asked)
        kept[asked] = found
        for oldest in list(kept)[:-KEPT]:  # other threads may do so at once
            kept.pop(oldest, None)
    return found
