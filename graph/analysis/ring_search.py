"""Money rings within bounds that somebody asks for while he waits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.analysis.rings import find_rings

if TYPE_CHECKING:
    from graph.analysis.published import Published
    from graph.analysis.ring_parameters import RingParameters
    from graph.analysis.rings import RingsResult

MOST_WORK = 30_000_000
"""Transfers looked at: about two seconds."""
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
    if asked not in kept:
        while len(kept) >= KEPT:
            kept.pop(next(iter(kept)))
        kept[asked] = find_rings(published.snapshot, asked)
    return kept[asked]
