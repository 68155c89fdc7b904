"""How often each pattern is planted, and what each near miss of it fails."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ingest.synthetic.payments import chains, fans, layers, passes, spreads
from ingest.synthetic.payments.planter import CrowdedError, Planter

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.synthetic.payments.book import Book, Drawn
    from ingest.synthetic.payments.lent import Lent

_FEWEST = 2
"""Of each pattern in the smallest economy."""


@dataclass(frozen=True, slots=True)
class Family:
    """A pattern of payments.

    `draw` plants it, or what fails the condition that it is given; `a_firm` is how
    often it is planted per company, here: rings are planted by schemes.
    """

    pattern: str
    draw: Callable[[Planter, str | None], Drawn]
    faults: tuple[str, ...]
    a_firm: float


def families(lent: Lent) -> tuple[Family, ...]:
    """Every pattern of payments."""

    def trip(planter: Planter, fault: str | None) -> Drawn:
        ends = ("borrower", "borrower", "guarantor", "owned")
        to = "borrower" if fault else ends[planter.whole(0, 3)]
        return chains.round_trip(planter, lent, fault, to)

    def collection(planter: Planter, fault: str | None) -> Drawn:
        return passes.fund_collection(planter, lent, fault)

    return (
        Family("cycle", chains.cycle, chains.CYCLE_FAULTS, 0),
        Family("loan_round_trip", trip, chains.TRIP_FAULTS, 1e-3),
        Family("fund_collection", collection, passes.COLLECTION_FAULTS, 5e-4),
        Family("fan_in", partial(fans.fan, pattern="fan_in"), fans.FAN_FAULTS, 1e-3),
        Family("fan_out", partial(fans.fan, pattern="fan_out"), fans.FAN_FAULTS, 1e-3),
        Family("structuring", fans.structuring, fans.STRUCTURING_FAULTS, 1e-3),
        Family("scatter_gather", spreads.scatter_gather, spreads.SCATTER_FAULTS, 1e-3),
        Family("gather_scatter", spreads.gather_scatter, spreads.GATHER_FAULTS, 1e-3),
        Family("pass_through", passes.pass_through, passes.PASS_FAULTS, 1e-3),
        Family("bipartite", layers.bipartite, layers.BIPARTITE_FAULTS, 5e-4),
        Family("stack", layers.stack, layers.STACK_FAULTS, 5e-4),
    )


def plant_patterns(book: Book, lent: Lent) -> None:
    """Plant every pattern, and after all of them as many near misses of each.

    A near miss stays one, for its accounts have to do with nothing else that is planted
    around its days; so nothing but traffic may be planted after this.
    """
    chosen = families(lent)
    for family in chosen:
        if family.a_firm:
            planter = Planter(book, f"payments {family.pattern}")
            wanted = max(_FEWEST, round(book.roster.n_companies * family.a_firm))
            for _ in range(wanted):
                _drawn(family, planter, None)
    for family in chosen:
        planter = Planter(book, f"near misses {family.pattern}")
        count = max(len(family.faults), book.planted(family.pattern))
        for number in range(count):
            _drawn(family, planter, family.faults[number % len(family.faults)])


def _drawn(family: Family, planter: Planter, fault: str | None) -> None:
    """Plant one, unless hardly a firm is quiet, as in a small and busy economy."""
    try:
        drawn = family.draw(planter, fault)
    except CrowdedError:
        return
    planter.book.note(family.pattern, drawn, fault)
    planter.book.alone.append(drawn)
